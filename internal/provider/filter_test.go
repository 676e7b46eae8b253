package provider

import (
	"testing"
	"time"
)

// filterColumns has a column of each kind.
var filterColumns = columns[any]{
	"name":          {textColumn, func(value any) any { return value }},
	"source_url":    {textColumn, func(value any) any { return value }},
	"duration":      {numberColumn, func(value any) any { return value }},
	"is_processing": {flagColumn, func(value any) any { return value }},
	"created_at":    {timeColumn, func(value any) any { return value }},
}

func TestParseKey(t *testing.T) {
	t.Parallel()
	kinds := filterColumns.kinds()
	for _, key := range []string{
		"name_cont", "name_eq", "source_url_start", "created_at_gteq", "is_processing_true", "name_or_source_url_cont", "name_and_source_url_start",
		"name_cont_any", "name_not_eq_all", "name_not_null", "name_i_cont", "duration_in", "is_processing_not_eq", "created_at_null", "duration_lt_any",
	} {
		if _, err := kinds.parseKey(key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	for key, reason := range map[string]string{
		"sourceUrl_start": "did you mean source_url_start?", "Name_eq": "did you mean name_eq?", "name-eq": "did you mean name_eq?",
		"name__eq": "snake case", "_eq": "snake case", "": "snake case", "name eq": "snake case",
		"name": "did you mean name_eq?", "is_processing": "did you mean is_processing_true?", "created_at": "did you mean created_at_gteq?", "sourceUrl": "did you mean source_url_eq?",
		"eq": "must end with a matcher", "name_like": "must end with a matcher", "name_any": "must end with a matcher", "name_equal": "must end with a matcher",
		"name_null_any": "must end with a matcher", "name_in_all": "must end with a matcher",
		"colour_eq":         "there is no attribute colour to filter by; there are created_at, duration, is_processing, name, source_url",
		"name_or_colour_eq": "there is no attribute name_or_colour", "filter_name_eq": "there is no attribute filter_name",
		"is_processing_cont": "is_processing is true or false, for which cont makes no sense; use one of eq,", "name_true": "name is a text", "name_lt": "name is a text",
		"duration_cont": "duration is a number", "created_at_start": "created_at is a time", "name_or_duration_cont": "duration is a number",
	} {
		_, err := kinds.parseKey(key)
		if err == nil {
			t.Errorf("%q is accepted", key)
			continue
		}
		contains(t, err.Error(), reason)
	}
}

func TestParseConditionRefusesValues(t *testing.T) {
	t.Parallel()
	for condition, reason := range map[[2]string]string{
		{"name_eq", ""}: "value is empty", {"name_eq", "  "}: "value is empty", {"name_null", ""}: "value is empty",
		{"duration_gt", "long"}: `"long" is not a number`, {"duration_in", "1,two"}: `"two" is not a number`, {"is_processing_true", "maybe"}: "not true or false",
		{"is_processing_eq", "x"}: "not true or false", {"name_null", "2"}: "not true or false", {"created_at_gt", "yesterday"}: "not a time", {"created_at_gt", "31.1.2026"}: "not a time",
	} {
		_, err := filterColumns.kinds().parseCondition(condition[0], condition[1])
		if err == nil {
			t.Errorf("%s = %q is accepted", condition[0], condition[1])
			continue
		}
		contains(t, err.Error(), reason)
	}
}

// Only what no database would return for a condition is against it.
func TestConditionExcludes(t *testing.T) {
	t.Parallel()
	at := func(text string) time.Time {
		parsed, err := time.Parse(time.RFC3339Nano, text)
		must(t, err)
		return parsed
	}
	noon := at("2026-01-31T12:00:00.123Z")
	for _, test := range []struct {
		key, operand string
		matching     []any
		excluded     []any
	}{
		{"name_eq", "Émile", []any{"Émile", "emile", "EMILE ", notShown{}}, []any{"Emil", "", nil}},
		{"name_eq", "a,b", []any{"a,b", "A", "b"}, []any{"a;b", "c"}},
		{"name_not_eq", "a", []any{"A", "b", "", nil}, []any{"a"}},
		{"name_not_eq", "a,b", []any{"a", "b", "c"}, nil},
		{"name_in", "a, b", []any{"a", "B"}, []any{"a, b", "c", nil}},
		{"name_not_in", "a,b", []any{"c", "A", nil}, []any{"a", "b"}},
		{"name_cont", "call", []any{"Weekly Call", "recall"}, []any{"meeting", "", nil}},
		{"name_cont", "50%", []any{"50% off", "50 off"}, []any{"5 % off"}},
		{"name_cont", `a\b`, []any{"anything"}, []any{nil}},
		{"name_not_cont", "call", []any{"meeting", "Weekly Call", nil}, []any{"Weekly call"}},
		{"name_i_cont", "CALL", []any{"Weekly call"}, []any{"meeting"}},
		{"name_not_i_cont", "call", []any{"meeting"}, []any{"recall"}},
		{"name_start", "We", []any{"weekly"}, []any{"a week", nil}},
		{"name_not_start", "We", []any{"weekly", "a We"}, []any{"We"}},
		{"name_end", "ly", []any{"weekLY"}, []any{"lying"}},
		{"name_not_end", "ly", []any{"lying"}, []any{"weekly"}},
		{"name_matches", "w%ly", []any{"weekly", "Wly"}, []any{"a weekly", "week"}},
		{"name_matches", "_eek", []any{"week", "seek"}, []any{"eek", "weeks"}},
		{"name_does_not_match", "w%ly", []any{"week", "Weekly", nil}, []any{"weekly"}},
		{"name_cont_any", "a,b", []any{"xa", "xb"}, []any{"c"}},
		{"name_cont_all", "a,b", []any{"ba"}, []any{"a", "b"}},
		{"name_not_cont_any", "a,b", []any{"a", "c"}, []any{"ab"}},
		{"name_not_cont_all", "a,b", []any{"c"}, []any{"a", "b", "ab"}},
		{"name_null", "true", []any{nil, ""}, []any{"a"}},
		{"name_null", "false", []any{"a", ""}, []any{nil}},
		{"name_not_null", "1", []any{"a", ""}, []any{nil}},
		{"name_blank", "true", []any{nil, "", " "}, []any{"a"}},
		{"name_blank", "f", []any{"a"}, []any{nil, ""}},
		{"name_present", "true", []any{"a"}, []any{nil, "", " "}},
		{"duration_eq", "57.71", []any{57.71, 57.714}, []any{57.0, nil}},
		{"duration_not_eq", "57", []any{58.0, 57.1, nil}, []any{57.0}},
		{"duration_not_eq", "57.71", []any{57.71}, nil},
		{"duration_lt", "10", []any{9.0, 10.0}, []any{10.5, 11.0, nil}},
		{"duration_lteq", "10", []any{10.0}, []any{11.0}},
		{"duration_gt", "10", []any{11.0, 10.0}, []any{9.0, nil}},
		{"duration_gteq", "10", []any{10.0}, []any{9.5}},
		{"duration_in", "1,2", []any{1.0, 2.0}, []any{3.0}},
		{"duration_null", "true", []any{nil}, []any{1.0}},
		{"duration_present", "true", []any{1.0}, []any{nil}},
		{"is_processing_true", "true", []any{true, notShown{}}, []any{false}},
		{"is_processing_true", "0", []any{false, notShown{}}, []any{true}},
		{"is_processing_false", "t", []any{false}, []any{true}},
		{"is_processing_not_true", "true", []any{false}, []any{true}},
		{"is_processing_not_false", "true", []any{true}, []any{false}},
		{"is_processing_eq", "true", []any{true, notShown{}}, []any{false}},
		{"is_processing_not_eq", "true", []any{false}, []any{true}},
		{"created_at_eq", "2026-01-31T12:00:00.123Z", []any{noon, noon.Truncate(time.Second)}, []any{noon.Add(time.Minute), nil}},
		{"created_at_gteq", "2026-01-31T13:00:00+01:00", []any{noon, noon.Add(time.Hour)}, []any{noon.Add(-time.Minute)}},
		{"created_at_gt", "2026-01-31 12:00", []any{noon, noon.Add(-13 * time.Hour)}, []any{noon.Add(-15 * time.Hour)}},
		{"created_at_lt", "2026-01-31", []any{noon, noon.Add(20 * time.Hour)}, []any{noon.Add(48 * time.Hour)}},
		{"created_at_lteq", "2026-01-31T12:00:00Z", []any{noon}, []any{noon.Add(time.Minute)}},
		{"created_at_not_eq", "2026-01-31T12:00:00.123Z", []any{noon}, nil},
		{"created_at_null", "true", []any{nil}, []any{noon}},
		{"name_or_source_url_cont", "a", []any{"a"}, []any{"b"}},
		{"name_and_source_url_cont", "a", []any{"a"}, []any{"b"}},
	} {
		parsed, err := filterColumns.kinds().parseCondition(test.key, test.operand)
		if err != nil {
			t.Errorf("%s = %q: %v", test.key, test.operand, err)
			continue
		}
		for _, value := range test.matching {
			if filterColumns.excludes(parsed, value) {
				t.Errorf("%s = %q excludes %#v", test.key, test.operand, value)
			}
		}
		for _, value := range test.excluded {
			if !filterColumns.excludes(parsed, value) {
				t.Errorf("%s = %q does not exclude %#v", test.key, test.operand, value)
			}
		}
	}
}

// With "or" one attribute decides for an object, and with "and" one against it.
func TestConditionOfSeveralAttributes(t *testing.T) {
	t.Parallel()
	type pair struct{ name, url string }
	of := columns[pair]{
		"name": {textColumn, func(p pair) any { return p.name }},
		"url":  {textColumn, func(p pair) any { return p.url }},
	}
	for key, want := range map[string][3]bool{"name_or_url_cont": {false, false, true}, "name_and_url_cont": {false, true, true}} {
		parsed, err := of.kinds().parseCondition(key, "a")
		must(t, err)
		for i, object := range []pair{{"a", "a"}, {"a", "b"}, {"b", "b"}} {
			equal(t, key, of.excludes(parsed, object), want[i])
		}
	}
}

// Every matcher is one that the other tests know, and every attribute of the API can
// be read from an object.
func TestCollectionsCanBeFiltered(t *testing.T) {
	t.Parallel()
	for _, kinds := range []columnKinds{mediaCollection.columns.kinds(), clipCollection.columns.kinds(), webhookSubscriptionCollection.columns.kinds()} {
		for name, kind := range kinds {
			for _, matcher := range matcherNames(kind) {
				if _, err := kinds.parseKey(name + "_" + matcher); err != nil {
					t.Errorf("%s_%s: %v", name, matcher, err)
				}
			}
		}
	}
}
