package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// fullClip has a value for everything. The seed makes it differ from others.
func fullClip(seed string) *client.Clip {
	whole := int64(len(seed))
	number := float64(whole)
	return &client.Clip{
		ID: "id" + seed, MediaID: "media" + seed, Name: "name" + seed, StartTime: number, EndTime: number + 10,
		StartChar: ptr(whole), EndChar: ptr(whole + 1), Rank: ptr(whole + 2), Text: ptr("text" + seed), ExternalID: ptr("external" + seed),
		IsProcessing: ptr(len(seed)%2 == 0), CreatedAt: "created" + seed, ProcessingStartedAt: ptr("started" + seed),
		MediaFileURL: ptr("file" + seed), MediaFileContentType: ptr("video/" + seed), MediaFilePreviewImageURL: ptr("preview" + seed),
		MediaFileDuration: ptr(number + 0.5), MediaFileHeight: ptr(number), MediaFileWidth: ptr(number * 2),
	}
}

func TestClipFromAPI(t *testing.T) {
	t.Parallel()
	t.Run("everything", func(t *testing.T) {
		t.Parallel()
		sameAttributes(t, clipFromAPI(fullClip("1")), clipObject{
			ID: text("id1"), MediaID: text("media1"), Name: text("name1"), StartTime: types.Float64Value(1), EndTime: types.Float64Value(11),
			StartChar: types.Int64Value(1), EndChar: types.Int64Value(2), Rank: types.Int64Value(3), Text: text("text1"), ExternalID: text("external1"),
			IsProcessing: types.BoolValue(false), CreatedAt: text("created1"), ProcessingStartedAt: text("started1"),
			MediaFileURL: text("file1"), MediaFileContentType: text("video/1"), MediaFilePreviewImageURL: text("preview1"),
			MediaFileDuration: types.Float64Value(1.5), MediaFileHeight: types.Int64Value(1), MediaFileWidth: types.Int64Value(2),
		})
	})
	t.Run("nothing", func(t *testing.T) {
		t.Parallel()
		for name, value := range attributes(t, clipFromAPI(&client.Clip{ID: "c1"})) {
			switch name {
			case "id", "name", "start_time", "end_time":
				equal(t, name+" is null", value.IsNull(), false)
			default:
				equal(t, name+" is null", value.IsNull(), true)
			}
		}
	})
}

func TestSameTime(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		a, b float64
		want bool
	}{
		"equal":                       {12.34, 12.34, true},
		"rounded to milliseconds":     {12.3456, 12.346, true},
		"9 ms":                        {1, 1.009, true},
		"9 ms, the other way":         {1.009, 1, true},
		"10 ms":                       {1, 1.01, false},
		"10 ms in binary fractions":   {0.1, 0.11, false},
		"10 ms of a long video":       {35999.99, 36000, false},
		"one frame at 60 a second":    {1, 1 + 1.0/60, false},
		"a third, with a few digits":  {1.0 / 3, 0.333, true},
		"nearly 10 ms of a long call": {36000, 36000.0099, true},
	} {
		equal(t, name, sameTime(test.a, test.b), test.want)
	}
}

func TestKeepTime(t *testing.T) {
	t.Parallel()
	value, null, unknown := types.Float64Value, types.Float64Null(), types.Float64Unknown()
	for name, test := range map[string]struct{ prior, fresh, want types.Float64 }{
		"the same cut":    {value(1.0001), value(1), value(1.0001)},
		"another cut":     {value(1), value(1.01), value(1.01)},
		"nothing before":  {null, value(1), value(1)},
		"open before":     {unknown, value(1), value(1)},
		"not known yet":   {value(1), unknown, unknown},
		"exactly the cut": {value(1), value(1), value(1)},
	} {
		equalValue(t, name, keepTime(test.prior, test.fresh), test.want)
	}
}

func TestClipRefresh(t *testing.T) {
	t.Parallel()
	rounded := fullClip("22")
	rounded.StartTime, rounded.EndTime, rounded.MediaID = 1.333, 9.667, ""
	moved := fullClip("22")
	moved.StartTime, moved.EndTime = 1.4, 9.7
	prior := clipFromAPI(fullClip("1"))
	prior.StartTime, prior.EndTime = types.Float64Value(4.0/3), types.Float64Value(29.0/3)
	for name, test := range map[string]struct {
		prior clipObject
		clip  *client.Clip
		want  func(*clipObject)
	}{
		"rounded times, media left out": {prior, rounded, func(m *clipObject) { m.StartTime, m.EndTime, m.MediaID = prior.StartTime, prior.EndTime, prior.MediaID }},
		"drift":                         {prior, moved, func(*clipObject) {}},
		"import":                        {clipObject{ID: text("id22")}, moved, func(*clipObject) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			want := clipFromAPI(test.clip)
			test.want(&want)
			model := clipResourceModel{clipObject: test.prior}
			model.refresh(test.clip)
			sameAttributes(t, model.clipObject, want)
		})
	}
}

func TestClipKeepPlanned(t *testing.T) {
	t.Parallel()
	planned := clipFromAPI(fullClip("22"))
	t.Run("every planned value stays", func(t *testing.T) {
		t.Parallel()
		model := clipFromAPI(fullClip("1"))
		model.keepPlanned(planned)
		sameAttributes(t, model, planned)
	})
	t.Run("every open value is filled", func(t *testing.T) {
		t.Parallel()
		open := planned
		open.expectProcessing()
		model := clipResourceModel{clipObject: open}
		model.settle(fullClip("1"), open)
		fresh, kept := attributes(t, clipFromAPI(fullClip("1"))), attributes(t, planned)
		for name, value := range attributes(t, model.clipObject) {
			want := fresh[name]
			switch name {
			case "id", "media_id", "name", "start_time", "end_time", "created_at":
				want = kept[name]
			}
			if !value.Equal(want) {
				t.Errorf("%s: got %s, want %s", name, value, want)
			}
		}
	})
}
