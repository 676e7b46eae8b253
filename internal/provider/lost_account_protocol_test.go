package provider_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// imported returns five media, imported with the mock's key.
func imported(t *testing.T, env *acctest.Env, p *acctest.Protocol) []*acctest.Resource {
	t.Helper()
	var resources []*acctest.Resource
	for _, media := range env.SeedMedias(5, func(int) mockapi.Media { return mockapi.Media{Name: "a", CreatedAt: env.Clock.Now().Add(-time.Hour)} }) {
		resource, problems := p.ImportByID(mediaTypeName, media.ID)
		if len(problems) > 0 {
			t.Fatal(problems)
		}
		resources = append(resources, resource)
	}
	return resources
}

// With a base URL that is not the API's, a refresh is an error, whatever answers
// there. No object leaves the state.
func TestProtocolRefreshWithAWrongBaseURL(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	resources := imported(t, env, env.Protocol(t))
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
			t.Parallel()
			p := env.ProtocolWith(t, acctest.Object{"base_url": baseURL, "api_key": mockapi.DefaultAPIKey})
			for _, resource := range resources {
				problems := p.Refresh(resource)
				if len(problems) != 1 || resource.State == nil {
					t.Fatalf("problems %q, state %v", problems, resource.State)
				}
				wants(t, string(problems[0]), "ERROR: Cannot read contentgroove_media", "base_url", baseURL)
			}
		})
	}
}

// A new key for the same account just works, and from then on it is the one that
// counts. To another key, what is not found may belong to somebody else.
func TestProtocolRefreshWithAnotherKey(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{APIKeys: []string{"former", "present"}})
	with := func(key string) *acctest.Protocol { // A run of its own.
		return env.ProtocolWith(t, acctest.Object{"base_url": env.URL(), "api_key": key})
	}
	resources := imported(t, env, with("former"))
	rotated, lost := resources[0], resources[1]
	if problems := with("present").Refresh(rotated); len(problems) > 0 {
		t.Fatalf("a rotated key: %q", problems)
	}
	env.DeleteMedia(rotated.ID)
	env.DeleteMedia(lost.ID)

	problems := with("present").Refresh(lost)
	if len(problems) != 1 {
		t.Fatalf("problems %q", problems)
	}
	wants(t, string(problems[0]), "ERROR: Another account may be in use", lost.ID, "another api_key", "put the former api_key back", "terraform state rm")
	problems = with("former").Refresh(rotated)
	if len(problems) != 1 {
		t.Fatalf("problems %q", problems)
	}
	wants(t, string(problems[0]), "ERROR: Another account may be in use", rotated.ID)

	for key, resource := range map[string]*acctest.Resource{"former": lost, "present": rotated} {
		problems := with(key).Refresh(resource)
		if len(problems) != 1 {
			t.Fatalf("problems %q", problems)
		}
		wants(t, string(problems[0]), "WARNING: Media is gone", resource.ID)
	}
}

// A media with deletion protection leaves the state only by hand.
func TestProtocolRefreshOfAProtectedMedia(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	lost := imported(t, env, env.Protocol(t))[0]
	lost.State["deletion_protection"] = true
	env.DeleteMedia(lost.ID)
	problems := env.Protocol(t).Refresh(lost)
	if len(problems) != 1 {
		t.Fatalf("problems %q", problems)
	}
	wants(t, string(problems[0]), "ERROR: A protected object is gone", "deletion_protection = true", lost.ID, "terraform state rm")
}
