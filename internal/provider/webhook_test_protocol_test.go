package provider_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const webhookTestTypeName = "contentgroove_webhook_test"

// delivery is what a receiver got.
type delivery struct {
	header http.Header
	body   string
}

// receive starts a receiver that answers with the handler, and returns its URL
// and what it gets.
func receive(t *testing.T, answer http.HandlerFunc) (url string, got func() []delivery) {
	t.Helper()
	deliveries := make(chan delivery, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil || r.Method != http.MethodPost {
			t.Errorf("got a %s, %v", r.Method, err)
		}
		deliveries <- delivery{header: r.Header, body: string(body)}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/hook?token=secret", func() []delivery {
		all := []delivery{}
		for len(deliveries) > 0 {
			all = append(all, <-deliveries)
		}
		return all
	}
}

// shape is the structure of a JSON value: its members and the kinds of their
// values, which null fits always.
func shape(value any) any {
	switch value := value.(type) {
	case map[string]any:
		members := map[string]any{}
		for name, member := range value {
			members[name] = shape(member)
		}
		return members
	case []any:
		shapes := []any{}
		for _, element := range value {
			shapes = append(shapes, shape(element))
		}
		return shapes
	}
	return reflect.TypeOf(value).String()
}

// The event is the documented one, sent as ContentGroove would, twice the same.
func TestWebhookTest(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	url, got := receive(t, func(http.ResponseWriter, *http.Request) {})
	messages, problems := env.Session(t).Invoke(webhookTestTypeName, terraform.Object{"url": url})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	wants(t, strings.Join(messages, "\n"), "1 of 2", "delivery 1 was answered 200", "2 of 2", "delivery 2 was answered 200")
	deliveries := got()
	if len(deliveries) != 2 || deliveries[0].body != deliveries[1].body {
		t.Fatalf("got %d deliveries: %q", len(deliveries), deliveries)
	}
	for _, delivered := range deliveries {
		if delivered.header.Get("Content-Type") != "application/json" || !strings.HasPrefix(delivered.header.Get("User-Agent"), "terraform-provider-contentgroove/") {
			t.Errorf("header %v", delivered.header)
		}
		for name, values := range delivered.header {
			if strings.Contains(strings.Join(values, " "), mockapi.DefaultAPIKey) {
				t.Errorf("the API key is in the header %s", name)
			}
		}
	}
	if len(env.Requests()) > 0 {
		t.Error("the API was called")
	}

	var sent, documented map[string]any
	for body, into := range map[string]*map[string]any{deliveries[0].body: &sent, string(mockapi.SampleWebhookPayload()): &documented} {
		if err := json.Unmarshal([]byte(body), into); err != nil {
			t.Fatal(err)
		}
		// Any number of clips is fine; the first stands for all.
		payload, _ := (*into)["payload"].(map[string]any)
		included, _ := payload["included"].([]any)
		payload["included"] = []any{included[0], included[len(included)-1]}
		data, _ := payload["data"].(map[string]any)
		relationships, _ := data["relationships"].(map[string]any)
		clips, _ := relationships["clips"].(map[string]any)
		related, _ := clips["data"].([]any)
		clips["data"] = related[:1]
	}
	if !reflect.DeepEqual(shape(sent), shape(documented)) {
		t.Errorf("sent\n%v\ndocumented\n%v", shape(sent), shape(documented))
	}
}

// The function that reads deliveries takes the sample.
func TestWebhookTestIsReadable(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	url, got := receive(t, func(http.ResponseWriter, *http.Request) {})
	session := env.Session(t)
	if _, problems := session.Invoke(webhookTestTypeName, terraform.Object{"url": url}); len(problems) > 0 {
		t.Fatal(problems)
	}
	if _, problem := session.Call("webhook_event", got()[0].body); problem != nil {
		t.Error(problem.Text)
	}
}

func TestWebhookTestFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answers []int
		want    []string
	}{
		"not 200":        {[]int{201, 200}, []string{"delivery 1 failed: the answer was 201 Created", "delivery 2 was answered 200"}},
		"the second":     {[]int{200, 409}, []string{"delivery 1 was answered 200", "delivery 2 failed: the answer was 409 Conflict"}},
		"both":           {[]int{500, 500}, []string{"delivery 1 failed", "delivery 2 failed: the answer was 500"}},
		"a redirect":     {[]int{307, 307}, []string{"the answer was 307 Temporary Redirect"}},
		"something else": {[]int{204, 202}, []string{"204 No Content", "202 Accepted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := acctest.New(t, mockapi.Options{})
			answers := make(chan int, 2)
			answers <- test.answers[0]
			answers <- test.answers[1]
			url, got := receive(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "/elsewhere")
				w.WriteHeader(<-answers)
			})
			_, problems := env.Session(t).Invoke(webhookTestTypeName, terraform.Object{"url": url})
			if len(problems) != 1 || len(got()) != 2 {
				t.Fatalf("problems %q", problems)
			}
			wants(t, problems[0].String(), test.want...)
			wants(t, problems[0].String(), "Webhook receiver failed", "/hook was answered")
			if strings.Contains(problems[0].String(), "secret") {
				t.Errorf("the query is shown: %q", problems[0])
			}
		})
	}
}

// A receiver that does not answer in time has failed, and so has one that is not
// there.
func TestWebhookTestTimeout(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	url, _ := receive(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	_, problems := env.Session(t).Invoke(webhookTestTypeName, terraform.Object{"url": url, "timeout": "30ms"})
	if len(problems) != 1 {
		t.Fatalf("problems: %q", problems)
	}
	wants(t, problems[0].String(), "no answer within 30ms")

	gone := httptest.NewServer(nil)
	gone.Close()
	_, problems = env.Session(t).Invoke(webhookTestTypeName, terraform.Object{"url": gone.URL + "?token=secret"})
	if len(problems) != 1 || strings.Contains(problems[0].String(), "secret") {
		t.Fatalf("problems: %q", problems)
	}
	wants(t, problems[0].String(), "refused")
}

func TestWebhookTestRefuses(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	for _, url := range []string{"", "hooks.example.com", "ftp://hooks.example.com/", "https:///hook"} {
		if _, problems := env.Session(t).Invoke(webhookTestTypeName, terraform.Object{"url": url}); len(problems) != 1 {
			t.Errorf("%q: problems %q, want one", url, problems)
		}
	}
}
