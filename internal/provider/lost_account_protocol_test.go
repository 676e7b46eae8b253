package provider_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// imported is a workspace with five media of the mock's, by their addresses.
func imported(t *testing.T, env *acctest.Env, key string) (w *terraform.Workspace, ids map[string]string) {
	t.Helper()
	w = env.Workspace()
	w.Config.Providers[""]["api_key"] = key
	ids = map[string]string{}
	medias := env.SeedMedias(5, func(int) mockapi.Media { return mockapi.Media{Name: "a", CreatedAt: env.Clock.Now().Add(-time.Hour)} })
	for i, media := range medias {
		resource := terraform.Resource{Type: mediaTypeName, Name: fmt.Sprintf("m%d", i)}
		w.Config.Resources = append(w.Config.Resources, resource)
		diagnostics, err := w.Import(t.Context(), resource.Address(), media.ID)
		if err != nil || len(diagnostics) > 0 {
			t.Fatal(err, diagnostics)
		}
		ids[resource.Address()] = media.ID
	}
	return w, ids
}

// refreshed refreshes what is at an address, and nothing else, in a run of its
// own. It returns what is reported.
func refreshed(t *testing.T, w *terraform.Workspace, address string, provider terraform.Object) terraform.Diagnostics {
	t.Helper()
	one := &terraform.Workspace{
		Config: terraform.Config{Providers: map[string]terraform.Object{"": provider}},
		State:  terraform.State{address: w.State[address]}, Start: w.Start,
	}
	diagnostics, err := one.Refresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w.State[address] = one.State[address]
	return diagnostics
}

// With a base URL that is not the API's, a refresh is an error, whatever answers
// there. No object leaves the state.
func TestProtocolRefreshWithAWrongBaseURL(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	w, ids := imported(t, env, mockapi.DefaultAPIKey)
	site := func(contentType, body string) string {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(server.Close)
		return server.URL
	}
	for name, baseURL := range map[string]string{
		"without its path": strings.TrimSuffix(env.URL(), "/api/v1"),
		"a web site":       site("text/html", "<html>Not Found</html>"),
		"a JSON site":      site("application/json", `{"message":"Not Found"}`),
		"an API like ours": site("application/json", `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"}]}`),
	} {
		t.Run(name, func(t *testing.T) {
			elsewhere := &terraform.Workspace{
				Config: terraform.Config{Providers: map[string]terraform.Object{"": {"base_url": baseURL, "api_key": mockapi.DefaultAPIKey}}},
				State:  w.State.Clone(), Start: w.Start,
			}
			problems, err := elsewhere.Refresh(t.Context())
			if err != nil || len(problems) != len(ids) || len(elsewhere.State) != len(ids) {
				t.Fatalf("%v, problems %q, state %v", err, problems, elsewhere.State)
			}
			for _, problem := range problems {
				wants(t, problem.String(), "ERROR: Cannot read contentgroove_media", "base_url", baseURL)
			}
		})
	}
}

// A new key for the same account just works, and from then on it is the one that
// counts. To another key, what is not found may belong to somebody else.
func TestProtocolRefreshWithAnotherKey(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{APIKeys: []string{"former", "present"}})
	with := func(key string) terraform.Object { return terraform.Object{"base_url": env.URL(), "api_key": key} }
	w, ids := imported(t, env, "former")
	const rotated, lost = mediaTypeName + ".m0", mediaTypeName + ".m1"
	if problems := refreshed(t, w, rotated, with("present")); len(problems) > 0 {
		t.Fatalf("a rotated key: %q", problems)
	}
	env.DeleteMedia(ids[rotated])
	env.DeleteMedia(ids[lost])

	problems := refreshed(t, w, lost, with("present"))
	if len(problems) != 1 || w.State[lost] == nil {
		t.Fatalf("problems %q", problems)
	}
	wants(t, problems[0].String(), "ERROR: Another account may be in use", ids[lost], "another api_key", "put the former api_key back", "terraform state rm")
	problems = refreshed(t, w, rotated, with("former"))
	if len(problems) != 1 || w.State[rotated] == nil {
		t.Fatalf("problems %q", problems)
	}
	wants(t, problems[0].String(), "ERROR: Another account may be in use", ids[rotated])

	for key, address := range map[string]string{"former": lost, "present": rotated} {
		problems := refreshed(t, w, address, with(key))
		if len(problems) != 1 || w.State[address] != nil {
			t.Fatalf("problems %q", problems)
		}
		wants(t, problems[0].String(), "WARNING: Media is gone", ids[address])
	}
}

// A media with deletion protection leaves the state only by hand.
func TestProtocolRefreshOfAProtectedMedia(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{Name: "a", SourceURL: "https://media.example.com/a.mp4", CreatedAt: env.Clock.Now().Add(-time.Hour)})
	w := env.Workspace(terraform.Resource{Type: mediaTypeName, Name: "m", Config: terraform.Object{
		"name": "a", "source_url": media.SourceURL, "deletion_protection": true,
	}})
	const address = mediaTypeName + ".m"
	if diagnostics, err := w.Import(t.Context(), address, media.ID); err != nil || len(diagnostics) > 0 {
		t.Fatal(err, diagnostics)
	}
	if result, err := w.Apply(t.Context()); err != nil || result.Failed() {
		t.Fatal(err, result.All())
	}
	env.DeleteMedia(media.ID)
	problems, err := w.Refresh(t.Context())
	if err != nil || len(problems) != 1 || w.State[address] == nil {
		t.Fatalf("%v, problems %q", err, problems)
	}
	wants(t, problems[0].String(), "ERROR: A protected object is gone", "deletion_protection = true", media.ID, "terraform state rm")
}
