package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// mediaRequest is what a media is made of. It identifies the creation: a creation
// that says the same goes on from where an earlier run had to stop.
type mediaRequest struct {
	Name, Description, SourceURL string
	// SHA256 is the hash of the file, and UploadID the upload of somebody else.
	SHA256, UploadID string
}

// newMediaRequest returns the request for a plan. The write-only upload id comes
// from the configuration, because it is in no plan.
func newMediaRequest(plan *mediaResourceModel, uploadIDWO types.String) mediaRequest {
	request := mediaRequest{
		Name: plan.Name.ValueString(), Description: plan.Description.ValueString(), SourceURL: plan.SourceURL.ValueString(),
		SHA256: plan.SourceFileSHA256.ValueString(), UploadID: plan.UploadID.ValueString(),
	}
	if known(uploadIDWO) {
		request.UploadID = uploadIDWO.ValueString()
	}
	return request
}

// traits are what the API must show of the media. A service may fill in a name
// that was left out.
func (r mediaRequest) traits() creation.Traits {
	traits := creation.Traits{"description": r.Description, "source_url": r.SourceURL}
	if r.Name != "" {
		traits["name"] = r.Name
	}
	return traits
}

// turn is what media have in common that could be taken for each other.
func (r mediaRequest) turn() string {
	if r.SourceURL != "" {
		return "source_url " + r.SourceURL
	}
	return "name " + r.Name
}

// sentFile is a source file that was uploaded for a media, as it was when its
// bytes were read.
type sentFile struct {
	UploadID string              `json:"upload_id"`
	File     sourcefile.Verified `json:"file"`
}

// newMediaCreation describes the media that the plan asks for. The plan gets to
// know the hash of a file whose path was not known before.
func newMediaCreation(api *client.Client, conn *connection, plan *mediaResourceModel, request mediaRequest) creation.Spec[*client.Media] {
	spec := creation.Spec[*client.Media]{
		Kind:    mediaType,
		Label:   plan.label(),
		Request: request,
		Traits:  request.traits(),
		Turn:    request.turn(),
		Post: func(ctx context.Context, prepared json.RawMessage) (*client.Media, error) {
			create := client.MediaCreate{
				Name: requestString(plan.Name), Description: requestString(plan.Description),
				SourceURL: requestString(plan.SourceURL), UploadID: emptyToNil(request.UploadID),
			}
			if file, ok := decodeSentFile(prepared); ok {
				create.UploadID = &file.UploadID
			}
			return api.CreateMedia(ctx, create)
		},
		Get: func(ctx context.Context, id, createdAt string) (*client.Media, error) {
			return getCreated(ctx, conn, conn.medias, id, createdAt)
		},
		Newest: func(ctx context.Context) iter.Seq2[*client.Media, error] {
			return api.Medias(ctx, client.ListOptions{Sort: newestFirst})
		},
		Describe: func(media *client.Media) creation.Facts {
			return creation.Facts{ID: media.ID, Name: media.Name, CreatedAt: media.CreatedAt, Traits: creation.Traits{
				"name": media.Name, "description": optionalString(media.Description).ValueString(),
				"source_url": optionalString(media.SourceURL).ValueString(),
			}}
		},
	}
	if known(plan.SourceFile) {
		spec.Prepare = func(ctx context.Context, earlier json.RawMessage) (json.RawMessage, error) {
			if _, ok := decodeSentFile(earlier); ok {
				tflog.Info(ctx, "Using the file that an earlier attempt uploaded", map[string]any{"path": plan.SourceFile.ValueString()})
				return earlier, nil
			}
			return uploadSource(ctx, api, plan)
		}
		spec.Lost = uploadLost
	}
	return spec
}

// newestFirst is the sort order that lists the latest objects first.
const newestFirst = "-created_at"

// emptyToNil leaves an empty value out of a request.
func emptyToNil(value string) *string {
	if value == "" {
		return nil
	}
	return &value
}

// decodeSentFile reads what was prepared for a media.
func decodeSentFile(prepared json.RawMessage) (sentFile, bool) {
	var file sentFile
	if len(prepared) == 0 || json.Unmarshal(prepared, &file) != nil {
		return sentFile{}, false
	}
	return file, file.UploadID != ""
}

// uploadLost reports whether a media was refused because the service does not
// know its upload any more.
func uploadLost(err error) bool {
	var refused *client.APIError
	return errors.As(err, &refused) &&
		(refused.StatusCode == http.StatusNotFound || refused.StatusCode == http.StatusUnprocessableEntity)
}

// uploadSource uploads the source file.
func uploadSource(ctx context.Context, api *client.Client, plan *mediaResourceModel) (json.RawMessage, error) {
	name := plan.SourceFile.ValueString()
	uploaded, err := api.UploadFile(ctx, name)
	if err != nil {
		return nil, &diagnosticError{uploadDiagnostic(plan.label(), name, err)}
	}
	if planned := plan.SourceFileSHA256; known(planned) && planned.ValueString() != uploaded.File.SHA256() {
		return nil, &diagnosticError{diag.NewAttributeErrorDiagnostic(path.Root("source_file"), "Source file changed after the plan", fmt.Sprintf(
			"%q has other bytes than when the plan was made. Nothing was created; plan again.", name))}
	}
	return json.Marshal(sentFile{UploadID: uploaded.UploadID, File: uploaded.File})
}

// uploadDiagnostic explains why a file could not be uploaded.
func uploadDiagnostic(label, name string, err error) diag.Diagnostic {
	summary := "Cannot upload the file of " + label
	var changed *sourcefile.ChangedError
	var problem *sourcefile.Error
	switch {
	case errors.As(err, &problem):
		return sourceFileProblem(problem).diagnostic()
	case errors.As(err, &changed):
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
