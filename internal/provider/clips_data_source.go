package provider

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var _ datasource.DataSourceWithConfigure = (*clipsDataSource)(nil)

// newClipsDataSource returns the data source contentgroove_clips.
func newClipsDataSource() datasource.DataSource { return &clipsDataSource{} }

type clipsDataSource struct {
	configuredDataSource
}

// clipsModel is the data source.
type clipsModel struct {
	listArguments

	MediaID types.String `tfsdk:"media_id"`
	Clips   []clipObject `tfsdk:"clips"`
}

// Metadata names the data source.
func (d *clipsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_clips"
}

// Schema describes the data source.
func (d *clipsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := listDataAttributes("clips", clipDataAttributes())
	attributes["media_id"] = schema.StringAttribute{
		MarkdownDescription: "Only clips of the media with this id.",
		Optional:            true,
		Validators:          []validator.String{notEmpty()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "All clips of the account or of one media, or those that match a filter, from all pages of the API's list. " +
			"Clips that ContentGroove suggested are included.",
		Attributes: attributes,
	}
}

// Read lists the clips.
func (d *clipsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model clipsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	api, diags := d.conn.client()
	resp.Diagnostics.Append(diags...)
	options, diags := model.options(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.Clips, model.IDs, diags = collect(listClips(ctx, api, model.MediaID, options), "Cannot list clips", clipFromAPI, func(clip clipObject) types.String { return clip.ID })
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	}
}

// listClips lists the clips of one media, or of all when none is given.
func listClips(ctx context.Context, api *client.Client, mediaID types.String, options client.ListOptions) iter.Seq2[*client.Clip, error] {
	if known(mediaID) {
		return clipsOfMedia(ctx, api, mediaID.ValueString(), options)
	}
	return api.Clips(ctx, options)
}

// clipsOfMedia lists the clips of one media. The media is no documented
// attribute of a clip, so a server may ignore the filter: what it returns is
// checked, and the limit counted, here.
func clipsOfMedia(ctx context.Context, api *client.Client, mediaID string, options client.ListOptions) iter.Seq2[*client.Clip, error] {
	limit := options.Limit
	options.Limit = 0
	options.Filter = withFilter(options.Filter, "media_id_eq", mediaID)
	return func(yield func(*client.Clip, error) bool) {
		count := 0
		for clip, err := range api.Clips(ctx, options) {
			if err == nil && clip.MediaID != mediaID {
				continue
			}
			count++
			if !yield(clip, err) || (limit > 0 && count == limit) {
				return
			}
		}
	}
}
