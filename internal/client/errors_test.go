package client

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
)

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct {
		errors     []ErrorObject
		documented bool
		text       string
	}{
		`{"errors":[{"message":"Sign in first."}]}`: {[]ErrorObject{{Message: "Sign in first."}}, true, ": Sign in first"},
		`{"errors":[{"code":"exceeded_quota_count","title":"Unprocessable Entity","detail":"Too many.","status":"422","source":{"pointer":""}}]}`: {
			[]ErrorObject{{Code: "exceeded_quota_count", Title: "Unprocessable Entity", Detail: "Too many.", Status: "422"}},
			true,
			": Too many (exceeded_quota_count)",
		},
		`{"errors":[{"title":"UNPROCESSABLE ENTITY","detail":"Unprocessable Entity.","message":"Name is missing."},{"title":"Name is missing."},{"title":"x","detail":"X."}]}`: {
			[]ErrorObject{{Title: "UNPROCESSABLE ENTITY", Detail: "Unprocessable Entity.", Message: "Name is missing."}, {Title: "Name is missing."}, {Title: "x", Detail: "X."}},
			true,
			": Name is missing; Name is missing; x",
		},
		`{"errors":[{"title":"Not Found","detail":null,"source":null,"status":404}]}`: {[]ErrorObject{{Title: "Not Found", Status: "404"}}, true, ": Not Found"},
		`{"errors":[{"detail":"is short","source":{"pointer":"/data/attributes/name"}},{"title":"x","code":12}]}`: {
			[]ErrorObject{{Detail: "is short", Pointer: "/data/attributes/name"}, {Title: "x", Code: "12"}},
			true,
			": is short at /data/attributes/name; x (12)",
		},
		`{"errors":[{"detail":"Unknown.","source":{"parameter":"filter[x_eq]"}}]}`: {
			[]ErrorObject{{Detail: "Unknown.", Parameter: "filter[x_eq]"}}, true, ": Unknown in the parameter filter[x_eq]",
		},
		`{"errors":[{"status":"500"}]}`:                        {[]ErrorObject{{Status: "500"}}, true, ""},
		`{"errors":["one","two"]}`:                             {[]ErrorObject{{Detail: "one"}, {Detail: "two"}}, false, ": one; two"},
		`{"errors":"broken"}`:                                  {[]ErrorObject{{Detail: "broken"}}, false, ": broken"},
		`{"errors":{"name":["is too long","is odd"],"url":5}}`: {[]ErrorObject{{Detail: "name is odd"}, {Detail: "name is too long"}, {Detail: "url 5"}}, false, ": name is odd; name is too long; url 5"},
		`{"status":500,"error":"Internal Server Error"}`:       {[]ErrorObject{{Detail: "Internal Server Error"}}, false, ": Internal Server Error"},
		`{"error":{"message":"no","code":"e1"}}`:               {[]ErrorObject{{Message: "no", Code: "e1"}}, false, ": no (e1)"},
		`{"message":"no such key"}`:                            {[]ErrorObject{{Detail: "no such key"}}, false, ": no such key"},
		`{"errors":[]}`:                                        {nil, false, ` with a body (application/json) that begins "{\"errors\":[]}"`},
		`{"hello":1}`:                                          {nil, false, ` with a body (application/json) that begins "{\"hello\":1}"`},
		"<html>\n <b>Bad\x00 gateway</b>":                      {nil, false, ` with a body (application/json) that begins "<html> <b>Bad. gateway</b>"`},
		``:                                                     {nil, false, ""},
	} {
		c, _ := newClient(t, newServer(t, respond(422, body, "X-Request-Id", "r-1")))
		_, err := c.GetMedia(t.Context(), "m1")
		refused, ok := errors.AsType[*APIError](err)
		if !ok {
			t.Errorf("%s: got %v", body, err)
			continue
		}
		if !reflect.DeepEqual(refused.Errors, want.errors) || refused.Documented != want.documented {
			t.Errorf("%s: got %+v", body, refused)
		}
		if text := "read media: the API answered 422 Unprocessable Entity" + want.text + " (request id r-1)"; err.Error() != text {
			t.Errorf("%s:\ngot  %s\nwant %s", body, err, text)
		}
	}
}

