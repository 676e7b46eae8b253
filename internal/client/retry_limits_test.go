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
		{"1e300", "", retryAfterCeiling},
		{at(20), "", 20 * time.Second},
		{at(-20), "", 0},
		{at(3620), at(3600), 20 * time.Second}, // The server's clock is an hour ahead.
		{at(20), "yesterday", 20 * time.Second},
	} {
		header := http.Header{}
		header.Set("Retry-After", test.value)
		header.Set("Date", test.date)
		if got := retryAfterOf(header, now); got != test.want {
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
			answer: respond(429, tooManyRequests, "Retry-After", "100"), adjust: func(o *Options) { o.MaxRetries, o.MaxRetryTime = 5, time.Minute }, attempts: 1,
			says: []string{"the next attempt is due in 1m40s, beyond the limit of 1m for"},
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

func TestAWaitEndsAtTheDeadline(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(503, `{"errors":[{"title":"Down for maintenance"}]}`, "Retry-After", "40"))
	c, clock := newClient(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	err := readMedia(ctx, c)
	slept := clock.slept()
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, ErrServer) || len(s.received()) != 1 ||
		len(slept) != 1 || slept[0] > 10*time.Second || slept[0] < 9*time.Second {
		t.Fatalf("waits %v, error %v", slept, err)
	}
	for _, words := range []string{
		"Down for maintenance", "stopped while waiting 40s for the next attempt, as the server asked",
		"the time limit of the operation is reached", "after 1 attempt",
	} {
		if !strings.Contains(err.Error(), words) {
			t.Errorf("%q is missing in %q", words, err)
		}
	}
}

func TestALongRetryAfterEndsTheCall(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		status   int
		run      func(context.Context, *Client) error
		refusal  error
		retries  int
		uploaded bool
	}{
		"429":                 {status: 429, run: readMedia, refusal: ErrRateLimited, retries: 5},
		"429 for a create":    {status: 429, run: createMedia, refusal: ErrRateLimited, retries: 5},
		"429 without retries": {status: 429, run: readMedia, refusal: ErrRateLimited},
		"503":                 {status: 503, run: updateMedia, refusal: ErrServer, retries: 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, respond(test.status, ``, "Retry-After", "3600"))
			c, clock := newClient(t, s, retries(test.retries))
			err := test.run(t.Context(), c)
			long, ok := errors.AsType[*RetryAfterError](err)
			if !ok || !errors.Is(err, test.refusal) || len(s.received()) != 1 || len(clock.slept()) != 0 {
				t.Fatalf("%d requests, waits %v, error %v", len(s.received()), clock.slept(), err)
			}
			if long.Wait != time.Hour || !long.Until.Equal(clock.Now().Add(time.Hour)) {
				t.Errorf("got %s until %s", long.Wait, long.Until)
			}
			if want := "the server asks to wait 1h, until 2026-03-04 06:06:07 UTC; a call waits for 2m at most"; !strings.Contains(err.Error(), want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("within the limit", func(t *testing.T) {
		t.Parallel()
		s := newServer(t, respond(503, ``, "Retry-After", "120"), respond(200, mediaDocument("m1")))
		c, clock := newClient(t, s)
		if err := readMedia(t.Context(), c); err != nil || !slices.Equal(clock.slept(), []time.Duration{MaxRetryAfter}) {
			t.Errorf("waits %v, error %v", clock.slept(), err)
		}
	})
}

// After a 429 with a long wait, other calls end without a request, until the time has come.
func TestALongRetryAfterEndsOtherCalls(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(429, ``, "Retry-After", "3600"), respond(200, mediaDocument("m1")))
	c, clock := newClient(t, s)
	_ = readMedia(t.Context(), c)
	_ = clock.Sleep(t.Context(), 10*time.Minute)
	err := createMedia(t.Context(), c)
	long, ok := errors.AsType[*RetryAfterError](err)
	if !ok || !errors.Is(err, ErrRateLimited) || errors.Is(err, ErrServer) || long.Wait != 50*time.Minute || len(s.received()) != 1 {
		t.Fatalf("%d requests, error %v", len(s.received()), err)
	}
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear {
		t.Errorf("nothing was sent, and yet: %v", err)
	}
	if want := "create media: POST http://"; !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "nothing was sent, because the server asks to wait 50m, until") {
		t.Errorf("got %v", err)
	}
	_ = clock.Sleep(t.Context(), 49*time.Minute)
	if err := createMedia(t.Context(), c); err != nil || len(s.received()) != 2 {
		t.Errorf("an hour later: %d requests, error %v", len(s.received()), err)
	}
}

func TestWaitsAreLogged(t *testing.T) {
	t.Parallel()
	var collected journal
	s := newServer(t, respond(429, tooManyRequests, "Retry-After", "90"), respond(500, ``), respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s, func(o *Options) { o.Logger = collected.logger() })
	if err := readMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	c.limiter.throttled(c.options.Clock.Now(), 3*time.Second)
	if err := readMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{
		`"level":"WARN","msg":"Waiting before the next attempt","operation":"read media","attempt":1,"wait":"1m30s","asked_by_server":true,"cause":"read media: the API answered 429`,
		`"attempt":2,"wait":"750ms","asked_by_server":false,"cause":"read media: the API answered 500`,
		`"level":"WARN","msg":"Waiting before a request","wait":"3s","for":"the end of the server's rate limit"`,
	} {
		if !strings.Contains(collected.text.String(), words) {
			t.Errorf("%s is missing in %s", words, &collected.text)
		}
	}
	if strings.Contains(collected.text.String(), `"duration":0`) || !strings.Contains(collected.text.String(), `"duration":"`) {
		t.Errorf("a duration is a number: %s", &collected.text)
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
