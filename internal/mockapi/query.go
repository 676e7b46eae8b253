package mockapi

import (
	"net/http"
	"net/url"
	"strings"
)

// The query parameters of lists.
const (
	querySort       = "sort"
	queryPageNumber = "page[number]"
	queryPageSize   = "page[size]"
)

// maxQuery is the longest query string that is read. Web servers have a limit of
// this order, and it bounds what a filter can cost.
const maxQuery = 8 << 10

// parseQuery returns the query parameters. The strict profile refuses what other
// parsers may read in another way: broken escapes and parameters given twice.
// The lenient one takes what it can read, and the last of several values.
func (s *Server) parseQuery(r *http.Request) (url.Values, error) {
	if len(r.URL.RawQuery) > maxQuery {
		return nil, newError(http.StatusRequestURITooLong, errorObject{Status: "414", Title: "URI Too Long"})
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil && !s.lenient() {
		return nil, badRequest("The query string cannot be read.")
	}
	for name, values := range query {
		// The API key has its own check, which counts all places where it may stand.
		if len(values) < 2 || name == queryKey || strings.HasSuffix(name, "[]") {
			continue
		}
		if !s.lenient() {
			return nil, badParameter(name, "The parameter is given %d times.", len(values))
		}
		query[name] = values[len(values)-1:]
	}
	return query, nil
}

// check refuses parameters that the operation does not have.
func (p parameterSet) check(query url.Values) error {
	for name := range query {
		_, isFilter := filterKey(name)
		known := name == queryKey ||
			p.filter && isFilter ||
			p.sort && name == querySort ||
			p.pageNumber && name == queryPageNumber ||
			p.pageSize && name == queryPageSize
		if !known {
			return badParameter(name, "The operation has no such parameter.")
		}
	}
	return nil
}

// filterKey returns what stands between the brackets of a filter parameter. The
// name of an array ends with a second, empty pair of brackets.
func filterKey(name string) (string, bool) {
	key, ok := strings.CutPrefix(name, "filter[")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(strings.TrimSuffix(key, "[]"), "]")
}
