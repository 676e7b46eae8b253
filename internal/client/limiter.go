package client

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// defaultThrottle is how long all calls pause after a 429 without Retry-After.
const defaultThrottle = 500 * time.Millisecond

// loggedWait is the shortest wait in the limiter that is logged.
const loggedWait = time.Second

// limiter is the gate that every request to the API passes. All calls of a
// client share it, so that a 429 for one of them makes the others wait too.
//
// Three things hold a request back, in this order: the pause that the server
// asked for, the pace that the pacer has learned, and the configured cap.
type limiter struct {
	clock Clock
	log   *slog.Logger
	// cap spaces requests evenly; nil means that there is no cap.
	cap *rate.Limiter

	mu sync.Mutex
	// notBefore is the end of the pause that the server asked for.
	notBefore time.Time
	// pacer spaces requests by what the server's 429s have taught.
	pacer pacer
}

// newLimiter returns a limiter that lets through so many requests a second, or
// any number if that is 0.
func newLimiter(clock Clock, requestsPerSecond float64, log *slog.Logger) *limiter {
	l := &limiter{clock: clock, log: log, pacer: newPacer()}
	if requestsPerSecond > 0 {
		// A burst of more than one would exceed the cap in the first second.
		l.cap = rate.NewLimiter(rate.Limit(requestsPerSecond), 1)
	}
	return l
}

// wait returns when a request may be sent. It fails when the context ends before
// that, and at once with a [*RetryAfterError] when the server has asked for a
// pause that is longer than [MaxRetryAfter].
func (l *limiter) wait(ctx context.Context) error {
	if err := contextError(ctx); err != nil {
		return err
	}
	for {
		throttled := l.throttledFor()
		if throttled > MaxRetryAfter {
			return &RetryAfterError{Wait: throttled, Until: l.clock.Now().Add(throttled)}
		}
		if err := l.pause(ctx, slog.LevelWarn, throttled, "the end of the server's rate limit"); err != nil {
			return err
		}
		// The turn comes after the pause. The other way round, all calls that got
		// their turn during the pause would be sent together at its end.
		if err := l.takeTurn(ctx); err != nil {
			return err
		}
		// A 429 that came during the wait for the turn starts another pause.
		if l.throttledFor() <= 0 {
			return nil
		}
	}
}

// takeTurn waits as the pace and the cap demand.
func (l *limiter) takeTurn(ctx context.Context) error {
	if err := l.pause(ctx, slog.LevelWarn, l.paced(), "a turn under the server's rate limit"); err != nil {
		return err
	}
	if l.cap == nil {
		return nil
	}
	now := l.clock.Now()
	turn := l.cap.ReserveN(now, 1)
	err := l.pause(ctx, slog.LevelInfo, turn.DelayFrom(now), "the limit of requests per second")
	if err != nil {
		turn.CancelAt(l.clock.Now())
	}
	return err
}

// pause waits, and logs a wait that a user would notice.
func (l *limiter) pause(ctx context.Context, level slog.Level, d time.Duration, purpose string) error {
	if d >= loggedWait {
		l.log.LogAttrs(ctx, level, "Waiting before a request", logDuration("wait", d), slog.String("for", purpose))
	}
	return pause(ctx, l.clock, d, purpose)
}

// paced takes a turn of the pacer and returns how long it is away.
func (l *limiter) paced() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pacer.reserve(l.clock.Now())
}

// succeeded records that a request was answered with something other than 429.
func (l *limiter) succeeded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pacer.succeeded(l.clock.Now())
}

// throttled records a 429 to a request that was sent at a time, and the pause
// that the server asked for; 0 if it did not ask.
func (l *limiter) throttled(sent time.Time, retryAfter time.Duration) {
	if retryAfter <= 0 {
		retryAfter = defaultThrottle
	}
	now := l.clock.Now()
	until := now.Add(retryAfter)
	l.mu.Lock()
	defer l.mu.Unlock()
	if until.After(l.notBefore) {
		l.notBefore = until
	}
	l.pacer.throttled(sent, now, l.notBefore)
}

// throttledFor is how long the pause after a 429 still lasts.
func (l *limiter) throttledFor() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.notBefore.Sub(l.clock.Now())
}
