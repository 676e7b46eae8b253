package creation

import (
	"context"
	"sync"
)

// turns are locks by name. Two creations that can match the same object must
// not be under way at once: they could not tell their objects apart. The zero
// value is ready for use.
type turns struct {
	mu    sync.Mutex
	taken map[string]*turn
}

// turn is a lock that goes away when nobody waits for it.
type turn struct {
	free    chan struct{}
	waiters int
}

// take waits for a turn, or for the end of the context. The caller must call
// done.
func (t *turns) take(ctx context.Context, name string) (done func(), err error) {
	t.mu.Lock()
	if t.taken == nil {
		t.taken = map[string]*turn{}
	}
	own, ok := t.taken[name]
	if !ok {
		own = &turn{free: make(chan struct{}, 1)}
		own.free <- struct{}{}
		t.taken[name] = own
	}
	own.waiters++
	t.mu.Unlock()

	leave := func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if own.waiters--; own.waiters == 0 {
			delete(t.taken, name)
		}
	}
	if err := ctx.Err(); err != nil {
		leave()
		return nil, err
	}
	select {
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	case <-own.free:
		return func() { own.free <- struct{}{}; leave() }, nil
	}
}
