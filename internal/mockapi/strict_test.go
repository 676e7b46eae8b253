package mockapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func TestAuthentication(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{APIKeys: []string{"one", "two"}})
	for name, test := range map[string]struct {
		header map[string]string
		query  string
		want   int
	}{
		"bearer":            {header: map[string]string{"Authorization": "Bearer one"}, want: http.StatusOK},
		"header":            {header: map[string]string{"X-API-KEY": "two"}, want: http.StatusOK},
		"query":             {query: "?api_key=one", want: http.StatusOK},
		"none":              {want: http.StatusUnauthorized},
		"wrong bearer":      {header: map[string]string{"Authorization": "Bearer three"}, want: http.StatusUnauthorized},
		"wrong header":      {header: map[string]string{"X-API-KEY": "three"}, want: http.StatusUnauthorized},
		"wrong query":       {query: "?api_key=three", want: http.StatusUnauthorized},
		"another scheme":    {header: map[string]string{"Authorization": "Basic one"}, want: http.StatusUnauthorized},
		"bearer and header": {header: map[string]string{"Authorization": "Bearer one", "X-API-KEY": "one"}, want: http.StatusBadRequest},
		"bearer and query":  {header: map[string]string{"Authorization": "Bearer one"}, query: "?api_key=one", want: http.StatusBadRequest},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			r := a.request(http.MethodGet, "/medias"+test.query, "")
			for key, value := range test.header {
				r.Header.Set(key, value)
			}
			answer := a.wantStatus(a.send(r), test.want)
			if test.want == http.StatusUnauthorized && answer.text("errors.0.message") == "" {
				t.Errorf("401 has no message: %s", answer.body)
			}
			if test.query != "" && strings.Contains(answer.body, "api_key") {
				t.Errorf("the links repeat the key: %s", answer.body)
			}
		})
	}
}

