package client

import (
	"context"
	"iter"
)

// Clip is a part of a [Media]. Times within the media and durations are
// seconds, heights and widths pixels, other times RFC 3339 texts. What is nil is null.
type Clip struct {
	ID string
	// MediaID is the media that the clip was cut from.
	MediaID            string
	Name               string
	StartTime, EndTime float64
	// StartChar and EndChar delimit the clip's words in the transcription.
	StartChar, EndChar *int64
	// Rank orders the clips that ContentGroove suggests.
	Rank       *int64
	Text       *string
	ExternalID *string
	// IsProcessing is nil right after the clip was created. That does not mean "finished".
	IsProcessing        *bool
	CreatedAt           string
	ProcessingStartedAt *string

	// MediaFileURL and MediaFilePreviewImageURL may be signed and differ on every read.
	MediaFileURL             *string
	MediaFileContentType     *string
	MediaFilePreviewImageURL *string
	MediaFileDuration        *float64
	MediaFileHeight          *float64
	MediaFileWidth           *float64
}

// ClipCreate describes a clip to create. Every field is required.
type ClipCreate struct {
	MediaID, Name string
	// StartTime and EndTime are seconds from the beginning of the media.
	StartTime, EndTime float64
}

// ClipUpdate describes a change of a clip. A nil field stays as it is.
type ClipUpdate struct {
	Name *string
	// StartTime and EndTime are seconds from the beginning of the media.
	StartTime, EndTime *float64
}

type clipCreateAttributes struct {
	MediaID   string  `json:"media_id"`
	Name      string  `json:"name"`
	StartTime float64 `json:"start_time"`
	EndTime   float64 `json:"end_time"`
}

type clipUpdateAttributes struct {
	Name      *string  `json:"name,omitempty"`
	StartTime *float64 `json:"start_time,omitempty"`
	EndTime   *float64 `json:"end_time,omitempty"`
}

// clipResource is a clip as the API sends it.
type clipResource struct {
	ID         identifier `json:"id"`
	Attributes *struct {
		Name                string  `json:"name"`
		StartTime           number  `json:"start_time"`
		EndTime             number  `json:"end_time"`
		StartChar           integer `json:"start_char"`
		EndChar             integer `json:"end_char"`
		Rank                integer `json:"rank"`
		Text                *string `json:"text"`
		ExternalID          anyText `json:"external_id"`
		IsProcessing        boolean `json:"is_processing"`
		CreatedAt           string  `json:"created_at"`
		ProcessingStartedAt *string `json:"processing_started_at"`

		MediaFileURL             *string `json:"media_file_url"`
		MediaFileContentType     *string `json:"media_file_content_type"`
		MediaFilePreviewImageURL *string `json:"media_file_preview_image_url"`
		// The schema and the examples of the API's description disagree on
		// what the duration is called.
		MediaFileDuration        number `json:"media_file_duration"`
		MediaFileContentDuration number `json:"media_file_content_duration"`
		MediaFileHeight          number `json:"media_file_height"`
		MediaFileWidth           number `json:"media_file_width"`
	} `json:"attributes"`
	Relationships struct {
		Media Optional[linkage] `json:"media"`
	} `json:"relationships"`
}

func (r *clipResource) object() (*Clip, error) {
	attributes := r.Attributes
	if attributes == nil {
		return nil, errNoAttributes
	}
	duration := attributes.MediaFileDuration.value
	if duration == nil {
		duration = attributes.MediaFileContentDuration.value
	}
	clip := &Clip{
		ID:                       string(r.ID),
		Name:                     attributes.Name,
		StartTime:                attributes.StartTime.orZero(),
		EndTime:                  attributes.EndTime.orZero(),
		StartChar:                attributes.StartChar.value,
		EndChar:                  attributes.EndChar.value,
		Rank:                     attributes.Rank.value,
		Text:                     attributes.Text,
		ExternalID:               attributes.ExternalID.value,
		IsProcessing:             attributes.IsProcessing.value,
		CreatedAt:                attributes.CreatedAt,
		ProcessingStartedAt:      attributes.ProcessingStartedAt,
		MediaFileURL:             attributes.MediaFileURL,
		MediaFileContentType:     attributes.MediaFileContentType,
		MediaFilePreviewImageURL: attributes.MediaFilePreviewImageURL,
		MediaFileDuration:        duration,
		MediaFileHeight:          attributes.MediaFileHeight.value,
		MediaFileWidth:           attributes.MediaFileWidth.value,
	}
	if media := relatedID(r.Relationships.Media).Value; media != nil {
		clip.MediaID = *media
	}
	return clip, nil
}

var clipCollection = collection[clipResource, *Clip]{
	path:     "clips",
	singular: "clip",
	plural:   "clips",
	paged:    true,
	convert:  (*clipResource).object,
	id:       func(clip *Clip) string { return clip.ID },
}

// CreateClip creates a clip. It fails with an [*AmbiguousError] if the clip may
// exist nonetheless.
func (c *Client) CreateClip(ctx context.Context, create ClipCreate) (*Clip, error) {
	return clipCollection.create(ctx, c, clipCreateAttributes(create), "")
}

// GetClip returns one clip, or [ErrNotFound].
func (c *Client) GetClip(ctx context.Context, id string) (*Clip, error) {
	return clipCollection.get(ctx, c, id)
}

// UpdateClip changes a clip and returns it as it is then.
func (c *Client) UpdateClip(ctx context.Context, id string, update ClipUpdate) (*Clip, error) {
	return clipCollection.update(ctx, c, id, clipUpdateAttributes(update))
}

// DeleteClip deletes a clip. It fails with [ErrNotFound] if there was none.
func (c *Client) DeleteClip(ctx context.Context, id string) error {
	return clipCollection.delete(ctx, c, id)
}

// Clips iterates over all clips, across pages, none twice. An error ends it.
func (c *Client) Clips(ctx context.Context, options ListOptions) iter.Seq2[*Clip, error] {
	return items(clipCollection.pages(ctx, c, options))
}

// ClipPage returns one page of the list of all clips, numbered from 1. The page
// behind the last is empty.
func (c *Client) ClipPage(ctx context.Context, options ListOptions, number int) (Page[*Clip], error) {
	return clipCollection.page(ctx, c, options, number)
}
