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
	ID          string
	Name        string
	Description *string
	SourceURL   string
	// UploadID is the signed id of the upload it was made from; the API does not
	// show it.
	UploadID string

	State         ProcessingState
	HasFetchError bool
	ExternalID    string

	CreatedAt           time.Time
	OriginalCreatedAt   time.Time
	ProcessingStartedAt time.Time
	SourceCreatedAt     time.Time

	SourceFileContentType string
	// SourceFileDuration is in seconds.
	SourceFileDuration float64
	// SourceFileHeight and SourceFileWidth are in pixels.
	SourceFileHeight, SourceFileWidth int

	// ClipIDs are the media's clips, in the order of their creation.
	ClipIDs []string
	// TranscriptionID is set once processing has finished.
	TranscriptionID string
	// Transcription is the transcribed text; only webhooks carry it.
	Transcription string
}

func (m Media) clone() Media {
	m.Description = clonePointer(m.Description)
	m.ClipIDs = slices.Clone(m.ClipIDs)
	return m
}

// Clip is a snapshot of a clip. The zero value of a field other than Name,
// State, the times and the character positions shows as null.
type Clip struct {
	ID      string
	MediaID string
	Name    string
	// StartTime and EndTime are in seconds from the start of the media.
	StartTime, EndTime float64
	// StartChar and EndChar are positions in the media's transcription.
	StartChar, EndChar int
	// Rank is the place among the suggested clips; nil for a clip made by a user.
	Rank *int
	Text string

	State               ProcessingState
	ExternalID          string
	CreatedAt           time.Time
	ProcessingStartedAt time.Time

	MediaFileContentType string
	// MediaFileDuration is in seconds.
	MediaFileDuration float64
	// MediaFileHeight and MediaFileWidth are in pixels.
	MediaFileHeight, MediaFileWidth int
}

func (c Clip) clone() Clip {
	c.Rank = clonePointer(c.Rank)
	return c
}

// WebhookSubscription is a snapshot of a webhook subscription.
type WebhookSubscription struct {
	ID               string
	URL              string
	SubscribedEvents []string
	// Inactive subscriptions get no deliveries and show as active: false. No
	// operation of the API makes one inactive.
	Inactive  bool
	CreatedAt time.Time
	UpdatedAt time.Time
	UserID    string
	// WebhookEventIDs are the events that were sent to it, oldest first.
	WebhookEventIDs []string
}

func (w WebhookSubscription) clone() WebhookSubscription {
	w.SubscribedEvents = slices.Clone(w.SubscribedEvents)
	w.WebhookEventIDs = slices.Clone(w.WebhookEventIDs)
	return w
}

// Upload is a snapshot of a direct upload: a presigned URL that was handed out,
// and the file that arrived there, if one did.
type Upload struct {
	ID string
	// UploadID is the signed id that POST /medias takes.
	UploadID string
	// URL is the presigned URL that was handed out.
	URL string
	// Key is the path of the object in the object store, without the slash.
	Key       string
	CreatedAt time.Time
	ExpiresAt time.Time

	// Received tells that a whole file arrived; what follows describes the last one.
	Received bool
	// Puts counts the whole files that arrived.
	Puts int
	Size int64
	// SHA256 is the digest of the file in lower case hexadecimal.
	SHA256 string
	// ContentType was found by looking at the bytes; "" when they are no audio or
	// video.
	ContentType string
	// Duration is in seconds; 0 when the format does not tell cheaply.
	Duration float64
	// Height and Width are in pixels; 0 for audio or when unknown.
	Height, Width int
}

func clonePointer[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
