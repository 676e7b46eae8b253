// Package bulkread reads objects by their ids: many of them from few pages of a
// list, the others singly.
//
// It promises these things.
//
//   - Pages only ever confirm. That an object does not exist, or is not as the
//     caller expects it, is said by a read of the object itself.
//   - A page is believed for a minute, and never for an object that this process
//     has changed.
//   - No more pages are asked for than objects were. A list whose pages hold m
//     objects answers n reads with n/m + 5 requests.
//   - A list that hangs, fails or repeats itself costs a read a quarter of the time
//     that it has, and [MaxShare] at most; the object is then read singly. After two
//     such failures the list is left alone.
//   - A read ends with its context. The requests for pages that everybody has given
//     up waiting for are cancelled.
//   - Only an answer that is trusted makes a [*GoneError], see [Patience].
//
// The package knows nothing of Terraform.
package bulkread

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Limits of bulk reads.
const (
	// singleReads is how many objects are read singly before the first page is
	// asked for.
	singleReads = 2
	// partialReads is how many objects that a page shows in part are read singly
	// for the rest. Those beyond keep what the caller knows; a later run gets to them.
	partialReads = 16
	// maxWidth is how many pages are asked for at once: one at first, then two,
	// then this many.
	maxWidth = 4
	// PageLifetime is how old a page may be to answer a read.
	PageLifetime = time.Minute
	// MaxShare is the longest time that a read waits for pages. A read with a
	// deadline waits for a quarter of the time that is left, if that is shorter.
	MaxShare = 30 * time.Second
	// maxFailures is how many rounds through the list may fail.
	maxFailures = 2
)

// Assessment is what a caller thinks of an object that a page shows.
type Assessment int

const (
	// Complete is an object that needs no further look.
	Complete Assessment = iota
	// Partial is an object of which a page leaves something out.
	Partial
	// Doubtful is an object that is not as the caller expects it. The list may lag
	// behind, so the object itself is asked.
	Doubtful
)

// Source is where objects come from. All functions must be safe for concurrent
// use.
type Source[T any] struct {
	// Get reads one object.
	Get func(ctx context.Context, id string) (*T, error)
	// List reads a page of the list of all objects. The server may put fewer on it
	// than size.
	List func(ctx context.Context, number, size int) (client.Page[*T], error)
	// ID returns the id of an object.
	ID func(*T) string
}

// Options are the surroundings of a [Reader].
type Options struct {
	// Name is what logs call the objects.
	Name string
	// SinglyOnly switches pages off.
	SinglyOnly bool
	// Background is the context of pages, which serve many reads.
	Background context.Context
	Clock      client.Clock
	Log        *slog.Logger
	Patience   Patience
}

// Reader reads the objects of one type for everybody in this process. It is safe
// for concurrent use.
type Reader[T any] struct {
	Source[T]

	options Options

	mu sync.Mutex
	// reads counts the objects that were asked for, pages the pages, and partial
	// the objects that were read singly although a page shows them in part.
	reads, pages, partial int
	// failures counts the rounds that failed.
	failures int
	// objects are what pages have shown, by id.
	objects map[string]listedObject[T]
	// changed are the objects that this process has changed.
	changed map[string]struct{}
	size    pageSize
	// round is the list that is being read, or was read last.
	round *round
	// waiting counts the reads that wait for a page.
	waiting int
}

// listedObject is what a page showed that was asked for at a time.
type listedObject[T any] struct {
	object *T
	at     time.Time
}

// New returns a reader.
func New[T any](source Source[T], options Options) *Reader[T] {
	return &Reader[T]{Source: source, options: options, objects: map[string]listedObject[T]{}, changed: map[string]struct{}{}, size: newPageSize()}
}

// Read returns an object: from a page if one shows it and it is assessed well
// enough, else by its id. The time of creation is for [Patience].
func (r *Reader[T]) Read(ctx context.Context, id string, createdAt time.Time, assess func(*T) Assessment) (*T, error) {
	if object := r.listed(ctx, id); object != nil && r.accepts(assess(object)) {
		return object, nil
	}
	return r.Single(ctx, id, createdAt)
}

// Single reads an object by its id, with [Patience].
func (r *Reader[T]) Single(ctx context.Context, id string, createdAt time.Time) (*T, error) {
	var object *T
	err := r.options.Patience.Call(ctx, createdAt, func(ctx context.Context) (err error) {
		object, err = r.Get(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	return object, nil
}

// Cached returns the object if a page that is there already shows it, and it is
// assessed as well as it will be in this run. It asks for nothing.
func (r *Reader[T]) Cached(id string, assess func(*T) Assessment) *T {
	r.mu.Lock()
	defer r.mu.Unlock()
	object := r.shown(id)
	if object == nil {
		return nil
	}
	switch assess(object) {
	case Doubtful:
		return nil
	case Partial:
		if r.partial < partialReads {
			return nil
		}
	case Complete:
	}
	r.reads++
	return object
}

// Changed notes that this process changes the object: from now on it is read
// singly, because a page may show it as it was before.
func (r *Reader[T]) Changed(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.changed[id] = struct{}{}
}

// accepts reports whether an object is taken from a page.
func (r *Reader[T]) accepts(assessment Assessment) bool {
	if assessment != Partial {
		return assessment == Complete
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.partial++
	return r.partial > partialReads
}

// shown returns the object as a recent page has shown it, or nil. The lock is
// held.
func (r *Reader[T]) shown(id string) *T {
	if _, changed := r.changed[id]; changed || r.options.SinglyOnly {
		return nil
	}
	if listed := r.objects[id]; r.isRecent(listed.at) {
		return listed.object
	}
	return nil
}

func (r *Reader[T]) isRecent(at time.Time) bool {
	return r.options.Clock.Now().Sub(at) < PageLifetime
}

// listed looks for the object on pages, and asks for more pages as long as fewer
// pages were read than objects were asked for. It returns nil when no page shows
// the object, or none does in time.
func (r *Reader[T]) listed(ctx context.Context, id string) *T {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, changed := r.changed[id]; changed || r.options.SinglyOnly {
		return nil
	}
	r.reads++
	if r.reads <= singleReads {
		return nil
	}
	share := shareOf(ctx)
	var expired <-chan time.Time
	for {
		if object := r.shown(id); object != nil {
			return object
		}
		arrived := r.nextPages(id, share)
		if arrived == nil {
			return nil
		}
		if expired == nil {
			timer := time.NewTimer(share)
			defer timer.Stop()
			expired = timer.C
		}
		if !r.wait(ctx, arrived, expired, share) {
			return nil
		}
	}
}

// shareOf is how long a read waits for pages. A context's deadline is always a
// time of the system's clock.
func shareOf(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(time.Until(deadline)/4, MaxShare)
	}
	return MaxShare
}

// wait waits for a page and reports whether one has arrived. The lock is held, but
// not while waiting.
func (r *Reader[T]) wait(ctx context.Context, arrived <-chan struct{}, expired <-chan time.Time, share time.Duration) bool {
	awaited := r.round
	r.waiting++
	r.mu.Unlock()
	inTime := false
	select {
	case <-arrived:
		inTime = true
	case <-expired:
	case <-ctx.Done():
	}
	r.mu.Lock()
	r.waiting--
	switch {
	case inTime:
	case ctx.Err() != nil:
		r.abandon(awaited)
	default:
		r.giveUp(awaited, share)
	}
	return inTime
}
