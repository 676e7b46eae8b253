package provider

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// column is an attribute by which a list can be filtered and sorted. The value is a
// string, a float64, a bool or a time.Time by its kind, nil for null, or notShown.
type column[T any] struct {
	kind  columnKind
	value func(T) any
}

// columns are the attributes of a type of object by the API's names.
type columns[T any] map[string]column[T]

// kinds are the columns without the objects.
func (c columns[T]) kinds() columnKinds {
	kinds := columnKinds{}
	for name, column := range c {
		kinds[name] = column.kind
	}
	return kinds
}

// columnKinds are what can be filtered by.
type columnKinds map[string]columnKind

// notShown stands for a value that cannot be read.
type notShown struct{}

// The functions below turn what the client returns into values of a column.

func nullable[V any](value *V) any {
	if value == nil {
		return nil
	}
	return *value
}

func nullableInteger(value *int64) any {
	if value == nil {
		return nil
	}
	return float64(*value)
}

// nullableFlag is a flag. The API shows null for one that it has not computed yet,
// which tells nothing of what the database has.
func nullableFlag(value *bool) any {
	if value == nil {
		return notShown{}
	}
	return *value
}

func timeValue(value string) any {
	if value == "" {
		return nil
	}
	if at, ok := parseTime(value); ok {
		return at
	}
	return notShown{}
}

func nullableTime(value *string) any {
	if value == nil {
		return nil
	}
	return timeValue(*value)
}

// condition is one entry of a filter.
type condition struct {
	key, value string
	// names are the attributes, of which one must match if either is set, and all
	// must otherwise.
	names  []string
	either bool
	matcher
	// operands are what to compare with; one of them must match, or every one.
	operands []any
	every    bool
	// off reverses a matcher whose operand is true or false.
	off bool
}

// timeSpan is a time to compare with, as exactly as it was given.
type timeSpan struct {
	at        time.Time
	tolerance time.Duration
}

// snakeCase is the form of the API's attributes. Its documentation has one
// example in camel case, which the API itself does not know.
var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// parseCondition reads an entry of a filter. It refuses what the API would not
// understand, or would silently ignore.
func (k columnKinds) parseCondition(key, value string) (condition, error) {
	parsed, err := k.parseKey(key)
	if err != nil {
		return parsed, err
	}
	parsed.key, parsed.value = key, value
	return parsed, k.parseOperands(&parsed, value)
}

// parseKey reads the attributes and the matcher of a key, such as name_not_cont.
// Attributes have underscores of their own, so the longest matcher that leaves known
// attributes is meant.
func (k columnKinds) parseKey(key string) (condition, error) {
	if !snakeCase.MatchString(key) {
		return condition{}, fmt.Errorf("write it in snake case, as in source_url_start%s", k.didYouMean(toSnakeCase(key)))
	}
	if kind, isAttribute := k[key]; isAttribute {
		return condition{}, fmt.Errorf("it must end with a matcher; did you mean %s_%s?", key, usualMatcher(kind))
	}
	attribute := ""
	for i := range key {
		if key[i] != '_' {
			continue
		}
		found, isMatcher := parseMatcher(key[i+1:])
		names, either := attributeNames(key[:i])
		unknown := slices.ContainsFunc(names, func(name string) bool { _, isColumn := k[name]; return !isColumn })
		switch {
		case isMatcher && !unknown:
			found.names, found.either = names, either
			return found, k.checkKinds(found, key[i+1:])
		case isMatcher && attribute == "":
			attribute = key[:i]
		}
	}
	if attribute != "" {
		return condition{}, fmt.Errorf("there is no attribute %s to filter by; there are %s", attribute, strings.Join(slices.Sorted(maps.Keys(k)), ", "))
	}
	names := make([]string, 0, len(matchers))
	for _, entry := range matchers {
		names = append(names, entry.name)
	}
	return condition{}, fmt.Errorf("it must end with a matcher: one of %s", strings.Join(names, ", "))
}

// parseMatcher reads a matcher, which may be a compound with _any or _all.
func parseMatcher(name string) (condition, bool) {
	if found, ok := findMatcher(name); ok {
		return condition{matcher: found, every: found.list && found.negative}, true
	}
	for _, suffix := range []string{"_any", "_all"} {
		base, compound := strings.CutSuffix(name, suffix)
		found, ok := findMatcher(base)
		if compound && ok && found.excludes != nil && !found.list {
			found.list = true
			return condition{matcher: found, every: suffix == "_all"}, true
		}
	}
	return condition{}, false
}

// attributeNames splits attributes that are combined, as in name_or_description.
func attributeNames(text string) (names []string, either bool) {
	if strings.Contains(text, "_or_") {
		return strings.Split(text, "_or_"), true
	}
	return strings.Split(text, "_and_"), false
}

