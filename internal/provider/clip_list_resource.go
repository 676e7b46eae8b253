package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ list.ListResource              = (*clipListResource)(nil)
	_ list.ListResourceWithConfigure = (*clipListResource)(nil)
)

// newClipListResource returns the list resource contentgroove_clip.
func newClipListResource() list.ListResource { return &clipListResource{} }

// clipListResource lists what the resource manages: it has its name and its
// connection.
type clipListResource struct {
	clipResource
}

// clipListModel is the list block.
type clipListModel struct {
	selection

	MediaID types.String `tfsdk:"media_id"`
}

// ListResourceConfigSchema describes the list block.
func (r *clipListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes := listBlockAttributes(clipCollection.columns.kinds())
	attributes["media_id"] = schema.StringAttribute{
		MarkdownDescription: "Only clips of the media with this id.",
		Optional:            true,
		Validators:          []validator.String{notEmpty()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "The clips of the account or of one media, or those that match a filter, for import in bulk. " +
			"Clips that ContentGroove suggested are included. " + needsListResources,
		Attributes: attributes,
	}
}

// List streams the clips.
func (r *clipListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var block clipListModel
	listed[*client.Clip]{
		collection: clipCollection,
		query: func(query listQuery[*client.Clip]) listQuery[*client.Clip] {
			if known(block.MediaID) {
				return clipsOfMedia(query, block.MediaID.ValueString())
			}
			return query
		},
		model: func(clip *client.Clip) any { return importedClip(clipFromAPI(clip)) },
	}.stream(ctx, r.conn, req, &block, stream)
}
