package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

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
