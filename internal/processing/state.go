// Package processing waits until ContentGroove has processed an object.
//
// It promises three things. A wait ends at its limit, whatever the polls answer:
// the limit is also the deadline of the context that the polls run in, so that
// it bounds their repeats and pauses. A wait ends as soon as its context does. And
// what a wait does not know is never taken for the end of processing: null is
// "not finished", and a poll that says nothing about the object is followed by
// another one.
//
// The package knows nothing of Terraform: its callers word the outcome.
package processing

import (
	"fmt"
	"time"
)

// State is how far the processing of an object is.
type State int

// The states of processing.
const (
	// Finished is the end of processing.
	Finished State = iota
	// Pending is processing that goes on.
	Pending
	// Failed is processing that ended without a result.
	Failed
	// Unreported is the null that the API shows of a new object.
	Unreported
)

// String names the state for logs.
func (s State) String() string {
	switch s {
	case Finished:
		return "finished"
	case Pending:
		return "processing"
	case Failed:
		return "failed"
	case Unreported:
		return "not reported yet"
	}
	return fmt.Sprintf("State(%d)", int(s))
}

// Ended reports whether the object will not be processed any further.
func (s State) Ended() bool { return s == Finished || s == Failed }

// Of reads the API's is_processing, which is nil for null.
func Of(isProcessing *bool) State {
	switch {
	case isProcessing == nil:
		return Unreported
	case *isProcessing:
		return Pending
	}
	return Finished
}

// At resolves a state that the API does not report, outside of a wait: it counts
// as pending for the grace after the object was created, and as finished from
// then on. A plan would otherwise stay noisy for ever over an object that never
// leaves that state. A zero time of creation is one that is not known.
func (s State) At(now, createdAt time.Time, grace time.Duration) State {
	switch {
	case s != Unreported:
		return s
	case !createdAt.IsZero() && now.Sub(createdAt) < grace:
		return Pending
	}
	return Finished
}
