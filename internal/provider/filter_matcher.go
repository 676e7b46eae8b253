package provider

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// columnKind is the type of an attribute that a list can be filtered by.
type columnKind int

const (
	textColumn columnKind = iota
	numberColumn
	flagColumn
	timeColumn
)

// String says what an attribute of the kind is.
func (k columnKind) String() string {
	return [...]string{"a text", "a number", "true or false", "a time"}[k]
}

// exclusion reports whether a value certainly does not match an operand. Databases
// differ in what they take for the same (upper and lower case, accents, digits that
// an answer rounds), so only what no database would match is excluded. Both are of
// the column's kind; the value is never null.
type exclusion func(value, operand any) bool

// matcher is one of Ransack's.
type matcher struct {
	// kinds are what it makes sense for.
	kinds []columnKind
	// excludes is nil for matchers whose operand is true or false.
	excludes exclusion
	// excludesFlag reports whether a value, null included, certainly does not match
	// when the operand is true. The last argument is the column's kind.
	excludesFlag func(value any) (excluded, reversible bool)
	// negative matchers are not excluded by null.
	negative bool
	// list matchers take alternatives, separated by commas.
	list bool
}

var (
	allKinds  = []columnKind{textColumn, numberColumn, flagColumn, timeColumn}
	inOrder   = []columnKind{numberColumn, timeColumn}
	onlyTexts = []columnKind{textColumn}
	onlyFlags = []columnKind{flagColumn}
)

// matchers are the Ransack matchers that a filter can end with, in the order in
// which messages name them. Validation and the check of what came back go by this
// table.
var matchers = []struct {
	name string
	matcher
}{
	{"eq", matcher{kinds: allKinds, excludes: not(maySame)}},
	{"not_eq", matcher{kinds: allKinds, excludes: isSame, negative: true}},
	{"matches", matcher{kinds: onlyTexts, excludes: unlike("", "")}},
	{"does_not_match", matcher{kinds: onlyTexts, excludes: texts(like), negative: true}},
	{"lt", matcher{kinds: inOrder, excludes: after}},
	{"lteq", matcher{kinds: inOrder, excludes: after}},
	{"gt", matcher{kinds: inOrder, excludes: before}},
	{"gteq", matcher{kinds: inOrder, excludes: before}},
	{"in", matcher{kinds: allKinds, excludes: not(maySame), list: true}},
	{"not_in", matcher{kinds: allKinds, excludes: isSame, negative: true, list: true}},
	{"cont", matcher{kinds: onlyTexts, excludes: unlike("%", "%")}},
	{"not_cont", matcher{kinds: onlyTexts, excludes: texts(strings.Contains), negative: true}},
	{"i_cont", matcher{kinds: onlyTexts, excludes: unlike("%", "%")}},
	{"not_i_cont", matcher{kinds: onlyTexts, excludes: texts(strings.Contains), negative: true}},
	{"start", matcher{kinds: onlyTexts, excludes: unlike("", "%")}},
	{"not_start", matcher{kinds: onlyTexts, excludes: texts(strings.HasPrefix), negative: true}},
	{"end", matcher{kinds: onlyTexts, excludes: unlike("%", "")}},
	{"not_end", matcher{kinds: onlyTexts, excludes: texts(strings.HasSuffix), negative: true}},
	{"true", matcher{kinds: onlyFlags, excludesFlag: excludesTruth(true)}},
	{"not_true", matcher{kinds: onlyFlags, excludesFlag: excludesTruth(false)}},
	{"false", matcher{kinds: onlyFlags, excludesFlag: excludesTruth(false)}},
	{"not_false", matcher{kinds: onlyFlags, excludesFlag: excludesTruth(true)}},
	{"present", matcher{kinds: allKinds, excludesFlag: excludesBlank(false)}},
	{"blank", matcher{kinds: allKinds, excludesFlag: excludesBlank(true)}},
	{"null", matcher{kinds: allKinds, excludesFlag: excludesNull(true)}},
	{"not_null", matcher{kinds: allKinds, excludesFlag: excludesNull(false)}},
}

// findMatcher returns a matcher by its name.
func findMatcher(name string) (matcher, bool) {
	for _, entry := range matchers {
		if entry.name == name {
			return entry.matcher, true
		}
	}
	return matcher{}, false
}

