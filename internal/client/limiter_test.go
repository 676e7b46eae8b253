package client

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestTheCapSpacesRequests(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	l := newLimiter(clock, 4, slog.New(slog.DiscardHandler))
	started := clock.Now()
	for range 41 {
		if err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := clock.Now().Sub(started); got != 10*time.Second {
		t.Errorf("41 requests at 4 a second took %s", got)
	}
}

func TestEverybodyPausesAfterA429(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		asked []time.Duration
		want  time.Duration
	}{
		"as asked":     {[]time.Duration{9 * time.Second}, 9 * time.Second},
		"not asked":    {[]time.Duration{0}, defaultThrottle},
		"the longest":  {[]time.Duration{2 * time.Second, 9 * time.Second, time.Second}, 9 * time.Second},
		"within limit": {[]time.Duration{MaxRetryAfter}, MaxRetryAfter},
	} {
		clock := newFakeClock()
		l := newLimiter(clock, 0, slog.New(slog.DiscardHandler))
		started := clock.Now()
		for _, retryAfter := range test.asked {
			l.throttled(started, retryAfter)
		}
		if got := l.throttledFor(); got != test.want {
			t.Errorf("%s: the pause is %s", name, got)
		}
		var callers sync.WaitGroup
		for range 10 {
			callers.Go(func() {
				if err := l.wait(t.Context()); err != nil {
					t.Error(err)
				}
				if now := clock.Now(); now.Before(started.Add(test.want)) {
					t.Errorf("%s: let through after %s", name, now.Sub(started))
				}
			})
		}
		callers.Wait()
	}
}

func TestThePauseDoesNotEndInABurst(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	l := newLimiter(clock, 2, slog.New(slog.DiscardHandler))
	for range 10 {
		l.succeeded() // The server allows more than the cap.
	}
	l.throttled(clock.Now(), 10*time.Second)
	var times []time.Duration
	started := clock.Now()
	for range 4 {
		if err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
		times = append(times, clock.Now().Sub(started))
	}
	if want := []time.Duration{10 * time.Second, 10500 * time.Millisecond, 11 * time.Second, 11500 * time.Millisecond}; !slices.Equal(times, want) {
		t.Errorf("let through after %v, want %v", times, want)
	}
}

func TestTheLimiterEndsWithTheContext(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	short, cancelShort := context.WithTimeout(t.Context(), time.Minute)
	defer cancelShort()

	capped := newLimiter(newFakeClock(), 0.001, slog.New(slog.DiscardHandler))
	if err := capped.wait(short); err != nil {
		t.Fatal(err)
	}
	throttled := newLimiter(newFakeClock(), 0, slog.New(slog.DiscardHandler))
	throttled.throttled(throttled.clock.Now(), 100*time.Second)

	for words, test := range map[string]struct {
		limiter *limiter
		ctx     context.Context
		want    error
	}{
		"the operation was interrupted: context canceled":                                                                {capped, cancelled, context.Canceled},
		"stopped while waiting 16m40s for the limit of requests per second: the time limit of the operation is reached":  {capped, short, context.DeadlineExceeded},
		"stopped while waiting 1m40s for the end of the server's rate limit: the time limit of the operation is reached": {throttled, short, context.DeadlineExceeded},
	} {
		if err := test.limiter.wait(test.ctx); !errors.Is(err, test.want) || !strings.Contains(err.Error(), words) {
			t.Errorf("got %v, want %q", err, words)
		}
	}
	if delay := capped.cap.ReserveN(capped.clock.Now(), 1).DelayFrom(capped.clock.Now()); delay > 1001*time.Second {
		t.Errorf("those who gave up still hold their turns: the next is due in %s", delay)
	}
}

func TestA429PausesOtherCalls(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(429, tooManyRequests, "Retry-After", "30"), respond(200, mediaDocument("m1")))
	c, clock := newClient(t, s, retries(0))
	if err := readMedia(t.Context(), c); !errors.Is(err, ErrRateLimited) {
		t.Fatal(err)
	}
	if err := readMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if got := clock.slept(); !slices.Equal(got, []time.Duration{30 * time.Second}) {
		t.Errorf("waits %v", got)
	}
}

func TestSystemClock(t *testing.T) {
	t.Parallel()
	clock := SystemClock()
	if since := time.Since(clock.Now()); since < 0 || since > time.Minute {
		t.Errorf("off by %s", since)
	}
	ctx, cancel := context.WithCancel(t.Context())
	if err := clock.Sleep(ctx, time.Nanosecond); err != nil {
		t.Error(err)
	}
	if err := clock.Sleep(ctx, -time.Hour); err != nil {
		t.Error(err)
	}
	time.AfterFunc(10*time.Millisecond, cancel)
	if err := clock.Sleep(ctx, time.Hour); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := clock.Sleep(ctx, 0); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}
