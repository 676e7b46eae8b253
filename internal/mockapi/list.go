package mockapi

import (
	"cmp"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listing is what a list operation has to know of its kind of object.
type listing[T listedRecord] struct {
	// path is the collection's, below the base path.
	path       string
	collection *collection[T]
	attributes attributes[T]
	// name and originalCreatedAt are what the sort keys of those names go by. A
	// kind without such an attribute leaves them nil and is sorted by creation:
	// the API description allows these keys for every list all the same.
	name              func(T) string
	originalCreatedAt func(T) time.Time
	render            func(T) any
}

// listedRecord is a record that lists show.
type listedRecord interface {
	record
	lagging
}

// answer makes the document of one page.
func (l listing[T]) answer(s *Server, c *call) (any, error) {
	page, err := s.parsePage(c.query)
	if err != nil {
		return nil, err
	}
	found, err := l.find(s, c)
	if err != nil {
		return nil, err
	}
	order, err := l.parseSort(s, c.query.Get(querySort))
	if err != nil {
		return nil, err
	}
	page.total = len(found)
	data := make([]any, 0, page.size)
	for _, r := range order(found, page) {
		data = append(data, l.render(r))
	}
	return document{Data: data, Links: s.listLinks(c, l.path, page)}, nil
}

// find returns the records that a list is made of, in creation order.
func (l listing[T]) find(s *Server, c *call) ([]T, error) {
	found := l.collection.ordered
	if lag := s.options.Quirks.ListLag; lag > 0 {
		found = slices.DeleteFunc(slices.Clone(found), func(r T) bool { return r.lags(c.now, lag) })
	}
	if s.options.Quirks.IgnoreFilters {
		return found, nil
	}
	match, err := l.attributes.parseFilters(c.query, s.options.Profile)
	if err != nil || match == nil {
		return found, err
	}
	return slices.DeleteFunc(slices.Clone(found), func(r T) bool { return !match(r) }), nil
}

// parseSort returns a function that picks a page from records in creation order.
func (l listing[T]) parseSort(s *Server, key string) (func([]T, page) []T, error) {
	if s.options.Quirks.IgnoreSort {
		return func(records []T, p page) []T { return cutPage(inIDOrder(records), p, false) }, nil
	}
	attribute, descending := strings.CutPrefix(key, "-")
	var compare func(a, b T) int
	switch {
	case attribute == "name":
		if l.name != nil {
			compare = func(a, b T) int { return cmp.Compare(l.name(a), l.name(b)) }
		}
	case attribute == "original_created_at":
		if l.originalCreatedAt != nil {
			compare = func(a, b T) int { return l.originalCreatedAt(a).Compare(l.originalCreatedAt(b)) }
		}
	case attribute != "created_at" && key != "" && !s.lenient():
		return nil, badParameter(querySort, "The list cannot be sorted by %q.", key)
	}
	return func(records []T, p page) []T {
		if compare != nil {
			// The sort is stable on creation order, so that pages never overlap.
			records = slices.SortedStableFunc(slices.Values(records), compare)
		}
		return cutPage(records, p, descending)
	}, nil
}

// page is the part of a list that is asked for.
type page struct {
	number, size int
	total        int
}

func (s *Server) parsePage(query url.Values) (page, error) {
	p := page{number: 1, size: s.options.DefaultPageSize}
	if err := parsePositive(query, queryPageNumber, &p.number); err != nil && !s.lenient() {
		return p, err
	}
	if err := parsePositive(query, queryPageSize, &p.size); err != nil && !s.lenient() {
		return p, err
	}
	if p.size > s.options.MaxPageSize && (s.options.Quirks.PageSizeFallback || s.lenient()) {
		p.size = s.options.DefaultPageSize
	}
	p.size = min(p.size, s.options.MaxPageSize)
	return p, nil
}

func parsePositive(query url.Values, name string, target *int) error {
	if !query.Has(name) {
		return nil
	}
	n, err := strconv.Atoi(query.Get(name))
	if err != nil || n < 1 || n > math.MaxInt32 {
		return badParameter(name, "The value must be a whole number from 1 on.")
	}
	*target = n
	return nil
}

// last returns the number of the last page; an empty list has one page, too.
func (p page) last() int { return max(1, (p.total+p.size-1)/p.size) }

// cutPage cuts a page out of records that are in ascending order.
func cutPage[T any](records []T, p page, descending bool) []T {
	from := min((p.number-1)*p.size, len(records))
	to := min(from+p.size, len(records))
	if !descending {
		return records[from:to]
	}
	backwards := slices.Clone(records[len(records)-to : len(records)-from])
	slices.Reverse(backwards)
	return backwards
}

// listLinks are absolute, and present only as far as they lead somewhere.
func (s *Server) listLinks(c *call, path string, p page) *links {
	base := s.linkBase(c.request) + "/" + path
	l := &links{Self: base}
	if query := encodeQuery(c.query, nil); query != "" {
		l.Self += "?" + query
	}
	to := func(number int) *string {
		link := base + "?" + encodeQuery(c.query, &number)
		return &link
	}
	l.Current = to(p.number)
	if p.number > 1 {
		l.First, l.Prev = to(1), to(p.number-1)
	}
	if p.number < p.last() {
		l.Next, l.Last = to(p.number+1), to(p.last())
	}
	return l
}

// linkBase is where links lead. The service always names its own public host,
// without TLS, even if it was called by another name.
func (s *Server) linkBase(r *http.Request) string {
	if s.options.WithoutQuirks {
		return "http://" + r.Host + s.basePath
	}
	return "http://api.contentgroove.com/api/v1"
}

// encodeQuery writes a query as the service does, with plain brackets. The API
// key is left out. A page number replaces the one in the query.
func encodeQuery(query url.Values, pageNumber *int) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if name != queryKey && (name != queryPageNumber || pageNumber == nil) {
			for _, value := range query[name] {
				parts = append(parts, name+"="+url.QueryEscape(value))
			}
		}
	}
	if pageNumber != nil {
		parts = append(parts, queryPageNumber+"="+strconv.Itoa(*pageNumber))
	}
	return strings.Join(parts, "&")
}
