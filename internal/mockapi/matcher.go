package mockapi

import (
	"cmp"
	"strings"
	"time"
)

// matcher is how a column is compared with the values of a filter.
type matcher struct {
	// list tells that it takes a list: an array, or one value with commas.
	list bool
	test matcherFunc
}

// with returns the test for the values of a filter, which is an array if its
// name says so.
func (m matcher) with(kind valueKind, values []string, array bool) (func(column any) bool, error) {
	switch {
	case m.list && !array:
		values = strings.Split(values[0], ",")
		for i := range values {
			values[i] = strings.TrimSpace(values[i])
		}
	case !m.list && len(values) != 1:
		return nil, errorString("The matcher takes one value, not an array.")
	}
	return m.test(kind, values)
}

// matcherFunc reads the values of a filter and returns its test. The test gets a
// column's value, nil for null. There is one value for what takes no list.
type matcherFunc func(kind valueKind, values []string) (func(column any) bool, error)

// matchers are the Ransack matchers that the service's documentation refers to.
// As in SQL, a comparison with null is never true, the negative ones included.
var matchers = makeMatchers()

func makeMatchers() map[string]matcher {
	all := map[string]matcher{
		"in":     {list: true, test: listed(true)},
		"not_in": {list: true, test: listed(false)},
	}
	for name, test := range map[string]matcherFunc{
		"null":      state(isNull, true),
		"not_null":  state(isNull, false),
		"blank":     state(isBlank, true),
		"present":   state(isBlank, false),
		"true":      truth(true, true),
		"not_true":  truth(true, false),
		"false":     truth(false, true),
		"not_false": truth(false, false),
	} {
		all[name] = matcher{test: test}
	}
	for name, test := range map[string]matcherFunc{
		"eq":     compared(func(c int) bool { return c == 0 }),
		"not_eq": compared(func(c int) bool { return c != 0 }),
		"gt":     compared(func(c int) bool { return c > 0 }),
		"gteq":   compared(func(c int) bool { return c >= 0 }),
		"lt":     compared(func(c int) bool { return c < 0 }),
		"lteq":   compared(func(c int) bool { return c <= 0 }),

		"cont":           text(containing, true),
		"not_cont":       text(containing, false),
		"i_cont":         text(containingFold, true),
		"not_i_cont":     text(containingFold, false),
		"start":          text(startingWith, true),
		"not_start":      text(startingWith, false),
		"end":            text(endingWith, true),
		"not_end":        text(endingWith, false),
		"matches":        text(like, true),
		"does_not_match": text(like, false),
	} {
		all[name] = matcher{test: test}
		all[name+"_any"] = matcher{list: true, test: compound(test, false)}
		all[name+"_all"] = matcher{list: true, test: compound(test, true)}
	}
	return all
}

// compound makes a matcher that is tried with each value of a list: all of them
// have to match, or any.
func compound(test matcherFunc, all bool) matcherFunc {
	return func(kind valueKind, values []string) (func(any) bool, error) {
		var tests []func(any) bool
		for _, value := range values {
			single, err := test(kind, []string{value})
			if err != nil {
				return nil, err
			}
			tests = append(tests, single)
		}
		return func(column any) bool {
			for _, test := range tests {
				if test(column) != all {
					return !all
				}
			}
			return all
		}, nil
	}
}

// compared makes a matcher of an order: hold gets the sign of column - value.
func compared(hold func(sign int) bool) matcherFunc {
	return func(kind valueKind, values []string) (func(any) bool, error) {
		operand, err := operand(kind, values[0])
		if err != nil {
			return nil, err
		}
		return func(column any) bool { return column != nil && hold(compareValues(column, operand)) }, nil
	}
}

// listed makes a matcher of membership in a list. The list is a set, so that a
// long one costs no more for each object than a short one.
func listed(want bool) matcherFunc {
	return func(kind valueKind, values []string) (func(any) bool, error) {
		members := map[any]bool{}
		for _, part := range values {
			member, err := operand(kind, part)
			if err != nil {
				return nil, err
			}
			members[setKey(member)] = true
		}
		return func(column any) bool { return column != nil && members[setKey(column)] == want }, nil
	}
}

// setKey makes equal times equal keys, whatever their zone.
func setKey(value any) any {
	if t, ok := value.(time.Time); ok {
		return t.UnixNano()
	}
	return value
}

// text makes a matcher of a test on strings, or of its opposite. prepare gets
// the value once, and returns the test for all objects.
func text(prepare func(value string) func(column string) bool, want bool) matcherFunc {
	return func(kind valueKind, values []string) (func(any) bool, error) {
		if kind != textValue {
			return nil, errorString("The matcher is for text, and the attribute is none.")
		}
		if values[0] == "" {
			return nil, errEmptyValue
		}
		hold := prepare(values[0])
		return func(column any) bool {
			s, ok := column.(string)
			return ok && hold(s) == want
		}, nil
	}
}

func containing(value string) func(string) bool {
	return func(column string) bool { return strings.Contains(column, value) }
}

func containingFold(value string) func(string) bool {
	value = strings.ToLower(value)
	return func(column string) bool { return strings.Contains(strings.ToLower(column), value) }
}

func startingWith(value string) func(string) bool {
	return func(column string) bool { return strings.HasPrefix(column, value) }
}

func endingWith(value string) func(string) bool {
	return func(column string) bool { return strings.HasSuffix(column, value) }
}

func like(value string) func(string) bool { return newLikePattern(value).matches }

// state makes a matcher that compares with nothing, or its opposite. Its value
// is true, or false to turn it around.
func state(hold func(column any) bool, want bool) matcherFunc {
	return func(_ valueKind, values []string) (func(any) bool, error) {
		on, err := parseBool(values[0])
		return func(column any) bool { return (hold(column) == want) == on }, err
	}
}

// truth makes a matcher of a boolean column: whether it is a value, or is not.
func truth(value, want bool) matcherFunc {
	return func(kind valueKind, values []string) (func(any) bool, error) {
		if kind != boolValue {
			return nil, errorString("The matcher is for an attribute that is true or false.")
		}
		on, err := parseBool(values[0])
		return func(column any) bool {
			return column != nil && ((column == value) == want) == on
		}, err
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
