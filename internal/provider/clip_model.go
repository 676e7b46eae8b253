package provider

import (
	"math"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

// clipObject is a clip as the API shows it. The resource, the data source and
// the list all hold one.
type clipObject struct {
	ID                       types.String  `tfsdk:"id"`
	MediaID                  types.String  `tfsdk:"media_id"`
	Name                     types.String  `tfsdk:"name"`
	StartTime                types.Float64 `tfsdk:"start_time"`
	EndTime                  types.Float64 `tfsdk:"end_time"`
	StartChar                types.Int64   `tfsdk:"start_char"`
	EndChar                  types.Int64   `tfsdk:"end_char"`
	Text                     types.String  `tfsdk:"text"`
	Rank                     types.Int64   `tfsdk:"rank"`
	ExternalID               types.String  `tfsdk:"external_id"`
	IsProcessing             types.Bool    `tfsdk:"is_processing"`
	CreatedAt                types.String  `tfsdk:"created_at"`
	ProcessingStartedAt      types.String  `tfsdk:"processing_started_at"`
	MediaFileURL             types.String  `tfsdk:"media_file_url"`
	MediaFileContentType     types.String  `tfsdk:"media_file_content_type"`
	MediaFileDuration        types.Float64 `tfsdk:"media_file_duration"`
	MediaFileHeight          types.Int64   `tfsdk:"media_file_height"`
	MediaFileWidth           types.Int64   `tfsdk:"media_file_width"`
	MediaFilePreviewImageURL types.String  `tfsdk:"media_file_preview_image_url"`
}

// clipResourceModel is the resource: the object and what only Terraform knows.
type clipResourceModel struct {
	clipObject

	WaitForProcessing types.Bool     `tfsdk:"wait_for_processing"`
	Timeouts          timeouts.Value `tfsdk:"timeouts"`
}

// clipFromAPI turns an API object into attributes.
func clipFromAPI(clip *client.Clip) clipObject {
	return clipObject{
		ID:                       types.StringValue(clip.ID),
		MediaID:                  optionalString(&clip.MediaID),
		Name:                     types.StringValue(clip.Name),
		StartTime:                types.Float64Value(clip.StartTime),
		EndTime:                  types.Float64Value(clip.EndTime),
		StartChar:                types.Int64PointerValue(clip.StartChar),
		EndChar:                  types.Int64PointerValue(clip.EndChar),
		Text:                     optionalString(clip.Text),
		Rank:                     types.Int64PointerValue(clip.Rank),
		ExternalID:               optionalString(clip.ExternalID),
		IsProcessing:             types.BoolPointerValue(clip.IsProcessing),
		CreatedAt:                optionalString(&clip.CreatedAt),
		ProcessingStartedAt:      optionalString(clip.ProcessingStartedAt),
		MediaFileURL:             optionalString(clip.MediaFileURL),
		MediaFileContentType:     optionalString(clip.MediaFileContentType),
		MediaFileDuration:        types.Float64PointerValue(clip.MediaFileDuration),
		MediaFileHeight:          wholeNumber(clip.MediaFileHeight),
		MediaFileWidth:           wholeNumber(clip.MediaFileWidth),
		MediaFilePreviewImageURL: optionalString(clip.MediaFilePreviewImageURL),
	}
}

// clipCandidate returns the facts by which a message names a clip.
func clipCandidate(clip *client.Clip) candidate {
	return candidate{id: clip.ID, name: clip.Name, createdAt: clip.CreatedAt}
}

// importedClip is the resource right after an import: the object, and the
// arguments that the API does not know at their defaults, so that a plan has
// nothing to change. Nothing but the id need be known of the object yet.
func importedClip(object clipObject) clipResourceModel {
	return clipResourceModel{clipObject: object, WaitForProcessing: types.BoolValue(true), Timeouts: noTimeouts()}
}

// clipTimeTolerance is how much two times of a clip may differ, in seconds, and
// still be the same: less than one frame of a video with 60 frames a second.
const clipTimeTolerance = 0.01

// sameTime tells whether two times mean the same cut.
func sameTime(a, b float64) bool {
	// Half a microsecond absorbs the error of binary fractions, so that times
	// that are 10 ms apart in the configuration do count as different.
	return math.Abs(a-b) < clipTimeTolerance-5e-7
}

// keepTime returns the prior time when the fresh one is the same cut.
func keepTime(prior, fresh types.Float64) types.Float64 {
	if known(prior) && known(fresh) && sameTime(prior.ValueFloat64(), fresh.ValueFloat64()) {
		return prior
	}
	return fresh
}

// refresh takes over what the API says, and keeps the user's spelling of times
// that the API rounds, and the media that an answer may leave out.
func (m *clipObject) refresh(clip *client.Clip) {
	prior := *m
	*m = clipFromAPI(clip)
	m.StartTime = keepTime(prior.StartTime, m.StartTime)
	m.EndTime = keepTime(prior.EndTime, m.EndTime)
	if m.MediaID.IsNull() && known(prior.MediaID) {
		m.MediaID = prior.MediaID
	}
	m.keepSignedURLs(&prior)
}

// assess judges what a page of a list shows of the clip, which may lag behind: a
// difference in an argument, or a new beginning of its processing, is confirmed by
// a read of the clip itself. After an import nothing is known yet.
func (m *clipObject) assess(listed *client.Clip) bulkread.Assessment {
	differs := m.Name.ValueString() != listed.Name ||
		!sameTime(m.StartTime.ValueFloat64(), listed.StartTime) || !sameTime(m.EndTime.ValueFloat64(), listed.EndTime) ||
		(isFalse(m.IsProcessing) && processing.Of(listed.IsProcessing) != processing.Finished)
	if known(m.CreatedAt) && differs {
		return bulkread.Doubtful
	}
	return bulkread.Complete
}

// processing is how far the clip is. It is also finished once it has a file: not
// every answer of the API has is_processing.
func (m *clipObject) processing() processing.State {
	if known(m.MediaFileURL) {
		return processing.Finished
	}
	return processing.Of(m.IsProcessing.ValueBoolPointer())
}

// settle fills in what the plan left open, and nothing else: Terraform insists
// that an apply ends in the planned values. The next refresh brings the rest.
func (m *clipResourceModel) settle(clip *client.Clip, planned clipObject) {
	m.refresh(clip)
	m.keepPlanned(planned)
}

// keepPlanned puts the planned values back where the plan had any.
func (m *clipObject) keepPlanned(planned clipObject) {
	keep(&m.ID, planned.ID)
	keep(&m.MediaID, planned.MediaID)
	keep(&m.Name, planned.Name)
	keep(&m.StartTime, planned.StartTime)
	keep(&m.EndTime, planned.EndTime)
	keep(&m.StartChar, planned.StartChar)
	keep(&m.EndChar, planned.EndChar)
	keep(&m.Text, planned.Text)
	keep(&m.Rank, planned.Rank)
	keep(&m.ExternalID, planned.ExternalID)
	keep(&m.IsProcessing, planned.IsProcessing)
	keep(&m.CreatedAt, planned.CreatedAt)
	keep(&m.ProcessingStartedAt, planned.ProcessingStartedAt)
	keep(&m.MediaFileURL, planned.MediaFileURL)
	keep(&m.MediaFileContentType, planned.MediaFileContentType)
	keep(&m.MediaFileDuration, planned.MediaFileDuration)
	keep(&m.MediaFileHeight, planned.MediaFileHeight)
	keep(&m.MediaFileWidth, planned.MediaFileWidth)
	keep(&m.MediaFilePreviewImageURL, planned.MediaFilePreviewImageURL)
}

// expectProcessing marks as unknown what a clip gets from its processing.
func (m *clipObject) expectProcessing() {
	m.StartChar = types.Int64Unknown()
	m.EndChar = types.Int64Unknown()
	m.Text = types.StringUnknown()
	m.Rank = types.Int64Unknown()
	m.ExternalID = types.StringUnknown()
	m.IsProcessing = types.BoolUnknown()
	m.ProcessingStartedAt = types.StringUnknown()
	m.MediaFileURL = types.StringUnknown()
	m.MediaFileContentType = types.StringUnknown()
	m.MediaFileDuration = types.Float64Unknown()
	m.MediaFileHeight = types.Int64Unknown()
	m.MediaFileWidth = types.Int64Unknown()
	m.MediaFilePreviewImageURL = types.StringUnknown()
}
