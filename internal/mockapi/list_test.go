package mockapi_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func TestFilters(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	text := "About 100% chimps"
	a.server.SeedMedia(mockapi.Media{
		ID: "a", Name: "Chimp into space", Description: &text, SourceFileWidth: 320,
		CreatedAt: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
	})
	a.server.SeedMedia(mockapi.Media{
		ID: "b", Name: "Weekly call", SourceFileContentType: "audio/mpeg",
		CreatedAt: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC),
	})
	a.server.SeedMedia(mockapi.Media{
		ID: "c", Name: "weekly_call", HasFetchError: true,
		CreatedAt: time.Date(2024, 1, 3, 0, 0, 0, 0, time.UTC),
	})
	for filter, want := range map[string]string{
		"name_eq=Weekly call":                          "b",
		"name_not_eq=Weekly call":                      "a c",
		"name_cont=ee":                                 "b c",
		"name_not_cont=ee":                             "a",
		"name_i_cont=WEEKLY":                           "b c",
		"name_not_i_cont=WEEKLY":                       "a",
		"name_start=Week":                              "b",
		"name_not_start=Week":                          "a c",
		"name_end=call":                                "b c",
		"name_not_end=call":                            "a",
		"name_in=Weekly call, Chimp into space":        "a b",
		"name_not_in=Weekly call,Chimp into space":     "c",
		"name_matches=%_eekly%c_ll":                    "b c",
		"name_does_not_match=%_eekly%":                 "a",
		"name_gt=Chimp into space":                     "b c",
		"description_null=true":                        "b c",
		"description_null=false":                       "a",
		"description_not_null=1":                       "a",
		"description_present=true":                     "a",
		"description_blank=true":                       "b c",
		"description_eq=About 100% chimps":             "a",
		"description_not_eq=x":                         "a",
		"description_not_cont=x":                       "a",
		"id_in=a,c":                                    "a c",
		"has_fetch_error_true=1":                       "c",
		"has_fetch_error_false=true":                   "a b",
		"has_fetch_error_eq=true":                      "c",
		"is_processing_eq=false":                       "a b c",
		"source_file_width_eq=320":                     "a",
		"source_file_width_lteq=320.0":                 "a",
		"source_file_width_lt=320":                     "",
		"source_file_content_type_start=audio/":        "b",
		"created_at_gt=2024-01-01":                     "b c",
		"created_at_gteq=2024-01-02T01:00:00.00+01:00": "b c",
		"created_at_lt=2024-01-02 00:00:00":            "a",
		"sourceFileWidth_eq=320":                       "a",
		"sourceUrl_start=https://media.example.com/b":  "b",
		"sourceUrl_start_any=x,https://media.":         "a b c",
		"name_eq_any=Weekly call,weekly_call":          "b c",
		"name_cont_any=space,_":                        "a c",
		"name_cont_all=ee,call":                        "b c",
		"name_not_cont_all=space,_":                    "b",
		"name_not_cont_any=space,_":                    "a b c",
		"name_start_any=Chimp,weekly":                  "a c",
		"name_not_eq_all=Weekly call,weekly_call":      "a",
		"name_matches_all=%ee%,%_call":                 "b c",
		"name_does_not_match_all=%ee%,x":               "a",
		"name_matches=%a%a%a%a%a%a%ab":                 "",
		"id_gt_all=a,b":                                "c",
		"id_lteq_any=a,b":                              "a b",
		"has_fetch_error_not_true=1":                   "a b",
		"has_fetch_error_not_false=t":                  "c",
		"has_fetch_error_true=TRUE":                    "c",
		"has_fetch_error_true=F":                       "a b",
		"description_cont_any=x,chimps":                "a",
	} {
		t.Run(filter, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			key, value, _ := strings.Cut(filter, "=")
			answer := a.wantStatus(a.get("/medias?filter["+key+"]="+url.QueryEscape(value)), http.StatusOK)
			if got := strings.Join(answer.ids(), " "); got != want {
				t.Errorf("found %q, want %q", got, want)
			}
		})
	}
	for query, want := range map[string]string{
		"filter[id_in][]=a&filter[id_in][]=c":                       "a c",
		"filter[name_cont_any][]=space&filter[name_cont_any][]=_ca": "a c",
		"filter[name_eq][]=Weekly call":                             "b",
		"filter[id_not_in][]=a,b":                                   "a b c",
	} {
		answer := a.wantStatus(a.get("/medias?"+strings.ReplaceAll(query, " ", "%20")), http.StatusOK)
		if got := strings.Join(answer.ids(), " "); got != want {
			t.Errorf("%s finds %q, want %q", query, got, want)
		}
	}
	both := a.get("/medias?filter[name_i_cont]=weekly&filter[has_fetch_error_true]=1")
	if got := both.ids(); !slices.Equal(got, []string{"c"}) {
		t.Errorf("two filters find %q, want what fits both", got)
	}
}

