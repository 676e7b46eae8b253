package provider

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// A refresh of many resources asks for every object by its id, one request each.
// bulkReader answers most of these reads from pages of the list instead, without
// ever asking for more pages than there were reads: in the worst case, a small
// state in a large account, that is twice the requests; in the usual one, a
// hundredth.

// Limits of bulk reads.
const (
	// bulkReadAfter is how many objects of a type are read singly before the
	// first page is asked for.
	bulkReadAfter = 3
	// bulkReadDetails is how many objects that a page shows are read singly all the
	// same, for what it leaves out. Those beyond keep what the state knows; a later
	// refresh gets to them.
	bulkReadDetails = 16
	// bulkReadWidth is how many pages are asked for at once: one at first, then two,
	// then this many.
	bulkReadWidth = 4
	// bulkReadLifetime is how old a page may be to answer a read.
	bulkReadLifetime = time.Minute
)

// bulkReader reads objects of one type for all resources of a Terraform
// operation.
type bulkReader[T any] struct {
	// background is the context in which pages are read. They serve all readers,
	// so they must not end with the call of one; each request has a time limit.
	background context.Context
	clock      client.Clock
	log        *slog.Logger
	claims     *claims
	kind       string
	// off reads every object singly.
	off  bool
	get  getFunc[T]
	page pageFunc[T]
	id   func(*T) string

	mu sync.Mutex
	// reads counts the objects that were asked for, fetched the pages, and details
	// the objects that were read singly although a page had them.
	reads, fetched, details int
	// objects are what pages have shown, by id.
	objects map[string]listedObject[T]
	// round is the list that is being read, or was read last.
	round *bulkRound
}

// listedObject is what a page showed that was asked for at a time.
type listedObject[T any] struct {
	object *T
	at     time.Time
}

// bulkRound is one way through the list, from its first page on.
type bulkRound struct {
	began time.Time
	// asked is when the last pages were asked for.
	asked time.Time
	// ended is when it turned out that there are no more pages, or that they cannot
	// be read.
	ended time.Time
	// next is the number of the page to ask for next.
	next int
	// width is how many pages were asked for at once, and underWay how many of them
	// have not arrived.
	width, underWay int
	// last tells that a page was the last, or could not be read.
	last bool
	// arrived is closed when another page has arrived.
	arrived chan struct{}
}

type (
	// getFunc reads one object.
	getFunc[T any] func(*client.Client, context.Context, string) (*T, error)
	// pageFunc reads a page of the list of all objects.
	pageFunc[T any] func(*client.Client, context.Context, client.ListOptions, int) (client.Page[*T], error)
)

func newBulkReader[T any](conn *connection, kind string, get getFunc[T], page pageFunc[T], id func(*T) string) *bulkReader[T] {
	return &bulkReader[T]{
		background: conn.options.background, clock: conn.options.clock, log: conn.options.logger, claims: conn.claims,
		kind: kind, off: !conn.configuration.bulkRead, get: get, page: page, id: id,
	}
}

// read returns the object, from a page if one shows it in a way that suffices (or
// too many did not), and by its id otherwise. Only the latter can say that an
// object does not exist.
func (r *bulkReader[T]) read(ctx context.Context, api *client.Client, id string, suffices func(*T) bool) (*T, error) {
	if object := r.listed(ctx, api, id); object != nil && (suffices(object) || !r.detail()) {
		return object, nil
	}
	return r.get(api, ctx, id)
}

// peek returns the object if a page that is there already shows it, in a way that
// suffices or as well as it will get in this run. It asks for nothing.
func (r *bulkReader[T]) peek(id string, suffices func(*T) bool) *T {
	if r.off || r.claims.changed(r.kind, id) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	object := r.shown(id)
	if object == nil || (r.details < bulkReadDetails && !suffices(object)) {
		return nil
	}
	r.reads++
	return object
}

