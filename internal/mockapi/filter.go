package mockapi

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// valueKind is the type of a column that can be filtered by.
type valueKind int

const (
	textValue valueKind = iota
	numberValue
	boolValue
	timeValue
)

// attribute is a column: get returns a string, float64, bool or time.Time by its
// kind, or nil for null.
type attribute[T any] struct {
	kind valueKind
	get  func(T) any
}

// attributes are the columns of a kind of object by the names that filters use.
type attributes[T any] map[string]attribute[T]

// parseFilters returns a function that tells whether an object fits all filters
// of a query; nil when there are none.
func (a attributes[T]) parseFilters(query url.Values) (func(T) bool, error) {
	var tests []func(T) bool
	for name, values := range query {
		key, ok := filterKey(name)
		if !ok {
			continue
		}
		test, err := a.parseFilter(name, key, values[0])
		if err != nil {
			return nil, err
		}
		tests = append(tests, test)
	}
	if len(tests) == 0 {
		return nil, nil
	}
	return func(object T) bool {
		for _, test := range tests {
			if !test(object) {
				return false
			}
		}
		return true
	}, nil
}

// parseFilter reads one filter, such as name_not_cont. Attributes have
// underscores of their own, so the longest matcher that leaves a known attribute
// is meant.
func (a attributes[T]) parseFilter(parameter, key, value string) (func(T) bool, error) {
	for i := strings.IndexByte(key, '_'); i >= 0; {
		column, isAttribute := a[key[:i]]
		matcher, isMatcher := matchers[key[i+1:]]
		if isAttribute && isMatcher {
			test, err := matcher(column.kind, value)
			if err != nil {
				return nil, badParameter(parameter, "%s", err.Error())
			}
			return func(object T) bool { return test(column.get(object)) }, nil
		}
		next := strings.IndexByte(key[i+1:], '_')
		if next < 0 {
			break
		}
		i += next + 1
	}
	return nil, badParameter(parameter, "There is no attribute with a matcher of this name.")
}

// parse reads the right-hand side of a comparison.
func (k valueKind) parse(text string) (any, error) {
	switch k {
	case numberValue:
		n, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, errorString("The attribute is compared with a number.")
		}
		return n, nil
	case boolValue:
		return parseBool(text)
	case timeValue:
		for _, layout := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
			if t, err := time.Parse(layout, text); err == nil {
				return t, nil
			}
		}
		return nil, errorString("The attribute is compared with a time such as 2006-01-02T15:04:05Z.")
	default:
		return text, nil
	}
}

func parseBool(text string) (bool, error) {
	switch text {
	case "true", "t", "1":
		return true, nil
	case "false", "f", "0":
		return false, nil
	default:
		return false, errorString("The value must be true or false.")
	}
}

// errorString is an error that says what a client did wrong with a filter.
type errorString string

func (e errorString) Error() string { return string(e) }

// The functions below turn a zero value into the null of a column.

func nullText(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func nullNumber(f float64) any {
	if f == 0 {
		return nil
	}
	return f
}

func nullTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}

func nullPointer[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}