// matcherNames are the names of the matchers that make sense for a kind.
func matcherNames(kind columnKind) []string {
	var names []string
	for _, entry := range matchers {
		if slices.Contains(entry.kinds, kind) {
			names = append(names, entry.name)
		}
	}
	return names
}

func not(same func(value, operand any) bool) exclusion {
	return func(value, operand any) bool { return !same(value, operand) }
}

// texts makes an exclusion of a relation of texts, as they are spelt.
func texts(holds func(text, operand string) bool) exclusion {
	return func(value, operand any) bool {
		text, isText := value.(string)
		part, isPart := operand.(string)
		return isText && isPart && holds(text, part)
	}
}

// unlike makes an exclusion of texts that are not like the operand between a prefix
// and a suffix, whatever their case and accents. A wildcard in the operand may have
// counted as one, and what a backslash meant is not known.
func unlike(prefix, suffix string) exclusion {
	return func(value, operand any) bool {
		text, isText := value.(string)
		part, isPart := operand.(string)
		return isText && isPart && !strings.Contains(part, `\`) && !like(fold(text), prefix+fold(part)+suffix)
	}
}

// fold makes texts equal that a database may take for equal.
func fold(text string) string {
	var folded strings.Builder
	for _, r := range norm.NFKD.String(text) {
		if !unicode.Is(unicode.Mn, r) {
			folded.WriteRune(unicode.ToLower(unicode.ToUpper(r)))
		}
	}
	return strings.TrimSpace(folded.String())
}

// numberTolerance is how much a number of an answer may be rounded.
const numberTolerance = 0.01

// maySame reports whether a database may take two values for the same.
func maySame(value, operand any) bool {
	switch value := value.(type) {
	case string:
		text, ok := operand.(string)
		return !ok || fold(value) == fold(text)
	case float64:
		number, ok := operand.(float64)
		return !ok || math.Abs(value-number) <= numberTolerance
	case time.Time:
		span, ok := operand.(timeSpan)
		return !ok || value.Sub(span.at).Abs() <= span.tolerance
	}
	return value == operand
}

// isSame reports whether two values are certainly the same. Times and fractions may
// have been rounded in the answer.
func isSame(value, operand any) bool {
	switch value := value.(type) {
	case float64:
		return value == operand && value == math.Trunc(value)
	case time.Time:
		return false
	}
	return value == operand
}

// after reports whether a value is certainly greater than the operand.
func after(value, operand any) bool {
	switch value := value.(type) {
	case float64:
		number, ok := operand.(float64)
		return ok && value > number+numberTolerance
	case time.Time:
		span, ok := operand.(timeSpan)
		return ok && value.Sub(span.at) > span.tolerance
	}
	return false
}

// before reports whether a value is certainly less than the operand.
func before(value, operand any) bool {
	switch value := value.(type) {
	case float64:
		number, ok := operand.(float64)
		return ok && value < number-numberTolerance
	case time.Time:
		span, ok := operand.(timeSpan)
		return ok && span.at.Sub(value) > span.tolerance
	}
	return false
}

// excludesTruth is for flags that have to be a value. What is null may be either.
func excludesTruth(want bool) func(any) (excluded, reversible bool) {
	return func(value any) (excluded, reversible bool) {
		flag, ok := value.(bool)
		return ok && flag != want, ok
	}
}

// excludesNull is for values that have to be null, or must not be. An empty text
// may be how the API shows null, and null how it shows a flag.
func excludesNull(want bool) func(any) (excluded, reversible bool) {
	return func(value any) (excluded, reversible bool) {
		if value == "" {
			return false, false
		}
		return (value == nil) != want, true
	}
}

// excludesBlank is for values that have to be null or empty, or must not be.
func excludesBlank(want bool) func(any) (excluded, reversible bool) {
	return func(value any) (excluded, reversible bool) {
		text, isText := value.(string)
		blank := value == nil || (isText && strings.TrimSpace(text) == "")
		return blank != want, true
	}
}

// like is SQL's LIKE: % stands for any text and _ for any one character.
func like(text, pattern string) bool {
	head, tail, wild := strings.Cut(pattern, "%")
	rest, ok := cutLike([]rune(text), []rune(head))
	switch {
	case !ok:
		return false
	case !wild:
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
func cutLike(text, prefix []rune) ([]rune, bool) {
	if len(text) < len(prefix) {
		return nil, false
	}
	for i, r := range prefix {
		if r != '_' && r != text[i] {
			return nil, false
		}
	}
	return text[len(prefix):], true
}
