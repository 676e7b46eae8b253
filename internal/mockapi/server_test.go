package mockapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// reply is an answer of the server as a test looks at it.
type reply struct {
	status int
	header http.Header
	body   string
	// document is the body as JSON, if it is.
	document map[string]any
}

func newReply(status int, header http.Header, body []byte) reply {
	r := reply{status: status, header: header, body: string(body)}
	_ = json.Unmarshal(body, &r.document)
	return r
}

// at returns what stands at a path such as "data.attributes.name" or "errors.0".
func (r reply) at(path string) any {
	var value any = r.document
	for _, step := range strings.Split(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[step]
		case []any:
			i := int(step[0] - '0')
			if i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}

// text is at for a string; "" when there is none.
func (r reply) text(path string) string {
	s, _ := r.at(path).(string)
	return s
}

// ids returns the ids of a list.
func (r reply) ids() []string {
	var ids []string
	list, _ := r.at("data").([]any)
	for _, item := range list {
		object, _ := item.(map[string]any)
		id, _ := object["id"].(string)
		ids = append(ids, id)
	}
	return ids
}

// api talks to one server as a well-behaved client.
type api struct {
	t      testing.TB
	server *mockapi.Server
	clock  *mocktest.Clock
}

// newAPI starts a server on a clock that stands still.
func newAPI(t testing.TB, options mockapi.Options) api {
	t.Helper()
	clock := mocktest.NewClock(time.Time{})
	options.Clock = clock
	return api{t, mocktest.Start(t, options), clock}
}

// in is the same for a subtest, so that what fails is the subtest.
func (a api) in(t testing.TB) api {
	t.Helper()
	a.t = t
	return a
}

func (a api) do(method, path, body string) reply {
	a.t.Helper()
	r := a.request(method, path, body)
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
	return a.send(r)
}

func (a api) request(method, path, body string) *http.Request {
	a.t.Helper()
	var content io.Reader = http.NoBody
	if body != "" {
		content = strings.NewReader(body)
	}
	r, err := http.NewRequestWithContext(a.t.Context(), method, a.server.URL()+path, content)
	if err != nil {
		a.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	return r
}

func (a api) send(r *http.Request) reply {
	a.t.Helper()
	answer, err := a.try(r)
	if err != nil {
		a.t.Fatal(err)
	}
	return answer
}

// try sends a request that may fail, and follows no redirects.
func (a api) try(r *http.Request) (reply, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return reply{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	return newReply(response.StatusCode, response.Header, body), err
}

func (a api) get(path string) reply { a.t.Helper(); return a.do(http.MethodGet, path, "") }

// post sends the attributes as a request document.
func (a api) post(path, attributes string) reply {
	a.t.Helper()
	return a.do(http.MethodPost, path, `{"data":{"attributes":`+attributes+`}}`)
}

func (a api) put(path, attributes string) reply {
	a.t.Helper()
	return a.do(http.MethodPut, path, `{"data":{"attributes":`+attributes+`}}`)
}

func (a api) wantStatus(r reply, want int) reply {
	a.t.Helper()
	if r.status != want {
		a.t.Fatalf("status is %d, want %d; body: %s", r.status, want, r.body)
	}
	return r
}

func TestMediaFromCreationToDeletion(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})

	created := a.wantStatus(a.post("/medias", `{"source_url":"https://archive.example.com/a.mp4"}`), http.StatusOK)
	path := "/medias/" + created.text("data.id")
	shown := a.wantStatus(a.get(path), http.StatusOK)
	if got := shown.text("data.attributes.source_url"); got != "https://archive.example.com/a.mp4" {
		t.Errorf("source_url is %q", got)
	}
	updated := a.wantStatus(a.put(path, `{"name":"New","description":"Text"}`), http.StatusOK)
	if updated.text("data.attributes.name") != "New" || updated.text("data.attributes.description") != "Text" {
		t.Errorf("the update shows as %s", updated.body)
	}
	a.wantStatus(a.do(http.MethodDelete, path, ""), http.StatusNoContent)
	a.wantStatus(a.get(path), http.StatusNotFound)
}

// wav makes a sound file of so many seconds of silence.
func wav(seconds int) []byte {
	const rate = 8000
	header := append([]byte("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00"),
		0x40, 0x1f, 0, 0, 0x40, 0x1f, 0, 0, 1, 0, 8, 0)
	header = append(header, "data\xff\xff\xff\xff"...)
	return append(header, make([]byte, seconds*rate)...)
}
