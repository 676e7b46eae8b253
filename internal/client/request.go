package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// call is one operation of the API, independent of host and key.
type call struct {
	// operation is what messages call it, such as "create media".
	operation string
	method    string
	// path holds the segments below the base URL, not escaped.
	path  []string
	query url.Values
	// body is a JSON document, or nil.
	body []byte
	// decode reads the body of a successful answer. Its error means that the
	// body is not the documented one.
	decode func(body []byte) error
	// confidential tells that the answer holds credentials, so that no error
	// may quote it.
	confidential bool
}

// answer is a complete answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// maxRedirects is how many redirects one attempt follows.
const maxRedirects = 3

// send carries out a call: it sends the request, repeats it where that is safe
// and useful, and has a successful answer decoded. Every request to the API
// goes this way.
func (c *Client) send(ctx context.Context, request call) error {
	target, err := c.resolve(request)
	if err != nil {
		return fmt.Errorf("%s: %w", request.operation, err)
	}
	attempts := c.newAttempts(request.operation)
	doubtful := false // Whether an earlier attempt may have been carried out.
	for {
		if err := c.limiter.wait(ctx); err != nil {
			if attempts.count == 0 {
				return newRequestError(request, target, err)
			}
			return attempts.stopped(err)
		}
		sentAt := attempts.begin()
		failed := c.attempt(ctx, request, target, attempts.count)
		if failed == nil {
			return nil
		}
		attempts.end(failed)
		switch {
		case request.method == http.MethodDelete && doubtful && errors.Is(failed.err, ErrNotFound):
			return nil // The earlier attempt did it, without our hearing of it.
		case request.method == http.MethodPost && failed.unclear:
			return &AmbiguousError{Operation: request.operation, SentAt: sentAt, Err: failed.err}
		}
		doubtful = doubtful || failed.unclear
		if err := attempts.next(ctx, failed); err != nil {
			return err
		}
	}
}

// resolve is the call's address. It does not hold the key.
func (c *Client) resolve(request call) (*url.URL, error) {
	segments := make([]string, 0, len(request.path))
	for _, segment := range request.path {
		if segment == "" {
			// The request would reach the collection instead of one of its members.
			return nil, errors.New("the id is empty")
		}
		segments = append(segments, escapeSegment(segment))
	}
	target := c.base.JoinPath(segments...)
	target.RawQuery = request.query.Encode()
	return target, nil
}

// attempt sends a request once, apart from redirects within the API's own
// origin, and judges the answer. It returns nil if the call succeeded.
func (c *Client) attempt(ctx context.Context, request call, target *url.URL, number int) *failure {
	for redirects := 0; ; redirects++ {
		answer, failed := c.exchange(ctx, request, target, number)
		if failed != nil {
			return failed
		}
		next := redirectTarget(target, answer)
		if next == nil || request.method != http.MethodGet || redirects == maxRedirects || !sameOrigin(target, next) {
			return c.judge(request, target, answer)
		}
		target = next
		if err := c.limiter.wait(ctx); err != nil {
			return &failure{err: newRequestError(request, target, err)}
		}
	}
}

// redirectTarget is where an answer redirects to, or nil.
func redirectTarget(from *url.URL, answer answer) *url.URL {
	location := answer.header.Get("Location")
	if !isRedirect(answer.status) || location == "" {
		return nil
	}
	to, err := from.Parse(location)
	if err != nil {
		return nil
	}
	return to
}

