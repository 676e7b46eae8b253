package client

import (
	"fmt"
	"time"
)

// RequestError is a request without a complete answer: no connection, a reset,
// a timeout, an interrupt.
type RequestError struct {
	// Operation is what was attempted, such as "read media".
	Operation string
	Method    string
	// URL is the request's address without its query.
	URL string
	// Err is the cause, without secrets.
	Err error
}

// Error tells the operation, the address and the cause.
func (e *RequestError) Error() string {
	return fmt.Sprintf("%s: %s %s: %s", e.Operation, e.Method, e.URL, e.Err)
}

// Unwrap returns the cause.
func (e *RequestError) Unwrap() error { return e.Err }

// OtherObjectError is an answer about another object than the one that was asked
// for. A cache or a proxy that mixes up answers can be the cause. The object is
// not returned: to take it for the right one would change or delete the wrong one.
type OtherObjectError struct {
	// Operation is what was attempted, such as "read media".
	Operation string
	// Want is the id that was asked for, and ID the one in the answer.
	Want, ID  string
	RequestID string
}

// Error names both objects.
func (e *OtherObjectError) Error() string {
	return fmt.Sprintf("%s: the answer is about another object: its id is %q, and %q was asked for", e.Operation, e.ID, e.Want) + requestIDText(e.RequestID)
}

// RetryError ends a call that was worth another attempt, but ran into a limit.
type RetryError struct {
	// Attempts counts the requests sent, and Elapsed is the time since the first.
	Attempts int
	Elapsed  time.Duration
	// Limit is the limit that was hit, or the end of the context while waiting.
	Limit error
	// Err is how the last attempt ended.
	Err error
}

// Error tells how the last attempt ended and why there was no further one.
func (e *RetryError) Error() string {
	noun := "attempts"
	if e.Attempts == 1 {
		noun = "attempt"
	}
	return fmt.Sprintf("%s; gave up after %d %s in %s: %s", e.Err, e.Attempts, noun, readable(e.Elapsed), e.Limit)
}

// Unwrap returns the last attempt's end and the limit.
func (e *RetryError) Unwrap() []error { return []error{e.Err, e.Limit} }

// RetryAfterError ends a call because the server asks to wait for longer than
// [MaxRetryAfter].
type RetryAfterError struct {
	// Wait is how long the server asks to wait, and Until when that is over, by
	// the local clock.
	Wait  time.Duration
	Until time.Time
	// Err is the server's answer. It is nil if the answer was to an earlier call:
	// then nothing was sent.
	Err error
}

// Error tells until when the server asks to wait.
func (e *RetryAfterError) Error() string {
	text := fmt.Sprintf("the server asks to wait %s, until %s; a call waits for %s at most",
		readable(e.Wait), e.Until.Format("2006-01-02 15:04:05 MST"), readable(MaxRetryAfter))
	if e.Err == nil {
		return "nothing was sent, because " + text
	}
	return e.Err.Error() + "; " + text
}

// Unwrap returns the server's answer.
func (e *RetryAfterError) Unwrap() error { return e.Err }

// Is matches an error without an answer with [ErrRateLimited]: only a 429 makes
// other calls wait.
func (e *RetryAfterError) Is(target error) bool { return e.Err == nil && target == ErrRateLimited }
