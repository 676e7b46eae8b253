package provider

import (
	"context"
	"fmt"
	"math"
	"strings"

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

// Descriptions of the arguments that filter, sort and bound a list.
var (
	filterDescription = "Only objects that match all of these conditions. Each key is an attribute of the API and a " +
		"[Ransack matcher](https://activerecord-hackery.github.io/ransack/getting-started/search-matches/), such as `name_cont`, " +
		"`created_at_gteq` or `is_processing_true`; separate the alternatives of `_in` with commas. What the API returns is checked: " +
		"a condition that it ignores is an error."
	sortDescription  = "Order of the objects: " + quotedList(sortOrders) + ". A minus sign sorts downwards. Default: `created_at`."
	limitDescription = "Number of objects to return at most. Default: all of them."
)

// listDataAttributes are the arguments, the ids and the objects of a list.
func listDataAttributes(plural string, columns columnKinds, object map[string]schema.Attribute) map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"filter": schema.MapAttribute{
			MarkdownDescription: filterDescription,
			Optional:            true,
			ElementType:         types.StringType,
			Validators:          []validator.Map{filterValidator{columns}},
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

// filterValidator checks the entries of a filter.
type filterValidator struct{ columns columnKinds }

var _ validator.Map = filterValidator{}

// Description says what is valid.
func (v filterValidator) Description(context.Context) string {
	return "each key must be an attribute in snake case and a matcher, such as name_cont"
}

// MarkdownDescription says what is valid.
func (v filterValidator) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateMap checks what is known of the filter.
func (v filterValidator) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key, element := range req.ConfigValue.Elements() {
		text, ok := element.(types.String)
		_, err := v.columns.parseKey(key)
		if err == nil && ok && known(text) {
			_, err = v.columns.parseCondition(key, text.ValueString())
		}
		if err != nil {
			resp.Diagnostics.AddAttributeError(req.Path.AtMapKey(key), "Invalid filter", fmt.Sprintf("The condition %q is not valid: %s", key, sentenceEnd(err.Error())))
		}
	}
}

// sortValidators accept the documented sort orders.
func sortValidators() []validator.String {
	return []validator.String{oneOf(sortOrders...)}
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

// listModels lists objects, as models and as ids.
func listModels[T, M any](ctx context.Context, conn *connection, of collection[T], query listQuery[T], convert func(T) M) ([]M, types.List, diag.Diagnostics) {
	none := types.ListNull(types.StringType)
	if _, diags := conn.client(); diags.HasError() {
		return nil, none, diags
	}
	objects, err := of.list(ctx, conn, query)
	if err != nil {
		return nil, none, diag.Diagnostics{apiDiagnostic("Cannot list "+of.plural, err)}
	}
	models, ids := make([]M, len(objects)), make([]string, len(objects))
	for i, object := range objects {
		models[i], ids[i] = convert(object), of.describe(object).id
	}
	return models, stringList(ids), nil
}

// sentenceEnd ends a text with a full stop, unless it ends with a question.
func sentenceEnd(text string) string {
	if strings.HasSuffix(text, "?") {
		return text
	}
	return text + "."
}
