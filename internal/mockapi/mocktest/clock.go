package mocktest

import (
	"context"
	"sync"
	"time"
)

// Clock is a clock that stands still until somebody waits on it. It can be shared
// by a server and its client: a wait of the client then is over at once, and the
// server's time has gone on by as much. It is safe for concurrent use.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows the given time; the zero time means an
// arbitrary one that is the same for every test.
func NewClock(now time.Time) *Clock {
	if now.IsZero() {
		now = time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	}
	return &Clock{now: now}
}

// Now returns the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Advance moves the clock forward and returns the new time. A negative duration
// does nothing.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(max(0, d))
	return c.now
}

// Sleep moves the clock forward by d instead of waiting. It returns ctx's error,
// and leaves the clock as it is, when ctx has ended.
func (c *Clock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.Advance(d)
	return nil
}
