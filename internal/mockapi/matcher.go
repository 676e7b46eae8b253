package mockapi

import (
	"cmp"
	"strings"
	"time"
)

// matcherFunc reads the value of a filter and returns its test. The test gets a
// column's value, nil for null.
type matcherFunc func(kind valueKind, value string) (func(column any) bool, error)

// matchers are the Ransack matchers that the service's documentation refers to.
// As in SQL, a comparison with null is never true, the negative ones included.
var matchers = map[string]matcherFunc{
	"eq":     compared(func(c int) bool { return c == 0 }),
	"not_eq": compared(func(c int) bool { return c != 0 }),
	"gt":     compared(func(c int) bool { return c > 0 }),
	"gteq":   compared(func(c int) bool { return c >= 0 }),
	"lt":     compared(func(c int) bool { return c < 0 }),
	"lteq":   compared(func(c int) bool { return c <= 0 }),
	"in":     listed(true),
	"not_in": listed(false),

	"cont":           text(strings.Contains, true),
	"not_cont":       text(strings.Contains, false),
	"i_cont":         text(containsFold, true),
	"not_i_cont":     text(containsFold, false),
	"start":          text(strings.HasPrefix, true),
	"not_start":      text(strings.HasPrefix, false),
	"end":            text(strings.HasSuffix, true),
	"not_end":        text(strings.HasSuffix, false),
	"matches":        text(like, true),
	"does_not_match": text(like, false),

	"null":     state(isNull, true),
	"not_null": state(isNull, false),
	"blank":    state(isBlank, true),
	"present":  state(isBlank, false),
	"true":     truth(true),
	"false":    truth(false),
}

// compared makes a matcher of an order: hold gets the sign of column - value.
func compared(hold func(sign int) bool) matcherFunc {
	return func(kind valueKind, value string) (func(any) bool, error) {
		operand, err := operand(kind, value)
		if err != nil {
			return nil, err
		}
		return func(column any) bool { return column != nil && hold(compareValues(column, operand)) }, nil
	}
}

// listed makes a matcher of membership in a comma separated list.
func listed(want bool) matcherFunc {
	return func(kind valueKind, value string) (func(any) bool, error) {
		var members []any
		for part := range strings.SplitSeq(value, ",") {
			member, err := operand(kind, strings.TrimSpace(part))
			if err != nil {
				return nil, err
			}
			members = append(members, member)
		}
		return func(column any) bool {
			if column == nil {
				return false
			}
			for _, member := range members {
				if compareValues(column, member) == 0 {
					return want
				}
			}
			return !want
		}, nil
	}
}

// text makes a matcher of a test on strings, or of its opposite.
func text(hold func(column, value string) bool, want bool) matcherFunc {
	return func(kind valueKind, value string) (func(any) bool, error) {
		if kind != textValue {
			return nil, errorString("The matcher is for text, and the attribute is none.")
		}
		if value == "" {
			return nil, errEmptyValue
		}
		return func(column any) bool {
			s, ok := column.(string)
			return ok && hold(s, value) == want
		}, nil
	}
}

// state makes a matcher that compares with nothing, or its opposite. Its value
// is true, or false to turn it around.
func state(hold func(column any) bool, want bool) matcherFunc {
	return func(_ valueKind, value string) (func(any) bool, error) {
		on, err := parseBool(value)
		return func(column any) bool { return (hold(column) == want) == on }, err
	}
}

// truth makes a matcher of a boolean column.
func truth(want bool) matcherFunc {
	return func(kind valueKind, value string) (func(any) bool, error) {
		if kind != boolValue {
			return nil, errorString("The matcher is for an attribute that is true or false.")
		}
		on, err := parseBool(value)
		return func(column any) bool { return column != nil && (column == want) == on }, err
	}
}

const errEmptyValue = errorString("The filter has no value to compare with.")

func operand(kind valueKind, value string) (any, error) {
	// The service itself drops a condition without a value and answers with
	// everything, which nobody who sends one can want.
	if value == "" {
		return nil, errEmptyValue
	}
	return kind.parse(value)
}

// compareValues orders two values of the same kind.
func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		b, _ := b.(string)
		return cmp.Compare(a, b)
	case float64:
		b, _ := b.(float64)
		return cmp.Compare(a, b)
	case time.Time:
		b, _ := b.(time.Time)
		return a.Compare(b)
	default:
		if a == b {
			return 0
		}
		return 1
	}
}

func isNull(column any) bool { return column == nil }

func isBlank(column any) bool {
	s, isText := column.(string)
	return column == nil || isText && strings.TrimSpace(s) == ""
}

func containsFold(s, part string) bool {
	return strings.Contains(strings.ToLower(s), strings.ToLower(part))
}

// like is SQL's LIKE: % stands for any text and _ for any one character.
func like(s, pattern string) bool {
	head, tail, wild := strings.Cut(pattern, "%")
	rest, ok := cutLike([]rune(s), []rune(head))
	if !ok {
		return false
	}
	if !wild {
		return len(rest) == 0
	}
	for i := range len(rest) + 1 {
		if like(string(rest[i:]), tail) {
			return true
		}
	}
	return false
}

// cutLike removes a prefix in which _ stands for any one character.
func cutLike(s, prefix []rune) ([]rune, bool) {
	if len(s) < len(prefix) {
		return nil, false
	}
	for i, r := range prefix {
		if r != '_' && r != s[i] {
			return nil, false
		}
	}
	return s[len(prefix):], true
}
