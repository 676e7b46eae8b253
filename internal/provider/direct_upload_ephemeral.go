package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ ephemeral.EphemeralResource              = (*directUploadEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure = (*directUploadEphemeral)(nil)
)

// newDirectUploadEphemeral returns the ephemeral resource
// contentgroove_direct_upload.
func newDirectUploadEphemeral() ephemeral.EphemeralResource { return &directUploadEphemeral{} }

// directUploadEphemeral asks for a place to send one file to. The API has
// nothing to renew or to close: an upload that is not used expires.
type directUploadEphemeral struct {
	conn *connection
}

// directUploadModel is the ephemeral resource.
type directUploadModel struct {
	OpenWhenKnown types.String `tfsdk:"open_when_known"`
	UploadID      types.String `tfsdk:"upload_id"`
	UploadURL     types.String `tfsdk:"upload_url"`
}

// Metadata names the ephemeral resource.
func (e *directUploadEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_direct_upload"
}

// Schema describes the ephemeral resource.
func (e *directUploadEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A permission to send one file to ContentGroove, for machines that send it themselves, as with `curl -T`. Neither the id nor the " +
			"URL is stored in a plan or state. Pass the id on to the `upload_id_wo` of a `contentgroove_media`. " + needsEphemerals + "\n\n" +
			"Asking for a permission creates one on the server, and Terraform opens an ephemeral resource in every plan and once more in the apply. " +
			"Set `open_when_known = timestamp()` to ask for it in an apply only.",
		Attributes: map[string]schema.Attribute{
			"open_when_known": schema.StringAttribute{
				MarkdownDescription: "Any text. Nothing is asked for until Terraform knows it. `timestamp()` is not known in a plan, so that only an apply asks; " +
					"an attribute of a resource that is about to be created defers it in the same way, until that exists.",
				Optional: true,
			},
			"upload_id": schema.StringAttribute{
				MarkdownDescription: "Id of the upload. A media can be made from it once the file has been sent.",
				Computed:            true,
			},
			"upload_url": schema.StringAttribute{
				MarkdownDescription: "URL that takes the file: one PUT with the bytes as its body, a `Content-Length`, and no `Content-Type` and no API key; " +
					"at most 5 GB. It is signed and expires: whoever has it can send the file.",
				Computed:  true,
				Sensitive: true,
			},
		},
	}
}

// Configure takes over the connection.
func (e *directUploadEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	e.conn = conn
}

// Open asks for an upload. Terraform does not call it before it knows the whole
// configuration.
func (e *directUploadEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model directUploadModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	api, diags := e.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	upload, err := api.CreateDirectUpload(ctx)
	if err != nil {
		resp.Diagnostics.Append(apiDiagnostic("Cannot ask for a direct upload", err))
		return
	}
	model.UploadID = types.StringValue(upload.UploadID)
	model.UploadURL = types.StringValue(upload.UploadURL)
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
