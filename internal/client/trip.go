package client

import (
	"context"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
)

// trip is the context of one round trip, and what became of the request on it.
type trip struct {
	caller context.Context //nolint:containedctx // A trip lives no longer than its request.
	ctx    context.Context //nolint:containedctx // As above.
	cancel context.CancelFunc
	// finish reports whether a request that was sent is let finish when the
	// caller's context ends.
	finish bool
	// connected reports whether the request was given a connection. Without one it
	// cannot have reached the server.
	connected atomic.Bool
	unwatch   func() bool
}

// newTrip returns the context for one round trip. It ends after the request
// timeout, and with the caller's context.
//
// A POST that was given a connection goes on when the caller's context ends: to
// abandon it would leave an object whose id nobody knows, in order to save a wait
// that the request timeout bounds anyway.
func (c *Client) newTrip(caller context.Context, method string) *trip {
	t := &trip{caller: caller, finish: method == http.MethodPost}
	base := caller
	if t.finish {
		base = context.WithoutCancel(caller)
	}
	base = httptrace.WithClientTrace(base, &httptrace.ClientTrace{
		// The transport asks for another connection, and so starts over, if it is
		// sure that nothing was written to the first.
		GetConn: func(string) { t.connected.Store(false); t.cancelUnsent() },
		GotConn: func(httptrace.GotConnInfo) { t.connected.Store(true) },
	})
	t.ctx, t.cancel = context.WithTimeout(base, c.options.RequestTimeout)
	t.unwatch = context.AfterFunc(caller, t.cancelUnsent)
	return t
}

// cancelUnsent ends the trip if the caller's context has ended and nothing was
// sent yet.
func (t *trip) cancelUnsent() {
	if t.caller.Err() != nil && !t.connected.Load() {
		t.cancel()
	}
}

// interrupted reports whether the end of the caller's context ended the trip.
func (t *trip) interrupted() bool {
	return t.caller.Err() != nil && (!t.finish || !t.connected.Load())
}

// end releases what the trip holds.
func (t *trip) end() {
	t.unwatch()
	t.cancel()
}
