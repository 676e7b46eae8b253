package mockapi_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const aSource = `"source_url":"https://archive.example.com/talks/opening.mp4"`

func TestListLag(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{ListLag: time.Minute}})
	a.server.SeedMedia(mockapi.Media{ID: "old"})
	path := a.createMedia(`{` + aSource + `}`)
	a.wantStatus(a.get(path), http.StatusOK)
	a.clock.Advance(59 * time.Second)
	if got := a.get("/medias").ids(); !slices.Equal(got, []string{"old"}) {
		t.Errorf("the list has %q before the lag is over", got)
	}
	a.clock.Advance(time.Second)
	if got := a.get("/medias").ids(); len(got) != 2 {
		t.Errorf("the list has %q after the lag", got)
	}
}

func TestReadLag(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{ReadLag: time.Minute}})
	old := a.server.SeedMedia(mockapi.Media{})
	a.wantStatus(a.get("/medias/"+old.ID), http.StatusOK)
	for path, attributes := range map[string]string{
		"/medias":                `{` + aSource + `}`,
		"/clips":                 `{"media_id":"` + old.ID + `","name":"x","start_time":1,"end_time":2}`,
		"/webhook_subscriptions": `{"url":"https://hooks.example.com/x"}`,
	} {
		id := a.wantStatus(a.post(path, attributes), http.StatusOK).text("data.id")
		a.wantStatus(a.get(path+"/"+id), http.StatusNotFound)
		if !slices.Contains(a.get(path).ids(), id) {
			t.Errorf("%s does not list what was created", path)
		}
		a.clock.Advance(time.Minute)
		a.wantStatus(a.get(path+"/"+id), http.StatusOK)
	}
}

func TestLateCommit(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	a.server.Inject(mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: mockapi.LateCommit, Delay: time.Minute})
	answer := a.wantStatus(a.post("/medias", `{`+aSource+`}`), http.StatusGatewayTimeout)
	if !strings.HasPrefix(answer.header.Get("Content-Type"), "text/html") {
		t.Errorf("the answer is %v", answer.header)
	}
	a.clock.Advance(time.Minute - 1)
	if got := a.server.Medias(); len(got) != 0 {
		t.Errorf("there is %v before its time", got)
	}
	due := a.clock.Advance(time.Second)
	got := a.server.Medias()
	if len(got) != 1 || got[0].CreatedAt.After(due) || due.Sub(got[0].CreatedAt) > time.Second {
		t.Errorf("there is %v, want one media made at its time", got)
	}
}

// What the service would refuse, it also refuses late.
func TestLateCommitOfABadRequest(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	a.server.Inject(mockapi.Fault{Kind: mockapi.LateCommit, Times: 2})
	a.wantStatus(a.post("/medias", `{}`), http.StatusGatewayTimeout)
	a.wantStatus(a.send(a.request(http.MethodPost, "/medias", attributesOf(aSource))), http.StatusGatewayTimeout)
	a.clock.Advance(time.Minute)
	if got := a.server.Medias(); len(got) != 0 {
		t.Errorf("there is %v", got)
	}
}

func TestIgnoredSortsAndFilters(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{IgnoreSort: true, IgnoreFilters: true}})
	for _, id := range []string{"c", "a", "b"} {
		a.server.SeedMedia(mockapi.Media{ID: id, Name: id})
	}
	for _, query := range []string{"sort=-created_at", "sort=color", "filter[name_eq]=a", "filter[color_is]=blue"} {
		if got := a.wantStatus(a.get("/medias?"+query), http.StatusOK).ids(); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("%s lists %q, want all in the order of ids", query, got)
		}
	}
}

func TestPageSizeFallback(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{DefaultPageSize: 2, MaxPageSize: 4, Quirks: mockapi.Quirks{PageSizeFallback: true}})
	a.server.SeedMedias(6, func(int) mockapi.Media { return mockapi.Media{} })
	for query, want := range map[string]int{"page[size]=4": 4, "page[size]=5": 2} {
		if got := len(a.get("/medias?" + query).ids()); got != want {
			t.Errorf("%s lists %d medias, want %d", query, got, want)
		}
	}
}

func TestDatesThatAreOff(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		quirks     mockapi.Quirks
		date, made time.Duration
	}{
		"clock":  {mockapi.Quirks{ClockSkew: time.Hour}, time.Hour, time.Hour},
		"stamps": {mockapi.Quirks{StampSkew: -time.Hour}, 0, -time.Hour},
		"both":   {mockapi.Quirks{ClockSkew: time.Hour, StampSkew: time.Minute}, time.Hour, time.Hour + time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, mockapi.Options{Quirks: test.quirks})
			answer := a.post("/medias", `{`+aSource+`}`)
			date, err := http.ParseTime(answer.header.Get("Date"))
			if err != nil || date.Sub(a.clock.Now()) != test.date {
				t.Errorf("the date is %v, %v", date, err)
			}
			made, err := time.Parse(time.RFC3339, answer.text("data.attributes.created_at"))
			if err != nil || made.Sub(a.clock.Now()) != test.made {
				t.Errorf("created_at is %v, %v", made, err)
			}
		})
	}
}

func TestNoDate(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{NoDate: true}})
	if header := a.get("/medias").header; header["Date"] != nil {
		t.Errorf("there is a date: %v", header)
	}
}

func TestFilledNames(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{FillNames: true}})
	uploadID, target := a.directUpload()
	a.wantStatus(a.putFile(target, strings.NewReader("x"), nil), http.StatusOK)
	for attributes, want := range map[string]string{
		`{` + aSource + `}`:                     "opening",
		`{` + aSource + `,"name":"Mine"}`:       "Mine",
		`{"source_url":"https://example.com/"}`: "Untitled recording",
		`{"upload_id":"` + uploadID + `"}`:      "Untitled recording",
	} {
		if got := a.post("/medias", attributes).text("data.attributes.name"); got != want {
			t.Errorf("%s is called %q, want %q", attributes, got, want)
		}
	}
}

func TestRoundedTimes(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{RoundTimes: 500 * time.Millisecond}})
	media := a.server.SeedMedia(mockapi.Media{})
	clip := a.post("/clips", `{"media_id":"`+media.ID+`","name":"x","start_time":1.2,"end_time":3.3}`)
	if start, end := clip.at("data.attributes.start_time"), clip.at("data.attributes.end_time"); start != 1.0 || end != 3.5 {
		t.Errorf("the clip is from %v to %v", start, end)
	}
}

func TestForgottenUploads(t *testing.T) {
	t.Parallel()
	for status, quirk := range map[int]int{http.StatusUnprocessableEntity: 0, http.StatusNotFound: http.StatusNotFound} {
		a := newAPI(t, mockapi.Options{Quirks: mockapi.Quirks{LostUploadStatus: quirk}})
		create := func() reply {
			uploadID, target := a.directUpload()
			a.wantStatus(a.putFile(target, strings.NewReader("x"), nil), http.StatusOK)
			a.server.ForgetUploads()
			return a.post("/medias", `{"upload_id":"`+uploadID+`"}`)
		}
		a.wantStatus(create(), status)
	}
}
