package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ ephemeral.EphemeralResource              = (*clipFileEphemeral)(nil)
	_ ephemeral.EphemeralResourceWithConfigure = (*clipFileEphemeral)(nil)
)

// newClipFileEphemeral returns the ephemeral resource contentgroove_clip_file.
func newClipFileEphemeral() ephemeral.EphemeralResource { return &clipFileEphemeral{} }

// clipFileEphemeral asks for a fresh URL of a clip's file. The API has nothing to
// renew or to close: the URL expires.
type clipFileEphemeral struct {
	conn *connection
}

// clipFileModel is the ephemeral resource.
type clipFileModel struct {
	ClipID      types.String  `tfsdk:"clip_id"`
	URL         types.String  `tfsdk:"url"`
	ContentType types.String  `tfsdk:"content_type"`
	Duration    types.Float64 `tfsdk:"duration"`
}

// Metadata names the ephemeral resource.
func (e *clipFileEphemeral) Metadata(_ context.Context, _ ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_clip_file"
}

// Schema describes the ephemeral resource.
func (e *clipFileEphemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "A fresh URL of a clip's file, to download it with. It is stored in no plan or state. " + needsEphemerals + "\n\n" +
			"Terraform opens an ephemeral resource in every plan whose configuration is known, and once more in the apply: each time, the clip is read once. " +
			"ContentGroove offers no file of a whole media; cut a clip over all of it to download one.",
		Attributes: map[string]schema.Attribute{
			"clip_id": schema.StringAttribute{
				MarkdownDescription: "Id of the clip, a UUID. Nothing is read until Terraform knows it.",
				Required:            true,
				Validators:          []validator.String{notEmpty()},
			},
			"url": schema.StringAttribute{
				MarkdownDescription: "URL of the file. It is signed and expires: whoever has it can download the file.",
				Computed:            true,
				Sensitive:           true,
			},
			"content_type": schema.StringAttribute{
				MarkdownDescription: clipDescriptions["media_file_content_type"],
				Computed:            true,
			},
			"duration": schema.Float64Attribute{
				MarkdownDescription: clipDescriptions["media_file_duration"],
				Computed:            true,
			},
		},
	}
}

// Configure takes over the connection.
func (e *clipFileEphemeral) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	e.conn = conn
}

// Open reads the clip. Terraform does not call it before it knows the whole
// configuration.
func (e *clipFileEphemeral) Open(ctx context.Context, req ephemeral.OpenRequest, resp *ephemeral.OpenResponse) {
	var model clipFileModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	api, diags := e.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	id := model.ClipID.ValueString()
	clip, err := api.GetClip(ctx, id)
	switch {
	case errors.Is(err, client.ErrNotFound):
		resp.Diagnostics.AddAttributeError(path.Root("clip_id"), "No such clip", notFoundText("clip", id)+" "+errorText(err))
		return
	case err != nil:
		resp.Diagnostics.Append(apiDiagnostic("Cannot read clip "+id, err))
		return
	case clip.MediaFileURL == nil || *clip.MediaFileURL == "":
		resp.Diagnostics.AddAttributeError(path.Root("clip_id"), "Clip has no file yet", fmt.Sprintf(
			"ContentGroove has not cut the clip %q (id %s) yet. Leave its wait_for_processing at true, so that an apply waits for the file, or apply again later.",
			clip.Name, id))
		return
	}
	cut := clipFromAPI(clip)
	model.URL, model.ContentType, model.Duration = cut.MediaFileURL, cut.MediaFileContentType, cut.MediaFileDuration
	resp.Diagnostics.Append(resp.Result.Set(ctx, &model)...)
}
