package mockapi

import (
	"encoding/json"
	"math"
	"strconv"
	"time"
)

// Types of resource objects, as they stand in documents.
const (
	typeMedia         = "medias"
	typeClip          = "clips"
	typeSubscription  = "webhook_subscriptions"
	typeUpload        = "direct_upload_blobs"
	typeUser          = "users"
	typeWebhookEvent  = "webhook_events"
	typeTranscription = "transcriptions"
)

// document is the top level of every successful answer.
type document struct {
	Data  any    `json:"data"`
	Links *links `json:"links,omitempty"`
}

type links struct {
	Current *string `json:"current,omitempty"`
	First   *string `json:"first,omitempty"`
	Last    *string `json:"last,omitempty"`
	Next    *string `json:"next,omitempty"`
	Prev    *string `json:"prev,omitempty"`
	Self    string  `json:"self"`
}

// resource is a resource object.
type resource struct {
	Attributes    any    `json:"attributes"`
	ID            string `json:"id"`
	Relationships any    `json:"relationships,omitempty"`
	// Transcription stands here in webhooks only; the API has it among the
	// relationships.
	Transcription *toOne `json:"transcription,omitempty"`
	Type          string `json:"type"`
}

// resourceID is a reference to a resource object.
type resourceID struct {
	ID   string `json:"id"`
	Type string `json:"type"`
}

// toOne is a relationship to one object or to none, which shows as null.
type toOne struct {
	Data *resourceID `json:"data"`
}

func relateOne(kind, id string) *toOne {
	if id == "" {
		return &toOne{}
	}
	return &toOne{&resourceID{id, kind}}
}

// toMany is a relationship to any number of objects.
type toMany struct {
	Data []resourceID `json:"data"`
}

func relateMany(kind string, ids []string) toMany {
	related := toMany{Data: make([]resourceID, 0, len(ids))}
	for _, id := range ids {
		related.Data = append(related.Data, resourceID{id, kind})
	}
	return related
}

// shown wraps one resource object. The link of an item names the item, that of a
// create the collection, as both repeat the URL that was called.
func (s *Server) shown(c *call, path string, data resource) document {
	self := s.linkBase(c.request) + "/" + path
	if c.id != "" {
		self += "/" + c.id
	}
	return document{Data: data, Links: &links{Self: self}}
}

// formatTime writes a time with milliseconds, in UTC.
func formatTime(t time.Time) string {
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}

// timeOrNull is nil, which shows as null, for the zero time.
func timeOrNull(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	text := formatTime(t)
	return &text
}

// textOrNull is nil, which shows as null, for "".
func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// jsonNull shows as null even in a field that is left out when it is nil.
var jsonNull = json.RawMessage("null")

// number is a number that shows as null when it is zero, and as a string where
// the service has that quirk.
func number(n float64, asString bool) any {
	switch {
	case n == 0 || math.IsInf(n, 0) || math.IsNaN(n):
		return jsonNull
	case asString:
		return formatNumber(n)
	default:
		return n
	}
}

func formatNumber(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// isProcessing is null, true or false.
func (p ProcessingState) isProcessing() *bool {
	if p == Pending {
		return nil
	}
	processing := p == Processing
	return &processing
}
