package client

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnInterruptBeforeOrDuringARequest(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		run func(context.Context, *Client) error
		// before reports whether the context ends before the call rather than while
		// the server is at work.
		before bool
	}{
		"create before": {run: createMedia, before: true},
		"read before":   {run: readMedia, before: true},
		"read during":   {run: readMedia},
		"delete before": {run: deleteMedia, before: true},
		"delete during": {run: deleteMedia},
		"update during": {run: updateMedia},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := newServer(t, func(_ http.ResponseWriter, r *http.Request) { cancel(); <-r.Context().Done() })
			c, _ := newClient(t, s)
			want := 1
			if test.before {
				cancel()
				want = 0
			}
			err := test.run(ctx, c)
			_, unclear := errors.AsType[*AmbiguousError](err)
			if !errors.Is(err, context.Canceled) || unclear || len(s.received()) != want || !strings.Contains(err.Error(), "the operation was interrupted") {
				t.Errorf("%d requests, error %v", len(s.received()), err)
			}
		})
	}
}

// interruptedBy returns a handler that ends a context before it answers.
func interruptedBy(cancel func(), answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		cancel()
		answer(w, r)
	}
}

func TestACreateThatWasSentIsLetFinish(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		want   string // What the error says, or "" for a success.
		unclear,
		interrupted bool
	}{
		"done":       {answer: respond(200, mediaDocument("m1"))},
		"refused":    {answer: respond(422, `{"errors":[{"detail":"no"}]}`), want: "422 Unprocessable Entity: no"},
		"429":        {answer: respond(429, tooManyRequests), want: "gave up after 1 attempt", interrupted: true},
		"500":        {answer: respond(500, ``), want: "500", unclear: true},
		"reset":      {answer: reset, want: "POST", unclear: true},
		"no answer":  {answer: hang, want: "no complete answer within 200ms", unclear: true},
		"a web page": {answer: page(200), want: "not the documented document", unclear: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s := newServer(t, interruptedBy(cancel, test.answer))
			c, clock := newClient(t, s, func(o *Options) {
				if name == "no answer" {
					o.RequestTimeout = 200 * time.Millisecond
				}
			})
			started := clock.Now()
			created, err := c.CreateMedia(ctx, MediaCreate{})
			if len(s.received()) != 1 || len(clock.slept()) != 0 {
				t.Errorf("%d requests, waits %v", len(s.received()), clock.slept())
			}
			ambiguous, unclear := errors.AsType[*AmbiguousError](err)
			if unclear != test.unclear || errors.Is(err, context.Canceled) != test.interrupted {
				t.Errorf("ambiguous: %t, error %v", unclear, err)
			}
			if unclear && !ambiguous.SentAt.Equal(started) {
				t.Errorf("sent at %s", ambiguous.SentAt)
			}
			if test.want == "" && (err != nil || created.ID != "m1") || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, %v, want %q", created, err, test.want)
			}
		})
	}
}

// The deadline of a `timeouts` value does not cut a creation off either.
func TestACreateThatWasSentOutlivesADeadline(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		c, err := New(Options{BaseURL: "http://127.0.0.1", APIKey: testKey, RequestTimeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		c.api.DialContext = dialHandler(func(w http.ResponseWriter, r *http.Request) {
			time.Sleep(30 * time.Second) // In the time of a bubble, as all of this test.
			respond(200, mediaDocument("m1"))(w, r)
		})
		if created, err := c.CreateMedia(ctx, MediaCreate{}); err != nil || created.ID != "m1" {
			t.Errorf("got %v, %v", created, err)
		}
	})
}

// As long as there is no connection, nothing was sent, and the dialling ends at once.
func TestACreateThatIsStillDiallingIsNotSent(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	c.api.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		cancel()
		select {
		case <-ctx.Done():
		case <-ended:
		}
		return nil, errors.New("too late")
	}
	err := createMedia(ctx, c)
	close(ended)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || !errors.Is(err, context.Canceled) || len(s.received()) != 0 {
		t.Errorf("%d requests, error %v", len(s.received()), err)
	}
}

// The connection is refused while the context ends: nothing was done, and no
// further attempt is made.
func TestAnInterruptedCreateWithoutAConnectionIsNotAmbiguous(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, clock := newClient(t, s)
	ctx, cancel := context.WithCancel(t.Context())
	dials := 0
	c.api.DialContext = func(context.Context, string, string) (net.Conn, error) {
		dials++
		cancel()
		return nil, errors.New("connection refused")
	}
	err := createMedia(ctx, c)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || !errors.Is(err, context.Canceled) || dials != 1 || len(clock.slept()) != 0 {
		t.Errorf("%d dials, waits %v, error %v", dials, clock.slept(), err)
	}
}

// Every wait ends with the context, in the very moment: the time is that of a bubble.
func TestEveryWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	answer := func(status int, header string) http.HandlerFunc {
		return respond(status, `{}`, "Retry-After", header)
	}
	for name, test := range map[string]struct {
		answer  http.HandlerFunc
		prepare func(*Client)
		perSec  float64
		// ambiguous reports whether a create does not wait at all.
		ambiguous bool
	}{
		"Retry-After of a 429": {answer: answer(429, "100")},
		"Retry-After of a 503": {answer: answer(503, "100"), ambiguous: true},
		"backoff":              {answer: answer(500, ""), ambiguous: true},
		"pause for all":        {answer: answer(200, ""), prepare: func(c *Client) { c.limiter.throttled(time.Now(), MaxRetryAfter) }},
		"pace": {answer: answer(200, ""), prepare: func(c *Client) {
			c.limiter.pacer.slowed = time.Now()
			c.limiter.pacer.rate = slowestRate
			for range 20 {
				c.limiter.paced()
			}
		}},
		"cap": {answer: answer(200, ""), perSec: 0.01, prepare: func(c *Client) { c.limiter.cap.ReserveN(time.Now(), 1) }},
	} {
		for method, run := range map[string]func(context.Context, *Client) error{"create": createMedia, "read": readMedia} {
			if method == "create" && test.ambiguous {
				continue
			}
			t.Run(name+"/"+method, func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					c, err := New(Options{BaseURL: "http://127.0.0.1", APIKey: testKey, MaxRetries: 100, RequestsPerSecond: test.perSec})
					if err != nil {
						t.Fatal(err)
					}
					c.api.DialContext = dialHandler(test.answer)
					if test.prepare != nil {
						test.prepare(c)
					}
					ctx, cancel := context.WithCancel(t.Context())
					const after = 200 * time.Millisecond
					time.AfterFunc(after, cancel)
					started := time.Now()
					err = run(ctx, c)
					if took := time.Since(started); took != after || !errors.Is(err, context.Canceled) {
						t.Errorf("ended %s after the interrupt, with %v", took-after, err)
					}
					if _, unclear := errors.AsType[*AmbiguousError](err); unclear {
						t.Errorf("got %v", err)
					}
				})
			})
		}
	}
}

// dialHandler connects to a handler without a network, for tests in a bubble.
func dialHandler(handler http.HandlerFunc) dialFunc {
	return func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		go func() {
			defer there.Close() //nolint:errcheck // The request is over.
			request, err := http.ReadRequest(bufio.NewReader(there))
			if err != nil {
				return
			}
			recorder := httptest.NewRecorder()
			handler(recorder, request)
			response := recorder.Result()
			response.Close = true
			_ = response.Write(there)
		}()
		return here, nil
	}
}
