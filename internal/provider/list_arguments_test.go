package provider

import (
	"errors"
	"iter"
	"maps"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestCheckFilterKey(t *testing.T) {
	t.Parallel()
	for _, key := range []string{
		"name_cont", "name_eq", "source_url_start", "created_at_gteq", "is_processing_true", "name_or_description_cont", "name_cont_any",
		"name_not_eq_all", "external_id_null", "name_i_cont", "source_file_width_in",
	} {
		if err := checkFilterKey(key); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	for key, reason := range map[string]string{
		"sourceUrl_start": "snake case", "Name_eq": "snake case", "name-eq": "snake case", "name__eq": "snake case", "_eq": "snake case", "": "snake case", "name eq": "snake case",
		"name": "must end with a matcher", "eq": "must end with a matcher", "name_like": "must end with a matcher", "name_any": "must end with a matcher", "name_equal": "must end with a matcher",
	} {
		err := checkFilterKey(key)
		if err == nil {
			t.Errorf("%q is accepted", key)
			continue
		}
		contains(t, err.Error(), reason)
	}
}

func TestListArgumentsOptions(t *testing.T) {
	t.Parallel()
	filter := types.MapValueMust(types.StringType, map[string]attr.Value{"name_cont": text("demo")})
	for name, test := range map[string]struct {
		arguments listArguments
		sort      string
		limit     int
		filter    map[string]string
	}{
		"nothing":    {listArguments{selection: selection{Filter: types.MapNull(types.StringType)}}, "created_at", 0, nil},
		"everything": {listArguments{selection: selection{Filter: filter, Sort: text("-name")}, Limit: types.Int64Value(7)}, "-name", 7, map[string]string{"name_cont": "demo"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := test.arguments.options(t.Context())
			noDiagnostics(t, diags)
			equal(t, "sort", got.Sort, test.sort)
			equal(t, "limit", got.Limit, test.limit)
			equal(t, "filter", maps.Equal(got.Filter, test.filter), true)
		})
	}
	t.Run("null in the filter", func(t *testing.T) {
		t.Parallel()
		arguments := listArguments{selection: selection{Filter: types.MapValueMust(types.StringType, map[string]attr.Value{"name_cont": noText})}}
		options, diags := arguments.options(t.Context())
		noDiagnostics(t, diags)
		equal(t, "conditions", len(options.Filter), 0)
	})
}

// numbers yields 1 to n, and then the error, if any.
func numbers(n int, err error) iter.Seq2[int, error] {
	return func(yield func(int, error) bool) {
		for i := 1; i <= n; i++ {
			if !yield(i, nil) {
				return
			}
		}
		if err != nil {
			yield(0, err)
		}
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	convert := func(n int) string { return string(rune('a' + n)) }
	id := func(model string) types.String { return text("id-" + model) }

	t.Run("some", func(t *testing.T) {
		t.Parallel()
		models, ids, diags := collect(numbers(3, nil), "Cannot list", convert, id)
		noDiagnostics(t, diags)
		equalSlices(t, "models", models, []string{"b", "c", "d"})
		equalValue(t, "ids", ids, stringList([]string{"id-b", "id-c", "id-d"}))
	})
	t.Run("none", func(t *testing.T) {
		t.Parallel()
		models, ids, diags := collect(numbers(0, nil), "Cannot list", convert, id)
		noDiagnostics(t, diags)
		equal(t, "an empty list, not null", models != nil, true)
		equalValue(t, "ids", ids, stringList(nil))
	})
	t.Run("an error in the middle", func(t *testing.T) {
		t.Parallel()
		models, ids, diags := collect(numbers(2, errors.New("page 2 is broken")), "Cannot list", convert, id)
		contains(t, oneDiagnostic(t, diags), "Error: Cannot list", "Page 2 is broken.")
		equal(t, "models", len(models), 0)
		equal(t, "ids are null", ids.IsNull(), true)
	})
}

func TestWithFilter(t *testing.T) {
	t.Parallel()
	filter := map[string]string{"name_cont": "a"}
	extended := withFilter(filter, "media_id_eq", "m1")
	equal(t, "extended", maps.Equal(extended, map[string]string{"name_cont": "a", "media_id_eq": "m1"}), true)
	equal(t, "original", len(filter), 1)
	equal(t, "none", maps.Equal(withFilter(nil, "media_id_eq", "m1"), map[string]string{"media_id_eq": "m1"}), true)
}

func TestSortOrdersGoBothWays(t *testing.T) {
	t.Parallel()
	for _, order := range []string{oldestFirst, newestFirst} {
		equal(t, order, slices.Contains(sortOrders, order), true)
	}
}
