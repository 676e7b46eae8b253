package mockapi_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func (a api) createMedia(attributes string) (path string) {
	a.t.Helper()
	return "/medias/" + a.wantStatus(a.post("/medias", attributes), http.StatusOK).text("data.id")
}

func TestMediaProcessing(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: 10 * time.Second})
	created := a.wantStatus(a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`), http.StatusOK)
	path := "/medias/" + created.text("data.id")
	for name, want := range map[string]any{
		"name": "", "description": nil, "is_processing": nil, "has_fetch_error": false,
		"external_id": nil, "original_created_at": nil, "source_file_duration": nil,
	} {
		if got := created.at("data.attributes." + name); got != want {
			t.Errorf("%s is %v right after the create, want %v", name, got, want)
		}
	}
	if created.text("links.self") != "http://api.contentgroove.com/api/v1/medias" {
		t.Errorf("the create links to %s", created.text("links.self"))
	}

	a.clock.Advance(999 * time.Millisecond)
	if got := a.get(path).at("data.attributes.is_processing"); got != nil {
		t.Errorf("is_processing is %v in the first tenth, want null", got)
	}
	a.clock.Advance(time.Millisecond)
	begun := a.get(path)
	if begun.at("data.attributes.is_processing") != true || begun.text("data.attributes.external_id") == "" {
		t.Errorf("after the first tenth: %s", begun.body)
	}
	a.clock.Advance(9 * time.Second)
	finished := a.get(path)
	for name, want := range map[string]any{
		"is_processing": false, "source_file_content_type": "video/mp4", "source_file_duration": 120.48,
		"source_file_height": 720.0, "source_file_width": 1280.0,
	} {
		if got := finished.at("data.attributes." + name); got != want {
			t.Errorf("%s is %v in the end, want %v", name, got, want)
		}
	}
	if finished.text("data.relationships.transcription.data.id") == "" {
		t.Errorf("there is no transcription: %s", finished.body)
	}
	if clips, _ := finished.at("data.relationships.clips.data").([]any); len(clips) != 3 {
		t.Errorf("%d clips are suggested, want 3", len(clips))
	}
	const preview = "data.attributes.source_file_preview_image_url"
	if finished.text(preview) == "" || finished.text(preview) == a.get(path).text(preview) {
		t.Errorf("the preview image has no signature of its own in each answer")
	}
	listed := a.get("/medias")
	if relationships, _ := listed.at("data.0.relationships").(map[string]any); relationships["transcription"] != nil || len(relationships) != 1 {
		t.Errorf("a listed media has relationships %v, want clips alone", relationships)
	}
}

func TestSourcesThatCannotBeFetched(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	for source, want := range map[string]bool{
		"https://media.invalid/a.mp4":        true,
		"https://media.example.com/missing":  true,
		"https://media.example.com/a.mp4":    false,
		"https://invalid.example.com/ok.mp4": false,
	} {
		path := a.createMedia(`{"source_url":"` + source + `"}`)
		a.clock.Advance(time.Minute)
		media := a.get(path)
		if media.at("data.attributes.has_fetch_error") != want || media.at("data.attributes.is_processing") != false {
			t.Errorf("%s ends as %s", source, media.body)
		}
		clip := a.post("/clips", `{"name":"c","media_id":"`+media.text("data.id")+`","start_time":1,"end_time":2}`)
		if got := clip.status == http.StatusUnprocessableEntity; got != want {
			t.Errorf("a clip of %s is answered %d", source, clip.status)
		}
	}
}

func TestAudioHasNoPicture(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	path := a.createMedia(`{"source_url":"https://a.example.com/b.MP3?x=1"}`)
	a.server.FinishAll()
	media := a.get(path)
	if media.text("data.attributes.source_file_content_type") != "audio/mpeg" || media.at("data.attributes.source_file_height") != nil {
		t.Errorf("audio ends as %s", media.body)
	}
}

func TestClipProcessing(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: 10 * time.Second})
	media := a.server.SeedMedia(mockapi.Media{})
	created := a.wantStatus(a.post("/clips", `{"name":"c","media_id":"`+media.ID+`","start_time":10.1,"end_time":12.3}`), http.StatusOK)
	if created.at("data.attributes.is_processing") != nil || created.text("data.relationships.media.data.id") != media.ID {
		t.Errorf("a new clip is %s", created.body)
	}
	path := "/clips/" + created.text("data.id")
	a.clock.Advance(time.Second)
	if got := a.get(path).at("data.attributes.is_processing"); got != true {
		t.Errorf("is_processing is %v after the first tenth, want true", got)
	}
	a.clock.Advance(9 * time.Second)
	finished := a.get(path)
	for name, want := range map[string]any{
		"is_processing": false, "start_time": 10.1, "end_time": 12.3, "rank": nil,
		"media_file_duration": "2.2", "media_file_height": "720", "media_file_width": "1280",
	} {
		if got := finished.at("data.attributes." + name); got != want {
			t.Errorf("%s is %v in the end, want %v", name, got, want)
		}
	}
	listed, _ := a.get("/clips").at("data.0.attributes").(map[string]any)
	if listed["media_file_duration"] != "2.2" || listed["media_file_content_duration"] != "2.2" {
		t.Errorf("a listed clip does not have its duration under both names: %v", listed)
	}

	renamed := a.put(path, `{"name":"other"}`)
	if renamed.at("data.attributes.is_processing") != false {
		t.Errorf("a new name cuts the clip again: %s", renamed.body)
	}
	moved := a.put(path, `{"end_time":13}`)
	if moved.at("data.attributes.is_processing") != true || moved.at("data.attributes.media_file_url") != nil {
		t.Errorf("new times do not cut the clip again: %s", moved.body)
	}
	a.clock.Advance(10 * time.Second)
	if got := a.get(path).text("data.attributes.media_file_duration"); got != "2.9" {
		t.Errorf("the clip that was cut again lasts %q s, want 2.9", got)
	}
}

func TestClipWaitsForItsMedia(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: time.Minute, ClipProcessingTime: time.Second})
	media := a.wantStatus(a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`), http.StatusOK).text("data.id")
	clip := a.post("/clips", `{"name":"c","media_id":"`+media+`","start_time":1,"end_time":2}`).text("data.id")
	for _, step := range []struct {
		wait time.Duration
		want any
	}{{30 * time.Second, true}, {30 * time.Second, true}, {time.Second, false}} {
		a.clock.Advance(step.wait)
		if got := a.get("/clips/" + clip).at("data.attributes.is_processing"); got != step.want {
			t.Errorf("is_processing is %v, want %v", got, step.want)
		}
	}
}

