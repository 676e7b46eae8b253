package provider

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// listBlockAttributes are the arguments that every list resource has. Limit and
// include_resource are not among them: they belong to Terraform's list block.
func listBlockAttributes(columns columnKinds) map[string]schema.Attribute {
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
	}
}

// listBlock is the configuration of a list resource.
type listBlock interface {
	// limitedTo returns what to ask the API for.
	limitedTo(ctx context.Context, limit int64) (client.ListOptions, diag.Diagnostics)
}

// listed tells how the objects of a list of the API become results of a query.
type listed[T any] struct {
	collection[T]

	// query completes what to ask for. It is called once the block has been read.
	query func(listQuery[T]) listQuery[T]
	// name, if set, returns the name of an object instead of what describes it.
	name func(T) string
	// model returns the object as the resource has it after an import.
	model func(T) any
}

// stream reads the configuration into the block and lists what it asks for. An error
// is the last of the results; those before it stand.
func (l listed[T]) stream(ctx context.Context, conn *connection, req list.ListRequest, block listBlock, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	if !req.Config.Raw.IsNull() { // As it may be without a config block.
		diags.Append(req.Config.Get(ctx, block)...)
	}
	options, more := block.limitedTo(ctx, req.Limit)
	diags.Append(more...)
	_, more = conn.client()
	diags.Append(more...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	query := listQuery[T]{ListOptions: options}
	if l.query != nil {
		query = l.query(query)
	}
	stream.Results = func(yield func(list.ListResult) bool) {
		for object, err := range l.objects(ctx, conn, query) {
			switch {
			case err != nil:
				yield(list.ListResult{Diagnostics: diag.Diagnostics{apiDiagnostic("Cannot list "+l.plural, err)}})
				return
			case !yield(l.result(ctx, req, object)):
				return
			}
		}
	}
}

// objects lists the objects as they arrive: Terraform can show the first while the
// next page is still under way. An order that the user asks for has to be checked
// first, which takes the whole list.
func (l listed[T]) objects(ctx context.Context, conn *connection, query listQuery[T]) iter.Seq2[T, error] {
	if query.Sort == oldestFirst {
		return l.collection.stream(ctx, conn, query)
	}
	return func(yield func(T, error) bool) {
		objects, err := l.list(ctx, conn, query)
		for _, object := range objects {
			if !yield(object, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func (l listed[T]) result(ctx context.Context, req list.ListRequest, object T) list.ListResult {
	facts := l.describe(object)
	if l.name != nil {
		facts.name = l.name(object)
	}
	result := req.NewListResult(ctx)
	result.DisplayName = facts.displayName()
	result.Diagnostics.Append(setIDIdentity(ctx, result.Identity, types.StringValue(facts.id))...)
	if req.IncludeResource {
		result.Diagnostics.Append(result.Resource.Set(ctx, l.model(object))...)
	}
	return result
}

// displayName is the name that a person gave to the object, or else what tells
// it from others.
func (c candidate) displayName() string {
	if c.name != "" {
		return c.name
	}
	return fmt.Sprintf("%s, created at %s", c.id, c.createdAt)
}
