package creation

import (
	"context"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Before is what was on the server before a POST, as far as it could be mistaken
// for its outcome.
type Before struct {
	// IDs are the objects that have the traits of the request.
	IDs []string `json:"ids,omitempty"`
	// Complete reports that IDs are all of them.
	Complete bool `json:"complete,omitempty"`
	// Floor is when the oldest object was created that was looked at, by the
	// server's dates. Older ones were there before. Zero if that is not known.
	Floor time.Time `json:"floor,omitzero"`
}

// overview is one look at the newest objects of a kind, taken before the first
// POST of an operation. It costs one request, and is what makes the search
// independent of clocks: an object that was there before is never taken for the
// outcome of a later POST.
type overview struct {
	once     sync.Once
	objects  []Facts
	complete bool
	floor    time.Time
}

const (
	// overviewSize is how many objects are looked at: a page, as a rule.
	overviewSize = 100
	// overviewTimeout bounds the look. A creation goes on without it.
	overviewTimeout = 10 * time.Second
)

// overview returns the look at a kind's newest objects.
func (l *Ledger) overview(kind string) *overview {
	l.mu.Lock()
	defer l.mu.Unlock()
	look, ok := l.befores[kind]
	if !ok {
		look = &overview{}
		l.befores[kind] = look
	}
	return look
}

// before returns what is on the server that could be mistaken for the outcome
// of the creation.
func (c *creating[T]) before(ctx context.Context) Before {
	look := c.ledger.overview(c.Kind)
	look.once.Do(func() { c.lookAround(ctx, look) })
	before := Before{Complete: look.complete, Floor: look.floor}
	wanted := c.Traits.hashed()
	for _, facts := range look.objects {
		if wanted.allow(facts.Traits.hashed()) {
			before.IDs = append(before.IDs, facts.ID)
		}
	}
	return before
}

// lookAround lists the newest objects. A list that fails leaves nothing known.
func (c *creating[T]) lookAround(ctx context.Context, look *overview) {
	ctx, cancel := context.WithTimeout(ctx, overviewTimeout)
	defer cancel()
	var objects []Facts
	order := descending{}
	for each, err := range c.Newest(ctx) {
		if err != nil {
			c.log.DebugContext(ctx, "Cannot look at the newest objects before the first creation", "error", err)
			return
		}
		facts := c.Describe(each)
		order.add(facts.CreatedAt)
		if objects = append(objects, facts); len(objects) == overviewSize {
			break
		}
	}
	look.objects = objects
	look.complete = len(objects) < overviewSize
	if !look.complete && !order.broken {
		look.floor = order.last
	}
}

// descending checks that a list is sorted by creation, newest first.
type descending struct {
	last   time.Time
	count  int
	broken bool
}

// add takes the next object's timestamp.
func (d *descending) add(createdAt string) {
	at, ok := client.ParseTime(createdAt)
	if !ok || d.count > 0 && at.After(d.last) {
		d.broken = true
		return
	}
	d.last = at
	d.count++
}
