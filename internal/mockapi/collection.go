package mockapi

import (
	"slices"
	"sort"
	"time"
)

// record is what a collection has to know of its members.
type record interface {
	recordID() string
	recordCreatedAt() time.Time
}

// collection holds records by id and in the order of their creation. A look-up
// costs the same however many there are, and a page in creation order costs its
// own length only.
type collection[T record] struct {
	byID    map[string]T
	ordered []T
}

func newCollection[T record]() *collection[T] {
	return &collection[T]{byID: map[string]T{}}
}

func (c *collection[T]) get(id string) (T, bool) {
	r, ok := c.byID[id]
	return r, ok
}

// add puts r behind everything that is not younger. Seeded records may be of any
// age; created ones are the youngest and go to the end at once.
func (c *collection[T]) add(r T) {
	created := r.recordCreatedAt()
	at := sort.Search(len(c.ordered), func(i int) bool {
		return c.ordered[i].recordCreatedAt().After(created)
	})
	c.ordered = slices.Insert(c.ordered, at, r)
	c.byID[r.recordID()] = r
}

func (c *collection[T]) remove(id string) bool {
	r, ok := c.byID[id]
	if !ok {
		return false
	}
	delete(c.byID, id)
	created := r.recordCreatedAt()
	at := sort.Search(len(c.ordered), func(i int) bool {
		return !c.ordered[i].recordCreatedAt().Before(created)
	})
	for c.ordered[at].recordID() != id {
		at++
	}
	c.ordered = slices.Delete(c.ordered, at, at+1)
	return true
}
