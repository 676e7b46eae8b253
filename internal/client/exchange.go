package client

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
)

// answer is a complete answer.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// maxRedirects is how many redirects one attempt follows.
const maxRedirects = 3

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
	trip := c.newTrip(ctx, request.method)
	defer trip.end()
	started := c.options.Clock.Now()
	result, err := c.roundTrip(trip.ctx, request, target)
	c.logAttempt(ctx, request, target, number, result, err, c.options.Clock.Now().Sub(started))
	if err == nil {
		return result, nil
	}

	failed := &failure{unclear: trip.connected.Load()}
	switch {
	case trip.interrupted():
		err = fmt.Errorf("there is no answer yet, and %w", contextError(ctx))
	case trip.ctx.Err() != nil:
		err, failed.repeat = &requestTimeoutError{limit: c.options.RequestTimeout}, repeatAlways
	default:
		failed.repeat = judgeConnectionError(err)
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
	clean := c.redact.forCall(request)
	message, err := http.NewRequestWithContext(ctx, request.method, target.String(), body)
	if err != nil {
		return answer{}, clean.error(err)
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
		return answer{}, clean.error(err)
	}
	now := c.options.Clock.Now()
	c.server.learn(response.Header, now)
	if response.StatusCode == http.StatusTooManyRequests {
		c.limiter.throttled(sent, retryAfterOf(response.Header, now))
	} else {
		c.limiter.succeeded()
	}
	content, err := readBody(response)
	if err != nil {
		err = fmt.Errorf("the answer (%s) was cut off: %w", statusText(response.StatusCode), clean.error(err))
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
	clean := c.redact.forCall(request)
	requestID := clean.header(answer.header, "X-Request-Id")
	if other, ok := errors.AsType[*OtherObjectError](err); ok {
		other.Operation, other.RequestID = request.operation, requestID
		other.ID = clean.excerpt([]byte(other.ID))
		return &failure{err: other, unclear: true, repeat: repeatTwice}
	}
	malformed := &MalformedError{
		Operation:   request.operation,
		StatusCode:  answer.status,
		ContentType: clean.header(answer.header, "Content-Type"),
		RequestID:   requestID,
		Err:         clean.error(err),
	}
	if !request.confidential {
		malformed.Excerpt = clean.excerpt(answer.body)
	}
	return &failure{err: malformed, unclear: true, repeat: repeatTwice}
}

// refusal judges an answer with a status other than success.
func (c *Client) refusal(request call, target *url.URL, answer answer) *failure {
	clean := c.redact.forCall(request)
	refused := &APIError{
		Operation:   request.operation,
		Object:      request.object,
		Method:      request.method,
		Path:        target.Path,
		StatusCode:  answer.status,
		RequestID:   clean.header(answer.header, "X-Request-Id"),
		ContentType: clean.header(answer.header, "Content-Type"),
		RetryAfter:  retryAfterOf(answer.header, c.options.Clock.Now()),
	}
	if to := redirectTarget(target, answer); to != nil {
		refused.Location = clean.text(origin(to))
	}
	readErrorBody(clean, refused, answer)
	repeat, unclear := judgeStatus(answer.status)
	return &failure{err: refused, unclear: unclear, repeat: repeat, retryAfter: refused.RetryAfter}
}

// newRequestError wraps the cause of a request without a complete answer.
func newRequestError(request call, target *url.URL, cause error) *RequestError {
	return &RequestError{Operation: request.operation, Method: request.method, URL: origin(target) + target.EscapedPath(), Err: cause}
}
