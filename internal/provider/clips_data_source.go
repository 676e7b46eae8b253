package provider

import (
	"context"

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
	attributes := listDataAttributes("clips", clipCollection.columns.kinds(), clipDataAttributes())
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
	options, diags := model.options(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	query := listQuery[*client.Clip]{ListOptions: options}
	if known(model.MediaID) {
		query = clipsOfMedia(query, model.MediaID.ValueString())
	}
	model.Clips, model.IDs, diags = listModels(ctx, d.conn, clipCollection, query, clipFromAPI)
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	}
}
