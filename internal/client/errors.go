package client

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Kinds of refusal, to be used with [errors.Is] on any error of this package.
var (
	// ErrNotFound is a 404: the object does not exist, or not for this key.
	ErrNotFound = errors.New("not found")
	// ErrUnauthorized is a 401 or 403: the key is missing, wrong or not enough.
	ErrUnauthorized = errors.New("unauthorized")
	// ErrQuotaExceeded is a 402: the account's quota is used up.
	ErrQuotaExceeded = errors.New("quota exceeded")
	// ErrRateLimited is a 429: too many requests in too short a time.
	ErrRateLimited = errors.New("rate limited")
	// ErrServer is any 5xx: the server failed.
	ErrServer = errors.New("server error")
	// ErrRequestTimeout is no answer within [Options].RequestTimeout.
	ErrRequestTimeout = errors.New("request timeout")
)

// APIError is an answer with a status other than success.
type APIError struct {
	// Operation is what was attempted, such as "create media".
	Operation string
	// Method and Path are those of the request; the path has no query.
	Method, Path string
	StatusCode   int
	// RequestID is the answer's X-Request-Id, by which support finds the request.
	RequestID string
	// Errors are the API's own words.
	Errors []ErrorObject
	// Excerpt is the beginning of a body that is not JSON, as one printable line.
	Excerpt     string
	ContentType string
	// Location is the scheme and host that a refused redirect points to.
	Location string
	// Attempts counts the requests of the call, this one included, and Elapsed
	// is the time from the first to the end of this one.
	Attempts int
	Elapsed  time.Duration
	// RetryAfter is how long the server asked to wait; 0 if it did not.
	RetryAfter time.Duration
	// Documented tells that the body had the documented shape: a JSON document
	// with errors. Otherwise a proxy may have answered instead of the API.
	Documented bool
}

// ErrorObject is one entry of the errors of an answer. Any field may be empty.
type ErrorObject struct {
	Code, Title, Detail, Message string
	// Status may differ from the answer's own: quota errors say 422 inside a 402.
	Status string
	// Pointer is the part of the request that is at fault, as in "/data/attributes/name".
	Pointer string
	// Parameter is the query parameter that is at fault, as in "filter[name_eq]".
	Parameter string
}

// Error tells the operation, the status, the API's own words and the request id.
func (e *APIError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: the API answered %s", e.Operation, statusText(e.StatusCode))
	switch {
	case e.Location != "":
		fmt.Fprintf(&text, ", a redirect to %s, which is not followed", e.Location)
	case len(e.Errors) > 0:
		words := make([]string, 0, len(e.Errors))
		for _, object := range e.Errors {
			words = append(words, object.String())
		}
		text.WriteString(": " + strings.Join(words, "; "))
	case e.Excerpt != "":
		fmt.Fprintf(&text, " with a body (%s) that begins %q", e.ContentType, e.Excerpt)
	}
	text.WriteString(requestIDText(e.RequestID))
	return text.String()
}

// Is matches the error with the kinds above.
func (e *APIError) Is(target error) bool {
	switch target {
	case ErrNotFound:
		return e.StatusCode == http.StatusNotFound
	case ErrUnauthorized:
		return e.StatusCode == http.StatusUnauthorized || e.StatusCode == http.StatusForbidden
	case ErrQuotaExceeded:
		return e.StatusCode == http.StatusPaymentRequired
	case ErrRateLimited:
		return e.StatusCode == http.StatusTooManyRequests
	case ErrServer:
		return e.StatusCode >= http.StatusInternalServerError
	default:
		return false
	}
}

// String is the object as a phrase.
func (o ErrorObject) String() string {
	var parts []string
	for _, part := range []string{o.Title, o.Detail, o.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	text := strings.Join(parts, ": ")
	if text == "" {
		text = "no reason given"
	}
	if o.Code != "" {
		text += " (" + o.Code + ")"
	}
	if o.Pointer != "" {
		text += " at " + o.Pointer
	}
	if o.Parameter != "" {
		text += " in the parameter " + o.Parameter
	}
	return text
}

// requestTimeoutError ends an attempt that took too long. It does not wrap the
// context's own error, which would look like the caller's deadline.
type requestTimeoutError struct{ limit time.Duration }

// Error tells the limit.
func (e *requestTimeoutError) Error() string {
	return fmt.Sprintf("no complete answer within %s", e.limit)
}

// Is matches the error with its kind.
func (e *requestTimeoutError) Is(target error) bool { return target == ErrRequestTimeout }

// AmbiguousError ends a create request that may or may not have been carried
// out: it was sent, and no clear answer came back. Repeating it could create
// the object twice.
type AmbiguousError struct {
	// Operation is what was attempted, such as "create media".
	Operation string
	// SentAt is the local time just before the request was sent.
	SentAt time.Time
	// Err is why there is no clear answer.
	Err error
}

// Error tells the cause and that the outcome is unknown.
func (e *AmbiguousError) Error() string {
	return e.Err.Error() + "; the request may or may not have been carried out"
}

// Unwrap returns the cause.
func (e *AmbiguousError) Unwrap() error { return e.Err }

// MalformedError is an answer with a success status, but not the documented
// document: a login page, an unknown shape, a body that was cut off.
type MalformedError struct {
	// Operation is what was attempted, such as "read media".
	Operation   string
	StatusCode  int
	ContentType string
	// Excerpt is the beginning of the body, as one printable line.
	Excerpt   string
	RequestID string
	// Err is what is wrong with the document.
	Err error
}

// Error tells what is wrong with the answer and how it begins.
func (e *MalformedError) Error() string {
	text := fmt.Sprintf("%s: the answer (%s, content type %q) is not the documented document: %s",
		e.Operation, statusText(e.StatusCode), e.ContentType, e.Err)
	if e.Excerpt != "" {
		text += fmt.Sprintf("; it begins %q", e.Excerpt)
	}
	return text + requestIDText(e.RequestID)
}

// Unwrap returns what is wrong with the document.
func (e *MalformedError) Unwrap() error { return e.Err }

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
	return fmt.Sprintf("%s; gave up after %d %s in %s: %s", e.Err, e.Attempts, noun, rounded(e.Elapsed), e.Limit)
}

// Unwrap returns the last attempt's end and the limit.
func (e *RetryError) Unwrap() []error { return []error{e.Err, e.Limit} }

// statusText is a status with its name, as in "404 Not Found".
func statusText(code int) string {
	return strings.TrimSpace(fmt.Sprintf("%d %s", code, http.StatusText(code)))
}

// requestIDText is the end of an error's text.
func requestIDText(id string) string {
	if id == "" {
		return ""
	}
	return " (request id " + id + ")"
}
