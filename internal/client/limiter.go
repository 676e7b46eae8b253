package client

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// defaultThrottle is how long everybody pauses after a 429 that does not say.
const defaultThrottle = 500 * time.Millisecond

// limiter is the gate that every request to the API passes. All calls of a
// client share it, so that one that is told to wait makes the others wait too.
type limiter struct {
	clock Clock
	// maxPause bounds what a server can ask for.
	maxPause time.Duration
	// cap spaces requests evenly; nil means that there is no cap.
	cap *rate.Limiter

	mu sync.Mutex
	// notBefore is when the server wants to hear of us again.
	notBefore time.Time
	// pacer spaces requests by what the server's refusals have taught.
	pacer pacer
}

// newLimiter returns a limiter that lets through so many requests a second, or
// any number if that is 0.
func newLimiter(clock Clock, requestsPerSecond float64, maxPause time.Duration) *limiter {
	l := &limiter{clock: clock, maxPause: maxPause, pacer: newPacer()}
	if requestsPerSecond > 0 {
		// A burst of more than one would exceed the cap in the first second.
		l.cap = rate.NewLimiter(rate.Limit(requestsPerSecond), 1)
	}
	return l
}

// wait returns when a request may be sent, or with an error when the context
// ends before that.
func (l *limiter) wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	for {
		if err := pause(ctx, l.clock, l.throttledFor(), "the server's rate limit"); err != nil {
			return err
		}
		// The turn comes after the pause. The other way round, all who got
		// their turn during the pause would break out of it together.
		if err := l.takeTurn(ctx); err != nil {
			return err
		}
		if l.throttledFor() <= 0 {
			return nil
		}
	}
}

// takeTurn waits as the pace and the cap demand.
func (l *limiter) takeTurn(ctx context.Context) error {
	if err := pause(ctx, l.clock, l.paced(), "a turn under the server's rate limit"); err != nil {
		return err
	}
	if l.cap == nil {
		return nil
	}
	now := l.clock.Now()
	turn := l.cap.ReserveN(now, 1)
	err := pause(ctx, l.clock, turn.DelayFrom(now), "the limit of requests per second")
	if err != nil {
		turn.CancelAt(l.clock.Now())
	}
	return err
}

// paced takes a turn of the pacer and returns how long it is away.
func (l *limiter) paced() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pacer.reserve(l.clock.Now())
}

// succeeded tells that a request was answered with something other than 429.
func (l *limiter) succeeded() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pacer.succeeded(l.clock.Now())
}

// throttled tells that the server answered 429 to a request that was sent at a
// time, and for how long it asked to be left alone; 0 if it did not say.
func (l *limiter) throttled(sent time.Time, retryAfter time.Duration) {
	if retryAfter <= 0 {
		retryAfter = defaultThrottle
	}
	now := l.clock.Now()
	until := now.Add(min(retryAfter, l.maxPause))
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
