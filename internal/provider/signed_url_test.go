package provider

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// signedClip is a clip as the API shows it, with URLs that have the given query.
func signedClip(query string) *client.Clip {
	return &client.Clip{
		ID: "c1", Name: "Opening", StartTime: 1, EndTime: 2, MediaFileDuration: ptr(1.1),
		MediaFileURL:             ptr("https://files.example.com/c1.mp4?" + query),
		MediaFilePreviewImageURL: ptr("https://files.example.com/c1.jpg?" + query),
	}
}

func TestKeepSignedURLs(t *testing.T) {
	t.Parallel()
	version4 := func(time, signature string) string {
		return fmt.Sprintf("X-Amz-Date=20260302T%sZ&X-Amz-Expires=300&X-Amz-Signature=%s", time, signature)
	}
	tests := map[string]struct {
		prior, fresh string
		change       func(*client.Clip)
		kept         bool
	}{
		"signed anew":           {version4("090000", "a"), version4("090459", "b"), nil, true},
		"signed anew, renamed":  {version4("090000", "a"), version4("090459", "b"), func(c *client.Clip) { c.Name = "Closing" }, true},
		"expired":               {version4("090000", "a"), version4("090500", "b"), nil, false},
		"unknown form":          {"token=a", "token=b", nil, true},
		"unknown form, recut":   {"token=a", "token=b", func(c *client.Clip) { c.MediaFileDuration = ptr(2.2) }, false},
		"unknown form, renamed": {"token=a", "token=b", func(c *client.Clip) { c.Name = "Closing" }, false},
		"another file": {version4("090000", "a"), version4("090001", "b"), func(c *client.Clip) {
			c.MediaFileURL, c.MediaFilePreviewImageURL = ptr("https://files.example.com/c2.mp4"), ptr("https://files.example.com/c2.jpg")
		}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			state := clipFromAPI(signedClip(test.prior))
			// A state has the number as it was written, with more digits than the API's.
			state.MediaFileDuration = types.Float64Value(1.1)
			prior, fresh := state, signedClip(test.fresh)
			if test.change != nil {
				test.change(fresh)
			}
			state.refresh(fresh)
			equal(t, "the file's URL is kept", state.MediaFileURL.Equal(prior.MediaFileURL), test.kept)
			equal(t, "the preview's URL is kept", state.MediaFilePreviewImageURL.Equal(prior.MediaFilePreviewImageURL), test.kept)
		})
	}

	media := func(query string) *client.Media {
		return &client.Media{ID: "m1", SourceFilePreviewImageURL: ptr("https://files.example.com/m1.jpg?" + query), SourceFileDuration: ptr(0.1), ClipIDs: []string{"c1"}}
	}
	state := mediaFromAPI(media(version4("090000", "a")))
	kept := state.SourceFilePreviewImageURL
	state.refresh(media(version4("090001", "b")))
	equalValue(t, "the URL of the media", state.SourceFilePreviewImageURL, kept)
	state.refresh(&client.Media{ID: "m1"})
	equalValue(t, "a URL that is gone", state.SourceFilePreviewImageURL, types.StringNull())
}
