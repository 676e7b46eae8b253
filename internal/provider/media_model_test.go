package provider

import (
	"reflect"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// fullMedia has a value for everything. The seed makes it differ from others.
func fullMedia(seed string) *client.Media {
	number := float64(len(seed))
	return &client.Media{
		ID: "id" + seed, Name: "name" + seed, Description: ptr("description" + seed), SourceURL: ptr("https://example.com/" + seed),
		ExternalID: ptr("external" + seed), IsProcessing: ptr(len(seed)%2 == 0), HasFetchError: len(seed)%2 == 0,
		CreatedAt: "created" + seed, OriginalCreatedAt: ptr("original" + seed), ProcessingStartedAt: ptr("started" + seed),
		SourceCreatedAt: ptr("source" + seed), SourceFileContentType: ptr("video/" + seed),
		SourceFileDuration: ptr(number + 0.5), SourceFileHeight: ptr(number), SourceFileWidth: ptr(number * 2),
		SourceFilePreviewImageURL: ptr("preview" + seed), ClipIDs: []string{"c" + seed},
		TranscriptionID: client.Optional[string]{Present: true, Value: ptr("t" + seed)},
	}
}

// attributes are the attributes of a model by their names, without those of the
// models that it embeds.
func attributes(t *testing.T, model any) map[string]attr.Value {
	t.Helper()
	values := map[string]attr.Value{}
	for field, value := range reflect.ValueOf(model).Fields() {
		attribute, ok := value.Interface().(attr.Value)
		if !ok {
			t.Fatalf("%s is no attribute", field.Name)
		}
		values[field.Tag.Get("tfsdk")] = attribute
	}
	return values
}

// sameAttributes compares two models.
func sameAttributes(t *testing.T, got, want any) {
	t.Helper()
	wanted := attributes(t, want)
	for name, value := range attributes(t, got) {
		if !value.Equal(wanted[name]) {
			t.Errorf("%s: got %s, want %s", name, value, wanted[name])
		}
	}
}

func TestMediaFromAPI(t *testing.T) {
	t.Parallel()
	t.Run("everything", func(t *testing.T) {
		t.Parallel()
		got := mediaFromAPI(fullMedia("1"))
		sameAttributes(t, got, mediaObject{
			ID: text("id1"), Name: text("name1"), Description: text("description1"), SourceURL: text("https://example.com/1"),
			IsProcessing: types.BoolValue(false), HasFetchError: types.BoolValue(false), ExternalID: text("external1"),
			CreatedAt: text("created1"), OriginalCreatedAt: text("original1"), ProcessingStartedAt: text("started1"), SourceCreatedAt: text("source1"),
			SourceFileContentType: text("video/1"), SourceFileDuration: types.Float64Value(1.5), SourceFileHeight: types.Int64Value(1),
			SourceFileWidth: types.Int64Value(2), SourceFilePreviewImageURL: text("preview1"), ClipIDs: stringList([]string{"c1"}), TranscriptionID: text("t1"),
		})
	})
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		// A new media: no name is "", no description is null, and the rest is not known yet.
		for name, value := range attributes(t, mediaFromAPI(&client.Media{ID: "m1"})) {
			switch name {
			case "id":
				equal(t, name, value.String(), `"m1"`)
			case "has_fetch_error":
				equal(t, name, value.String(), "false")
			case "clip_ids":
				equal(t, name, value.String(), "[]")
			default:
				equal(t, name+" is null", value.IsNull(), true)
			}
		}
	})
}

