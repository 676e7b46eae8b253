package provider

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// mediaCreation makes a media, after the upload of its file if it has one.
type mediaCreation struct {
	creation[*client.Media]
	request client.MediaCreate
}

// newMediaCreation describes the media that the plan asks for. The write-only
// upload id comes from the configuration, because it is in no plan.
func newMediaCreation(api *client.Client, plan *mediaResourceModel, uploadIDWO types.String) *mediaCreation {
	creating := &mediaCreation{request: client.MediaCreate{
		Name:        requestString(plan.Name),
		Description: requestString(plan.Description),
		SourceURL:   requestString(plan.SourceURL),
		UploadID:    requestString(plan.UploadID),
	}}
	if known(uploadIDWO) {
		creating.request.UploadID = uploadIDWO.ValueStringPointer()
	}
	wanted := [3]string{plan.Name.ValueString(), plan.Description.ValueString(), plan.SourceURL.ValueString()}
	creating.creation = creation[*client.Media]{
		kind:   mediaType,
		label:  plan.label(),
		looks:  wanted,
		origin: plan.SourceFileSHA256.ValueString() + " " + requestedUpload(creating.request),
		post: func(ctx context.Context) (*client.Media, error) {
			return api.CreateMedia(ctx, creating.request)
		},
		get: api.GetMedia,
		newest: func(ctx context.Context) iter.Seq2[*client.Media, error] {
			return api.Medias(ctx, client.ListOptions{Sort: newestFirst})
		},
		matches: func(media *client.Media) bool {
			return wanted == [3]string{media.Name, optionalString(media.Description).ValueString(), optionalString(media.SourceURL).ValueString()}
		},
		describe: mediaCandidate,
	}
	return creating
}

// newestFirst is the sort order that lists the latest objects first.
const newestFirst = "-created_at"

func requestedUpload(request client.MediaCreate) string {
	if request.UploadID == nil {
		return ""
	}
	return *request.UploadID
}

// upload sends the source file, unless an earlier attempt to create this media
// got so far: then its upload is used again.
func (c *mediaCreation) upload(ctx context.Context, api *client.Client, record *journalRecord, plan *mediaResourceModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if record.entry.ID != "" {
		return diags // The media exists; the file is not needed any more.
	}
	if record.entry.UploadID != "" {
		tflog.Info(ctx, "Using the file that an earlier attempt uploaded", map[string]any{"path": plan.SourceFile.ValueString()})
		c.request.UploadID = &record.entry.UploadID
		return diags
	}
	name := plan.SourceFile.ValueString()
	if _, problem := inspectSourceFile(name); problem != nil {
		diags.Append(problem.diagnostic())
		return diags
	}
	uploaded, err := api.UploadFile(ctx, name)
	if err != nil {
		diags.Append(uploadDiagnostic(c.label, name, err))
		return diags
	}
	if planned := plan.SourceFileSHA256; known(planned) && planned.ValueString() != uploaded.SHA256 {
		diags.AddAttributeError(path.Root("source_file"), "Source file changed after the plan", fmt.Sprintf(
			"%q has other bytes than when the plan was made. Nothing was created; plan again.", name))
		return diags
	}
	plan.SourceFileSHA256 = types.StringValue(uploaded.SHA256)
	c.request.UploadID = &uploaded.UploadID
	warnJournal(ctx, record.uploaded(uploaded.UploadID))
	return diags
}

// uploadDiagnostic explains why a file could not be uploaded.
func uploadDiagnostic(label, name string, err error) diag.Diagnostic {
	summary := "Cannot upload the file of " + label
	var changed *client.FileChangedError
	if errors.As(err, &changed) {
		return diag.NewAttributeErrorDiagnostic(path.Root("source_file"), summary, fmt.Sprintf(
			"%q was changed while it was uploaded. Nothing was created; apply again when nobody writes to it.", name))
	}
	return apiDiagnostic(summary, err)
}

// fetchErrorDiagnostic names the source that could not be fetched.
func fetchErrorDiagnostic(model *mediaResourceModel) diag.Diagnostic {
	attribute, source, advice := "source_url", model.SourceURL.ValueString(), "Check that the URL is public and serves the file itself, not a page about it."
	switch {
	case known(model.SourceFile):
		attribute, source, advice = "source_file", model.SourceFile.ValueString(), "Check that it is a video or audio file of a supported type and plays."
	case source == "":
		attribute, source, advice = "upload_id", "the upload", "Check that the upload is complete and of a supported type."
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(attribute), "Source could not be fetched", fmt.Sprintf(
		"ContentGroove could not fetch or read the source of the %s (id %s): %s. %s The next apply creates the media anew.",
		model.label(), model.ID.ValueString(), source, advice))
}
