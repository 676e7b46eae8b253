package provider_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// names are the display names of results.
func names(results []terraform.Listed) string {
	all := make([]string, len(results))
	for i, result := range results {
		all[i] = result.DisplayName
	}
	return strings.Join(all, ", ")
}

func TestListNothing(t *testing.T) {
	t.Parallel()
	session := acctest.New(t, mockapi.Options{}).Session(t)
	for _, typeName := range []string{mediaTypeName, clipTypeName, subscriptionTypeName} {
		if results, problems := session.List(typeName, terraform.Object{}, 100, true); len(results) > 0 || len(problems) > 0 {
			t.Errorf("%s: %v %q", typeName, results, problems)
		}
	}
}

// Each result has the state that an import of it gives, but for what a list of
// the API leaves out.
func TestListResource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	ids, _ := seededOfEachType(env)
	for typeName, id := range ids {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			session := env.Session(t)
			results, problems := session.List(typeName, terraform.Object{}, 0, true)
			if len(problems) > 0 || len(results) != 1 || results[0].Identity["id"] != id {
				t.Fatalf("got %v, problems %q", results, problems)
			}
			w := env.Workspace(terraform.Resource{Type: typeName, Name: "test"})
			if problems, err := w.ImportByIdentity(t.Context(), typeName+".test", terraform.Object{"id": id}); err != nil || len(problems) > 0 {
				t.Fatal(err, problems)
			}
			imported := w.State[typeName+".test"].Attributes()
			delete(imported, "transcription_id")
			delete(results[0].Resource, "transcription_id")
			if !equalObjects(results[0].Resource, imported) {
				t.Errorf("listed as\n%v\nimported as\n%v", results[0].Resource, imported)
			}
		})
	}
}

// The resource is not sent unless it is asked for.
func TestListWithoutResource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedia(mockapi.Media{Name: "Weekly call"})
	results, problems := env.Session(t).List(mediaTypeName, nil, 0, false)
	if len(problems) > 0 || len(results) != 1 || results[0].Resource != nil || results[0].DisplayName != "Weekly call" {
		t.Errorf("got %v, problems %q", results, problems)
	}
}

func TestListSelection(t *testing.T) {
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
		block    terraform.Object
		limit    int64
		want     string
	}{
		"media, oldest first":     {mediaTypeName, terraform.Object{"filter": terraform.Object{"name_in": "a,b,c"}}, 0, "b, c, a"},
		"media, sorted":           {mediaTypeName, terraform.Object{"sort": "-name", "filter": terraform.Object{"name_not_cont": "edia"}}, 0, "c, b, a"},
		"media, limited":          {mediaTypeName, terraform.Object{}, 2, "b, c"},
		"clips of a media":        {clipTypeName, terraform.Object{"media_id": media.ID, "sort": "name"}, 0, "x, y, z"},
		"clips, limited":          {clipTypeName, terraform.Object{"media_id": media.ID}, 2, "y, x"},
		"clips, filtered":         {clipTypeName, terraform.Object{"filter": terraform.Object{"name_start": "of "}}, 0, "of another media"},
		"subscriptions":           {subscriptionTypeName, terraform.Object{}, 0, "https://hooks.example.com/one, https://hooks.example.com/two"},
		"subscriptions, filtered": {subscriptionTypeName, terraform.Object{"filter": terraform.Object{"url_end": "two"}}, 0, "https://hooks.example.com/two"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			results, problems := env.Session(t).List(test.typeName, test.block, test.limit, false)
			if len(problems) > 0 || names(results) != test.want {
				t.Errorf("got %q, want %q; problems: %q", names(results), test.want, problems)
			}
		})
	}
}

// A person recognises an object that has no name by its source, or else by its
// id and date. A query in the source may be a secret.
func TestListDisplayName(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	named := env.SeedMedia(mockapi.Media{SourceURL: "https://cdn.example.com/call.mp4?signature=secret"})
	uploaded := env.SeedMedia(mockapi.Media{UploadID: "upload"})
	for _, media := range []mockapi.Media{named, uploaded} {
		env.UpdateMedia(media.ID, func(media *mockapi.Media) { media.Name = "" })
	}
	results, problems := env.Session(t).List(mediaTypeName, nil, 0, false)
	want := "https://cdn.example.com/call.mp4, " + uploaded.ID + ", created at " + uploaded.CreatedAt.Format("2006-01-02T15:04:05.000Z")
	if len(problems) > 0 || names(results) != want {
		t.Errorf("got %q, want %q; problems: %q", names(results), want, problems)
	}
}

// No more pages are read than the limit needs.
func TestListLimit(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedias(250, func(int) mockapi.Media { return mockapi.Media{} })
	session := env.Session(t)
	for limit, pages := range map[int64]int{0: 3, 1: 1, 100: 1, 101: 2, 250: 3, 1000: 3} {
		env.ResetRequests()
		results, problems := session.List(mediaTypeName, nil, limit, false)
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
func TestListFailsOnPage3(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedias(250, func(int) mockapi.Media { return mockapi.Media{} })
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetMedias, Kind: mockapi.Unauthorized401, Skip: 2})
	results, problems := env.Session(t).List(mediaTypeName, nil, 0, true)
	if len(results) != 200 || len(problems) != 1 || !strings.Contains(problems[0].String(), "Cannot list media") {
		t.Errorf("%d results, problems %q; want 200 and one", len(results), problems)
	}
}

func TestListRefuses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	session := env.Session(t)
	for name, block := range map[string]terraform.Object{
		"snake case": {"filter": terraform.Object{"sourceUrl_start": "https:"}},
		"matcher":    {"filter": terraform.Object{"name": "x"}},
		"sort":       {"sort": "rank"},
	} {
		for _, typeName := range []string{mediaTypeName, clipTypeName, subscriptionTypeName} {
			if _, problems := session.List(typeName, block, 0, false); len(problems) != 1 {
				t.Errorf("%s, %s: problems %q, want one", typeName, name, problems)
			}
		}
	}
	if requests := env.Requests(); len(requests) > 0 {
		t.Errorf("%d requests were sent", len(requests))
	}
}

// Without a key there is one error, and no panic.
func TestListWithoutKey(t *testing.T) {
	env := acctest.New(t, mockapi.Options{})
	t.Setenv("CONTENTGROOVE_API_KEY", "")
	w := env.Workspace()
	delete(w.Config.Providers[""], "api_key")
	_, problems := acctest.OpenSession(t, w).List(mediaTypeName, nil, 0, false)
	if got := fmt.Sprint(problems); len(problems) != 1 || !strings.Contains(got, "Missing API key") {
		t.Errorf("problems: %s", got)
	}
}
