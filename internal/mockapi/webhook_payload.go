package mockapi

import (
	"encoding/json"
	"time"
)

// webhookEvent is the body of a delivery.
type webhookEvent struct {
	Event   string         `json:"event"`
	Payload webhookContent `json:"payload"`
}

type webhookContent struct {
	Data     resource   `json:"data"`
	Included []resource `json:"included"`
}

// webhookClip are the attributes of a clip in a webhook: fewer than in the API,
// and with other types where the documentation has quirks of its own.
type webhookClip struct {
	CreatedAt                string  `json:"created_at"`
	EndChar                  any     `json:"end_char"`
	EndTime                  any     `json:"end_time"`
	ExternalID               *string `json:"external_id"`
	MediaFileContentType     *string `json:"media_file_content_type"`
	MediaFileDuration        any     `json:"media_file_duration"`
	MediaFileHeight          any     `json:"media_file_height"`
	MediaFilePreviewImageURL *string `json:"media_file_preview_image_url"`
	MediaFileURL             *string `json:"media_file_url"`
	MediaFileWidth           any     `json:"media_file_width"`
	Name                     string  `json:"name"`
	Rank                     *int    `json:"rank"`
	StartChar                int     `json:"start_char"`
	StartTime                any     `json:"start_time"`
	Text                     *string `json:"text"`
}

type transcriptionDocument struct {
	Text string `json:"text"`
}

// webhookPayload is what subscribers get when a media has been processed: the
// media, its clips and its transcription.
func (s *Server) webhookPayload(m *mediaRecord) []byte {
	quirks := !s.options.WithoutQuirks
	attributes := s.mediaAttributes(m)
	attributes.SourceFileDuration = number(m.SourceFileDuration, quirks)
	data := resource{
		ID: m.ID, Type: typeMedia, Attributes: attributes,
		Relationships: mediaRelationships{Clips: relateMany(typeClip, m.ClipIDs)},
		Transcription: relateOne(typeTranscription, m.TranscriptionID),
	}
	var included []resource
	for _, id := range m.ClipIDs {
		if clip, ok := s.clips.get(id); ok {
			included = append(included, s.webhookClip(clip, quirks))
		}
	}
	included = append(included, resource{
		ID: m.TranscriptionID, Type: typeTranscription,
		Attributes: transcriptionDocument{m.Transcription}, Relationships: struct{}{},
	})
	body, err := json.Marshal(webhookEvent{EventMediaProcessingFinished, webhookContent{data, included}})
	if err != nil {
		return nil
	}
	return body
}

func (s *Server) webhookClip(c *clipRecord, quirks bool) resource {
	d := s.clipAttributes(c, false)
	sent := webhookClip{
		CreatedAt: d.CreatedAt, ExternalID: d.ExternalID, Name: d.Name, Rank: d.Rank, Text: d.Text,
		StartChar: d.StartChar, EndChar: d.EndChar, StartTime: d.StartTime, EndTime: d.EndTime,
		MediaFileContentType: d.MediaFileContentType, MediaFileDuration: d.MediaFileDuration,
		MediaFileHeight: d.MediaFileHeight, MediaFileWidth: d.MediaFileWidth,
		MediaFilePreviewImageURL: d.MediaFilePreviewImageURL, MediaFileURL: d.MediaFileURL,
	}
	if quirks {
		sent.StartTime, sent.EndTime = formatNumber(c.StartTime), formatNumber(c.EndTime)
		sent.EndChar = formatNumber(float64(c.EndChar))
	}
	return resource{
		ID: c.ID, Type: typeClip, Attributes: sent,
		Relationships: clipRelationships{relateOne(typeMedia, c.MediaID)},
	}
}

// SampleWebhookPayload returns the body of a delivery as ContentGroove documents
// it, with a value for every attribute, for a media of its own. It is always the
// same but for ids, times and signatures.
func SampleWebhookPayload() []byte {
	s := &Server{clock: &systemClock{}, signer: newSigner()}
	s.empty()
	description := "What was said on Monday"
	m := &mediaRecord{Media: Media{
		ID: newID(), Name: "Weekly call", Description: &description,
		SourceURL: "https://media.example.com/weekly-call.mp4", ExternalID: "1",
		State: Processing, CreatedAt: s.stamp(time.Now()),
	}}
	m.OriginalCreatedAt, m.ProcessingStartedAt = m.CreatedAt, m.CreatedAt
	s.medias.add(m)
	s.finishMedia(m, m.CreatedAt)
	return s.webhookPayload(m)
}