// checkKinds refuses a matcher that makes no sense for an attribute.
func (k columnKinds) checkKinds(parsed condition, name string) error {
	for _, attribute := range parsed.names {
		if kind := k[attribute]; !slices.Contains(parsed.kinds, kind) {
			return fmt.Errorf("%s is %s, for which %s makes no sense; use one of %s", attribute, kind, name, strings.Join(matcherNames(kind), ", "))
		}
	}
	return nil
}

// usualMatcher is what to suggest for an attribute.
func usualMatcher(kind columnKind) string {
	return map[columnKind]string{textColumn: "eq", numberColumn: "eq", flagColumn: "true", timeColumn: "gteq"}[kind]
}

// didYouMean suggests a key that is valid.
func (k columnKinds) didYouMean(key string) string {
	if _, isAttribute := k[key]; isAttribute {
		return fmt.Sprintf("; did you mean %s_%s?", key, usualMatcher(k[key]))
	}
	if !snakeCase.MatchString(key) {
		return ""
	}
	if _, err := k.parseKey(key); err != nil {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", key)
}

// toSnakeCase turns camel case into snake case.
func toSnakeCase(key string) string {
	var snake strings.Builder
	for i, r := range key {
		if unicode.IsUpper(r) && i > 0 {
			snake.WriteByte('_')
		}
		snake.WriteRune(unicode.ToLower(r))
	}
	return strings.ReplaceAll(snake.String(), "-", "_")
}

// parseOperands reads the value of a condition.
func (k columnKinds) parseOperands(parsed *condition, value string) error {
	if strings.TrimSpace(value) == "" {
		return fmt.Errorf("its value is empty, and the API ignores such a condition; to look for what is empty, use the matcher blank or null with the value true")
	}
	if parsed.excludes == nil {
		on, err := parseFlag(value)
		parsed.off = !on
		return err
	}
	texts := []string{value}
	if strings.Contains(value, ",") {
		parts := strings.Split(value, ",")
		if !parsed.list {
			parts = append(parts, value) // Whether a comma separates here, only the API knows.
		}
		texts = parts
	}
	kind := k[parsed.names[0]]
	for _, text := range texts {
		if parsed.list || kind != textColumn {
			text = strings.TrimSpace(text)
		}
		operand, err := kind.parse(text)
		if err != nil {
			return err
		}
		parsed.operands = append(parsed.operands, operand)
	}
	return nil
}

// parse reads an operand.
func (k columnKind) parse(text string) (any, error) {
	switch k {
	case numberColumn:
		number, err := strconv.ParseFloat(text, 64)
		if err != nil {
			return nil, fmt.Errorf("%q is not a number", text)
		}
		return number, nil
	case flagColumn:
		return parseFlag(text)
	case timeColumn:
		return parseTimeSpan(text)
	case textColumn:
	}
	return text, nil
}

func parseFlag(text string) (bool, error) {
	on, err := strconv.ParseBool(strings.ToLower(strings.TrimSpace(text)))
	if err != nil {
		return false, fmt.Errorf("%q is not true or false", text)
	}
	return on, nil
}

// Tolerances of times: answers round to a second at worst, a time without a zone is
// in that of the server, and a date is the whole day.
const (
	roundedToSecond = time.Second
	zonelessFor     = 14 * time.Hour
	wholeDay        = 24 * time.Hour
)

func parseTimeSpan(text string) (timeSpan, error) {
	for _, form := range []struct {
		layout    string
		tolerance time.Duration
	}{
		{time.RFC3339Nano, roundedToSecond}, {"2006-01-02 15:04:05 MST", roundedToSecond}, {"2006-01-02T15:04:05.999999999", zonelessFor}, {time.DateTime, zonelessFor},
		{"2006-01-02T15:04", zonelessFor}, {"2006-01-02 15:04", zonelessFor}, {time.DateOnly, zonelessFor + wholeDay},
	} {
		if at, err := time.Parse(form.layout, text); err == nil {
			return timeSpan{at, form.tolerance}, nil
		}
	}
	return timeSpan{}, fmt.Errorf("%q is not a time such as 2026-01-31T12:00:00Z or a date such as 2026-01-31", text)
}

// excludesValue reports whether a value of one attribute certainly does not match.
func (c condition) excludesValue(value any) bool {
	if value == any(notShown{}) {
		return false
	}
	if c.excludes == nil {
		excluded, reversible := c.excludesFlag(value)
		if c.off {
			return reversible && !excluded
		}
		return excluded
	}
	if value == nil {
		return !c.negative // As in SQL, where a comparison with null is never true.
	}
	excluded := func(operand any) bool { return c.excludes(value, operand) }
	if c.every {
		return slices.ContainsFunc(c.operands, excluded)
	}
	return !slices.ContainsFunc(c.operands, func(operand any) bool { return !excluded(operand) })
}
