package provider

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// collection is the list of all objects of one type in the API.
type collection[T any] struct {
	// singular and plural are what messages call the objects.
	singular, plural string
	// page reads a page of the list.
	page func(*client.Client, context.Context, client.ListOptions, int) (client.Page[T], error)
	// columns are what the list can be filtered and sorted by.
	columns columns[T]
	// describe returns the facts by which a person recognises an object.
	describe func(T) candidate
}

// listQuery is what to list.
type listQuery[T any] struct {
	// Filter, Sort and Limit are what to ask the API for. A limit of 0 means all.
	client.ListOptions

	// trusting takes whatever the API returns for the filter, and unchecked is a
	// condition for which that is done.
	trusting  bool
	unchecked string
	// keep, if set, chooses among what the API returns.
	keep func(T) bool
}

// maxPasses is how often a list is read at most, until two passes agree.
const maxPasses = 4

// list returns the objects, none twice, in the order of the query. What the API
// returns is checked, since it may ignore what it does not know: a condition that was
// ignored is an error, and a sort order that was ignored is made up for.
//
// Objects move to an earlier page when others are deleted while the list is read,
// and then stand on none of the pages that are read. So a list of several pages is
// read until two passes agree.
func (c collection[T]) list(ctx context.Context, conn *connection, query listQuery[T]) ([]T, error) {
	reading, err := c.reading(conn, query)
	if err != nil {
		return nil, err
	}
	limit := query.Limit
	// Two objects are the least that can show how they are sorted.
	objects, err := reading.until(ctx, conn, max(limit, min(2, 2*limit)))
	if err != nil {
		return nil, err
	}
	if !c.columns.isSorted(objects, query.Sort) {
		tflog.Warn(ctx, "The API ignored the order of a list; it is sorted here", map[string]any{"list": c.plural, "sort": query.Sort})
		if limit > 0 { // The first of all objects may be anywhere.
			if objects, err = reading.until(ctx, conn, 0); err != nil {
				return nil, err
			}
		}
		c.sort(objects, query.Sort)
	}
	if limit > 0 && len(objects) > limit {
		objects = objects[:limit]
	}
	return objects, nil
}

// stream yields the objects as they arrive, none twice, in the order in which the API
// returns them. An error ends them.
func (c collection[T]) stream(ctx context.Context, conn *connection, query listQuery[T]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		reading, err := c.reading(conn, query)
		if err == nil {
			_, err = reading.walk(ctx, conn, query.Limit, func(object T) bool { return yield(object, nil) })
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

// reading prepares to read the list.
func (c collection[T]) reading(conn *connection, query listQuery[T]) (listReading[T], error) {
	api, diags := conn.client()
	reading := listReading[T]{collection: c, api: api, query: query}
	if diags.HasError() || query.trusting {
		return reading, diagnosticsError(diags)
	}
	for key, value := range query.Filter {
		if key == query.unchecked {
			continue
		}
		condition, err := c.columns.kinds().parseCondition(key, value)
		if err != nil {
			return reading, fmt.Errorf("the condition %s of the filter: %w", key, err)
		}
		reading.conditions = append(reading.conditions, condition)
	}
	return reading, nil
}
