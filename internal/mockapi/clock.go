package mockapi

import (
	"context"
	"time"
)

// Clock tells the server what time it is. Everything the service dates or
// schedules (timestamps, processing, expiry, rate limits, webhook retries)
// follows it; only Options.Latency and the delays of faults pass in real time.
//
// A clock may also have a method Sleep(context.Context, time.Duration) error;
// [Server.WaitDeliveries] uses it to get to the next retry.
type Clock interface {
	Now() time.Time
}

// sleeper is what WaitDeliveries asks of a clock in order to pass time on it.
type sleeper interface {
	Sleep(ctx context.Context, d time.Duration) error
}

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

// Sleep waits for d or until ctx ends, whichever comes first.
func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
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
	_, ok := c.(systemClock)
	return ok
}
