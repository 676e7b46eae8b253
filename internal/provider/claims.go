package provider

import "sync"

// claims remembers which objects this operation created, changed or deleted, so
// that an earlier look at them is known to be out of date.
type claims struct {
	mu      sync.Mutex
	touched map[string]struct{}
}

func newClaims() *claims { return &claims{touched: map[string]struct{}{}} }

// change notes that this operation creates, changes or deletes the object.
func (c *claims) change(kind, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touched[kind+"/"+id] = struct{}{}
}

// changed reports whether this operation has changed the object.
func (c *claims) changed(kind, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, changed := c.touched[kind+"/"+id]
	return changed
}