// shown returns the object as a page has shown it of late, or nil. The lock is
// held.
func (r *bulkReader[T]) shown(id string) *T {
	if listed := r.objects[id]; r.isRecent(listed.at) {
		return listed.object
	}
	return nil
}

func (r *bulkReader[T]) isRecent(at time.Time) bool { return r.clock.Now().Sub(at) < bulkReadLifetime }

// detail tells whether one more object may be read singly for what a page does
// not show of it.
func (r *bulkReader[T]) detail() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.details++
	return r.details <= bulkReadDetails
}

// listed looks for the object on the pages, and asks for more pages as long as
// fewer of them were read than objects were asked for.
func (r *bulkReader[T]) listed(ctx context.Context, api *client.Client, id string) *T {
	// A page may show an object as it was before this operation changed it.
	if r.off || r.claims.changed(r.kind, id) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.reads++
	if r.reads <= bulkReadAfter {
		return nil
	}
	for {
		if object := r.shown(id); object != nil {
			return object
		}
		arrived := r.nextPage(api, id)
		if arrived == nil {
			return nil
		}
		r.mu.Unlock()
		select {
		case <-arrived:
			r.mu.Lock()
		case <-ctx.Done():
			r.mu.Lock()
			return nil
		}
	}
}

// nextPage asks for the next pages on the way to an object, unless some are under
// way. The channel is closed when one has arrived; nil means that none will help.
// The lock is held.
func (r *bulkReader[T]) nextPage(api *client.Client, id string) <-chan struct{} {
	round := r.round
	if round != nil && !round.ended.IsZero() {
		// What a whole round has not shown is not in the list. And a list that
		// takes longer to read than its pages may be used is not read twice.
		if r.isRecent(round.began) || round.ended.Sub(round.began) >= bulkReadLifetime {
			return nil
		}
		round = nil
	}
	if round != nil && round.underWay == 0 && !r.isRecent(round.asked) {
		round = nil // It was left in the middle, too long ago.
	}
	if round != nil && !r.objects[id].at.Before(round.began) {
		return nil // This round has passed the object, too long ago.
	}
	if round != nil && round.underWay > 0 {
		return round.arrived
	}
	if r.fetched >= r.reads {
		return nil
	}
	if round == nil {
		round = &bulkRound{began: r.clock.Now(), next: 1}
		r.round = round
	}
	// The more pages there were, the more will there be.
	round.width = min(max(1, 2*round.width), bulkReadWidth)
	round.asked, round.arrived = r.clock.Now(), make(chan struct{})
	for ; round.underWay < round.width && r.fetched < r.reads; round.next++ {
		round.underWay++
		r.fetched++
		go r.fetch(api, round, round.next, round.asked)
	}
	return round.arrived
}

// fetch reads a page. Readers wait for it, each as long as its own context lasts.
func (r *bulkReader[T]) fetch(api *client.Client, round *bulkRound, number int, asked time.Time) {
	page, err := r.page(api, r.background, client.ListOptions{Sort: oldestFirst}, number)

	r.mu.Lock()
	defer r.mu.Unlock()
	if r.objects == nil {
		r.objects = map[string]listedObject[T]{}
	}
	news := false
	for _, object := range page.Items {
		id := r.id(object)
		news = news || r.objects[id].at.Before(round.began)
		r.objects[id] = listedObject[T]{object, asked}
	}
	r.log.LogAttrs(r.background, slog.LevelDebug, "Read a page for all resources of a type",
		slog.String("kind", r.kind), slog.Int("page", number), slog.Int("objects", len(page.Items)), slog.Bool("failed", err != nil))
	round.underWay--
	// After an error, what the pages do not show is read singly. A page without
	// news is one behind the last, or comes from a server that knows no pages.
	round.last = round.last || page.Last || !news || err != nil
	if round.last && round.underWay == 0 {
		round.ended = r.clock.Now()
	}
	close(round.arrived)
	round.arrived = make(chan struct{})
}
