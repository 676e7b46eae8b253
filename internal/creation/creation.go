// Package creation makes exactly one object for each creation, through an API
// that has no idempotency keys.
//
// It promises:
//   - An object that the API created for us is never lost: its id is on disk
//     before anybody else learns it, and stays there until the id is seen in a
//     state, or the object is deleted.
//   - No object is created twice: a POST that ended without an answer is not
//     repeated before it is known that it can have had no effect.
//   - No object gets two owners: not in one process, and not in several that
//     work in the same folder.
//
// The answer to our own POST is the truth. What an object looks like is evidence
// only, and counts only where no answer came: then an object is taken over if it
// is the only one that can be meant, and the candidates are listed otherwise.
//
// A [Ledger] knows who owns what in one Terraform operation. A [Journal] keeps,
// on disk, what is known of each creation. [Create] runs one creation with both.
package creation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Spec describes one creation.
type Spec[T any] struct {
	// Kind is the type of the resource, such as "contentgroove_media".
	Kind string
	// Label is what messages call the object, such as `media "Weekly call"`.
	Label string
	// Request identifies what is created, and where, by everything that the
	// request says and that its preparation depends on. Any value with a JSON form.
	Request any
	// Traits are what the API must show of the object that the request creates.
	// A value that the service chooses is left out.
	Traits Traits
	// Turn names what all creations have in common that could be taken for this
	// one. They are sent one after the other.
	Turn string

	// Prepare does what has to be done before the request, such as an upload, and
	// returns what the request needs of it, as JSON. It gets what an earlier
	// attempt prepared, or nil. Optional.
	Prepare func(ctx context.Context, earlier json.RawMessage) (json.RawMessage, error)
	// Lost reports whether the request was refused because the service has lost
	// what was prepared. It is prepared anew then, once.
	Lost func(error) bool
	// Post sends the request. It may be called again after a refusal. An unclear
	// end is a [client.AmbiguousError].
	Post func(ctx context.Context, prepared json.RawMessage) (T, error)
	// Get reads one object. It returns [ErrGone] only if the object does not
	// exist, beyond doubt.
	Get func(ctx context.Context, id, createdAt string) (T, error)
	// Newest lists objects, newest first.
	Newest func(ctx context.Context) iter.Seq2[T, error]
	// Describe returns the facts about an object.
	Describe func(T) Facts
	// Possible reports whether an object with these traits can be the result of
	// the request, where traits are not enough. Optional.
	Possible func(T) bool
}

// Matches reports whether an object can be the result of the request, by what it
// looks like.
func (s Spec[T]) Matches(object T) bool {
	return s.Traits.hashed().allow(s.Describe(object).Traits.hashed()) && (s.Possible == nil || s.Possible(object))
}

// Facts are what identifies an object, and what messages say of it.
type Facts struct {
	ID, Name string
	// CreatedAt is the API's timestamp.
	CreatedAt string
	Traits    Traits
}

// ErrGone is returned by Spec.Get for an object that does not exist any more.
var ErrGone = errors.New("the object does not exist any more")

// Created is the outcome of a creation.
type Created[T any] struct {
	Object T
	// Resumed reports that an earlier run created the object.
	Resumed bool

	record *record
}

// Prepared returns what was prepared for the request, or nil.
func (c *Created[T]) Prepared() json.RawMessage { return c.record.entry.Prepared }

// Returned tells the journal that Terraform was given the object. If the run
// ends in order after that, Terraform has stored it.
func (c *Created[T]) Returned() { c.record.returned() }

// creating is a creation under way.
type creating[T any] struct {
	Spec[T]

	ledger *Ledger
	record *record
	log    *slog.Logger
}

// Create runs a creation: it takes over what an earlier run created, or creates
// the object. Errors are those of Prepare and Post for what was clearly not
// created, and the types in errors.go for everything else.
func Create[T any](ctx context.Context, ledger *Ledger, spec Spec[T]) (*Created[T], error) {
	record, err := ledger.begin(ctx, spec.Kind, spec.Label, ledger.Fingerprint(spec.Kind, spec.Request), spec.Turn)
	if err != nil {
		return nil, err
	}
	c := &creating[T]{Spec: spec, ledger: ledger, record: record, log: ledger.options.Log.With("object", spec.Label)}
	created, err := c.run(ctx)
	if err != nil {
		record.leave()
		return nil, err
	}
	return created, nil
}

