package client_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestDecodeWebhookEvent(t *testing.T) {
	t.Parallel()
	event, err := client.DecodeWebhookEvent([]byte(`{
		"event": "media.processing_finished",
		"payload": {
			"data": {
				"id": 7, "type": "medias",
				"attributes": {"name": "Weekly call", "created_at": "2026-03-02T09:00:00.000Z",
					"source_file_duration": "98.865532", "source_file_height": 280, "is_processing": false},
				"relationships": {"clips": {"data": [{"type": "clips", "id": "c1"}]}},
				"transcription": {"data": {"type": "transcriptions", "id": "t1"}}
			},
			"included": [
				{"id": "c1", "type": "clips",
					"attributes": {"name": "Opening", "start_time": "57.71", "end_time": 96.63, "end_char": "1303"},
					"relationships": {"media": {"data": {"type": "medias", "id": 7}}}},
				{"id": "x1", "type": "topics", "attributes": null},
				{"id": "t1", "type": "transcriptions", "attributes": {"text": "Good morning."}, "relationships": {}}
			]
		}
	}`))
	if err != nil {
		t.Fatal(err)
	}
	media := event.Media
	if event.Event != client.EventMediaProcessingFinished || media.ID != "7" || media.Name != "Weekly call" {
		t.Errorf("got event %q about media %q, %q", event.Event, media.ID, media.Name)
	}
	if *media.SourceFileDuration != 98.865532 || *media.SourceFileHeight != 280 || *media.IsProcessing {
		t.Errorf("got %v s, %v pixels, processing %v", *media.SourceFileDuration, *media.SourceFileHeight, *media.IsProcessing)
	}
	if !slices.Equal(media.ClipIDs, []string{"c1"}) || *media.TranscriptionID.Value != "t1" {
		t.Errorf("got clips %q, transcription %q", media.ClipIDs, *media.TranscriptionID.Value)
	}
	if len(event.Clips) != 1 {
		t.Fatalf("got %d clips", len(event.Clips))
	}
	clip := event.Clips[0]
	if clip.ID != "c1" || clip.MediaID != "7" || clip.StartTime != 57.71 || clip.EndTime != 96.63 || *clip.EndChar != 1303 {
		t.Errorf("got clip %+v", clip)
	}
	if event.Transcription == nil || *event.Transcription != "Good morning." {
		t.Errorf("got transcription %v", event.Transcription)
	}
}

func TestDecodeWebhookEventWithoutIncluded(t *testing.T) {
	t.Parallel()
	event, err := client.DecodeWebhookEvent([]byte(
		`{"event":"media.processing_finished","payload":{"data":{"id":"m1","type":"medias","attributes":{}}}}`))
	if err != nil {
		t.Fatal(err)
	}
	if event.Media.ID != "m1" || event.Clips != nil || event.Transcription != nil {
		t.Errorf("got %+v", event)
	}
}

func TestDecodeWebhookEventRefuses(t *testing.T) {
	t.Parallel()
	const media = `{"id":"m1","type":"medias","attributes":{}}`
	payload := func(data, included string) string {
		return `{"event":"media.processing_finished","payload":{"data":` + data + `,"included":` + included + `}}`
	}
	for name, test := range map[string]struct{ body, want string }{
		"nothing":              {``, "unexpected end of JSON input"},
		"no JSON":              {`<html>`, "invalid character"},
		"more than one value":  {payload(media, `[]`) + `{}`, "after top-level value"},
		"a list":               {`[]`, "its top level is a JSON array"},
		"null":                 {`null`, "its event is missing"},
		"no event":             {`{"payload":{}}`, "its event is missing"},
		"an event of a number": {`{"event":1}`, "its event is of an unexpected type"},
		"an unknown event":     {`{"event":"clip.deleted","payload":{}}`, `its event is "clip.deleted"`},
		"no payload":           {`{"event":"media.processing_finished"}`, "its payload is missing"},
		"no media":             {`{"event":"media.processing_finished","payload":{}}`, "payload.data: it is missing"},
		"a media of null":      {payload(`null`, `[]`), "payload.data: it is missing or null"},
		"a list of media":      {payload(`[`+media+`]`, `[]`), "payload.data: its top level is a JSON array"},
		"another type":         {payload(`{"id":"c1","type":"clips"}`, `[]`), `payload.data: its type is "clips", not "medias"`},
		"no attributes":        {payload(`{"id":"m1","type":"medias"}`, `[]`), "payload.data: the object has no attributes"},
		"no id":                {payload(`{"type":"medias","attributes":{}}`, `[]`), "payload.data: the object has no id"},
		"a wrong attribute":    {payload(`{"id":"m1","type":"medias","attributes":{"source_file_width":"wide"}}`, `[]`), "attributes.source_file_width"},
		"included of null":     {payload(media, `[null]`), "payload.included[0]: it is missing or null"},
		"a clip of nothing":    {payload(media, `[{"type":"clips","id":"c1"}]`), "payload.included[0]: the object has no attributes"},
		"a wrong clip":         {payload(media, `[{"type":"clips","id":"c1","attributes":{"rank":"first"}}]`), "attributes.rank"},
		"a bare transcription": {payload(media, `[{"type":"transcriptions","id":"t1"}]`), "payload.included[0]: the object has no attributes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			event, err := client.DecodeWebhookEvent([]byte(test.body))
			if err == nil {
				t.Fatalf("got %+v", event)
			}
			if !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %q, want %q in it", err, test.want)
			}
		})
	}
}
