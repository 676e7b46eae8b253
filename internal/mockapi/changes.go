package mockapi

import "sync"

// changes lets others wait for the next change, of the account, the deliveries,
// the faults or the request log.
type changes struct {
	mu     sync.Mutex
	closed chan struct{}
	count  uint64
}

// next returns a channel that is closed at the next change.
func (c *changes) next() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed == nil {
		c.closed = make(chan struct{})
	}
	return c.closed
}

func (c *changes) announce() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.count++
	if c.closed != nil {
		close(c.closed)
		c.closed = nil
	}
}

// Changed returns a channel that is closed when something changes that can be
// seen from outside: objects, deliveries, faults, the clock or the request log.
func (s *Server) Changed() <-chan struct{} { return s.changes.next() }
