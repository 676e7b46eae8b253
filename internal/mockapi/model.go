package mockapi

import (
	"fmt"
	"slices"
	"time"
)

// ProcessingState is how far the service has come with a media or clip. The
// zero value is Finished, so that seeded objects are ready unless told otherwise.
type ProcessingState int

// The states, and the is_processing that each shows as.
const (
	// Finished shows as false.
	Finished ProcessingState = iota
	// Pending shows as null: created, and not yet taken up.
	Pending
	// Processing shows as true.
	Processing
)

var stateNames = map[ProcessingState]string{Finished: "finished", Pending: "pending", Processing: "processing"}

// String returns the name of the state.
func (p ProcessingState) String() string { return stateNames[p] }

// MarshalText writes the name of the state.
func (p ProcessingState) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name of a state; "" is Finished.
func (p *ProcessingState) UnmarshalText(text []byte) error {
	for state, name := range stateNames {
		if name == string(text) {
			*p = state
			return nil
		}
	}
	if len(text) > 0 {
		return fmt.Errorf("mockapi: %q is no state of processing: want pending, processing or finished", text)
	}
	*p = Finished
	return nil
}

// Media is a snapshot of a media. The zero value of a field other than Name,
// State and HasFetchError shows as null.
type Media struct {
	ID          string  `json:"id,omitempty"`
	Name        string  `json:"name,omitempty"`
	Description *string `json:"description,omitempty"`
	SourceURL   string  `json:"source_url,omitempty"`
	// UploadID is the signed id of the upload it was made from; the API does not
	// show it.
	UploadID string `json:"upload_id,omitempty"`

	State         ProcessingState `json:"state,omitzero"`
	HasFetchError bool            `json:"has_fetch_error,omitempty"`
	ExternalID    string          `json:"external_id,omitempty"`

	CreatedAt           time.Time `json:"created_at,omitzero"`
	OriginalCreatedAt   time.Time `json:"original_created_at,omitzero"`
	ProcessingStartedAt time.Time `json:"processing_started_at,omitzero"`
	SourceCreatedAt     time.Time `json:"source_created_at,omitzero"`

	SourceFileContentType string `json:"source_file_content_type,omitempty"`
	// SourceFileDuration is in seconds.
	SourceFileDuration float64 `json:"source_file_duration,omitempty"`
	// SourceFileHeight and SourceFileWidth are in pixels.
	SourceFileHeight int `json:"source_file_height,omitempty"`
	SourceFileWidth  int `json:"source_file_width,omitempty"`

	// ClipIDs are the media's clips, in the order of their creation.
	ClipIDs []string `json:"clip_ids,omitempty"`
	// TranscriptionID is set once processing has finished.
	TranscriptionID string `json:"transcription_id,omitempty"`
	// Transcription is the transcribed text; only webhooks carry it.
	Transcription string `json:"transcription,omitempty"`
}

func (m Media) clone() Media {
	m.Description = clonePointer(m.Description)
	m.ClipIDs = slices.Clone(m.ClipIDs)
	return m
}

// Clip is a snapshot of a clip. The zero value of a field other than Name,
// State, the times and the character positions shows as null.
type Clip struct {
	ID      string `json:"id,omitempty"`
	MediaID string `json:"media_id,omitempty"`
	Name    string `json:"name,omitempty"`
	// StartTime and EndTime are in seconds from the start of the media.
	StartTime float64 `json:"start_time,omitempty"`
	EndTime   float64 `json:"end_time,omitempty"`
	// StartChar and EndChar are positions in the media's transcription.
	StartChar int `json:"start_char,omitempty"`
	EndChar   int `json:"end_char,omitempty"`
	// Rank is the place among the suggested clips; nil for a clip made by a user.
	Rank *int   `json:"rank,omitempty"`
	Text string `json:"text,omitempty"`

	State               ProcessingState `json:"state,omitzero"`
	ExternalID          string          `json:"external_id,omitempty"`
	CreatedAt           time.Time       `json:"created_at,omitzero"`
	ProcessingStartedAt time.Time       `json:"processing_started_at,omitzero"`

	MediaFileContentType string `json:"media_file_content_type,omitempty"`
	// MediaFileDuration is in seconds.
	MediaFileDuration float64 `json:"media_file_duration,omitempty"`
	// MediaFileHeight and MediaFileWidth are in pixels.
	MediaFileHeight int `json:"media_file_height,omitempty"`
	MediaFileWidth  int `json:"media_file_width,omitempty"`
}

func (c Clip) clone() Clip {
	c.Rank = clonePointer(c.Rank)
	return c
}

// WebhookSubscription is a snapshot of a webhook subscription.
type WebhookSubscription struct {
	ID               string   `json:"id,omitempty"`
	URL              string   `json:"url,omitempty"`
	SubscribedEvents []string `json:"subscribed_events,omitempty"`
	// Inactive subscriptions get no deliveries and show as active: false. No
	// operation of the API makes one inactive.
	Inactive  bool      `json:"inactive,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
	UserID    string    `json:"user_id,omitempty"`
	// WebhookEventIDs are the events that were sent to it, oldest first.
	WebhookEventIDs []string `json:"webhook_event_ids,omitempty"`
}

func (w WebhookSubscription) clone() WebhookSubscription {
	w.SubscribedEvents = slices.Clone(w.SubscribedEvents)
	w.WebhookEventIDs = slices.Clone(w.WebhookEventIDs)
	return w
}

// Upload is a snapshot of a direct upload: a presigned URL that was handed out,
// and the file that arrived there, if one did.
type Upload struct {
	ID string `json:"id,omitempty"`
	// UploadID is the signed id that POST /medias takes.
	UploadID string `json:"upload_id,omitempty"`
	// URL is the presigned URL that was handed out.
	URL string `json:"url,omitempty"`
	// Key is the path of the object in the object store, without the slash.
	Key       string    `json:"key,omitempty"`
	CreatedAt time.Time `json:"created_at,omitzero"`
	ExpiresAt time.Time `json:"expires_at,omitzero"`

	// Received tells that a whole file arrived; what follows describes the last one.
	Received bool `json:"received,omitempty"`
	// Puts counts the whole files that arrived.
	Puts int   `json:"puts,omitempty"`
	Size int64 `json:"size,omitempty"`
	// SHA256 is the digest of the file in lower case hexadecimal.
	SHA256 string `json:"sha256,omitempty"`
	// ContentType was found by looking at the bytes; "" when they are no audio or
	// video.
	ContentType string `json:"content_type,omitempty"`
	// Duration is in seconds; 0 when the format does not tell cheaply.
	Duration float64 `json:"duration,omitempty"`
	// Height and Width are in pixels; 0 for audio or when unknown.
	Height int `json:"height,omitempty"`
	Width  int `json:"width,omitempty"`
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
