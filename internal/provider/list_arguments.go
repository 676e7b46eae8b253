package provider

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/mapvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// selection are the arguments by which the objects of a list are chosen and
// ordered. Data sources and list resources share them.
type selection struct {
	Filter types.Map    `tfsdk:"filter"`
	Sort   types.String `tfsdk:"sort"`
}

// listArguments are the arguments and the ids of a data source that lists
// objects.
type listArguments struct {
	selection

	Limit types.Int64 `tfsdk:"limit"`
	IDs   types.List  `tfsdk:"ids"`
}

// sortOrders are the sort orders that the API documents, for all lists.
var sortOrders = []string{"created_at", "-created_at", "original_created_at", "-original_created_at", "name", "-name"}

// matchers are the Ransack matchers that a filter can end with.
var matchers = []string{
	"eq", "not_eq", "matches", "does_not_match", "lt", "lteq", "gt", "gteq", "in", "not_in", "cont", "not_cont", "i_cont", "not_i_cont",
	"start", "not_start", "end", "not_end", "true", "not_true", "false", "not_false", "present", "blank", "null", "not_null",
}

// Descriptions of the arguments that filter, sort and bound a list.
var (
	filterDescription = "Only objects that match all of these conditions. Each key is an attribute of the API and a " +
		"[Ransack matcher](https://activerecord-hackery.github.io/ransack/getting-started/search-matches/), such as `name_cont`, " +
		"`created_at_gteq` or `is_processing_true`; separate the alternatives of `_in` with commas."
	sortDescription  = "Order of the objects: " + quotedList(sortOrders) + ". A minus sign sorts downwards. Default: `created_at`."
	limitDescription = "Number of objects to return at most. Default: all of them."
)

// listDataAttributes are the arguments, the ids and the objects of a list.
func listDataAttributes(plural string, object map[string]schema.Attribute) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"filter": schema.MapAttribute{
			MarkdownDescription: filterDescription,
			Optional:            true,
			ElementType:         types.StringType,
			Validators:          filterValidators(),
		},
		"sort": schema.StringAttribute{
			MarkdownDescription: sortDescription,
			Optional:            true,
			Validators:          sortValidators(),
		},
		"limit": schema.Int64Attribute{
			MarkdownDescription: limitDescription,
			Optional:            true,
			Validators:          []validator.Int64{wholeNumberRange{from: 1, to: math.MaxInt32}},
		},
		"ids":  schema.ListAttribute{MarkdownDescription: "Ids of the objects, in the same order.", Computed: true, ElementType: types.StringType},
		plural: nested("The objects.", object),
	}
}

// filterValidators check the keys of a filter.
func filterValidators() []validator.Map {
	return []validator.Map{
		mapvalidator.KeysAre(checkedString{rule: "an attribute in snake case and a matcher, such as name_cont", check: checkFilterKey}),
	}
}

// sortValidators accept the documented sort orders.
func sortValidators() []validator.String {
	return []validator.String{oneOf(sortOrders...)}
}

// snakeCase is the form of the API's attributes. Its documentation has one
// example in camel case, which the API itself does not know.
var snakeCase = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)

// checkFilterKey refuses a filter that the API would not understand, or would
// silently ignore.
func checkFilterKey(key string) error {
	if !snakeCase.MatchString(key) {
		return fmt.Errorf("write it in snake case, as in source_url_start")
	}
	trimmed := strings.TrimSuffix(strings.TrimSuffix(key, "_any"), "_all")
	if !slices.ContainsFunc(matchers, func(matcher string) bool { return strings.HasSuffix(trimmed, "_"+matcher) }) {
		return fmt.Errorf("it must end with a matcher: one of %s", strings.Join(matchers, ", "))
	}
	return nil
}

// options turns the arguments into those of the client.
func (a *listArguments) options(ctx context.Context) (client.ListOptions, diag.Diagnostics) {
	return a.limitedTo(ctx, a.Limit.ValueInt64())
}

// limitedTo turns the arguments into those of the client, which then returns at
// most so many objects; 0 means all.
func (s *selection) limitedTo(ctx context.Context, limit int64) (client.ListOptions, diag.Diagnostics) {
	options := client.ListOptions{Sort: oldestFirst, Limit: int(limit)}
	if known(s.Sort) {
		options.Sort = s.Sort.ValueString()
	}
	var diags diag.Diagnostics
	if known(s.Filter) {
		conditions := map[string]types.String{}
		diags = s.Filter.ElementsAs(ctx, &conditions, false)
		options.Filter = map[string]string{}
		for key, value := range conditions {
			// A null, as from a variable that is not set, is no condition.
			if known(value) {
				options.Filter[key] = value.ValueString()
			}
		}
	}
	return options, diags
}

// collect turns all objects of a list into models and their ids.
func collect[A, M any](objects iter.Seq2[A, error], summary string, convert func(A) M, id func(M) types.String) ([]M, types.List, diag.Diagnostics) {
	var diags diag.Diagnostics
	models, ids := []M{}, []string{}
	for object, err := range objects {
		if err != nil {
			diags.Append(apiDiagnostic(summary, err))
			return nil, types.ListNull(types.StringType), diags
		}
		model := convert(object)
		models = append(models, model)
		ids = append(ids, id(model).ValueString())
	}
	return models, stringList(ids), diags
}

// withFilter returns the filter with one more condition.
func withFilter(filter map[string]string, key, value string) map[string]string {
	extended := maps.Clone(filter)
	if extended == nil {
		extended = map[string]string{}
	}
	extended[key] = value
	return extended
}
