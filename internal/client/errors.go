package client

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
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
	// Object is the id of the object that the request was about; "" for a list or
	// a creation.
	Object string
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
	// Documented reports whether the body is what the API's description says: a
	// JSON document with errors, and for a 404 exactly the documented one.
	// Otherwise something else may have answered instead of the API.
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
		var reasons []string
		for _, object := range e.Errors {
			if reason := object.reason(http.StatusText(e.StatusCode)); reason != "" {
				reasons = append(reasons, reason)
			}
		}
		if len(reasons) > 0 {
			text.WriteString(": " + strings.Join(reasons, "; "))
		}
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
	if text := o.reason(""); text != "" {
		return text
	}
	return "no reason given"
}

// reason is the object as a phrase without what was said before, or "". Nothing
// is said twice: titles tend to repeat the status, and details the title.
func (o ErrorObject) reason(said string) string {
	var parts []string
	for _, part := range []string{o.Title, o.Detail, o.Message} {
		repeats := func(earlier string) bool { return strings.EqualFold(earlier, strings.TrimRight(part, ".")) }
		if part != "" && !repeats(said) && !slices.ContainsFunc(parts, repeats) {
			parts = append(parts, strings.TrimRight(part, "."))
		}
	}
	text := strings.Join(parts, ": ")
	if o.Code != "" {
		text += " (" + o.Code + ")"
	}
	if o.Pointer != "" {
		text += " at " + o.Pointer
	}
	if o.Parameter != "" {
		text += " in the parameter " + o.Parameter
	}
	return strings.TrimSpace(text)
}

// requestTimeoutError ends an attempt that took too long. It does not wrap the
// context's own error, which would look like the caller's deadline.
type requestTimeoutError struct{ limit time.Duration }

// Error tells the limit.
func (e *requestTimeoutError) Error() string {
	return fmt.Sprintf("no complete answer within %s", readable(e.limit))
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