func TestKindsOfRefusal(t *testing.T) {
	t.Parallel()
	kinds := []error{ErrNotFound, ErrUnauthorized, ErrQuotaExceeded, ErrRateLimited, ErrServer}
	for status, want := range map[int]error{
		400: nil, 401: ErrUnauthorized, 402: ErrQuotaExceeded, 403: ErrUnauthorized, 404: ErrNotFound, 410: nil, 422: nil,
		429: ErrRateLimited, 500: ErrServer, 503: ErrServer, 302: nil,
	} {
		err := fmt.Errorf("wrapped: %w", &RetryError{Err: &AmbiguousError{Err: &APIError{StatusCode: status}}, Limit: io.EOF})
		for _, kind := range kinds {
			if errors.Is(err, kind) != (kind == want) { //nolint:errorlint // The very same error.
				t.Errorf("%d: is %q: %t", status, kind, errors.Is(err, kind))
			}
		}
	}
}

func TestWhichNotFoundIsTheAPIsOwn(t *testing.T) {
	t.Parallel()
	const contentType, vendor = "application/json; charset=utf-8", "application/vnd.api+json"
	for name, test := range map[string]struct {
		contentType, body string
		documented        bool
	}{
		"as documented":         {contentType, documentedNotFound, true},
		"JSON:API":              {vendor, documentedNotFound, true},
		"status as a number":    {contentType, `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":404}]}`, true},
		"with a detail":         {contentType, `{"errors":[{"title":"Not Found","detail":"No such media.","source":{"pointer":""},"status":"404","code":"x"}]}`, true},
		"a page":                {"text/html", "<html>Not Found</html>", false},
		"a page as JSON":        {contentType, "<html>Not Found</html>", false},
		"JSON as a page":        {"text/html", documentedNotFound, false},
		"JSON of no type":       {"", documentedNotFound, false},
		"nothing":               {contentType, "", false},
		"an empty object":       {contentType, "{}", false},
		"no errors":             {contentType, `{"errors":[]}`, false},
		"errors as text":        {contentType, `{"errors":["Not Found"]}`, false},
		"a message":             {contentType, `{"message":"Not Found"}`, false},
		"Rails without a route": {contentType, `{"status":404,"error":"Not Found"}`, false},
		"a gateway's errors":    {contentType, `{"errors":[{"message":"no Route matched with those values"}]}`, false},
		"without members":       {contentType, `{"errors":[{"title":"Not Found","status":"404"}]}`, false},
		"without a source":      {contentType, `{"errors":[{"title":"Not Found","detail":null,"status":"404"}]}`, false},
		"without a detail":      {contentType, `{"errors":[{"title":"Not Found","source":null,"status":"404"}]}`, false},
		"another title":         {contentType, `{"errors":[{"title":"No route","detail":null,"source":null,"status":"404"}]}`, false},
		"another status":        {contentType, `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"400"}]}`, false},
		"one of two":            {contentType, `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"},{"title":"x"}]}`, false},
		"more beside it":        {contentType, `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"}],"path":"/x"}`, false},
		"a list":                {contentType, `[` + documentedNotFound + `]`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _ := newClient(t, newServer(t, respond(404, test.body, "Content-Type", test.contentType)))
			_, err := c.GetMedia(t.Context(), "m1")
			refused, ok := errors.AsType[*APIError](err)
			if !ok || !errors.Is(err, ErrNotFound) || refused.Documented != test.documented || refused.Object != "m1" {
				t.Errorf("got %+v", refused)
			}
		})
	}
}

func TestErrorsSayWhichObjectTheyAreAbout(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, newServer(t, respond(404, documentedNotFound)))
	want := map[string]string{
		"read media": "m1", "update media": "m1", "delete media": "m1", "read clip": "c1", "update clip": "c1", "delete clip": "c1",
		"read webhook subscription": "w1", "delete webhook subscription": "w1",
	}
	for name, operation := range operations {
		err := operation.run(t.Context(), c)
		if refused, ok := errors.AsType[*APIError](err); !ok || refused.Object != want[name] || strings.Count(err.Error(), "Not Found") != 1 {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestTextOfAnAmbiguousError(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, newServer(t, page(502)))
	_, err := c.CreateMedia(t.Context(), MediaCreate{})
	want := `create media: the API answered 502 Bad Gateway with a body (text/html) that begins "<html><body>Please log in</body></html>"; the request may or may not have been carried out`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}
