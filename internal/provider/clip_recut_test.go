package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestExpectRecut(t *testing.T) {
	t.Parallel()
	clip := clipObject{
		ExternalID: text("150"), MediaFileContentType: text("video/mp4"), MediaFileHeight: types.Int64Value(280), MediaFileWidth: types.Int64Value(320),
		Rank: types.Int64Null(), Text: text("Good morning."), MediaFileURL: text("https://files.example.com/c1.mp4"), MediaFileDuration: types.Float64Value(2),
	}
	recut := clip
	recut.expectRecut()
	equal(t, "external_id", recut.ExternalID, clip.ExternalID)
	equal(t, "content type", recut.MediaFileContentType, clip.MediaFileContentType)
	equal(t, "height", recut.MediaFileHeight, clip.MediaFileHeight)
	equal(t, "width", recut.MediaFileWidth, clip.MediaFileWidth)
	equal(t, "no rank", recut.Rank.IsNull(), true)
	for name, open := range map[string]bool{
		"text": recut.Text.IsUnknown(), "URL": recut.MediaFileURL.IsUnknown(), "duration": recut.MediaFileDuration.IsUnknown(), "is_processing": recut.IsProcessing.IsUnknown(),
	} {
		equal(t, name+" is open", open, true)
	}

	suggested := clipObject{Rank: types.Int64Value(0)}
	suggested.expectRecut()
	equal(t, "the rank of a suggested clip is open", suggested.Rank.IsUnknown(), true)
	equal(t, "what was never known is open", suggested.ExternalID.IsUnknown() && suggested.MediaFileHeight.IsUnknown(), true)
}
