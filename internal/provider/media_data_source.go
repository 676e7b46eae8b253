package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ datasource.DataSourceWithConfigure        = (*mediaDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*mediaDataSource)(nil)
)

// newMediaDataSource returns the data source contentgroove_media.
func newMediaDataSource() datasource.DataSource { return &mediaDataSource{} }

type mediaDataSource struct {
	configuredDataSource
}

// Metadata names the data source.
func (d *mediaDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = mediaType
}

// Schema describes the data source.
func (d *mediaDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := mediaDataAttributes()
	maps.Copy(attributes, lookupAttributes(mediaDescriptions, "name"))
	resp.Schema = schema.Schema{
		MarkdownDescription: "One media, looked up by its `id`, or by its `name` when exactly one media has it.",
		Attributes:          attributes,
	}
}

// mediaDataAttributes are the attributes of a media in data sources.
func mediaDataAttributes() map[string]schema.Attribute {
	return computedAttributes(mediaDescriptions, map[string]schema.Attribute{
		"is_processing":        schema.BoolAttribute{},
		"has_fetch_error":      schema.BoolAttribute{},
		"source_file_duration": schema.Float64Attribute{},
		"source_file_height":   schema.Int64Attribute{},
		"source_file_width":    schema.Int64Attribute{},
		"clip_ids":             schema.ListAttribute{ElementType: types.StringType},
	})
}

// ConfigValidators ask for one way to find the media.
func (d *mediaDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return lookupValidators("name")
}

// Read finds the media.
func (d *mediaDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config mediaObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	_, diags := d.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	media, diags := mediaLookup(d.conn).find(ctx, config.ID, config.Name)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	found := mediaFromAPI(media)
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

// mediaLookup finds media by id or name.
func mediaLookup(conn *connection) lookup[*client.Media] {
	return lookup[*client.Media]{
		collection: mediaCollection, conn: conn,
		kind: "media", key: "name",
		get:   viaClient(conn, (*client.Client).GetMedia),
		value: func(media *client.Media) string { return media.Name },
	}
}
