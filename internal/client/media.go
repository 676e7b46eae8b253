package client

import (
	"context"
	"iter"
)

// Media is a video or audio file that ContentGroove processes: it transcribes
// what is spoken and suggests clips. Times are RFC 3339 texts, durations
// seconds, heights and widths pixels. What is nil is null, as most values are
// until processing has finished.
type Media struct {
	ID string
	// Name is "" when none was given.
	Name        string
	Description *string
	// SourceURL is where ContentGroove fetched the file, nil for an uploaded one.
	SourceURL  *string
	ExternalID *string
	// IsProcessing is nil right after the media was created. That does not mean "finished".
	IsProcessing *bool
	// HasFetchError tells that ContentGroove could not fetch the source.
	HasFetchError       bool
	CreatedAt           string
	OriginalCreatedAt   *string
	ProcessingStartedAt *string
	SourceCreatedAt     *string

	SourceFileContentType *string
	SourceFileDuration    *float64
	SourceFileHeight      *float64
	SourceFileWidth       *float64
	// SourceFilePreviewImageURL may be signed and differ on every read.
	SourceFilePreviewImageURL *string

	// ClipIDs are the ids of the media's clips.
	ClipIDs []string
	// TranscriptionID is missing from media that come from a list.
	TranscriptionID Optional[string]
}

// MediaCreate describes a media to create. A nil field is left out of the
// request. Either SourceURL or UploadID names the source.
type MediaCreate struct {
	Name, Description *string
	// SourceURL is where ContentGroove fetches the file.
	SourceURL *string
	// UploadID names an uploaded file; see [Client.UploadFile].
	UploadID *string
}

// MediaUpdate describes a change of a media. A nil field stays as it is.
type MediaUpdate struct {
	Name, Description *string
}

type mediaCreateAttributes struct {
	Name        *string `json:"name,omitempty"`
	Description *string `json:"description,omitempty"`
	SourceURL   *string `json:"source_url,omitempty"`
	UploadID    *string `json:"upload_id,omitempty"`
}

type mediaUpdateAttributes struct {
	Name        *string `json:"name,omitempty"`
	Description *string `json:"description,omitempty"`
}

// mediaResource is a media as the API sends it.
type mediaResource struct {
	ID         identifier `json:"id"`
	Attributes *struct {
		Name                      string  `json:"name"`
		Description               *string `json:"description"`
		SourceURL                 *string `json:"source_url"`
		ExternalID                anyText `json:"external_id"`
		IsProcessing              boolean `json:"is_processing"`
		HasFetchError             boolean `json:"has_fetch_error"`
		CreatedAt                 string  `json:"created_at"`
		OriginalCreatedAt         *string `json:"original_created_at"`
		ProcessingStartedAt       *string `json:"processing_started_at"`
		SourceCreatedAt           *string `json:"source_created_at"`
		SourceFileContentType     *string `json:"source_file_content_type"`
		SourceFileDuration        number  `json:"source_file_duration"`
		SourceFileHeight          number  `json:"source_file_height"`
		SourceFileWidth           number  `json:"source_file_width"`
		SourceFilePreviewImageURL *string `json:"source_file_preview_image_url"`
	} `json:"attributes"`
	Relationships struct {
		Clips         linkages          `json:"clips"`
		Transcription Optional[linkage] `json:"transcription"`
	} `json:"relationships"`
	// Transcription stands beside the relationships in webhook deliveries.
	Transcription Optional[linkage] `json:"transcription"`
}

func (r *mediaResource) object() (*Media, error) {
	attributes := r.Attributes
	if attributes == nil {
		return nil, errNoAttributes
	}
	transcription := relatedID(r.Relationships.Transcription)
	if !transcription.Present {
		transcription = relatedID(r.Transcription)
	}
	return &Media{
		ID:                        string(r.ID),
		Name:                      attributes.Name,
		Description:               attributes.Description,
		SourceURL:                 attributes.SourceURL,
		ExternalID:                attributes.ExternalID.value,
		IsProcessing:              attributes.IsProcessing.value,
		HasFetchError:             attributes.HasFetchError.isTrue(),
		CreatedAt:                 attributes.CreatedAt,
		OriginalCreatedAt:         attributes.OriginalCreatedAt,
		ProcessingStartedAt:       attributes.ProcessingStartedAt,
		SourceCreatedAt:           attributes.SourceCreatedAt,
		SourceFileContentType:     attributes.SourceFileContentType,
		SourceFileDuration:        attributes.SourceFileDuration.value,
		SourceFileHeight:          attributes.SourceFileHeight.value,
		SourceFileWidth:           attributes.SourceFileWidth.value,
		SourceFilePreviewImageURL: attributes.SourceFilePreviewImageURL,
		ClipIDs:                   r.Relationships.Clips.ids(),
		TranscriptionID:           transcription,
	}, nil
}

var mediaCollection = collection[mediaResource, *Media]{
	path:     "medias",
	singular: "media",
	plural:   "medias",
	paged:    true,
	convert:  (*mediaResource).object,
	id:       func(media *Media) string { return media.ID },
}

// CreateMedia creates a media. It fails with an [*AmbiguousError] if the media
// may exist nonetheless.
func (c *Client) CreateMedia(ctx context.Context, create MediaCreate) (*Media, error) {
	return mediaCollection.create(ctx, c, mediaCreateAttributes(create), "")
}

// GetMedia returns one media, or [ErrNotFound].
func (c *Client) GetMedia(ctx context.Context, id string) (*Media, error) {
	return mediaCollection.get(ctx, c, id)
}

// UpdateMedia changes a media and returns it as it is then.
func (c *Client) UpdateMedia(ctx context.Context, id string, update MediaUpdate) (*Media, error) {
	return mediaCollection.update(ctx, c, id, mediaUpdateAttributes(update))
}

// DeleteMedia deletes a media. It fails with [ErrNotFound] if there was none.
func (c *Client) DeleteMedia(ctx context.Context, id string) error {
	return mediaCollection.delete(ctx, c, id)
}

// Medias iterates over all media, across pages, none twice. An error ends it.
func (c *Client) Medias(ctx context.Context, options ListOptions) iter.Seq2[*Media, error] {
	return items(mediaCollection.pages(ctx, c, options))
}

// MediaPage returns one page of the list of all media, numbered from 1. The page
// behind the last is empty.
func (c *Client) MediaPage(ctx context.Context, options ListOptions, number int) (Page[*Media], error) {
	return mediaCollection.page(ctx, c, options, number)
}
