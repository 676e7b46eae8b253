package provider

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

var _ datasource.DataSourceWithConfigure = (*apiConfigurationDataSource)(nil)

// newAPIConfigurationDataSource returns the data source
// contentgroove_api_configuration.
func newAPIConfigurationDataSource() datasource.DataSource { return &apiConfigurationDataSource{} }

type apiConfigurationDataSource struct {
	configuredDataSource
}

// apiConfigurationModel is the data source.
type apiConfigurationModel struct {
	BaseURL               types.String `tfsdk:"base_url"`
	AuthMethod            types.String `tfsdk:"auth_method"`
	Authenticated         types.Bool   `tfsdk:"authenticated"`
	MaxUploadBytes        types.Int64  `tfsdk:"max_upload_bytes"`
	SupportedAudioFormats types.Set    `tfsdk:"supported_audio_formats"`
	WebhookEvents         types.Set    `tfsdk:"webhook_events"`
}

// Metadata names the data source.
func (d *apiConfigurationDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_api_configuration"
}

// Schema describes the data source.
func (d *apiConfigurationDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "What this provider is configured with, whether the API accepts its key, and the limits that ContentGroove documents. " +
			"A missing or wrong key is no error here, so that a precondition can check for it.",
		Attributes: map[string]schema.Attribute{
			"base_url":         schema.StringAttribute{MarkdownDescription: "Base URL of the API.", Computed: true},
			"auth_method":      schema.StringAttribute{MarkdownDescription: "How the key is sent: `bearer`, `x_api_key` or `query`.", Computed: true},
			"authenticated":    schema.BoolAttribute{MarkdownDescription: "Whether the API accepts the key. False when there is none.", Computed: true},
			"max_upload_bytes": schema.Int64Attribute{MarkdownDescription: "Size of the largest file that can be uploaded, in bytes.", Computed: true},
			"supported_audio_formats": schema.SetAttribute{
				MarkdownDescription: "Audio formats that ContentGroove documents. Of video it takes most common formats.", Computed: true, ElementType: types.StringType,
			},
			"webhook_events": schema.SetAttribute{
				MarkdownDescription: "Events that a webhook subscription can name.", Computed: true, ElementType: types.StringType,
			},
		},
	}
}

// Read tells the configuration and tries the key.
func (d *apiConfigurationDataSource) Read(ctx context.Context, _ datasource.ReadRequest, resp *datasource.ReadResponse) {
	authenticated, diags := d.authenticated(ctx)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	model := apiConfigurationModel{
		BaseURL:               types.StringValue(d.conn.configuration.baseURL),
		AuthMethod:            types.StringValue(string(d.conn.configuration.authMethod)),
		Authenticated:         types.BoolValue(authenticated),
		MaxUploadBytes:        types.Int64Value(client.MaxUploadBytes),
		SupportedAudioFormats: stringSet(sourcefile.SupportedAudioFormats()),
		WebhookEvents:         stringSet([]string{eventMediaProcessingFinished}),
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
}

// authenticated asks the API for something small.
func (d *apiConfigurationDataSource) authenticated(ctx context.Context) (bool, diag.Diagnostics) {
	if d.conn.configuration.complete() && !d.conn.hasKey() {
		return false, nil
	}
	api, diags := d.conn.client()
	if diags.HasError() {
		return false, diags
	}
	for _, err := range api.Medias(ctx, client.ListOptions{Limit: 1}) {
		switch {
		case errors.Is(err, client.ErrUnauthorized):
			return false, diags
		case err != nil:
			diags.Append(apiDiagnostic("Cannot check the API key", err))
			return false, diags
		}
	}
	return true, diags
}
