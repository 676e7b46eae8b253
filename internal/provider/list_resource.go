package provider

import (
	"context"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// listBlockAttributes are the arguments that every list resource has. Limit and
// include_resource are not among them: they belong to Terraform's list block.
func listBlockAttributes() map[string]schema.Attribute {
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
	}
}

// listBlock is the configuration of a list resource.
type listBlock interface {
	// limitedTo returns what to ask the API for.
	limitedTo(ctx context.Context, limit int64) (client.ListOptions, diag.Diagnostics)
}

// listed tells how the objects of a list of the API become results of a query.
type listed[T any] struct {
	// plural is what messages call the objects.
	plural string
	// objects lists them. It is called once the block has been read.
	objects func(*client.Client, context.Context, client.ListOptions) iter.Seq2[T, error]
	// describe returns the facts by which a person recognises an object.
	describe func(T) candidate
	// model returns the object as the resource has it after an import.
	model func(T) any
}

// stream reads the configuration into the block and lists what it asks for.
func (l listed[T]) stream(ctx context.Context, conn *connection, req list.ListRequest, block listBlock, stream *list.ListResultsStream) {
	var diags diag.Diagnostics
	if !req.Config.Raw.IsNull() { // As it may be without a config block.
		diags.Append(req.Config.Get(ctx, block)...)
	}
	options, more := block.limitedTo(ctx, req.Limit)
	diags.Append(more...)
	api, more := conn.client()
	diags.Append(more...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	stream.Results = l.results(ctx, req, l.objects(api, ctx, options))
}

// results turns objects into results as they arrive: Terraform can show the
// first while the next page is still under way. An error ends the results and
// is the last of them; those before it stand.
func (l listed[T]) results(ctx context.Context, req list.ListRequest, objects iter.Seq2[T, error]) iter.Seq[list.ListResult] {
	return func(yield func(list.ListResult) bool) {
		for object, err := range objects {
			if err != nil {
				yield(list.ListResult{Diagnostics: diag.Diagnostics{apiDiagnostic("Cannot list "+l.plural, err)}})
				return
			}
			if !yield(l.result(ctx, req, object)) {
				return
			}
		}
	}
}

func (l listed[T]) result(ctx context.Context, req list.ListRequest, object T) list.ListResult {
	facts := l.describe(object)
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
