package mockapi

import (
	"context"
	"errors"
	"sync/atomic"
	"time"
)

// Clock tells the server what time it is. Everything the service dates or
// schedules (timestamps, processing, expiry, rate limits, webhook retries)
// follows it; only Options.Latency and the delays of faults pass in real time.
//
// A clock may also have a method Sleep(context.Context, time.Duration) error;
// [Server.WaitDeliveries] uses it to get to the next retry. With a method
// Advance(time.Duration) time.Time, [Server.Advance] can move it.
type Clock interface {
	Now() time.Time
}

// sleeper is what WaitDeliveries asks of a clock in order to pass time on it.
type sleeper interface {
	Sleep(ctx context.Context, d time.Duration) error
}

// advancer is what Advance asks of a clock.
type advancer interface {
	Advance(d time.Duration) time.Time
}

// Now returns the time on the server's clock.
func (s *Server) Now() time.Time { return s.clock.Now() }

// Advance moves the server's clock forward and does what has become due. It
// fails when the clock has no method for it.
func (s *Server) Advance(d time.Duration) (time.Time, error) {
	clock, ok := s.clock.(advancer)
	if !ok {
		return time.Time{}, errors.New("mockapi: the server's clock cannot be moved")
	}
	if d < 0 {
		return time.Time{}, errors.New("mockapi: the clock cannot go back")
	}
	now := clock.Advance(d)
	s.lock()
	s.touch()
	s.unlock()
	s.wakeWorker()
	return now, nil
}

// systemClock is the system's time, moved forward by an offset.
type systemClock struct{ offset atomic.Int64 }

func (c *systemClock) Now() time.Time { return time.Now().Add(time.Duration(c.offset.Load())) }

func (c *systemClock) Advance(d time.Duration) time.Time {
	c.offset.Add(int64(d))
	return c.Now()
}

// Sleep waits for d or until ctx ends, whichever comes first.
func (*systemClock) Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// isSystemClock reports whether time passes by itself, so that timers make sense.
func isSystemClock(c Clock) bool {
	_, ok := c.(*systemClock)
	return ok
}
