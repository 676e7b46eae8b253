package client

import (
	"context"
	"errors"
	"fmt"
	"strings"
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

// pause waits for d, but not longer than the context lives. Its error says what
// was waited for, how long that would have taken, and what ended it.
func pause(ctx context.Context, clock Clock, d time.Duration, purpose string) error {
	if err := contextError(ctx); err != nil || d <= 0 {
		return err
	}
	// A context's deadline is always a time of the system's clock. An injected
	// clock may run at its own pace, so the deadline is compared before the wait.
	left, cut := d, false
	if deadline, ok := ctx.Deadline(); ok {
		if untilDeadline := time.Until(deadline); untilDeadline < d {
			left, cut = untilDeadline, true
		}
	}
	err := clock.Sleep(ctx, left)
	if err == nil && cut {
		err = context.DeadlineExceeded
	}
	if err != nil {
		return fmt.Errorf("stopped while waiting %s for %s: %w", readable(d), purpose, endOfContext(err))
	}
	return nil
}

// contextError is nil as long as the context lives. Afterwards it says how the
// context ended.
func contextError(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return endOfContext(err)
	}
	return nil
}

// endOfContext words the error of a context for people who do not know contexts.
func endOfContext(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("the time limit of the operation is reached: %w", err)
	}
	return fmt.Errorf("the operation was interrupted: %w", err)
}

// readable is a duration as text, without the digits that nobody wants to read.
func readable(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		d = d.Round(time.Microsecond)
	case d < time.Second:
		d = d.Round(time.Millisecond)
	case d < time.Minute:
		d = d.Round(100 * time.Millisecond)
	default:
		d = d.Round(time.Second)
	}
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}