func TestMediaRefresh(t *testing.T) {
	t.Parallel()
	listed := fullMedia("22")
	listed.TranscriptionID = client.Optional[string]{}
	unnamed := fullMedia("22")
	unnamed.Name, unnamed.Description, unnamed.SourceURL = "", nil, nil
	unfinished := fullMedia("22")
	unfinished.TranscriptionID = client.Optional[string]{Present: true}
	for name, test := range map[string]struct {
		prior mediaObject
		media *client.Media
		want  func(*mediaObject)
	}{
		"drift":                         {mediaFromAPI(fullMedia("1")), fullMedia("22"), func(m *mediaObject) { m.SourceURL = text("https://example.com/1") }},
		"import":                        {mediaObject{ID: text("id22")}, fullMedia("22"), func(*mediaObject) {}},
		"texts removed elsewhere":       {mediaFromAPI(fullMedia("1")), unnamed, func(m *mediaObject) { m.SourceURL = text("https://example.com/1") }},
		"texts spelled as empty":        {mediaObject{Name: text(""), Description: text("")}, unnamed, func(m *mediaObject) { m.Name, m.Description = text(""), text("") }},
		"transcription left out":        {mediaObject{TranscriptionID: text("t1")}, listed, func(m *mediaObject) { m.TranscriptionID = text("t1") }},
		"transcription never seen":      {mediaObject{}, listed, func(m *mediaObject) { m.TranscriptionID = noText }},
		"transcription known to be nil": {mediaObject{TranscriptionID: text("t1")}, unfinished, func(m *mediaObject) { m.TranscriptionID = noText }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := mediaFromAPI(test.media)
			test.want(&want)
			model := mediaResourceModel{mediaObject: test.prior, SourceFile: text("a.mp4")}
			model.refresh(test.media)
			sameAttributes(t, model.mediaObject, want)
			equal(t, "file", model.SourceFile, text("a.mp4"))
		})
	}
}

func TestMediaLacksTranscription(t *testing.T) {
	t.Parallel()
	listed := func(isProcessing *bool) *client.Media { return &client.Media{IsProcessing: isProcessing} }
	shown := &client.Media{TranscriptionID: client.Optional[string]{Present: true}}
	for name, test := range map[string]struct {
		state  mediaObject
		listed *client.Media
		want   bool
	}{
		"transcription is known":      {mediaObject{TranscriptionID: text("t1")}, listed(ptr(true)), false},
		"transcription is listed":     {mediaObject{IsProcessing: types.BoolValue(true)}, shown, false},
		"still processing":            {mediaObject{IsProcessing: types.BoolValue(true)}, listed(ptr(true)), false},
		"still new":                   {mediaObject{IsProcessing: types.BoolNull()}, listed(nil), false},
		"finished since":              {mediaObject{IsProcessing: types.BoolValue(true)}, listed(ptr(false)), true},
		"finished before, without it": {mediaObject{IsProcessing: types.BoolValue(false)}, listed(ptr(false)), true},
		"imported and finished":       {mediaObject{}, listed(ptr(false)), true},
		"at work once more":           {mediaObject{IsProcessing: types.BoolValue(false)}, listed(ptr(true)), false},
	} {
		model := mediaResourceModel{mediaObject: test.state}
		equal(t, name, model.lacksTranscription(test.listed), test.want)
	}
}

func TestMediaKeepPlanned(t *testing.T) {
	t.Parallel()
	planned := mediaFromAPI(fullMedia("22"))
	t.Run("every planned value stays", func(t *testing.T) {
		t.Parallel()
		model := mediaFromAPI(fullMedia("1"))
		model.keepPlanned(planned)
		sameAttributes(t, model, planned)
	})
	t.Run("every open value is filled", func(t *testing.T) {
		t.Parallel()
		open := planned
		open.expectProcessing()
		model := mediaFromAPI(fullMedia("1"))
		model.keepPlanned(open)
		fresh, kept := attributes(t, mediaFromAPI(fullMedia("1"))), attributes(t, planned)
		for name, value := range attributes(t, model) {
			want := fresh[name]
			switch name {
			case "id", "name", "description", "source_url", "created_at":
				want = kept[name]
			}
			if !value.Equal(want) {
				t.Errorf("%s: got %s, want %s", name, value, want)
			}
		}
	})
}

func TestMediaSettle(t *testing.T) {
	t.Parallel()
	// After a create, all but the arguments is open.
	planned := mediaObject{Name: text("as planned"), Description: text(""), SourceURL: noText, ID: anyText, CreatedAt: anyText}
	planned.expectProcessing()
	model := mediaResourceModel{mediaObject: planned}
	media := fullMedia("22")
	model.settle(media, planned)
	want := mediaFromAPI(media)
	want.Name, want.Description, want.SourceURL = planned.Name, planned.Description, planned.SourceURL
	sameAttributes(t, model.mediaObject, want)
}