func TestProcessingForEver(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: -1})
	path := a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.clock.Advance(1000 * time.Hour)
	if got := a.get(path).at("data.attributes.is_processing"); got != true {
		t.Errorf("is_processing is %v, want true", got)
	}
	if !a.server.FinishProcessing(a.server.Medias()[0].ID) {
		t.Error("there was nothing to finish")
	}
	if got := a.get(path).at("data.attributes.is_processing"); got != false {
		t.Errorf("is_processing is %v, want false", got)
	}
}

func TestDeletingAMediaDeletesItsClips(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	path := a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	other := a.server.SeedClip(mockapi.Clip{})
	a.server.FinishAll()
	a.wantStatus(a.do(http.MethodDelete, path, ""), http.StatusNoContent)
	if clips := a.server.Clips(); len(clips) != 1 || clips[0].ID != other.ID {
		t.Errorf("%d clips are left, want one", len(clips))
	}
	a.wantStatus(a.do(http.MethodDelete, "/clips/"+other.ID, ""), http.StatusNoContent)
	if medias := a.server.Medias(); len(medias[0].ClipIDs) != 0 {
		t.Errorf("the media still has clips %v", medias[0].ClipIDs)
	}
}

func TestWithoutQuirks(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{WithoutQuirks: true})
	a.server.SeedClip(mockapi.Clip{})
	listed := a.get("/clips")
	if listed.at("data.0.attributes.media_file_duration") != 10.0 || listed.at("data.0.attributes.media_file_width") != 1280.0 {
		t.Errorf("numbers are no numbers: %s", listed.body)
	}
	if got, want := listed.text("links.self"), a.server.URL()+"/clips"; got != want {
		t.Errorf("self is %s, want %s", got, want)
	}
	if a.get("/medias").text("data.0.relationships.transcription.data.id") == "" {
		t.Error("the transcription of a listed media is missing")
	}
}