// exchange sends one request and reads its answer, whatever it is.
func (c *Client) exchange(ctx context.Context, request call, target *url.URL, number int) (answer, *failure) {
	// Only a request that was given a connection can have reached the server.
	// The transport asks for another connection, and so starts over, if it is
	// sure that nothing was written to the first.
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { connected.Store(false) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	limited, cancel := context.WithTimeout(traced, c.options.RequestTimeout)
	defer cancel()

	started := c.options.Clock.Now()
	result, err := c.roundTrip(limited, request, target)
	c.logAttempt(ctx, request, target, number, result, err, c.options.Clock.Now().Sub(started))
	if err == nil {
		return result, nil
	}

	failed := &failure{unclear: connected.Load(), repeat: repeatAlways}
	switch {
	case ctx.Err() != nil:
		err, failed.repeat = fmt.Errorf("interrupted before there was an answer: %w", ctx.Err()), repeatNever
	case limited.Err() != nil:
		err = &requestTimeoutError{limit: c.options.RequestTimeout}
	case isPermanent(err):
		failed.repeat = repeatNever
	}
	failed.err = newRequestError(request, target, err)
	return answer{}, failed
}

// roundTrip sends one request. The error has no secrets in it.
func (c *Client) roundTrip(ctx context.Context, request call, target *url.URL) (answer, error) {
	var body io.Reader
	if request.body != nil {
		body = bytes.NewReader(request.body)
	}
	message, err := http.NewRequestWithContext(ctx, request.method, target.String(), body)
	if err != nil {
		return answer{}, c.redact.error(err)
	}
	message.Header.Set("Accept", "application/json")
	message.Header.Set("User-Agent", c.options.UserAgent)
	if request.body != nil {
		message.Header.Set("Content-Type", "application/json")
	}
	c.sign(message)

	sent := c.options.Clock.Now()
	response, err := c.api.RoundTrip(message) //nolint:bodyclose // readBody closes it.
	if err != nil {
		return answer{}, c.redact.error(err)
	}
	now := c.options.Clock.Now()
	c.learnServerTime(response.Header, now)
	if response.StatusCode == http.StatusTooManyRequests {
		c.limiter.throttled(sent, retryAfter(response.Header, now))
	} else {
		c.limiter.succeeded()
	}
	content, err := readBody(response)
	if err != nil {
		err = fmt.Errorf("the answer (%s) was cut off: %w", statusText(response.StatusCode), c.redact.error(err))
	}
	return answer{status: response.StatusCode, header: response.Header, body: content}, err
}

// judge decides what an answer means for the call; nil is success.
func (c *Client) judge(request call, target *url.URL, answer answer) *failure {
	if !isSuccess(answer.status) {
		return c.refusal(request, target, answer)
	}
	err := request.decode(answer.body)
	if err == nil {
		return nil
	}
	malformed := &MalformedError{
		Operation:   request.operation,
		StatusCode:  answer.status,
		ContentType: c.redact.header(answer.header, "Content-Type"),
		RequestID:   c.redact.header(answer.header, "X-Request-Id"),
		Err:         c.redact.error(err),
	}
	if !request.confidential {
		malformed.Excerpt = c.redact.excerpt(answer.body)
	}
	return &failure{err: malformed, unclear: true, repeat: repeatTwice}
}

// refusal judges an answer with a status other than success.
func (c *Client) refusal(request call, target *url.URL, answer answer) *failure {
	refused := &APIError{
		Operation:   request.operation,
		Method:      request.method,
		Path:        target.Path,
		StatusCode:  answer.status,
		RequestID:   c.redact.header(answer.header, "X-Request-Id"),
		ContentType: c.redact.header(answer.header, "Content-Type"),
		RetryAfter:  retryAfter(answer.header, c.options.Clock.Now()),
	}
	if to := redirectTarget(target, answer); to != nil {
		refused.Location = origin(to)
	}
	c.readErrorBody(refused, answer.body)
	repeat, unclear := judgeStatus(answer.status)
	return &failure{err: refused, unclear: unclear, repeat: repeat, retryAfter: refused.RetryAfter}
}

// newRequestError wraps the cause of a request without a complete answer.
func newRequestError(request call, target *url.URL, cause error) *RequestError {
	return &RequestError{Operation: request.operation, Method: request.method, URL: origin(target) + target.EscapedPath(), Err: cause}
}

// retryAfter is how long a server asks to wait, in either form of the header.
// A date is measured by the server's own clock. It is 0 if there is nothing to
// be understood.
func retryAfter(header http.Header, now time.Time) time.Duration {
	value := header.Get("Retry-After")
	if seconds, ok := parseSeconds(value); ok {
		return seconds
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return max(0, until.Sub(now))
}
