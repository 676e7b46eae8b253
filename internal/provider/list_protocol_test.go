package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// names are the display names of results.
func names(results []acctest.Listed) string {
	all := make([]string, len(results))
	for i, result := range results {
		all[i] = result.DisplayName
	}
	return strings.Join(all, ", ")
}

func TestProtocolListNothing(t *testing.T) {
	t.Parallel()
	protocol := acctest.New(t, mockapi.Options{}).Protocol(t)
	for _, typeName := range []string{mediaTypeName, clipTypeName, subscriptionTypeName} {
		if results, problems := protocol.List(typeName, acctest.Object{}, 100, true); len(results) > 0 || len(problems) > 0 {
			t.Errorf("%s: %v %q", typeName, results, problems)
		}
	}
}

// Each result has the state that an import of it gives, but for what a list of
// the API leaves out.
func TestProtocolListResource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	ids, _ := seededOfEachType(env)
	for typeName, id := range ids {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			protocol := env.Protocol(t)
			results, problems := protocol.List(typeName, acctest.Object{}, 0, true)
			if len(problems) > 0 || len(results) != 1 || results[0].ID != id {
				t.Fatalf("got %v, problems %q", results, problems)
			}
			imported, problems := protocol.ImportByIdentity(typeName, id)
			if len(problems) > 0 {
				t.Fatal(problems)
			}
			delete(imported.State, "transcription_id")
			delete(results[0].Resource, "transcription_id")
			if !equalObjects(results[0].Resource, imported.State) {
				t.Errorf("listed as\n%v\nimported as\n%v", results[0].Resource, imported.State)
			}
		})
	}
}

// The resource is not sent unless it is asked for.
func TestProtocolListWithoutResource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedia(mockapi.Media{Name: "Weekly call"})
	results, problems := env.Protocol(t).List(mediaTypeName, nil, 0, false)
	if len(problems) > 0 || len(results) != 1 || results[0].Resource != nil || results[0].DisplayName != "Weekly call" {
		t.Errorf("got %v, problems %q", results, problems)
	}
}

func TestProtocolListSelection(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{Name: "b"})
	env.SeedMedia(mockapi.Media{Name: "c"})
	env.SeedMedia(mockapi.Media{Name: "a"})
	for _, name := range []string{"y", "x", "z"} {
		env.SeedClip(mockapi.Clip{MediaID: media.ID, Name: name})
	}
	env.SeedClip(mockapi.Clip{Name: "of another media"})
	env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "https://hooks.example.com/one"})
	env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "https://hooks.example.com/two"})
	for name, test := range map[string]struct {
		typeName string
		block    acctest.Object
		limit    int64
		want     string
	}{
		"media, oldest first":     {mediaTypeName, acctest.Object{"filter": acctest.Object{"name_in": "a,b,c"}}, 0, "b, c, a"},
		"media, sorted":           {mediaTypeName, acctest.Object{"sort": "-name", "filter": acctest.Object{"name_not_cont": "edia"}}, 0, "c, b, a"},
		"media, limited":          {mediaTypeName, acctest.Object{}, 2, "b, c"},
		"clips of a media":        {clipTypeName, acctest.Object{"media_id": media.ID, "sort": "name"}, 0, "x, y, z"},
		"clips, limited":          {clipTypeName, acctest.Object{"media_id": media.ID}, 2, "y, x"},
		"clips, filtered":         {clipTypeName, acctest.Object{"filter": acctest.Object{"name_start": "of "}}, 0, "of another media"},
		"subscriptions":           {subscriptionTypeName, acctest.Object{}, 0, "https://hooks.example.com/one, https://hooks.example.com/two"},
		"subscriptions, filtered": {subscriptionTypeName, acctest.Object{"filter": acctest.Object{"url_end": "two"}}, 0, "https://hooks.example.com/two"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			results, problems := env.Protocol(t).List(test.typeName, test.block, test.limit, false)
			if len(problems) > 0 || names(results) != test.want {
				t.Errorf("got %q, want %q; problems: %q", names(results), test.want, problems)
			}
		})
	}
}

// A person recognises an object that has no name by its source, or else by its
// id and date. A query in the source may be a secret.
func TestProtocolListDisplayName(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	named := env.SeedMedia(mockapi.Media{SourceURL: "https://cdn.example.com/call.mp4?signature=secret"})
	uploaded := env.SeedMedia(mockapi.Media{UploadID: "upload"})
	for _, media := range []mockapi.Media{named, uploaded} {
		env.UpdateMedia(media.ID, func(media *mockapi.Media) { media.Name = "" })
	}
	results, problems := env.Protocol(t).List(mediaTypeName, nil, 0, false)
	want := "https://cdn.example.com/call.mp4, " + uploaded.ID + ", created at " + uploaded.CreatedAt.Format("2006-01-02T15:04:05.000Z")
	if len(problems) > 0 || names(results) != want {
		t.Errorf("got %q, want %q; problems: %q", names(results), want, problems)
	}
}

// No more pages are read than the limit needs.
func TestProtocolListLimit(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedias(250, func(int) mockapi.Media { return mockapi.Media{} })
	protocol := env.Protocol(t)
	for limit, pages := range map[int64]int{0: 3, 1: 1, 100: 1, 101: 2, 250: 3, 1000: 3} {
		env.ResetRequests()
		results, problems := protocol.List(mediaTypeName, nil, limit, false)
		want := 250
		if limit > 0 {
			want = min(want, int(limit))
		}
		if len(problems) > 0 || len(results) != want || env.CountRequests(mockapi.OpGetMedias) != pages {
			t.Errorf("limit %d: %d results from %d pages, want %d from %d; problems: %q",
				limit, len(results), env.CountRequests(mockapi.OpGetMedias), want, pages, problems)
		}
	}
}

// An error in the middle is one error at the end of what came before.
func TestProtocolListFailsOnPage3(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedias(250, func(int) mockapi.Media { return mockapi.Media{} })
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetMedias, Kind: mockapi.Unauthorized401, Skip: 2})
	results, problems := env.Protocol(t).List(mediaTypeName, nil, 0, true)
	if len(results) != 200 || len(problems) != 1 || !strings.Contains(string(problems[0]), "Cannot list media") {
		t.Errorf("%d results, problems %q; want 200 and one", len(results), problems)
	}
}

func TestProtocolListRefuses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	protocol := env.Protocol(t)
	for name, block := range map[string]acctest.Object{
		"snake case": {"filter": acctest.Object{"sourceUrl_start": "https:"}},
		"matcher":    {"filter": acctest.Object{"name": "x"}},
		"sort":       {"sort": "rank"},
	} {
		for _, typeName := range []string{mediaTypeName, clipTypeName, subscriptionTypeName} {
			if _, problems := protocol.List(typeName, block, 0, false); len(problems) != 1 {
				t.Errorf("%s, %s: problems %q, want one", typeName, name, problems)
			}
		}
	}
	if requests := env.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}

// Without a key there is one error, and no panic.
func TestProtocolListWithoutKey(t *testing.T) {
	env := acctest.New(t, mockapi.Options{})
	t.Setenv("CONTENTGROOVE_API_KEY", "")
	_, problems := env.ProtocolWith(t, acctest.Object{"base_url": env.URL()}).List(mediaTypeName, nil, 0, false)
	if got := fmt.Sprint(problems); len(problems) != 1 || !strings.Contains(got, "Missing API key") {
		t.Errorf("problems: %s", got)
	}
}
