package client

import (
	"encoding/json"
	"errors"
	"fmt"
)

// EventMediaProcessingFinished is the event that ContentGroove sends when it has
// processed a media. The API documents no other.
const EventMediaProcessingFinished = "media.processing_finished"

// WebhookEvent is what ContentGroove delivers to a webhook subscription.
type WebhookEvent struct {
	// Event is the event's name.
	Event string
	// Media is the media that the event is about.
	Media *Media
	// Clips are those of the media, in the order of the delivery.
	Clips []*Clip
	// Transcription is what is spoken in the media, nil if it was not delivered.
	Transcription *string
}

// Types of objects in a delivery.
const (
	typeMedia         = "medias"
	typeClip          = "clips"
	typeTranscription = "transcriptions"
)

// webhookDelivery is a delivery as ContentGroove sends it.
type webhookDelivery struct {
	Event   string `json:"event"`
	Payload *struct {
		Data     json.RawMessage   `json:"data"`
		Included []json.RawMessage `json:"included"`
	} `json:"payload"`
}

// transcriptionResource is a transcription as ContentGroove sends it.
type transcriptionResource struct {
	Attributes *struct {
		Text string `json:"text"`
	} `json:"attributes"`
}

func (r *transcriptionResource) object() (*string, error) {
	if r.Attributes == nil {
		return nil, errNoAttributes
	}
	return &r.Attributes.Text, nil
}

// DecodeWebhookEvent reads the body of a delivery. It takes the same liberties
// as with the API's answers, such as numbers in quotes, and ignores included
// objects of unknown types. The error says what is not as documented.
func DecodeWebhookEvent(body []byte) (*WebhookEvent, error) {
	var delivery webhookDelivery
	if err := json.Unmarshal(body, &delivery); err != nil {
		return nil, describeJSONError(err)
	}
	switch {
	case delivery.Event == "":
		return nil, errors.New("its event is missing")
	case delivery.Event != EventMediaProcessingFinished:
		return nil, fmt.Errorf("its event is %q, and only %q is documented", Printable(delivery.Event), EventMediaProcessingFinished)
	case delivery.Payload == nil:
		return nil, errors.New("its payload is missing")
	}

	event := &WebhookEvent{Event: delivery.Event}
	objectType, err := resourceType(delivery.Payload.Data)
	if err == nil && objectType != typeMedia {
		err = fmt.Errorf("its type is %q, not %q", Printable(objectType), typeMedia)
	}
	if err == nil {
		event.Media, err = decodeResource(mediaCollection, delivery.Payload.Data)
	}
	if err != nil {
		return nil, fmt.Errorf("payload.data: %w", err)
	}
	for i, included := range delivery.Payload.Included {
		if err := event.include(included); err != nil {
			return nil, fmt.Errorf("payload.included[%d]: %w", i, err)
		}
	}
	return event, nil
}

// include adds an object that came along with the media.
func (e *WebhookEvent) include(data []byte) error {
	objectType, err := resourceType(data)
	if err != nil {
		return err
	}
	switch objectType {
	case typeClip:
		clip, err := decodeResource(clipCollection, data)
		if err != nil {
			return err
		}
		e.Clips = append(e.Clips, clip)
	case typeTranscription:
		var wire transcriptionResource
		if err := json.Unmarshal(data, &wire); err != nil {
			return describeJSONError(err)
		}
		e.Transcription, err = wire.object()
		return err
	}
	return nil
}

// resourceType is the type that an object of a delivery has.
func resourceType(data []byte) (string, error) {
	var object struct {
		Type string `json:"type"`
	}
	if len(data) == 0 || isNull(data) {
		return "", errors.New("it is missing or null")
	}
	if err := json.Unmarshal(data, &object); err != nil {
		return "", describeJSONError(err)
	}
	return object.Type, nil
}

// decodeResource reads one object of a delivery.
func decodeResource[W, T any](of collection[W, T], data []byte) (T, error) {
	var (
		wire W
		none T
	)
	if err := json.Unmarshal(data, &wire); err != nil {
		return none, describeJSONError(err)
	}
	return of.object(&wire)
}
