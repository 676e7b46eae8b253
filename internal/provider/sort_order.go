package provider

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
)

// excludes reports whether an object certainly does not match a condition.
func (c columns[T]) excludes(condition condition, object T) bool {
	for _, name := range condition.names {
		excluded := condition.excludesValue(c[name].value(object))
		if excluded != condition.either {
			return excluded // With "and", one decides against it; with "or", one decides for it.
		}
	}
	return condition.either
}

// isSorted reports whether objects may be in a sort order, such as -created_at. Only
// neighbours that no database would put that way are against it: databases differ in
// where null comes, and in how texts compare.
func (c columns[T]) isSorted(objects []T, order string) bool {
	name, descending := strings.CutPrefix(order, "-")
	column, ok := c[name]
	if !ok {
		return true // The API documents orders that some objects have no attribute for.
	}
	for i := 1; i < len(objects); i++ {
		first, second := column.value(objects[i-1]), column.value(objects[i])
		if descending {
			first, second = second, first
		}
		if certainlyAfter(first, second) {
			return false
		}
	}
	return true
}

// sort puts objects into a sort order; those with the same value by their creation
// and id.
func (c collection[T]) sort(objects []T, order string) {
	name, descending := strings.CutPrefix(order, "-")
	column := c.columns[name]
	slices.SortStableFunc(objects, func(a, b T) int {
		facts, others := c.describe(a), c.describe(b)
		order := compareColumn(column.value(a), column.value(b))
		if descending {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(facts.createdAt, others.createdAt), cmp.Compare(facts.id, others.id))
	})
}

// certainlyAfter reports whether the first of two values comes after the second, in
// any database.
func certainlyAfter(first, second any) bool {
	switch first := first.(type) {
	case string:
		other, ok := second.(string)
		return ok && first != "" && other != "" && first > other && fold(first) > fold(other) && letters(first) > letters(other)
	case time.Time:
		other, ok := second.(time.Time)
		return ok && first.After(other)
	}
	return false
}

// letters are the letters and digits of a text, since some databases sort by these
// alone.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, fold(text))
}

// compareColumn orders two values; null comes last.
func compareColumn(a, b any) int {
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return cmp.Or(cmp.Compare(fold(a), fold(b)), cmp.Compare(a, b))
		}
		return -1
	case time.Time:
		if b, ok := b.(time.Time); ok {
			return a.Compare(b)
		}
		return -1
	}
	switch b.(type) {
	case string, time.Time:
		return 1
	}
	return 0
}
