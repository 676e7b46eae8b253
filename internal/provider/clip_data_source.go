package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ datasource.DataSourceWithConfigure        = (*clipDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*clipDataSource)(nil)
)

// newClipDataSource returns the data source contentgroove_clip.
func newClipDataSource() datasource.DataSource { return &clipDataSource{} }

type clipDataSource struct {
	configuredDataSource
}

// Metadata names the data source.
func (d *clipDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = clipType
}

// Schema describes the data source.
func (d *clipDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := clipDataAttributes()
	maps.Copy(attributes, lookupAttributes(clipDescriptions, "name"))
	resp.Schema = schema.Schema{
		MarkdownDescription: "One clip, looked up by its `id`, or by its `name` when exactly one clip has it. Clips that ContentGroove suggested are included.",
		Attributes:          attributes,
	}
}

// clipDataAttributes are the attributes of a clip in data sources.
func clipDataAttributes() map[string]schema.Attribute {
	return computedAttributes(clipDescriptions, map[string]schema.Attribute{
		"is_processing":       schema.BoolAttribute{},
		"start_time":          schema.Float64Attribute{},
		"end_time":            schema.Float64Attribute{},
		"start_char":          schema.Int64Attribute{},
		"end_char":            schema.Int64Attribute{},
		"rank":                schema.Int64Attribute{},
		"media_file_duration": schema.Float64Attribute{},
		"media_file_height":   schema.Int64Attribute{},
		"media_file_width":    schema.Int64Attribute{},
	})
}

// ConfigValidators ask for one way to find the clip.
func (d *clipDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return lookupValidators("name")
}

// Read finds the clip.
func (d *clipDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config clipObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	_, diags := d.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	clip, diags := clipLookup(d.conn).find(ctx, config.ID, config.Name)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	found := clipFromAPI(clip)
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

// clipLookup finds clips by id or name.
func clipLookup(conn *connection) lookup[*client.Clip] {
	return lookup[*client.Clip]{
		collection: clipCollection, conn: conn,
		kind: "clip", key: "name",
		get:   viaClient(conn, (*client.Client).GetClip),
		value: func(clip *client.Clip) string { return clip.Name },
	}
}
