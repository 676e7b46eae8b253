package provider

import (
	"context"
	"iter"
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
	off   bool
	get   getFunc[T]
	pages pagesFunc[T]
	id    func(*T) string

	mu sync.Mutex
	// reads counts the objects that were asked for since the snapshot began.
	reads int
	// details counts the objects that were read singly although a page had them.
	details  int
	snapshot *snapshot[T]
}

type (
	// getFunc reads one object.
	getFunc[T any] func(*client.Client, context.Context, string) (*T, error)
	// pagesFunc lists all objects.
	pagesFunc[T any] func(*client.Client, context.Context, client.ListOptions) iter.Seq2[client.Page[*T], error]
)

func newBulkReader[T any](conn *connection, kind string, get getFunc[T], pages pagesFunc[T], id func(*T) string) *bulkReader[T] {
	return &bulkReader[T]{
		background: conn.options.background, clock: conn.options.clock, log: conn.options.logger, claims: conn.claims,
		kind: kind, off: !conn.configuration.bulkRead, get: get, pages: pages, id: id,
	}
}

// snapshot is the part of a list that has been read so far.
type snapshot[T any] struct {
	began   time.Time
	objects map[string]*T
	// fetched counts pages.
	fetched int
	// complete tells that there are no more pages, or that they cannot be read.
	complete bool
	// fetching is closed when the page that is under way has arrived; nil when
	// none is.
	fetching chan struct{}
	next     func() (client.Page[*T], error, bool)
	stop     func()
}

// read returns the object, from a page if one shows it in a way that suffices (or
// too many did not), and by its id otherwise. Only the latter can say that an object does not exist.
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
	if r.snapshot == nil || r.clock.Now().Sub(r.snapshot.began) >= bulkReadLifetime {
		return nil
	}
	object := r.snapshot.objects[id]
	if object == nil || (r.details < bulkReadDetails && !suffices(object)) {
		return nil
	}
	r.reads++
	return object
}

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
	pages := r.current(api)
	for {
		if object, found := pages.objects[id]; found {
			return object
		}
		if pages.complete || (pages.fetching == nil && pages.fetched >= r.reads) {
			return nil
		}
		if pages.fetching == nil {
			pages.fetching = make(chan struct{})
			go r.fetch(pages)
		}
		arrived := pages.fetching
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

// current returns the snapshot, a new one if the last has become too old.
func (r *bulkReader[T]) current(api *client.Client) *snapshot[T] {
	now := r.clock.Now()
	if r.snapshot != nil && (r.snapshot.fetching != nil || now.Sub(r.snapshot.began) < bulkReadLifetime) {
		return r.snapshot
	}
	if r.snapshot != nil {
		r.snapshot.stop()
	}
	next, stop := iter.Pull2(r.pages(api, r.background, client.ListOptions{Sort: oldestFirst}))
	r.snapshot = &snapshot[T]{began: now, objects: map[string]*T{}, next: next, stop: stop}
	return r.snapshot
}

// fetch reads the next page. Readers wait for it, each as long as its own
// context lasts.
func (r *bulkReader[T]) fetch(pages *snapshot[T]) {
	page, err, ok := pages.next()

	r.mu.Lock()
	defer r.mu.Unlock()
	for _, object := range page.Items {
		pages.objects[r.id(object)] = object
	}
	pages.fetched++
	if err != nil || !ok || page.Last {
		// After an error, what the pages do not show is read singly.
		pages.complete = true
		pages.stop()
	}
	r.log.LogAttrs(r.background, slog.LevelDebug, "Read a page for all resources of a type",
		slog.String("kind", r.kind), slog.Int("page", page.Number), slog.Int("objects", len(page.Items)), slog.Bool("failed", err != nil))
	close(pages.fetching)
	pages.fetching = nil
}
