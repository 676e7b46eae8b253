package mockapi

import (
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
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

// parseFilters returns a function that reports whether an object fits all
// filters of a query; nil when there are none. The lenient profile drops filters
// that it cannot read, as Ransack does.
func (a attributes[T]) parseFilters(query url.Values, profile Profile) (func(T) bool, error) {
	var tests []func(T) bool
	for name, values := range query {
		key, ok := filterKey(name)
		if !ok {
			continue
		}
		test, err := a.parseFilter(name, key, values, profile)
		if err != nil {
			if profile == Lenient {
				continue
			}
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
// underscores of their own, so the shortest attribute that leaves a known matcher
// is meant. Attributes are known in snake case and in camel case, as the
// description's example has them.
func (a attributes[T]) parseFilter(parameter, key string, values []string, profile Profile) (func(T) bool, error) {
	key = snakeCase(key)
	array := strings.HasSuffix(parameter, "[]")
	for i := strings.IndexByte(key, '_'); i >= 0; {
		column, isAttribute := a[key[:i]]
		matcher, isMatcher := matchers[key[i+1:]]
		if isAttribute && isMatcher {
			test, err := matcher.with(column.kind, values, array)
			if err != nil {
				return nil, badParameter(parameter, "%s", err.Error())
			}
			get := column.get
			if profile == Lenient && column.kind == textValue && foldsCase(key[i+1:]) {
				if test, err = matcher.with(column.kind, lowerAll(values), array); err != nil {
					return nil, badParameter(parameter, "%s", err.Error())
				}
				get = func(object T) any { return lowerText(column.get(object)) }
			}
			return func(object T) bool { return test(get(object)) }, nil
		}
		next := strings.IndexByte(key[i+1:], '_')
		if next < 0 {
			break
		}
		i += next + 1
	}
	return nil, badParameter(parameter, "There is no attribute with a matcher of this name.")
}

// foldsCase reports whether a matcher becomes an ILIKE on PostgreSQL.
func foldsCase(matcher string) bool {
	for _, part := range []string{"cont", "start", "end", "match"} {
		if strings.Contains(matcher, part) {
			return true
		}
	}
	return false
}

func lowerAll(values []string) []string {
	lower := make([]string, len(values))
	for i, value := range values {
		lower[i] = strings.ToLower(value)
	}
	return lower
}

func lowerText(column any) any {
	if s, ok := column.(string); ok {
		return strings.ToLower(s)
	}
	return column
}

// snakeCase writes sourceUrl as source_url.
func snakeCase(key string) string {
	if !strings.ContainsFunc(key, unicode.IsUpper) {
		return key
	}
	var b strings.Builder
	for i, r := range key {
		if unicode.IsUpper(r) {
			if i > 0 {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
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

// parseBool knows the values that Ransack knows.
func parseBool(text string) (bool, error) {
	switch text {
	case "true", "TRUE", "t", "T", "1":
		return true, nil
	case "false", "FALSE", "f", "F", "0":
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
