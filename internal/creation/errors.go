package creation

import (
	"fmt"
	"time"
)

// InterruptedError says that the creation was stopped before anything was sent.
type InterruptedError struct {
	Label string
	Err   error
}

// Error says what was interrupted.
func (e *InterruptedError) Error() string {
	return fmt.Sprintf("the creation of %s was interrupted before anything was sent: %v", e.Label, e.Err)
}

// Unwrap returns the context's error.
func (e *InterruptedError) Unwrap() error { return e.Err }

// UnresolvedError says that nobody knows the outcome of a POST, or which object
// is its outcome.
type UnresolvedError struct {
	Label string
	// Err is how the POST ended; nil if an earlier run sent it.
	Err error
	// SentAt is when it was sent, by the clock of this machine.
	SentAt time.Time
	// Candidates are the objects that may be the outcome.
	Candidates []Facts
	// SearchErr is why the search could not be finished; the context's error if it
	// was interrupted.
	SearchErr error
	// Until is when the POST cannot have an effect any more.
	Until time.Time
	// File is the entry; "" if there is no journal.
	File string
}

// Error says what is not known.
func (e *UnresolvedError) Error() string {
	return fmt.Sprintf("it is not known whether %s was created", e.Label)
}

// Unwrap returns how the POST ended.
func (e *UnresolvedError) Unwrap() error { return e.Err }

// AbsentError says that a POST ended without an answer, and that its object has
// not appeared as long as it could.
type AbsentError struct {
	Label string
	// Err is how the POST ended.
	Err error
	// File is the entry; "" if there is no journal.
	File string
}

// Error says what did not appear.
func (e *AbsentError) Error() string {
	return fmt.Sprintf("%s has not appeared: %v", e.Label, e.Err)
}

// Unwrap returns how the POST ended.
func (e *AbsentError) Unwrap() error { return e.Err }

// OwnedError says that the object of this creation belongs to another resource.
type OwnedError struct {
	ID, Label string
	// Resumed reports that an earlier run created the object. Otherwise the service
	// has answered the POST with an object that existed.
	Resumed bool
}

// Error names the object.
func (e *OwnedError) Error() string {
	return fmt.Sprintf("%s (id %s) belongs to another resource", e.Label, e.ID)
}

// OtherKeyError says that an earlier run created the object with another API
// key, and that this one does not find it.
type OtherKeyError struct{ ID, Label, File string }

// Error names the object.
func (e *OtherKeyError) Error() string {
	return fmt.Sprintf("an interrupted run created %s (id %s) with another API key", e.Label, e.ID)
}

// ResumeError says that the object of an earlier run cannot be read.
type ResumeError struct {
	ID, Label string
	Err       error
}

// Error names the object and the reason.
func (e *ResumeError) Error() string {
	return fmt.Sprintf("cannot read %s (id %s), which an interrupted run created: %v", e.Label, e.ID, e.Err)
}

// Unwrap returns the reason.
func (e *ResumeError) Unwrap() error { return e.Err }

// BusyError says that another process creates the same object, and has not
// ended although its Terraform has.
type BusyError struct {
	Label  string
	Waited time.Duration
	// File is the other process's entry.
	File string
}

// Error says how long was waited.
func (e *BusyError) Error() string {
	return fmt.Sprintf("the provider of a run that was killed is still creating %s after %s", e.Label, e.Waited)
}
