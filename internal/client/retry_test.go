package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// createMedia and its siblings are the three sorts of calls that retries treat differently.
func createMedia(ctx context.Context, c *Client) error {
	return discard(c.CreateMedia(ctx, MediaCreate{Name: ptr("x")}))
}

func readMedia(ctx context.Context, c *Client) error { return discard(c.GetMedia(ctx, "m1")) }

func updateMedia(ctx context.Context, c *Client) error {
	return discard(c.UpdateMedia(ctx, "m1", MediaUpdate{Name: ptr("x")}))
}

func deleteMedia(ctx context.Context, c *Client) error { return c.DeleteMedia(ctx, "m1") }

// outcome is how a call ends that meets one failure and then a server that works.
type outcome string

const (
	repeated  outcome = "repeated"
	refused   outcome = "refused"
	ambiguous outcome = "ambiguous"
)

func outcomeOf(t *testing.T, err error, requests int) outcome {
	t.Helper()
	_, unclear := errors.AsType[*AmbiguousError](err)
	switch {
	case err == nil && requests == 2:
		return repeated
	case unclear && requests == 1:
		return ambiguous
	case err != nil && requests == 1:
		return refused
	default:
		t.Fatalf("%d requests and error %v", requests, err)
		return ""
	}
}

func TestWhichFailuresAreRepeated(t *testing.T) {
	t.Parallel()
	faults := map[string]struct {
		answer         http.HandlerFunc
		idempotent     outcome
		create         outcome
		requestTimeout time.Duration
	}{
		"400":             {answer: respond(400, `{"errors":[]}`), idempotent: refused, create: refused},
		"401":             {answer: respond(401, `{"errors":[{"message":"no"}]}`), idempotent: refused, create: refused},
		"402":             {answer: respond(402, `{}`), idempotent: refused, create: refused},
		"403":             {answer: respond(403, `{}`), idempotent: refused, create: refused},
		"404":             {answer: respond(404, `{}`), idempotent: refused, create: refused},
		"408":             {answer: respond(408, `{}`), idempotent: repeated, create: ambiguous},
		"422":             {answer: respond(422, `{}`), idempotent: refused, create: refused},
		"429":             {answer: respond(429, tooManyRequests), idempotent: repeated, create: repeated},
		"429 as a page":   {answer: page(429), idempotent: repeated, create: repeated},
		"500":             {answer: respond(500, `{}`), idempotent: repeated, create: ambiguous},
		"501":             {answer: respond(501, `{}`), idempotent: refused, create: ambiguous},
		"502 as a page":   {answer: page(502), idempotent: repeated, create: ambiguous},
		"503":             {answer: respond(503, `{}`, "Retry-After", "3"), idempotent: repeated, create: ambiguous},
		"504":             {answer: respond(504, ``), idempotent: repeated, create: ambiguous},
		"302 elsewhere":   {answer: respond(302, ``, "Location", "https://other.example.com/x?y=z"), idempotent: refused, create: ambiguous},
		"307 elsewhere":   {answer: respond(307, ``, "Location", "http://other.example.com/"), idempotent: refused, create: ambiguous},
		"304":             {answer: respond(304, ``), idempotent: refused, create: ambiguous},
		"reset":           {answer: reset, idempotent: repeated, create: ambiguous},
		"timeout":         {answer: hang, idempotent: repeated, create: ambiguous, requestTimeout: 200 * time.Millisecond},
		"truncated":       {answer: truncate, idempotent: repeated, create: ambiguous},
		"200 as a page":   {answer: page(200), idempotent: repeated, create: ambiguous},
		"senseless JSON":  {answer: respond(200, `{"hello":1}`), idempotent: repeated, create: ambiguous},
		"errors in a 200": {answer: respond(200, `{"errors":[{"title":"x"}],"data":{"id":"m1","attributes":{}}}`), idempotent: repeated, create: ambiguous},
		"half a document": {answer: respond(200, `{"data":{"id":"m1","attr`), idempotent: repeated, create: ambiguous},
		"a bare string":   {answer: respond(200, `"ok"`), idempotent: repeated, create: ambiguous},
		"a list":          {answer: respond(200, `[]`), idempotent: repeated, create: ambiguous},
	}
	calls := map[string]func(context.Context, *Client) error{
		"create": createMedia, "read": readMedia, "update": updateMedia, "delete": deleteMedia,
	}
	for fault, test := range faults {
		for name, run := range calls {
			t.Run(fault+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, test.answer, respond(200, mediaDocument("m1")))
				c, _ := newClient(t, s, func(o *Options) {
					if test.requestTimeout > 0 {
						o.RequestTimeout = test.requestTimeout
					}
				})
				err := run(t.Context(), c)
				want := test.idempotent
				if name == "create" {
					want = test.create
				}
				if got := outcomeOf(t, err, len(s.received())); got != want {
					t.Errorf("%s, want %s: %v", got, want, err)
				}
			})
		}
	}
}

