package bulkread

import (
	"context"
	"log/slog"
	"time"
)

// round is one way through the list, from its first page on.
type round struct {
	began time.Time
	// asked is when the last pages were asked for.
	asked time.Time
	// ended is when it turned out that there are no more pages, or that they cannot
	// be read.
	ended time.Time
	// moved is when the round last made progress, by the system's clock.
	moved time.Time
	// next is the number of the page to ask for next.
	next int
	// width is how many pages were asked for at once, and underWay how many of them
	// have not arrived.
	width, underWay int
	// last is set when a page was the last, or could not be read. final is the number
	// of the last page, as far as the server tells; 0 if it does not.
	last  bool
	final int
	// arrived is closed when another page has arrived.
	arrived chan struct{}
	// cancel ends the requests that are under way.
	cancel context.CancelFunc
}

// nextPages asks for the next pages on the way to an object, unless some are
// under way. The channel is closed when one has arrived; nil means that none will
// help, or not within a read's share of time. The lock is held.
func (r *Reader[T]) nextPages(id string, share time.Duration) <-chan struct{} {
	current := r.round
	if current != nil && !current.ended.IsZero() {
		// What a whole round has not shown is not in the list. And a list that
		// takes longer to read than its pages may be used is not read twice.
		if r.isRecent(current.began) || current.ended.Sub(current.began) >= PageLifetime {
			return nil
		}
		current = nil
	}
	if current != nil && current.underWay == 0 && !r.isRecent(current.asked) {
		current.cancel()
		current = nil // It was left in the middle, too long ago.
	}
	if current != nil && !r.objects[id].at.Before(current.began) {
		return nil // This round has passed the object, too long ago.
	}
	if current != nil && current.underWay > 0 {
		if time.Since(current.moved) >= share {
			r.giveUp(current, share)
			return nil // Whoever has waited for so long got nothing.
		}
		return current.arrived
	}
	if r.pages >= r.reads || r.failures >= maxFailures {
		return nil
	}
	if current == nil {
		current = &round{began: r.options.Clock.Now(), next: 1}
	}
	return r.ask(current)
}

// ask asks for the next pages of a round. The lock is held.
func (r *Reader[T]) ask(current *round) <-chan struct{} {
	var ctx context.Context
	if current.cancel != nil {
		current.cancel() // All of its requests have ended.
	}
	ctx, current.cancel = context.WithCancel(r.options.Background)
	r.round = current
	// The more pages there were, the more will there be. The first ones tell how
	// many objects fit on a page, so they come one at a time.
	current.width = min(max(1, 2*current.width), maxWidth)
	if !r.size.known {
		current.width = 1
	}
	current.asked, current.moved, current.arrived = r.options.Clock.Now(), time.Now(), make(chan struct{})
	for ; current.underWay < current.width && r.pages < r.reads; current.next++ {
		if current.underWay > 0 && current.final > 0 && current.next > current.final {
			break // There will hardly be any more.
		}
		current.underWay++
		r.pages++
		go r.fetch(ctx, current, current.next, r.size.ask, current.asked)
	}
	return current.arrived
}

// fetch reads a page.
func (r *Reader[T]) fetch(ctx context.Context, of *round, number, size int, asked time.Time) {
	page, err := r.List(ctx, number, size)

	r.mu.Lock()
	defer r.mu.Unlock()
	r.options.Log.LogAttrs(ctx, slog.LevelDebug, "Read a page for all resources of a type",
		slog.String("type", r.options.Name), slog.Int("page", number), slog.Int("objects", len(page.Items)), slog.Bool("failed", err != nil))
	of.underWay--
	of.moved, of.final = time.Now(), page.Final
	if !of.ended.IsZero() {
		return // It was given up.
	}
	fresh := false
	for _, object := range page.Items {
		id := r.ID(object)
		fresh = fresh || r.objects[id].at.Before(of.began)
		r.objects[id] = listedObject[T]{object, asked}
	}
	switch {
	case err != nil:
		// What the pages do not show is read singly.
		r.failures++
		of.last = true
	case !r.size.known:
		of.next = r.size.learn(size, len(page.Items), page.Last)
		of.last = page.Last || len(page.Items) == 0
	default:
		// A page without anything new is one behind the last, or comes from a server
		// that knows no pages.
		of.last = of.last || page.Last || !fresh
	}
	if of.last && of.underWay == 0 {
		r.end(of)
	}
	close(of.arrived)
	of.arrived = make(chan struct{})
}

// giveUp ends a round that has made no progress within a read's share of time, if
// nobody waits for it any more. The lock is held.
func (r *Reader[T]) giveUp(of *round, share time.Duration) {
	if r.waiting == 0 && of.underWay > 0 && of.ended.IsZero() && time.Since(of.moved) >= share {
		r.failures++
		r.end(of)
		close(of.arrived)
	}
}

// abandon ends a round of which the last reader was interrupted. That says nothing
// about the list, so the next reader may begin anew. The lock is held.
func (r *Reader[T]) abandon(of *round) {
	if r.waiting == 0 && of.underWay > 0 && of.ended.IsZero() {
		r.end(of)
		close(of.arrived)
		if r.round == of {
			r.round = nil
		}
	}
}

// end ends a round. The lock is held.
func (r *Reader[T]) end(of *round) {
	of.ended = r.options.Clock.Now()
	of.cancel()
}
