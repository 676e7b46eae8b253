package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var _ datasource.DataSourceWithConfigure = (*mediasDataSource)(nil)

// newMediasDataSource returns the data source contentgroove_medias.
func newMediasDataSource() datasource.DataSource { return &mediasDataSource{} }

type mediasDataSource struct {
	configuredDataSource
}

// mediasModel is the data source.
type mediasModel struct {
	listArguments

	Medias []mediaObject `tfsdk:"medias"`
}

// Metadata names the data source.
func (d *mediasDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_medias"
}

// Schema describes the data source.
func (d *mediasDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All media of the account, or those that match a filter, from all pages of the API's list.\n\n" +
			"The API leaves the transcription out of its lists, so `transcription_id` is null here; the data source `contentgroove_media` has it.",
		Attributes: listDataAttributes("medias", mediaCollection.columns.kinds(), mediaDataAttributes()),
	}
}

// Read lists the media.
func (d *mediasDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model mediasModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	options, diags := model.options(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.Medias, model.IDs, diags = listModels(ctx, d.conn, mediaCollection, listQuery[*client.Media]{ListOptions: options}, mediaFromAPI)
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	}
}