func TestDocumentsThatLackSubstanceAreAmbiguousForCreates(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		``, `null`, `{}`, `{"data":null}`, `{"data":[]}`, `{"data":{}}`, `{"data":{"id":"m1"}}`, `{"data":{"id":null,"attributes":{}}}`,
		`{"data":{"attributes":{"name":"x"}}}`, `{"data":"m1"}`,
	} {
		s := newServer(t, respond(201, body))
		c, _ := newClient(t, s)
		created, err := c.CreateMedia(t.Context(), MediaCreate{})
		if created != nil || outcomeOf(t, err, len(s.received())) != ambiguous {
			t.Errorf("%s: got %v, %v", body, created, err)
		}
		if _, ok := errors.AsType[*MalformedError](err); !ok {
			t.Errorf("%s: the cause is %v", body, err)
		}
	}
}

func TestAnyStatusOfSuccessWillDo(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202} {
		s := newServer(t, respond(status, mediaDocument("m1")))
		c, _ := newClient(t, s)
		for _, run := range []func(context.Context, *Client) error{createMedia, readMedia, updateMedia, deleteMedia} {
			if err := run(t.Context(), c); err != nil {
				t.Errorf("%d: %v", status, err)
			}
		}
	}
}

func TestDeleteLooksAtTheBody(t *testing.T) {
	t.Parallel()
	for body, requests := range map[string]int{
		``: 1, "\n": 1, `{}`: 1, `{"meta":{}}`: 1, `{"data":null}`: 1, `{"errors":[],"data":{}}`: 1,
		`{"hello":1}`: 2, `<html>`: 2, `{"errors":[{"title":"x"}]}`: 2, `[]`: 2,
	} {
		s := newServer(t, respond(200, body), respond(404, `{"errors":[{"title":"Not Found"}]}`))
		c, _ := newClient(t, s)
		if err := c.DeleteMedia(t.Context(), "m1"); err != nil || len(s.received()) != requests {
			t.Errorf("%q: %d requests, want %d, error %v", body, len(s.received()), requests, err)
		}
	}
}

func TestDeleteOfWhatIsGone(t *testing.T) {
	t.Parallel()
	gone := respond(404, `{"errors":[{"title":"Not Found","detail":null,"source":null,"status":"404"}]}`)
	for name, test := range map[string]struct {
		first    http.HandlerFunc
		notFound bool
	}{
		"at once":        {first: gone, notFound: true},
		"after a 429":    {first: respond(429, tooManyRequests), notFound: true},
		"after a reset":  {first: reset},
		"after a 500":    {first: respond(500, ``)},
		"after a cut":    {first: truncate},
		"after nonsense": {first: page(200)},
	} {
		s := newServer(t, test.first, gone)
		c, _ := newClient(t, s)
		if err := c.DeleteMedia(t.Context(), "m1"); errors.Is(err, ErrNotFound) != test.notFound || !test.notFound && err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestCreateIsRepeatedIfNothingWasSent(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	for name, dialError := range map[string]error{
		"refused": &net.OpError{Op: "dial", Err: errors.New("connection refused")},
		"DNS":     &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true},
	} {
		c, clock := newClient(t, s)
		dials := 0
		dial := c.api.DialContext
		c.api.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if dials++; dials <= 2 {
				return nil, dialError
			}
			return dial(ctx, network, address)
		}
		if err := createMedia(t.Context(), c); err != nil || dials != 3 || len(clock.slept()) != 2 {
			t.Errorf("%s: %d dials, waits %v, error %v", name, dials, clock.slept(), err)
		}
	}

	s = newServer(t, respond(200, ``))
	s.Close()
	c, _ := newClient(t, s, retries(1))
	err := createMedia(t.Context(), c)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("nobody listens: got %v", err)
	}
}

