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

// parseQuery returns the query parameters, and refuses what other parsers may
// read in another way: broken escapes and parameters given twice.
func parseQuery(r *http.Request) (url.Values, error) {
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return nil, badRequest("The query string cannot be read.")
	}
	for name, values := range query {
		// The API key has its own check, which counts all places where it may stand.
		if len(values) > 1 && name != queryKey {
			return nil, badParameter(name, "The parameter is given %d times.", len(values))
		}
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

// filterKey returns what stands between the brackets of a filter parameter.
func filterKey(name string) (string, bool) {
	key, ok := strings.CutPrefix(name, "filter[")
	if !ok {
		return "", false
	}
	return strings.CutSuffix(key, "]")
}
