package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ list.ListResource              = (*mediaListResource)(nil)
	_ list.ListResourceWithConfigure = (*mediaListResource)(nil)
)

// newMediaListResource returns the list resource contentgroove_media.
func newMediaListResource() list.ListResource { return &mediaListResource{} }

// mediaListResource lists what the resource manages: it has its name and its
// connection.
type mediaListResource struct {
	mediaResource
}

// ListResourceConfigSchema describes the list block.
func (r *mediaListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The media of the account, or those that match a filter, for import in bulk. " + needsListResources + "\n\n" +
			"The API leaves the transcription out of its lists, so `transcription_id` is null in the results; an import reads it.",
		Attributes: listBlockAttributes(mediaCollection.columns.kinds()),
	}
}

// List streams the media.
func (r *mediaListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	listed[*client.Media]{
		collection: mediaCollection,
		name: func(media *client.Media) string {
			if media.Name == "" && media.SourceURL != nil {
				return publicURL(*media.SourceURL)
			}
			return media.Name
		},
		model: func(media *client.Media) any { return importedMedia(mediaFromAPI(media)) },
	}.stream(ctx, r.conn, req, &selection{}, stream)
}