// brokenConn is a connection that may stop to take anything.
type brokenConn struct {
	net.Conn
	broken *atomic.Bool
}

func (c brokenConn) Write(p []byte) (int, error) {
	if c.broken.Load() {
		return 0, errors.New("broken pipe")
	}
	return c.Conn.Write(p)
}

// When nothing could be written to a kept connection, the transport asks for
// another one by itself. If there is none, the server has still seen nothing.
func TestCreateIsNotAmbiguousIfNoConnectionTookIt(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s, retries(0))
	var broken atomic.Bool
	dial := c.api.DialContext
	c.api.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if broken.Load() {
			return nil, errors.New("connection refused")
		}
		connection, err := dial(ctx, network, address)
		return brokenConn{connection, &broken}, err
	}
	if err := createMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	err := createMedia(t.Context(), c)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || err == nil || len(s.received()) != 1 {
		t.Errorf("%d requests, error %v", len(s.received()), err)
	}
}

// A kept connection that the server closes while it is idle must not make a
// create ambiguous when nothing was written to it.
func TestCreateOnAStaleConnection(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s, retries(0))
	for range 20 {
		if err := createMedia(t.Context(), c); err != nil {
			if _, unclear := errors.AsType[*AmbiguousError](err); !unclear {
				t.Fatal(err) // The close may cross the request, which is ambiguous in earnest.
			}
		}
		s.CloseClientConnections()
	}
}

func TestCertificateErrorsAreNotRepeated(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(respond(200, mediaDocument("m1")))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	clock := newFakeClock()
	c, err := New(Options{BaseURL: s.URL, APIKey: testKey, Clock: clock, MaxRetries: 5})
	if err != nil {
		t.Fatal(err)
	}
	if err := createMedia(t.Context(), c); err == nil || !strings.Contains(err.Error(), "certificate") || len(clock.slept()) != 0 {
		t.Errorf("waits %v, error %v", clock.slept(), err)
	}

	pool := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs //nolint:forcetypeassert // Made by httptest.
	c, err = New(Options{BaseURL: s.URL, APIKey: testKey, Clock: clock, RootCAs: pool})
	if err != nil {
		t.Fatal(err)
	}
	if err := createMedia(t.Context(), c); err != nil {
		t.Errorf("with the right authority: %v", err)
	}
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		random float64
		want   string
	}{
		{0, "[250ms 500ms 1s 2s 4s 8s 15s 15s]"},
		{0.5, "[375ms 750ms 1.5s 3s 6s 12s 22.5s 22.5s]"},
	} {
		var waits []time.Duration
		for retry := range 8 {
			waits = append(waits, backoff(retry, func() float64 { return test.random }))
		}
		if got := fmt.Sprint(waits); got != test.want {
			t.Errorf("got %s, want %s", got, test.want)
		}
	}
	if got := backoff(10_000, func() float64 { return 0.999 }); got > lastBackoff || got < lastBackoff/2 {
		t.Errorf("got %s", got)
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	at := func(seconds int) string { return now.Add(time.Duration(seconds) * time.Second).Format(http.TimeFormat) }
	for _, test := range []struct {
		value, date string
		want        time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{" 7 ", "", 7 * time.Second},
		{"1.5", "", 1500 * time.Millisecond},
		{"0", "", 0},
		{"-5", "", 0},
		{"soon", "", 0},
		{"NaN", "", 0},
		{"1e300", "", maxRetryAfter},
		{at(20), "", 20 * time.Second},
		{at(-20), "", 0},
		{at(3620), at(3600), 20 * time.Second}, // The server's clock is an hour ahead.
		{at(20), "yesterday", 20 * time.Second},
	} {
		header := http.Header{}
		header.Set("Retry-After", test.value)
		header.Set("Date", test.date)
		if got := retryAfter(header, now); got != test.want {
			t.Errorf("%q at %q: got %s, want %s", test.value, test.date, got, test.want)
		}
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(429, tooManyRequests, "Retry-After", "17"), respond(503, ``, "Retry-After", "4"), respond(200, mediaDocument("m1")))
	c, clock := newClient(t, s)
	if err := readMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := clock.slept(); !slices.Equal(got, []time.Duration{17 * time.Second, 4 * time.Second}) {
		t.Errorf("waits %v", got)
	}
}

