package mockapi_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// description is what the tests read of the published API description.
type description struct {
	Paths map[string]map[string]json.RawMessage `json:"paths"`
}

type describedOperation struct {
	Responses map[string]struct {
		Content map[string]struct {
			Example any `json:"example"`
		} `json:"content"`
	} `json:"responses"`
}

// example is one documented answer.
type example struct {
	method, path, status string
	document             any
}

// documentedExamples returns every example of an answer.
func documentedExamples(t *testing.T) []example {
	t.Helper()
	name := os.Getenv("CONTENTGROOVE_OPENAPI")
	if name == "" {
		t.Skip("CONTENTGROOVE_OPENAPI names no copy of the API description")
	}
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var d description
	if err := json.Unmarshal(content, &d); err != nil {
		t.Fatal(err)
	}
	var examples []example
	for path, operations := range d.Paths {
		for method, raw := range operations {
			var operation describedOperation
			if method == "parameters" || json.Unmarshal(raw, &operation) != nil {
				continue
			}
			for status, response := range operation.Responses {
				if document := response.Content["application/json"].Example; document != nil {
					examples = append(examples, example{strings.ToUpper(method), path, status, document})
				}
			}
		}
	}
	return examples
}

// Every documented answer has the members and the types that the mock answers
// with, in every state of the object and in both profiles. A null on either side
// goes with any type.
func TestAnswersHaveTheShapeOfTheDocumentedOnes(t *testing.T) {
	t.Parallel()
	examples := documentedExamples(t)
	if len(examples) < 40 {
		t.Fatalf("the description has %d examples", len(examples))
	}
	for _, profile := range []mockapi.Profile{mockapi.Strict, mockapi.Lenient} {
		for _, state := range []mockapi.ProcessingState{mockapi.Pending, mockapi.Processing, mockapi.Finished} {
			for _, e := range examples {
				t.Run(fmt.Sprintf("%s/%s/%s %s %s", profile, state, e.method, e.path, e.status), func(t *testing.T) {
					t.Parallel()
					a := newAPI(t, mockapi.Options{Profile: profile, MediaQuota: 1, ClipQuota: 1})
					compareShapes(t, "", e.document, a.documented(e, state).document)
				})
			}
		}
	}
}

// documented brings about the answer that an example shows.
func (a api) documented(e example, state mockapi.ProcessingState) reply {
	a.t.Helper()
	media := a.server.SeedMedia(mockapi.Media{ID: "m", State: state, HasFetchError: false})
	a.server.SeedClip(mockapi.Clip{ID: "c", MediaID: media.ID, State: state})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: "w"})
	collection := strings.Split(e.path, "/")[1]
	id := map[string]string{"medias": "m", "clips": "c", "webhook_subscriptions": "w"}[collection]
	attributes := map[string]string{
		"POST medias":                `{"source_url":"https://a.example.com/b.mp4"}`,
		"POST clips":                 `{"name":"x","media_id":"m","start_time":1,"end_time":2}`,
		"POST webhook_subscriptions": `{"url":"https://a.example.com/"}`,
		"PUT medias":                 `{"name":"x"}`,
		"PUT clips":                  `{"name":"x"}`,
	}[e.method+" "+collection]
	body := ""
	if attributes != "" {
		body = `{"data":{"attributes":` + attributes + `}}`
	}
	key := mockapi.DefaultAPIKey
	switch e.status {
	case "401":
		key = "wrong"
	case "402":
		a.do(e.method, e.path, body)
	case "404":
		id = "unknown"
	case "429":
		a.server.Inject(mockapi.Fault{Kind: mockapi.RateLimited})
	}
	r := a.request(e.method, strings.ReplaceAll(e.path, "{id}", id), body)
	r.Header.Set("Authorization", "Bearer "+key)
	answer := a.send(r)
	if fmt.Sprint(answer.status) != e.status {
		a.t.Fatalf("status is %d: %s", answer.status, answer.body)
	}
	return answer
}

// undocumented are members that only the schema has.
var undocumented = []string{"media_file_content_duration"}

// facts are members whose documented value is a fact and not an example.
var facts = []string{"code", "status", "title", "type"}

func compareShapes(t *testing.T, path string, want, got any) {
	t.Helper()
	if want == nil || got == nil {
		return
	}
	if reflect.TypeOf(want) != reflect.TypeOf(got) && !isNumeric(want, got) {
		t.Errorf("%s is %v, documented as %v", path, got, want)
		return
	}
	switch want := want.(type) {
	case map[string]any:
		got, _ := got.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(want)) {
			if _, ok := got[name]; !ok {
				t.Errorf("%s has no %s", path, name)
			}
			if slices.Contains(facts, name) && got[name] != want[name] {
				t.Errorf("%s.%s is %v, documented as %v", path, name, got[name], want[name])
			}
			compareShapes(t, path+"."+name, want[name], got[name])
		}
		for name := range got {
			if _, ok := want[name]; !ok && !slices.Contains(undocumented, name) && !strings.HasPrefix(path, ".links") {
				t.Errorf("%s has %s, which is documented nowhere", path, name)
			}
		}
	case []any:
		got, _ := got.([]any)
		if len(want) > 0 && len(got) > 0 {
			compareShapes(t, path+"[]", want[0], got[0])
		}
	}
}

// isNumeric reports whether one is a number and the other a number as a string.
func isNumeric(a, b any) bool {
	number := func(v any) bool {
		if s, ok := v.(string); ok {
			return json.Unmarshal([]byte(s), new(float64)) == nil
		}
		_, ok := v.(float64)
		return ok
	}
	return number(a) && number(b)
}
