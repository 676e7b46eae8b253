package mockapi_test

import (
	"net/http"
	"slices"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func TestLenientProfileIgnoresWhatItDoesNotKnow(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Profile: mockapi.Lenient, DefaultPageSize: 2, MaxPageSize: 3})
	for _, id := range []string{"a", "b", "c", "d"} {
		a.server.SeedMedia(mockapi.Media{ID: id, Name: "Talk " + id})
	}
	for query, want := range map[string][]string{
		"filter[color_eq]=blue":                  {"a", "b"},
		"filter[name_eq]=":                       {"a", "b"},
		"filter[source_file_width_gt]=wide":      {"a", "b"},
		"filter[name_cont]=TALK B":               {"b"},
		"filter[name_eq]=talk b":                 {},
		"sort=color":                             {"a", "b"},
		"sort=name&sort=-name":                   {"d", "c"},
		"page[number]=none":                      {"a", "b"},
		"page[number]=-1":                        {"a", "b"},
		"page[size]=0":                           {"a", "b"},
		"page[size]=3":                           {"a", "b", "c"},
		"page[size]=4":                           {"a", "b"},
		"limit=1":                                {"a", "b"},
		"filter[name_eq]=Talk b&filter[x_eq]=10": {"b"},
	} {
		r := a.request(http.MethodGet, "/medias", "")
		r.URL.RawQuery = escapeQuery(query)
		r.Header.Set("X-API-KEY", mockapi.DefaultAPIKey)
		answer := a.wantStatus(a.send(r), http.StatusOK)
		if got := answer.ids(); !slices.Equal(got, want) && len(got)+len(want) > 0 {
			t.Errorf("%s lists %q, want %q", query, got, want)
		}
	}
}

func TestLenientProfileTakesRequestsThatRailsTakes(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Profile: mockapi.Lenient})
	media := a.server.SeedMedia(mockapi.Media{})
	for name, test := range map[string]struct{ method, path, body string }{
		"trailing slash":    {"GET", "/medias/", ""},
		"doubled slash":     {"GET", "//medias//" + media.ID, ""},
		"body on GET":       {"GET", "/medias", "{}"},
		"HEAD":              {"HEAD", "/medias", ""},
		"PATCH":             {"PATCH", "/medias/" + media.ID, attributesOf(`"name":"x"`)},
		"type member":       {"POST", "/medias", `{"data":{"type":"medias","attributes":{` + aSource + `}},"meta":{}}`},
		"unknown attribute": {"POST", "/medias", attributesOf(aSource + `,"title":"x","description":null`)},
		"numbers as text":   {"POST", "/clips", attributesOf(`"name":"x","media_id":"` + media.ID + `","start_time":"1.5","end_time":"3"`)},
		"number for text":   {"PUT", "/medias/" + media.ID, attributesOf(`"name":2026`)},
	} {
		if answer := a.do(test.method, test.path, test.body); answer.status != http.StatusOK {
			t.Errorf("%s is answered %d %s", name, answer.status, answer.body)
		}
	}
}

func TestLenientProfileHasTheCodesOfRails(t *testing.T) {
	t.Parallel()
	for profile, want := range map[mockapi.Profile][]string{
		mockapi.Lenient: {"blank", "greater_than"}, mockapi.Strict: {"invalid", "invalid"},
	} {
		a := newAPI(t, mockapi.Options{Profile: profile})
		media := a.server.SeedMedia(mockapi.Media{})
		for i, times := range []string{`"start_time":1`, `"start_time":2,"end_time":1`} {
			answer := a.wantStatus(a.post("/clips", `{"name":"x","media_id":"`+media.ID+`",`+times+`}`), http.StatusUnprocessableEntity)
			if got := answer.text("errors.0.code"); got != want[i] {
				t.Errorf("%s says %q for %s, want %q", profile, got, times, want[i])
			}
		}
	}
}
