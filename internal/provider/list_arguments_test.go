package provider

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

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

func TestListModels(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		ids    []string
		errors []string
	}{
		"some":  {respond(http.StatusOK, listOf(mediaJSON("m1", "a", stamp(0)), mediaJSON("m2", "b", stamp(0)))), []string{"m1", "m2"}, nil},
		"none":  {respond(http.StatusOK, emptyList), nil, nil},
		"error": {respond(http.StatusInternalServerError, serverErrorBody), nil, []string{"Error: Cannot list media", "Something broke."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias": test.answer}).connection(t)
			models, ids, diags := listModels(t.Context(), conn, mediaCollection, listQuery[*client.Media]{}, mediaFromAPI)
			if test.errors != nil {
				contains(t, oneDiagnostic(t, diags), test.errors...)
				equal(t, "ids are null", ids.IsNull(), true)
				return
			}
			noDiagnostics(t, diags)
			equal(t, "a list, not null", models != nil, true)
			equal(t, "models", len(models), len(test.ids))
			equalValue(t, "ids", ids, stringList(test.ids))
		})
	}
}

func TestSortOrdersGoBothWays(t *testing.T) {
	t.Parallel()
	for _, order := range []string{oldestFirst, newestFirst} {
		equal(t, order, slices.Contains(sortOrders, order), true)
	}
}
