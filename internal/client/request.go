package client

import (
	"context"
	"errors"
	"fmt"
	"net/url"
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
	// object is the id of the object that the call is about; "" for a list or
	// a creation.
	object string
	// decode reads the body of a successful answer. Its error means that the
	// body is not the documented one.
	decode func(body []byte) error
	// confidential reports whether the answer holds credentials, so that no error
	// may quote it.
	confidential bool
	// secretURL is an address in the request whose path and query no message may
	// show, or "".
	secretURL string
}

// send carries out a call: it sends the request, repeats it where that is safe
// and useful (see decide), and has a successful answer decoded. Every request to
// the API goes this way.
//
// Every wait ends with the context. So does every request, with one exception:
// a POST that was sent is let finish, see newTrip.
func (c *Client) send(ctx context.Context, request call) error {
	target, err := c.resolve(request)
	if err != nil {
		return fmt.Errorf("%s: %w", request.operation, err)
	}
	attempts := c.newAttempts(request.operation)
	earlierUnclear := false
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
		switch decide(request.method, failed, earlierUnclear) {
		case reportDone:
			return nil
		case reportAmbiguous:
			return &AmbiguousError{Operation: request.operation, SentAt: sentAt, Err: failed.err}
		case giveUp:
			return failed.err
		case tryAgain:
		}
		earlierUnclear = earlierUnclear || failed.unclear
		if err := attempts.wait(ctx, failed); err != nil {
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
