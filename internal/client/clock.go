package client

import (
	"context"
	"fmt"
	"time"
)

// Clock tells the time and waits, so that tests need not.
type Clock interface {
	// Now is the present time.
	Now() time.Time
	// Sleep returns nil after d, or the context's error as soon as the context ends.
	Sleep(ctx context.Context, d time.Duration) error
}

// SystemClock is the clock of this machine.
func SystemClock() Clock { return systemClock{} }

type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// pause waits for d. A wait that would outlast the context's deadline ends at
// once, since nothing is gained by waiting for a certain failure. The error
// says what was waited for. There is nothing to wait for if d is not positive.
func pause(ctx context.Context, clock Clock, d time.Duration, purpose string) error {
	if d <= 0 {
		return nil
	}
	// A context's deadline is always a time of the system's clock.
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < d {
		return fmt.Errorf("no time left to wait %s for %s: %w", rounded(d), purpose, context.DeadlineExceeded)
	}
	if err := clock.Sleep(ctx, d); err != nil {
		return fmt.Errorf("stopped while waiting %s for %s: %w", rounded(d), purpose, err)
	}
	return nil
}

// rounded drops the digits of a duration that nobody wants to read.
func rounded(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}
