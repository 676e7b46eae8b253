package fastpath

import (
	"context"
	"sync/atomic"
	"time"
)

// detached makes a call of which the framework keeps next to nothing.
//
// The framework holds on to the context of every call until the provider stops,
// in order to cancel them all. With a context come the loggers and the request,
// about 20 KB together: over ten thousand resources, which are four calls each,
// that is a gigabyte that the garbage collector walks again and again.
func detached[Q, R any](ctx context.Context, req Q, call func(context.Context, Q) (R, error)) (R, error) {
	held := &callContext{}
	held.current.Store(&ctx)
	defer held.forget()    //nolint:contextcheck // It ends the context.
	return call(held, req) //nolint:contextcheck // It inherits all of the call's context, for as long as that lasts.
}

// endedContext is the context of a call that is over.
var endedContext = func() context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	return ctx
}()

// callContext is the context of a call as long as that lasts, and an empty one,
// which is cancelled, from then on.
type callContext struct {
	current atomic.Pointer[context.Context]
}

var _ context.Context = (*callContext)(nil)

// forget ends the call.
func (c *callContext) forget() { c.current.Store(nil) }

func (c *callContext) now() context.Context {
	if ctx := c.current.Load(); ctx != nil {
		return *ctx
	}
	return endedContext
}

// Deadline is when the call has to end.
func (c *callContext) Deadline() (time.Time, bool) { return c.now().Deadline() }

// Done is closed when the call is cancelled. It must be the call's own channel:
// by that, contexts made from this one find their parent without a goroutine.
func (c *callContext) Done() <-chan struct{} { return c.now().Done() }

// Err reports why the call was cancelled.
func (c *callContext) Err() error { return c.now().Err() }

// Value returns what the call's context carries.
func (c *callContext) Value(key any) any { return c.now().Value(key) }
