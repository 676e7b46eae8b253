package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// testKey has characters that every encoding treats differently.
const testKey = "k3y/with+odd=chars&more"

// testBasePath has several segments, so that a path that ignores the base URL shows.
const testBasePath = "/gateway/content groove/api/v1"

// fakeClock is a clock whose sleeps take no time.
type fakeClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
}

func newFakeClock() *fakeClock {
	return &fakeClock{now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleeps = append(c.sleeps, d)
	if err := ctx.Err(); err != nil {
		return err
	}
	c.now = c.now.Add(d)
	return nil
}

func (c *fakeClock) slept() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.sleeps)
}

// received is a request as a test server saw it.
type received struct {
	method, uri, body string
	header            http.Header
	query             map[string][]string
	contentLength     int64
	chunked           bool
}

// server answers with one handler after the other; the last one stays.
type server struct {
	*httptest.Server

	mu       sync.Mutex
	handlers []http.HandlerFunc
	requests []received
}

func newServer(t testing.TB, handlers ...http.HandlerFunc) *server {
	t.Helper()
	s := &server{handlers: handlers}
	s.Server = httptest.NewServer(s)
	t.Cleanup(s.Close)
	return s
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.requests = append(s.requests, received{
		method: r.Method, uri: r.RequestURI, body: string(body), header: r.Header.Clone(), query: r.URL.Query(),
		contentLength: r.ContentLength, chunked: len(r.TransferEncoding) > 0,
	})
	handler := s.handlers[0]
	if len(s.handlers) > 1 {
		s.handlers = s.handlers[1:]
	}
	s.mu.Unlock()
	handler(w, r)
}

// answerWith replaces what is left of the handlers.
func (s *server) answerWith(handlers ...http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers = handlers
}

func (s *server) received() []received {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *server) baseURL() string {
	return s.URL + strings.ReplaceAll(testBasePath, " ", "%20")
}

// newClient returns a client for the server that never waits for real.
func newClient(t testing.TB, s *server, adjust ...func(*Options)) (*Client, *fakeClock) {
	t.Helper()
	clock := newFakeClock()
	options := Options{
		BaseURL: s.baseURL(), APIKey: testKey, UserAgent: "client-test/1.0", Clock: clock,
		MaxRetries: 5, RequestTimeout: 5 * time.Second, Random: func() float64 { return 0.5 },
	}
	for _, change := range adjust {
		change(&options)
	}
	c, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.api.CloseIdleConnections)
	return c, clock
}

func retries(n int) func(*Options) { return func(o *Options) { o.MaxRetries = n } }

// respond answers with a status and a JSON body.
func respond(status int, body string, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// reset breaks the connection without an answer.
func reset(w http.ResponseWriter, _ *http.Request) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_ = connection.(*net.TCPConn).SetLinger(0) //nolint:forcetypeassert // httptest listens on TCP.
	_ = connection.Close()
}

// truncate announces more than it sends.
func truncate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "500")
	_, _ = io.WriteString(w, `{"data":{"id":"m1",`)
}

// hang sends nothing until the client has gone.
func hang(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func page(status int) http.HandlerFunc {
	return respond(status, "<html><body>Please log in</body></html>", "Content-Type", "text/html")
}

// mediaDocument is the shortest answer that is a media.
func mediaDocument(id string) string {
	return `{"data":` + mediaObject(id) + `}`
}

func mediaObject(id string) string {
	return fmt.Sprintf(`{"id":%q,"type":"medias","attributes":{"name":"n-%s","created_at":"2026-01-02T03:04:05.678Z"}}`, id, id)
}

// documentedNotFound is a 404 as the API's description has it.
const documentedNotFound = `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"}]}`

const tooManyRequests = `{"errors":[{"title":"Too Many Requests","detail":"Slow down.","status":"429"}]}`

func sameJSON(t testing.TB, got, want string) {
	t.Helper()
	var a, b any
	if err := json.Unmarshal([]byte(got), &a); err != nil {
		t.Fatalf("%v in %q", err, got)
	}
	if err := json.Unmarshal([]byte(want), &b); err != nil {
		t.Fatalf("%v in %q", err, want)
	}
	if x, y := fmt.Sprint(a), fmt.Sprint(b); x != y {
		t.Errorf("got %s, want %s", got, want)
	}
}

func ptr[T any](value T) *T { return &value }

// countNew counts the connections that a server is given.
func countNew(count *atomic.Int32) func(net.Conn, http.ConnState) {
	return func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			count.Add(1)
		}
	}
}
