package provider

import (
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

// mediaObject is a media as the API shows it. The resource, the data source and
// the list all hold one.
type mediaObject struct {
	ID                        types.String  `tfsdk:"id"`
	Name                      types.String  `tfsdk:"name"`
	Description               types.String  `tfsdk:"description"`
	SourceURL                 types.String  `tfsdk:"source_url"`
	IsProcessing              types.Bool    `tfsdk:"is_processing"`
	HasFetchError             types.Bool    `tfsdk:"has_fetch_error"`
	ExternalID                types.String  `tfsdk:"external_id"`
	CreatedAt                 types.String  `tfsdk:"created_at"`
	OriginalCreatedAt         types.String  `tfsdk:"original_created_at"`
	ProcessingStartedAt       types.String  `tfsdk:"processing_started_at"`
	SourceCreatedAt           types.String  `tfsdk:"source_created_at"`
	SourceFileContentType     types.String  `tfsdk:"source_file_content_type"`
	SourceFileDuration        types.Float64 `tfsdk:"source_file_duration"`
	SourceFileHeight          types.Int64   `tfsdk:"source_file_height"`
	SourceFileWidth           types.Int64   `tfsdk:"source_file_width"`
	SourceFilePreviewImageURL types.String  `tfsdk:"source_file_preview_image_url"`
	ClipIDs                   types.List    `tfsdk:"clip_ids"`
	TranscriptionID           types.String  `tfsdk:"transcription_id"`
}

// mediaResourceModel is the resource: the object and what only Terraform knows.
type mediaResourceModel struct {
	mediaObject

	SourceFile         types.String   `tfsdk:"source_file"`
	SourceFileSHA256   types.String   `tfsdk:"source_file_sha256"`
	UploadID           types.String   `tfsdk:"upload_id"`
	UploadIDWO         types.String   `tfsdk:"upload_id_wo"`
	UploadIDWOVersion  types.Int64    `tfsdk:"upload_id_wo_version"`
	WaitForProcessing  types.Bool     `tfsdk:"wait_for_processing"`
	DeletionProtection types.Bool     `tfsdk:"deletion_protection"`
	Timeouts           timeouts.Value `tfsdk:"timeouts"`
}

// mediaFromAPI turns an API object into attributes. A transcription that the
// answer leaves out, as lists do, is null here.
func mediaFromAPI(media *client.Media) mediaObject {
	return mediaObject{
		ID:                        types.StringValue(media.ID),
		Name:                      optionalString(&media.Name),
		Description:               optionalString(media.Description),
		SourceURL:                 optionalString(media.SourceURL),
		IsProcessing:              types.BoolPointerValue(media.IsProcessing),
		HasFetchError:             types.BoolValue(media.HasFetchError),
		ExternalID:                optionalString(media.ExternalID),
		CreatedAt:                 optionalString(&media.CreatedAt),
		OriginalCreatedAt:         optionalString(media.OriginalCreatedAt),
		ProcessingStartedAt:       optionalString(media.ProcessingStartedAt),
		SourceCreatedAt:           optionalString(media.SourceCreatedAt),
		SourceFileContentType:     optionalString(media.SourceFileContentType),
		SourceFileDuration:        types.Float64PointerValue(media.SourceFileDuration),
		SourceFileHeight:          wholeNumber(media.SourceFileHeight),
		SourceFileWidth:           wholeNumber(media.SourceFileWidth),
		SourceFilePreviewImageURL: optionalString(media.SourceFilePreviewImageURL),
		ClipIDs:                   stringList(media.ClipIDs),
		TranscriptionID:           optionalString(media.TranscriptionID.Value),
	}
}

// mediaCandidate returns the facts by which a message names a media.
func mediaCandidate(media *client.Media) candidate {
	return candidate{id: media.ID, name: media.Name, createdAt: media.CreatedAt}
}

// importedMedia is the resource right after an import: the object, and the
// arguments that the API does not know at their defaults, so that a plan has
// nothing to change. Nothing but the id need be known of the object yet.
func importedMedia(object mediaObject) mediaResourceModel {
	if object.ClipIDs.IsNull() {
		object.ClipIDs = types.ListNull(types.StringType)
	}
	return mediaResourceModel{
		mediaObject:        object,
		WaitForProcessing:  types.BoolValue(true),
		DeletionProtection: types.BoolValue(false),
		Timeouts:           noTimeouts(),
	}
}

// refresh takes over what the API says, and keeps what it cannot say better:
// the user's spelling of an empty text, the source (which never changes, and is
// not returned for uploads), and a transcription that the answer left out.
func (m *mediaObject) refresh(media *client.Media) {
	prior := *m
	*m = mediaFromAPI(media)
	m.Name = sameString(prior.Name, &media.Name)
	m.Description = sameString(prior.Description, media.Description)
	if known(prior.SourceURL) {
		m.SourceURL = prior.SourceURL
	}
	if !media.TranscriptionID.Present && known(prior.TranscriptionID) {
		m.TranscriptionID = prior.TranscriptionID
	}
	m.keepSignedURLs(&prior)
}

// lacksTranscription tells whether the state is still to learn what only a media
// read by its id can tell: a list leaves the transcription out.
func (m *mediaObject) lacksTranscription(listed *client.Media) bool {
	finished := listed.IsProcessing != nil && !*listed.IsProcessing
	return finished && !listed.TranscriptionID.Present && !known(m.TranscriptionID)
}

// assess judges what a page of a list shows of the media, which may lag behind: a
// difference in an argument, a new end or a new beginning of its processing is
// confirmed by a read of the media itself. After an import nothing is known yet.
func (m *mediaObject) assess(listed *client.Media) bulkread.Assessment {
	differs := m.Name.ValueString() != listed.Name || m.Description.ValueString() != optionalString(listed.Description).ValueString() ||
		m.HasFetchError.ValueBool() != listed.HasFetchError ||
		(isFalse(m.IsProcessing) && processing.Of(listed.IsProcessing) != processing.Finished)
	switch {
	case known(m.CreatedAt) && differs:
		return bulkread.Doubtful
	case m.lacksTranscription(listed):
		return bulkread.Partial
	}
	return bulkread.Complete
}

// settle fills in what the plan left open, and nothing else: Terraform insists
// that an apply ends in the planned values. The next refresh brings the rest.
func (m *mediaResourceModel) settle(media *client.Media, planned mediaObject) {
	m.refresh(media)
	m.keepPlanned(planned)
}

// keepPlanned puts the planned values back where the plan had any.
func (m *mediaObject) keepPlanned(planned mediaObject) {
	keep(&m.ID, planned.ID)
	keep(&m.Name, planned.Name)
	keep(&m.Description, planned.Description)
	keep(&m.SourceURL, planned.SourceURL)
	keep(&m.IsProcessing, planned.IsProcessing)
	keep(&m.HasFetchError, planned.HasFetchError)
	keep(&m.ExternalID, planned.ExternalID)
	keep(&m.CreatedAt, planned.CreatedAt)
	keep(&m.OriginalCreatedAt, planned.OriginalCreatedAt)
	keep(&m.ProcessingStartedAt, planned.ProcessingStartedAt)
	keep(&m.SourceCreatedAt, planned.SourceCreatedAt)
	keep(&m.SourceFileContentType, planned.SourceFileContentType)
	keep(&m.SourceFileDuration, planned.SourceFileDuration)
	keep(&m.SourceFileHeight, planned.SourceFileHeight)
	keep(&m.SourceFileWidth, planned.SourceFileWidth)
	keep(&m.SourceFilePreviewImageURL, planned.SourceFilePreviewImageURL)
	keep(&m.ClipIDs, planned.ClipIDs)
	keep(&m.TranscriptionID, planned.TranscriptionID)
}

// expectProcessing marks as unknown what a media gets from its processing.
func (m *mediaObject) expectProcessing() {
	m.IsProcessing = types.BoolUnknown()
	m.HasFetchError = types.BoolUnknown()
	m.ExternalID = types.StringUnknown()
	m.OriginalCreatedAt = types.StringUnknown()
	m.ProcessingStartedAt = types.StringUnknown()
	m.SourceCreatedAt = types.StringUnknown()
	m.SourceFileContentType = types.StringUnknown()
	m.SourceFileDuration = types.Float64Unknown()
	m.SourceFileHeight = types.Int64Unknown()
	m.SourceFileWidth = types.Int64Unknown()
	m.SourceFilePreviewImageURL = types.StringUnknown()
	m.ClipIDs = types.ListUnknown(types.StringType)
	m.TranscriptionID = types.StringUnknown()
}