func TestClipsAreFilteredByMedia(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	rank := 1
	a.server.SeedClip(mockapi.Clip{ID: "a", MediaID: "m", Rank: &rank, StartTime: 3})
	a.server.SeedClip(mockapi.Clip{ID: "b", MediaID: "n"})
	for filter, want := range map[string]string{
		"media_id_eq=m": "a", "rank_gteq=1": "a", "start_time_lt=1": "b", "end_time_lteq=10": "b", "media_file_duration_eq=10": "a b",
	} {
		key, value, _ := strings.Cut(filter, "=")
		answer := a.wantStatus(a.get("/clips?filter["+key+"]="+value), http.StatusOK)
		if got := strings.Join(answer.ids(), " "); got != want {
			t.Errorf("%s finds %q, want %q", filter, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	for i, name := range []string{"b", "a", "c", "a"} {
		id := fmt.Sprintf("%s%d", name, i)
		a.server.SeedMedia(mockapi.Media{ID: id, Name: name, OriginalCreatedAt: a.clock.Now().Add(-time.Duration(i) * time.Hour)})
		a.server.SeedClip(mockapi.Clip{ID: id, MediaID: "b0", Name: name})
		a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: id})
	}
	for path, want := range map[string]string{
		"/medias":                               "b0 a1 c2 a3",
		"/medias?sort=created_at":               "b0 a1 c2 a3",
		"/medias?sort=-created_at":              "a3 c2 a1 b0",
		"/medias?sort=name":                     "a1 a3 b0 c2",
		"/medias?sort=-name":                    "c2 b0 a3 a1",
		"/medias?sort=original_created_at":      "a3 c2 a1 b0",
		"/medias?sort=-original_created_at":     "b0 a1 c2 a3",
		"/medias?sort=-name&page[size]=3":       "c2 b0 a3",
		"/clips?sort=-original_created_at":      "a3 c2 a1 b0",
		"/clips?sort=name":                      "a1 a3 b0 c2",
		"/webhook_subscriptions?sort=-name":     "a3 c2 a1 b0",
		"/medias?filter[name_eq]=a&sort=-name":  "a3 a1",
		"/medias?page[size]=2&page[number]=2":   "c2 a3",
		"/medias?page[size]=3&page[number]=2":   "a3",
		"/medias?page[size]=2&page[number]=3":   "",
		"/medias?sort=-created_at&page[size]=3": "a3 c2 a1",
	} {
		answer := a.wantStatus(a.get(path), http.StatusOK)
		if got := strings.Join(answer.ids(), " "); got != want {
			t.Errorf("%s lists %q, want %q", path, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{MaxPageSize: 4, DefaultPageSize: 3})
	a.server.SeedMedias(10, func(int) mockapi.Media { return mockapi.Media{} })
	const base = "http://api.contentgroove.com/api/v1/medias"

	for path, want := range map[string]map[string]any{
		"/medias": {
			"self": base, "current": base + "?page[number]=1",
			"next": base + "?page[number]=2", "last": base + "?page[number]=4",
		},
		"/medias?sort=name&page[size]=9&page[number]=2": {
			"self":    base + "?page[number]=2&page[size]=9&sort=name",
			"current": base + "?page[size]=9&sort=name&page[number]=2",
			"first":   base + "?page[size]=9&sort=name&page[number]=1",
			"prev":    base + "?page[size]=9&sort=name&page[number]=1",
			"next":    base + "?page[size]=9&sort=name&page[number]=3",
			"last":    base + "?page[size]=9&sort=name&page[number]=3",
		},
		"/medias?page[number]=4": {
			"self": base + "?page[number]=4", "current": base + "?page[number]=4",
			"first": base + "?page[number]=1", "prev": base + "?page[number]=3",
		},
	} {
		links, _ := a.get(path).at("links").(map[string]any)
		if fmt.Sprint(links) != fmt.Sprint(want) {
			t.Errorf("%s links\n%v, want\n%v", path, links, want)
		}
	}
	if got := len(a.get("/medias?page[size]=50").ids()); got != 4 {
		t.Errorf("a page has %d medias, want as many as the limit allows", got)
	}
	seen := map[string]bool{}
	for number := 1; number <= 4; number++ {
		for _, id := range a.get(fmt.Sprintf("/medias?page[number]=%d", number)).ids() {
			seen[id] = true
		}
	}
	if len(seen) != 10 {
		t.Errorf("all pages together have %d medias, want 10", len(seen))
	}
}

func TestSubscriptionsArePagedByTheirLinks(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{DefaultPageSize: 2})
	for range 3 {
		a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{})
	}
	first := a.get("/webhook_subscriptions")
	if len(first.ids()) != 2 || first.text("links.next") == "" {
		t.Fatalf("the first page is %s", first.body)
	}
	if second := a.get("/webhook_subscriptions?page[number]=2"); len(second.ids()) != 1 || second.at("links.next") != nil {
		t.Errorf("the second page is %s", second.body)
	}
}
