package processing

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// How often an object that is being processed is looked at: often at first, so
// that short files are done quickly, then less often.
const (
	firstInterval  = time.Second
	maxInterval    = 15 * time.Second
	intervalGrowth = 1.5
	jitter         = 0.2
)

// Wait is a wait for the end of processing.
type Wait struct {
	Clock client.Clock
	// Limit is how long to wait.
	Limit time.Duration
	// Report, if set, is called after every poll that tells something.
	Report func(Progress)
}

// Progress is what a poll tells.
type Progress struct {
	Status   string
	Finished bool
	// Elapsed is the time since the wait began, and Limit when it ends.
	Elapsed, Limit time.Duration
}

// TimeoutError ends a wait at its limit.
type TimeoutError struct {
	Waited time.Duration
	// Last is why the last poll told nothing; nil if it did.
	Last error
}

// Error tells how long the wait was.
func (e *TimeoutError) Error() string { return fmt.Sprintf("not finished after %s", e.Waited) }

// Unwrap returns why the last poll told nothing.
func (e *TimeoutError) Unwrap() error { return e.Last }

// InconclusiveError wraps the error of a poll that says nothing about the object
// and does not end the wait.
type InconclusiveError struct{ Err error }

// Error is the text of the cause.
func (e *InconclusiveError) Error() string { return e.Err.Error() }

// Unwrap returns the cause.
func (e *InconclusiveError) Unwrap() error { return e.Err }

// Poll looks at the objects of a wait. The status is for people.
type Poll func(ctx context.Context) (finished bool, status string, err error)

// Until polls until the poll reports the end or fails, the limit is reached (a
// [*TimeoutError]) or the context ends (its error). The first poll comes after a
// pause, because the caller has just seen the object.
//
// A poll whose repeats would go beyond the limit tells nothing: the server may
// have asked for a longer pause than there is time left. No further poll can
// help then, so the rest of the time passes without one.
func (w Wait) Until(ctx context.Context, poll Poll) error {
	bounded, cancel := context.WithTimeout(ctx, w.Limit)
	defer cancel()
	started := w.Clock.Now()
	var last error
	timeout := func() error { return &TimeoutError{Waited: w.Clock.Now().Sub(started), Last: last} }
	pause := func(d time.Duration) error {
		switch err := w.Clock.Sleep(bounded, d); {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return timeout()
		}
		return nil
	}
	for interval := firstInterval; ; interval = min(time.Duration(float64(interval)*intervalGrowth), maxInterval) {
		left := w.Limit - w.Clock.Now().Sub(started)
		if left <= 0 {
			return timeout()
		}
		if err := pause(min(spread(interval), left)); err != nil {
			return err
		}
		finished, status, err := poll(bounded)
		var inconclusive *InconclusiveError
		switch last = err; {
		case err != nil && ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &inconclusive):
			continue
		case errors.Is(err, context.DeadlineExceeded):
			if err := pause(w.Limit - w.Clock.Now().Sub(started)); err != nil {
				return err
			}
			return timeout()
		case err != nil:
			return err
		}
		if w.Report != nil {
			w.Report(Progress{Status: status, Finished: finished, Elapsed: w.Clock.Now().Sub(started), Limit: w.Limit})
		}
		if finished {
			return nil
		}
	}
}

// ForOne waits until the processing of one object has ended, and returns the
// state that the last poll found.
func (w Wait) ForOne(ctx context.Context, read func(context.Context) (State, error)) (State, error) {
	state := Unreported
	err := w.Until(ctx, func(ctx context.Context) (bool, string, error) {
		found, err := read(ctx)
		if err != nil {
			return false, "", err
		}
		state = found
		return state.Ended(), state.String(), nil
	})
	return state, err
}

// spread varies an interval, because the waits of many resources begin together.
func spread(interval time.Duration) time.Duration {
	return time.Duration(float64(interval) * (1 + jitter*(2*rand.Float64()-1)))
}