func TestWhatTheContractDoesNotKnowIsRefused(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	media := a.server.SeedMedia(mockapi.Media{})
	clip := a.server.SeedClip(mockapi.Clip{MediaID: media.ID})
	for name, test := range map[string]struct {
		method, path, body string
		// pointer is what a 422 has to point at.
		pointer string
		want    int
	}{
		"no JSON":               {method: "POST", path: "/medias", body: `{`, want: 400},
		"JSON of another kind":  {method: "POST", path: "/medias", body: `[]`, want: 400},
		"null":                  {method: "POST", path: "/medias", body: `null`, want: 400},
		"no data":               {method: "POST", path: "/medias", body: `{}`, want: 400},
		"type member":           {method: "POST", path: "/medias", body: `{"data":{"type":"medias","attributes":{}}}`, want: 400},
		"top member":            {method: "POST", path: "/medias", body: `{"data":{"attributes":{}},"meta":{}}`, want: 400},
		"two documents":         {method: "POST", path: "/medias", body: `{"data":{"attributes":{}}} {}`, want: 400},
		"unknown attribute":     {method: "POST", path: "/medias", body: attributesOf(`"title":"x"`), want: 400},
		"update of a source":    {method: "PUT", path: "/medias/" + media.ID, body: attributesOf(`"source_url":"https://a.example.com"`), want: 400},
		"body on GET":           {method: "GET", path: "/medias", body: `{}`, want: 400},
		"body on DELETE":        {method: "DELETE", path: "/medias/" + media.ID, body: `{}`, want: 400},
		"unknown parameter":     {method: "GET", path: "/medias?limit=1", want: 400},
		"parameter twice":       {method: "GET", path: "/medias?sort=name&sort=-name", want: 400},
		"parameter on an item":  {method: "GET", path: "/medias/" + media.ID + "?sort=name", want: 400},
		"unknown sort":          {method: "GET", path: "/medias?sort=id", want: 400},
		"empty sort":            {method: "GET", path: "/medias?sort=-", want: 400},
		"array for one value":   {method: "GET", path: "/medias?filter[name_eq][]=x&filter[name_eq][]=y", want: 400},
		"query without end":     {method: "GET", path: "/medias?filter[name_eq]=" + strings.Repeat("x", 9<<10), want: 414},
		"unknown matcher":       {method: "GET", path: "/medias?filter[name_like]=x", want: 400},
		"no matcher":            {method: "GET", path: "/medias?filter[name]=x", want: 400},
		"filter without value":  {method: "GET", path: "/medias?filter[name_eq]=", want: 400},
		"text for a number":     {method: "GET", path: "/medias?filter[source_file_width_gt]=big", want: 400},
		"contains for a number": {method: "GET", path: "/medias?filter[source_file_width_cont]=1", want: 400},
		"page zero":             {method: "GET", path: "/medias?page[number]=0", want: 400},
		"page size zero":        {method: "GET", path: "/medias?page[size]=0", want: 400},
		"huge page":             {method: "GET", path: "/medias?page[number]=9223372036854775807", want: 400},
		"other page member":     {method: "GET", path: "/medias?page[after]=1", want: 400},
		"subscriptions by size": {method: "GET", path: "/webhook_subscriptions?page[size]=5", want: 400},
		"unknown path":          {method: "GET", path: "/topics", want: 404},
		"deeper path":           {method: "GET", path: "/medias/" + media.ID + "/clips", want: 404},
		"empty id":              {method: "GET", path: "/medias/", want: 404},
		"PATCH":                 {method: "PATCH", path: "/medias/" + media.ID, body: attributesOf(`"name":"x"`), want: 404},
		"no update":             {method: "PUT", path: "/webhook_subscriptions/x", body: attributesOf(`"url":"https://a.example.com"`), want: 404},

		"no source":   {method: "POST", path: "/medias", body: attributesOf(`"name":"x"`), pointer: "source_url", want: 422},
		"two sources": {method: "POST", path: "/medias", body: attributesOf(`"source_url":"https://a.example.com","upload_id":"x"`), pointer: "source_url", want: 422},
		"source that is no URL": {
			method: "POST", path: "/medias", body: attributesOf(`"source_url":"a.mp4"`), pointer: "source_url", want: 422,
		},
		"unknown upload":   {method: "POST", path: "/medias", body: attributesOf(`"upload_id":"x--y"`), pointer: "upload_id", want: 422},
		"null name":        {method: "PUT", path: "/medias/" + media.ID, body: attributesOf(`"name":null`), pointer: "name", want: 422},
		"numeric name":     {method: "PUT", path: "/medias/" + media.ID, body: attributesOf(`"name":1`), pointer: "name", want: 422},
		"clip of no media": {method: "POST", path: "/clips", body: attributesOf(`"name":"c","media_id":"x","start_time":1,"end_time":2`), pointer: "media_id", want: 422},
		"clip without end": {method: "POST", path: "/clips", body: attributesOf(`"name":"c","media_id":"` + media.ID + `","start_time":1`), pointer: "end_time", want: 422},
		"times as strings": {method: "PUT", path: "/clips/" + clip.ID, body: attributesOf(`"start_time":"1"`), pointer: "start_time", want: 422},
		"end before start": {method: "PUT", path: "/clips/" + clip.ID, body: attributesOf(`"start_time":5,"end_time":4`), pointer: "end_time", want: 422},
		"end after media":  {method: "PUT", path: "/clips/" + clip.ID, body: attributesOf(`"end_time":100000`), pointer: "end_time", want: 422},
		"negative start":   {method: "PUT", path: "/clips/" + clip.ID, body: attributesOf(`"start_time":-1`), pointer: "start_time", want: 422},
		"blank clip name":  {method: "PUT", path: "/clips/" + clip.ID, body: attributesOf(`"name":" "`), pointer: "name", want: 422},
		"no URL":           {method: "POST", path: "/webhook_subscriptions", body: attributesOf(``), pointer: "url", want: 422},
		"URL that is none": {method: "POST", path: "/webhook_subscriptions", body: attributesOf(`"url":"hook"`), pointer: "url", want: 422},
		"unknown event": {
			method: "POST", path: "/webhook_subscriptions",
			body: attributesOf(`"url":"https://a.example.com","subscribed_events":["media.seen"]`), pointer: "subscribed_events", want: 422,
		},
		"no events": {
			method: "POST", path: "/webhook_subscriptions",
			body: attributesOf(`"url":"https://a.example.com","subscribed_events":[]`), pointer: "subscribed_events", want: 422,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			answer := a.wantStatus(a.do(test.method, test.path, test.body), test.want)
			if got, want := answer.text("errors.0.source.pointer"), "/data/attributes/"+test.pointer; test.pointer != "" && got != want {
				t.Errorf("pointer is %q, want %q", got, want)
			}
		})
	}
	if got := a.server.Medias(); len(got) != 1 || got[0].Name != media.Name {
		t.Errorf("something was carried out: %+v", got)
	}
}

func attributesOf(members string) string { return `{"data":{"attributes":{` + members + `}}}` }

func TestContentTypeIsRequired(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	for contentType, want := range map[string]int{
		"":                                400,
		"text/plain":                      400,
		"application/vnd.api+json":        400,
		"application/json; charset=utf-7": 400,
		"application/json; charset=UTF-8": 200,
		"application/json":                200,
	} {
		r := a.request(http.MethodPost, "/medias", attributesOf(`"source_url":"https://a.example.com/b.mp4"`))
		r.Header.Set("X-API-KEY", mockapi.DefaultAPIKey)
		r.Header.Del("Content-Type")
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		if got := a.send(r); got.status != want {
			t.Errorf("%q is answered %d, want %d", contentType, got.status, want)
		}
	}
}

func TestErrorBodiesAreTheDocumentedOnes(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{MediaQuota: 1})
	missing := a.wantStatus(a.get("/medias/none"), http.StatusNotFound)
	if detail, ok := missing.at("errors.0").(map[string]any)["detail"]; !ok || detail != nil {
		t.Errorf("the detail of a 404 is not null: %s", missing.body)
	}
	a.wantStatus(a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`), http.StatusOK)
	a.server.DeleteMedia(a.server.Medias()[0].ID)
	quota := a.wantStatus(a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`), http.StatusPaymentRequired)
	if quota.text("errors.0.code") != "exceeded_quota_count" || quota.text("errors.0.status") != "422" {
		t.Errorf("402 shows as %s", quota.body)
	}
	for _, answer := range []reply{missing, quota} {
		if answer.header.Get("X-Request-Id") == "" || answer.header.Get("Date") != a.clock.Now().Format(http.TimeFormat) {
			t.Errorf("request id or date is missing: %v", answer.header)
		}
	}
}
