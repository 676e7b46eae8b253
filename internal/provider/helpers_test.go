package provider

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// testStart is when a test's clock begins.
var testStart = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// testClock is a clock whose sleeps take no time.
type testClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
	// onSleep, if set, is called at the beginning of every sleep.
	onSleep func(time.Duration)
}

func newTestClock() *testClock { return &testClock{now: testStart} }

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	if c.onSleep != nil {
		c.onSleep(d)
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleeps = append(c.sleeps, d)
	c.now = c.now.Add(d)
	return nil
}

func (c *testClock) slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sleeps)
}

// stamp is a timestamp as the API writes it, so long after the test's start.
func stamp(after time.Duration) string {
	return testStart.Add(after).Format("2006-01-02T15:04:05.000Z")
}

// testAPI is a server that knows only the routes that a test needs. Its Date
// header follows the test's clock.
type testAPI struct {
	*httptest.Server

	clock *testClock
	// skew is what the server's clock is ahead of the local one.
	skew time.Duration

	mu       sync.Mutex
	requests []string
}

// newTestAPI starts a server with routes as in "GET /medias/{id}". It answers
// 404 with the documented body to everything else, except that it has an empty list
// of media: that is how an API is told from a wrong base URL.
func newTestAPI(t testing.TB, routes map[string]http.HandlerFunc) *testAPI {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/", respond(http.StatusNotFound, notFoundBody))
	if routes["GET /medias"] == nil {
		mux.HandleFunc("GET /api/v1/medias", respond(http.StatusOK, emptyList))
	}
	for pattern, handler := range routes {
		method, route, _ := strings.Cut(pattern, " ")
		mux.HandleFunc(method+" /api/v1"+route, handler)
	}
	api := &testAPI{clock: newTestClock()}
	api.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		api.mu.Lock()
		api.requests = append(api.requests, r.Method+" "+strings.TrimPrefix(r.URL.RequestURI(), "/api/v1"))
		api.mu.Unlock()
		w.Header().Set("Date", api.clock.Now().Add(api.skew).UTC().Format(http.TimeFormat))
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(api.Close)
	return api
}

// received lists the requests so far, as in "GET /medias/m1".
func (a *testAPI) received() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.requests)
}

// connection returns a connection to the server that never waits for real and
// never retries.
func (a *testAPI) connection(t testing.TB) *connection {
	t.Helper()
	return testConnection(t, a.clock, configuration{
		apiKey: "test-key", baseURL: a.URL + "/api/v1", authMethod: client.AuthBearer, requestTimeout: 5 * time.Second,
	})
}

// client returns the connection's client.
func (a *testAPI) client(t testing.TB, conn *connection) *client.Client {
	t.Helper()
	api, diags := conn.client()
	noDiagnostics(t, diags)
	return api
}

// offline returns a connection to nowhere, for what needs none.
func offline(t testing.TB) (*connection, *testClock) {
	t.Helper()
	clock := newTestClock()
	return testConnection(t, clock, configuration{apiKey: "test-key", baseURL: "https://api.invalid/v1", authMethod: client.AuthBearer}), clock
}

func testConnection(t testing.TB, clock client.Clock, configuration configuration) *connection {
	t.Helper()
	return newConnection(configuration, connectionOptions{
		background: t.Context(),
		userAgent:  "test/1.0", logger: slog.New(slog.DiscardHandler), clock: clock, journal: testJournal(t),
	})
}

// testJournal is a journal in a new folder, by the test's time.
func testJournal(t testing.TB) *creation.Journal {
	t.Helper()
	return creation.Open(filepath.Join(t.TempDir(), "journal"), creation.Host{Now: func() time.Time { return testStart }})
}

const (
	notFoundBody     = `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"}]}`
	unauthorizedBody = `{"errors":[{"message":"Invalid API key"}]}`
	serverErrorBody  = `{"errors":[{"title":"Internal Server Error","detail":"Something broke."}]}`
	emptyList        = `{"data":[],"links":{"next":null}}`
)

// respond answers with a JSON body.
func respond(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("X-Request-Id", "req-1")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// respondHTML answers as something that is not the API.
func respondHTML(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(status)
		_, _ = io.WriteString(w, "<html><body>Nothing here</body></html>")
	}
}

// inTurn answers with one handler after the other; the last one stays.
func inTurn(handlers ...http.HandlerFunc) http.HandlerFunc {
	var mu sync.Mutex
	return func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		handler := handlers[0]
		if len(handlers) > 1 {
			handlers = handlers[1:]
		}
		mu.Unlock()
		handler(w, r)
	}
}

// mediaJSON is a media as the API shows it, with more attributes at its end, as
// in `,"is_processing":true`.
func mediaJSON(id, name, createdAt string, more ...string) string {
	return fmt.Sprintf(`{"id":%q,"type":"medias","attributes":{"name":%q,"created_at":%q%s}}`, id, name, createdAt, strings.Join(more, ""))
}

// clipJSON is a clip as the API shows it.
func clipJSON(id, mediaID, name string, start, end float64) string {
	return fmt.Sprintf(`{"id":%q,"type":"clips","attributes":{"name":%q,"start_time":%v,"end_time":"%v","created_at":%q},`+
		`"relationships":{"media":{"data":{"id":%q}}}}`, id, name, start, end, stamp(0), mediaID)
}

// documentOf wraps one object, and listOf several, all on the last page.
func documentOf(object string) string { return `{"data":` + object + `}` }

func listOf(objects ...string) string {
	return `{"data":[` + strings.Join(objects, ",") + `],"links":{"next":null}}`
}

func ptr[T any](value T) *T { return &value }

// noDiagnostics fails the test on any diagnostic.
func noDiagnostics(t testing.TB, diags diag.Diagnostics) {
	t.Helper()
	for _, diagnostic := range diags {
		t.Errorf("unexpected %s: %s: %s", diagnostic.Severity(), diagnostic.Summary(), diagnostic.Detail())
	}
	if len(diags) > 0 {
		t.FailNow()
	}
}

// oneDiagnostic expects exactly one, and returns its severity, summary, detail
// and attribute as one text.
func oneDiagnostic(t testing.TB, diags diag.Diagnostics) string {
	t.Helper()
	if len(diags) != 1 {
		t.Fatalf("got %d diagnostics, want 1: %v", len(diags), diags)
	}
	return diagnosticText(diags[0])
}

// diagnosticText is everything that a user sees of a diagnostic.
func diagnosticText(diagnostic diag.Diagnostic) string {
	text := diagnostic.Severity().String() + ": " + diagnostic.Summary() + ": " + diagnostic.Detail()
	if located, ok := diagnostic.(diag.DiagnosticWithPath); ok {
		text += " @" + located.Path().String()
	}
	return text
}

// contains expects every part in the text.
func contains(t testing.TB, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in %q", part, text)
		}
	}
}

// equal compares two values.
func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

// equalSlices compares two lists.
func equalSlices[T comparable](t testing.TB, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// equalValue compares two attribute values.
func equalValue(t testing.TB, what string, got, want attr.Value) {
	t.Helper()
	if !got.Equal(want) {
		t.Errorf("%s: got %s, want %s", what, got, want)
	}
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// The look at the newest objects that comes before the first creation.
const (
	lookAtMedias        = "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=100&sort=-created_at"
	lookAtClips         = "GET /clips?page%5Bnumber%5D=1&page%5Bsize%5D=100&sort=-created_at"
	lookAtSubscriptions = "GET /webhook_subscriptions?sort=-created_at"
)
