package client

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"net/http"
	"net/url"
	"strconv"
)

// ListOptions select and order the objects of a list.
type ListOptions struct {
	// Filter holds Ransack matchers, such as {"name_cont": "call"}. An object
	// must match all of them.
	Filter map[string]string
	// Sort is an attribute to sort by, with a leading "-" for descending order.
	Sort string
	// PageSize is how many objects to ask for at once. The server may hand out
	// fewer. Default: 100.
	PageSize int
	// Limit ends the list after so many objects; 0 means all.
	Limit int
}

// Page is one page of a list, without objects that earlier pages of the same
// iteration had.
type Page[T any] struct {
	// Number counts from 1.
	Number int
	Items  []T
	// Last reports whether no page follows.
	Last bool
	// Final is the number of the last page, as far as the server tells; 0 if it does
	// not.
	Final int
	// Size is how many objects the server puts on a page, as far as has been
	// seen: it may be less than was asked for.
	Size int
}

const (
	defaultPageSize = 100
	// maxPages ends a list that the server never ends.
	maxPages = 100_000
)

// pages iterates over the pages of a list. Pages are asked for by number: the
// links in the answers name a host of their own, over plain HTTP, and must
// never be followed.
func (of collection[W, T]) pages(ctx context.Context, c *Client, options ListOptions) iter.Seq2[Page[T], error] {
	options.Filter = maps.Clone(options.Filter) // The caller may change its own while the list is read.
	return func(yield func(Page[T], error) bool) {
		list := newListing(of, options)
		for !list.done {
			page, err := list.next(ctx, c)
			if !yield(page, err) || err != nil {
				return
			}
		}
	}
}

// page returns one page of a list. Nothing is known of earlier pages, so an object
// that has moved meanwhile may be on two.
func (of collection[W, T]) page(ctx context.Context, c *Client, options ListOptions, number int) (Page[T], error) {
	list := newListing(of, options)
	list.number = number - 1
	return list.next(ctx, c)
}

// items iterates over the objects of pages.
func items[T any](pages iter.Seq2[Page[T], error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for page, err := range pages {
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, item := range page.Items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}

// listing is the state of a list while it is read.
type listing[W, T any] struct {
	collection collection[W, T]
	options    ListOptions
	// size is how many objects to ask for, 0 to leave that to the server.
	size int
	// actual is how many the server put on a page that was not the last.
	actual int

	number int
	seen   map[string]struct{}
	done   bool
}

func newListing[W, T any](of collection[W, T], options ListOptions) *listing[W, T] {
	list := &listing[W, T]{collection: of, options: options, seen: map[string]struct{}{}}
	if of.paged {
		list.size = options.PageSize
		if list.size <= 0 {
			list.size = defaultPageSize
		}
		if options.Limit > 0 {
			list.size = min(list.size, options.Limit)
		}
	}
	return list
}

// next reads the next page.
func (l *listing[W, T]) next(ctx context.Context, c *Client) (Page[T], error) {
	operation := "list " + l.collection.plural
	if l.number == maxPages {
		return Page[T]{}, fmt.Errorf("%s: the list has not ended after %d pages", operation, maxPages)
	}
	l.number++
	var (
		objects []T
		links   pageLinks
	)
	err := c.send(ctx, call{
		operation: operation,
		method:    http.MethodGet,
		path:      []string{l.collection.path},
		query:     l.query(),
		decode: func(body []byte) (err error) {
			objects, links, err = l.decode(body)
			return err
		},
	})
	if err != nil {
		return Page[T]{}, err
	}

	page := Page[T]{Number: l.number, Items: l.unseen(objects), Final: links.final()}
	l.done = len(page.Items) == 0 || !links.promiseMore(len(objects), l.size)
	if !l.done {
		l.actual = len(objects)
	}
	page.Size = cmp.Or(l.actual, l.size, len(objects))
	if limit := l.options.Limit; limit > 0 && len(l.seen) >= limit {
		page.Items = page.Items[:len(page.Items)-(len(l.seen)-limit)]
		l.done = true
	}
	page.Last = l.done
	return page, nil
}

// query is what to ask for the page with.
func (l *listing[W, T]) query() url.Values {
	query := url.Values{}
	for matcher, value := range l.options.Filter {
		query.Set("filter["+matcher+"]", value)
	}
	if l.options.Sort != "" {
		query.Set("sort", l.options.Sort)
	}
	// The list of subscriptions documents no page parameter. Its links show one
	// nonetheless, so it is used once they promise a second page.
	if l.collection.paged || l.number > 1 {
		query.Set("page[number]", strconv.Itoa(l.number))
	}
	if l.size > 0 {
		query.Set("page[size]", strconv.Itoa(l.size))
	}
	return query
}

// decode reads a page.
func (l *listing[W, T]) decode(body []byte) ([]T, pageLinks, error) {
	doc, err := decodeDocument[[]W](body)
	if err != nil {
		return nil, nil, err
	}
	objects := make([]T, 0, len(*doc.Data))
	for i := range *doc.Data {
		object, err := l.collection.object(&(*doc.Data)[i])
		if err != nil {
			return nil, nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		objects = append(objects, object)
	}
	return objects, decodeLinks(doc.Links), nil
}

// unseen is the objects that no earlier page had. Pages shift when objects are
// created or deleted while the list is read.
func (l *listing[W, T]) unseen(objects []T) []T {
	fresh := objects[:0:0]
	for _, object := range objects {
		id := l.collection.id(object)
		if _, known := l.seen[id]; !known {
			l.seen[id] = struct{}{}
			fresh = append(fresh, object)
		}
	}
	return fresh
}

// pageLinks are the links of a list, nil if it has none. Only what they say
// about the existence of other pages is used.
type pageLinks map[string]json.RawMessage

// decodeLinks takes links of an unknown shape for none: the objects count.
func decodeLinks(member json.RawMessage) pageLinks {
	var links pageLinks
	if json.Unmarshal(member, &links) != nil {
		return nil
	}
	return links
}

// final is the number of the last page, or 0 if the links do not tell.
func (l pageLinks) final() int {
	var link string
	if json.Unmarshal(l["last"], &link) != nil {
		return 0
	}
	target, err := url.Parse(link)
	if err != nil {
		return 0
	}
	number, err := strconv.Atoi(target.Query().Get("page[number]"))
	if err != nil || number < 0 {
		return 0
	}
	return number
}

// promiseMore reports whether another page is to be asked for, after one with
// count objects when size were asked for.
func (l pageLinks) promiseMore(count, size int) bool {
	switch next := string(l["next"]); {
	case next != "" && next != "null" && next != `""`:
		return true
	case size == 0:
		return false // Without a page parameter, the whole list came at once.
	case l == nil:
		return true // Nothing tells; an empty page will.
	}
	for _, name := range []string{"next", "current", "first", "last"} {
		if _, present := l[name]; present {
			return false // They tell of paging, and of no next page.
		}
	}
	return count >= size
}
