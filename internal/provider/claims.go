package provider

import "sync"

// claims remembers which remote objects belong to a resource of this Terraform
// operation, and lets identical creations run one after the other. Both serve
// the search after a creation that ended without an answer: an object that is
// already somebody's is never taken for the lost one.
type claims struct {
	mu    sync.Mutex
	owned map[string]struct{}
	// touched are the objects that this operation created, changed or deleted.
	touched map[string]struct{}
	turns   map[string]*turn
}

// turn is a lock that goes away when nobody waits for it.
type turn struct {
	mu      sync.Mutex
	waiters int
}

func newClaims() *claims {
	return &claims{owned: map[string]struct{}{}, touched: map[string]struct{}{}, turns: map[string]*turn{}}
}

// claim marks the object as owned. It tells whether it was free until now.
func (c *claims) claim(kind, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	key := kind + "/" + id
	_, taken := c.owned[key]
	c.owned[key] = struct{}{}
	return !taken
}

// claimed tells whether the object is owned.
func (c *claims) claimed(kind, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, taken := c.owned[kind+"/"+id]
	return taken
}

// change notes that this operation creates, changes or deletes the object, so
// that an earlier look at it is out of date.
func (c *claims) change(kind, id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.touched[kind+"/"+id] = struct{}{}
}

// changed tells whether this operation has changed the object.
func (c *claims) changed(kind, id string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, changed := c.touched[kind+"/"+id]
	return changed
}

// takeTurn waits until no other creation with the same fingerprint is under
// way. Two identical creations at once could not tell their objects apart.
// The caller must call the returned function when its object has an owner.
func (c *claims) takeTurn(fingerprint string) (done func()) {
	c.mu.Lock()
	own, ok := c.turns[fingerprint]
	if !ok {
		own = &turn{}
		c.turns[fingerprint] = own
	}
	own.waiters++
	c.mu.Unlock()

	own.mu.Lock()
	return func() {
		own.mu.Unlock()
		c.mu.Lock()
		defer c.mu.Unlock()
		if own.waiters--; own.waiters == 0 {
			delete(c.turns, fingerprint)
		}
	}
}