func TestLimitsOfRetries(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer   http.HandlerFunc
		adjust   func(*Options)
		attempts int
		says     []string
	}{
		"number": {
			answer: respond(503, `{"errors":[{"title":"Down"}]}`), adjust: retries(3), attempts: 4,
			says: []string{"read media: the API answered 503 Service Unavailable: Down", "gave up after 4 attempts in 2.6s", "the limit of 3 retries"},
		},
		"none allowed": {
			answer: respond(429, tooManyRequests), adjust: retries(0), attempts: 1,
			says: []string{"after 1 attempt in", "the limit of 0 retries"},
		},
		"time": {
			answer: respond(500, ``), adjust: func(o *Options) { o.MaxRetries, o.MaxRetryTime = 100, 5*time.Second }, attempts: 4,
			says: []string{"the next attempt is due in 3s, beyond the limit of 5s"},
		},
		"time and Retry-After": {
			answer: respond(429, tooManyRequests, "Retry-After", "3600"), adjust: retries(5), attempts: 1,
			says: []string{"the next attempt is due in 1h0m0s, beyond the limit of 10m0s"},
		},
		"nonsense": {
			answer: page(200), adjust: retries(5), attempts: 3,
			says: []string{"is not the documented document", "Please log in", `"text/html"`, "only twice"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, test.answer)
			c, _ := newClient(t, s, test.adjust)
			err := readMedia(t.Context(), c)
			gaveUp, ok := errors.AsType[*RetryError](err)
			if !ok || gaveUp.Attempts != test.attempts || len(s.received()) != test.attempts {
				t.Fatalf("%d requests, error %v", len(s.received()), err)
			}
			for _, words := range test.says {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("%q is missing in %q", words, err)
				}
			}
			if refused, ok := errors.AsType[*APIError](err); ok && (refused.Attempts != test.attempts || refused.Elapsed != gaveUp.Elapsed) {
				t.Errorf("the API's error has %d attempts in %s", refused.Attempts, refused.Elapsed)
			}
		})
	}
}

func TestNoWaitBeyondTheDeadline(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(429, tooManyRequests, "Retry-After", "300"))
	c, clock := newClient(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	err := createMedia(ctx, c)
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, ErrRateLimited) || len(clock.slept()) != 0 {
		t.Fatalf("waits %v, error %v", clock.slept(), err)
	}
	for _, words := range []string{"Slow down.", "no time left to wait 5m0s for the next attempt", "after 1 attempt"} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q is missing in %q", words, err)
		}
	}
}

func TestCancelled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		run func(context.Context, *Client) error
		// cancel is where the context ends: before the call, or while the server answers.
		before    bool
		ambiguous bool
	}{
		"create before":  {run: createMedia, before: true},
		"create during":  {run: createMedia, ambiguous: true},
		"read before":    {run: readMedia, before: true},
		"read during":    {run: readMedia},
		"delete during":  {run: deleteMedia},
		"update during":  {run: updateMedia},
		"delete  before": {run: deleteMedia, before: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := newServer(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
			c, clock := newClient(t, s)
			want := 1
			if test.before {
				cancel()
				want = 0
			}
			err := test.run(ctx, c)
			unclear, isUnclear := errors.AsType[*AmbiguousError](err)
			if !errors.Is(err, context.Canceled) || isUnclear != test.ambiguous || len(s.received()) != want {
				t.Errorf("%d requests, error %v", len(s.received()), err)
			}
			if isUnclear && !unclear.SentAt.Equal(clock.Now()) {
				t.Errorf("sent at %s", unclear.SentAt)
			}
		})
	}
}

func TestATimeoutOfOneAttemptIsNotTheCallersDeadline(t *testing.T) {
	t.Parallel()
	s := newServer(t, hang)
	c, _ := newClient(t, s, retries(1), func(o *Options) { o.RequestTimeout = 50 * time.Millisecond })
	err := readMedia(t.Context(), c)
	if err == nil || errors.Is(err, context.DeadlineExceeded) || !strings.Contains(err.Error(), "no complete answer within 50ms") {
		t.Errorf("got %v", err)
	}
}

func TestATimeoutCoversTheBody(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	c, _ := newClient(t, s, func(o *Options) { o.RequestTimeout = 100 * time.Millisecond })
	if err := createMedia(t.Context(), c); err == nil || outcomeOf(t, err, len(s.received())) != ambiguous {
		t.Errorf("got %v", err)
	}
}