func (c *creating[T]) run(ctx context.Context) (*Created[T], error) {
	if c.record.entry.ID != "" {
		created, err := c.resume(ctx)
		if created != nil || err != nil {
			return created, err
		}
	}
	done, err := c.ledger.turns.take(ctx, c.Kind+" "+c.Turn)
	if err != nil {
		return nil, c.interrupted(err)
	}
	// The turn is passed on for the preparation, which may take hours.
	if c.record.entry.inDoubt() {
		object, err := c.search(ctx, nil)
		if err != nil || object != nil {
			done()
			return c.adopt(object, true, err)
		}
		c.note(c.record.refused())
	}
	done()
	return c.send(ctx)
}

// send prepares and posts.
func (c *creating[T]) send(ctx context.Context) (*Created[T], error) {
	reused := c.record.entry.Prepared != nil
	for {
		if c.Prepare != nil {
			prepared, err := c.Prepare(ctx, c.record.entry.Prepared)
			if err != nil {
				return nil, err
			}
			c.note(c.record.prepared(prepared))
		}
		created, err := c.post(ctx)
		if err == nil || !reused || c.Lost == nil || !c.Lost(err) {
			return created, err
		}
		c.log.WarnContext(ctx, "The service has lost what an earlier attempt had prepared; preparing it again", "error", err)
		reused = false
		c.note(c.record.prepared(nil))
	}
}

// post sends the request once, in its turn.
func (c *creating[T]) post(ctx context.Context) (*Created[T], error) {
	done, err := c.ledger.turns.take(ctx, c.Kind+" "+c.Turn)
	if err != nil {
		return nil, c.interrupted(err)
	}
	defer done()
	before := c.before(ctx)
	if err := c.record.send(ctx, c.Traits, before); err != nil {
		return nil, c.interrupted(err)
	}
	object, err := c.Post(ctx, c.record.entry.Prepared)
	var ambiguous *client.AmbiguousError
	switch {
	case err == nil:
		return c.own(object, false)
	case errors.As(err, &ambiguous):
		found, err := c.search(ctx, err)
		return c.adopt(found, false, err)
	}
	c.note(c.record.refused())
	return nil, err
}

// adopt takes over what a search has found.
func (c *creating[T]) adopt(found *T, resumed bool, err error) (*Created[T], error) {
	if err != nil {
		c.note(c.record.unresolved())
		return nil, err
	}
	return c.own(*found, resumed)
}

// own makes the object this creation's.
func (c *creating[T]) own(object T, resumed bool) (*Created[T], error) {
	facts := c.Describe(object)
	if !c.ledger.claim(c.Kind, facts.ID) {
		if !resumed {
			c.note(c.record.refused())
		}
		return nil, &OwnedError{ID: facts.ID, Label: c.Label, Resumed: resumed}
	}
	c.note(c.record.created(facts))
	return &Created[T]{Object: object, Resumed: resumed, record: c.record}, nil
}

// resume takes over the object that the API has named in its answer to an
// earlier run, whatever it looks like by now. It returns nil if that is gone.
func (c *creating[T]) resume(ctx context.Context) (*Created[T], error) {
	entry := &c.record.entry
	object, err := c.Get(ctx, entry.ID, entry.CreatedAt)
	switch {
	case err == nil:
		return c.own(object, true)
	case errors.Is(err, ErrGone) && entry.Key != c.ledger.options.Key:
		return nil, &OtherKeyError{ID: entry.ID, Label: c.Label, File: c.record.file}
	case errors.Is(err, ErrGone):
		c.note(c.record.refused())
		return nil, nil
	}
	return nil, &ResumeError{ID: entry.ID, Label: c.Label, Err: err}
}

// interrupted says that nothing was sent. Errors that say more are kept.
func (c *creating[T]) interrupted(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return &InterruptedError{Label: c.Label, Err: err}
	}
	return err
}

// note logs that something could not be written down. That is no reason to
// refuse a creation: only a crash would need it.
func (c *creating[T]) note(err error) { c.ledger.note(err) }

// Limits of the search for an object after a POST without an answer.
const (
	// settleTime is how long after a POST was sent it may still be carried out: a
	// gateway that gave up has a server behind it that may not have.
	settleTime = 60 * time.Second
	// settleAfter is how long it may take after its end, at least.
	settleAfter = 30 * time.Second
)

// Fingerprint identifies a creation in the journal.
func (l *Ledger) Fingerprint(kind string, request any) string {
	content, err := json.Marshal([]any{l.options.Scope, kind, request})
	if err != nil {
		panic(fmt.Sprintf("a request without a JSON form: %v", err)) // A mistake in the code of the caller.
	}
	return hash(string(content))
}
