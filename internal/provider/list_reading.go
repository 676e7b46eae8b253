package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// clockTolerance allows for the one-second resolution of the Date header, by which
// the server's clock is known, and for the rounding of timestamps.
const clockTolerance = 2 * time.Second

// listReading reads a list.
type listReading[T any] struct {
	collection[T]

	api        *client.Client
	query      listQuery[T]
	conditions []condition
}

// pass is one way through the list.
type pass[T any] struct {
	objects []T
	pages   int
}

// until reads the list until two passes agree. A pass ends after so many objects, if
// the limit is not 0.
func (r listReading[T]) until(ctx context.Context, conn *connection, limit int) ([]T, error) {
	began := conn.serverNow()
	former, err := r.pass(ctx, conn, limit)
	if err != nil || former.pages < 2 {
		return former.objects, err
	}
	for range maxPasses - 1 {
		again := conn.serverNow()
		next, err := r.pass(ctx, conn, limit)
		if err != nil {
			return nil, err
		}
		if r.agree(former, next, began.Add(-clockTolerance)) {
			return next.objects, nil
		}
		former, began = next, again
	}
	return nil, fmt.Errorf("the list of %s changed while it was read, %d times in a row, so that objects may be missing from it. "+
		"Try again when fewer objects are deleted, or narrow the list down with a filter", r.plural, maxPasses)
}

// pass reads the list once.
func (r listReading[T]) pass(ctx context.Context, conn *connection, limit int) (pass[T], error) {
	var read pass[T]
	pages, err := r.walk(ctx, conn, limit, func(object T) bool {
		read.objects = append(read.objects, object)
		return true
	})
	read.pages = pages
	return read, err
}

// walk yields the objects of one way through the list, none twice, until there are as
// many as the limit, if it is not 0. It returns how many pages it has read.
func (r listReading[T]) walk(ctx context.Context, conn *connection, limit int, yield func(T) bool) (pages int, err error) {
	options := r.query.ListOptions
	options.Limit = limit
	if r.query.keep != nil {
		options.Limit = 0 // How many the server has to return is not known.
	}
	seen, yielded := map[string]struct{}{}, 0
	for last := false; !last; {
		pages++
		page, err := r.page(r.api, ctx, options, pages)
		conn.proof.note(err)
		if err != nil {
			return pages, err
		}
		fresh := false
		for _, object := range page.Items {
			id := r.describe(object).id
			if _, known := seen[id]; known {
				continue
			}
			seen[id], fresh = struct{}{}, true
			if err := r.check(object); err != nil {
				return pages, err
			}
			if r.query.keep != nil && !r.query.keep(object) {
				continue
			}
			if yielded++; !yield(object) || yielded == limit {
				return pages, nil
			}
		}
		// A page without anything new is one behind the last, or comes from a server
		// that knows no pages.
		last = page.Last || !fresh
	}
	return pages, nil
}

// check returns an error if the object does not match the filter.
func (r listReading[T]) check(object T) error {
	for _, condition := range r.conditions {
		if r.columns.excludes(condition, object) {
			facts := r.describe(object)
			return fmt.Errorf("the API ignored the condition %s = %q of the filter: it returned %s (id %s), which does not match, and may have returned everything. "+
				"Remove the condition, and choose among the objects in the configuration, with a for expression that has an if", condition.key, condition.value, r.singular, facts.id)
		}
	}
	return nil
}

// agree reports whether a pass has found all that the former one has found, and
// besides only what was made since the former one began.
func (r listReading[T]) agree(former, next pass[T], began time.Time) bool {
	found := map[string]struct{}{}
	for _, object := range former.objects {
		found[r.describe(object).id] = struct{}{}
	}
	for _, object := range next.objects {
		facts := r.describe(object)
		if _, known := found[facts.id]; known {
			delete(found, facts.id)
			continue
		}
		if at, ok := parseTime(facts.createdAt); !ok || at.Before(began) {
			return false
		}
	}
	return len(found) == 0
}
