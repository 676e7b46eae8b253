package provider_test

import (
	"reflect"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const webhookEventBody = `{
	"event": "media.processing_finished",
	"payload": {
		"data": {
			"id": "m1", "type": "medias",
			"attributes": {
				"name": "Weekly call", "description": "", "source_url": null, "is_processing": false, "has_fetch_error": false,
				"source_file_content_type": "video/mp4", "source_file_duration": "98.865532", "source_file_height": 280.0, "source_file_width": "320",
				"created_at": "2026-03-02T09:00:00.000Z"
			},
			"relationships": {"clips": {"data": [{"type": "clips", "id": "c1"}]}},
			"transcription": {"data": {"type": "transcriptions", "id": "t1"}}
		},
		"included": [
			{
				"id": "c1", "type": "clips",
				"attributes": {"name": "Opening", "start_time": "57.71", "end_time": "96.63", "start_char": 737, "end_char": "1303", "media_file_duration": 38.9},
				"relationships": {"media": {"data": {"type": "medias", "id": "m1"}}}
			},
			{"id": "t1", "type": "transcriptions", "attributes": {"text": "Good morning."}, "relationships": {}}
		]
	}
}`

func TestWebhookEvent(t *testing.T) {
	t.Parallel()
	result, problem := acctest.New(t, mockapi.Options{}).Session(t).Call("webhook_event", webhookEventBody)
	if problem != nil {
		t.Fatal(problem.Text)
	}
	want := terraform.Object{
		"event": "media.processing_finished",
		"media": terraform.Object{
			"id": "m1", "name": "Weekly call", "description": nil, "source_url": nil, "is_processing": false, "has_fetch_error": false,
			"external_id": nil, "created_at": "2026-03-02T09:00:00.000Z", "original_created_at": nil, "processing_started_at": nil,
			"source_created_at": nil, "source_file_content_type": "video/mp4", "source_file_duration": 98.865532, "source_file_height": 280.0,
			"source_file_width": 320.0, "source_file_preview_image_url": nil, "clip_ids": []any{"c1"}, "transcription_id": "t1",
		},
		"clips": []any{terraform.Object{
			"id": "c1", "media_id": "m1", "name": "Opening", "start_time": 57.71, "end_time": 96.63, "start_char": 737.0, "end_char": 1303.0,
			"text": nil, "rank": nil, "external_id": nil, "is_processing": nil, "created_at": nil, "processing_started_at": nil,
			"media_file_url": nil, "media_file_content_type": nil, "media_file_duration": 38.9, "media_file_height": nil, "media_file_width": nil,
			"media_file_preview_image_url": nil,
		}},
		"transcription_text": "Good morning.",
	}
	if !reflect.DeepEqual(result, any(want)) {
		t.Errorf("got\n%v\nwant\n%v", result, want)
	}
}

// What the service delivers can be read.
func TestWebhookEventDelivered(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	result, problem := env.Session(t).Call("webhook_event", string(mockapi.SampleWebhookPayload()))
	if problem != nil {
		t.Fatal(problem.Text)
	}
	event, _ := result.(terraform.Object)
	media, _ := event["media"].(terraform.Object)
	clips, _ := event["clips"].([]any)
	if ids, _ := media["clip_ids"].([]any); len(clips) == 0 || len(ids) != len(clips) || event["transcription_text"] == nil {
		t.Errorf("got %v", event)
	}
	if len(env.Requests()) > 0 {
		t.Error("the API was called")
	}
}

func TestWebhookEventRefuses(t *testing.T) {
	t.Parallel()
	session := acctest.New(t, mockapi.Options{}).Session(t)
	for body, want := range map[string]string{
		``:                          "not the body of a ContentGroove webhook: unexpected end of JSON input",
		`[]`:                        "its top level is a JSON array",
		`{"event":"clip.finished"}`: `its event is "clip.finished", and only "media.processing_finished" is documented`,
	} {
		_, problem := session.Call("webhook_event", body)
		if problem == nil || problem.FunctionArgument == nil || *problem.FunctionArgument != 0 {
			t.Fatalf("%q: got %v, want an error of the argument", body, problem)
		}
		wants(t, problem.Text, want)
	}
}
