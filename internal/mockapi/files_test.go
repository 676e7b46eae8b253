package mockapi_test

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func (a api) download(target string, header http.Header) reply {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), http.MethodGet, target, http.NoBody)
	if err != nil {
		a.t.Fatal(err)
	}
	for name, values := range header {
		r.Header[name] = values
	}
	return a.send(r)
}

func TestFilesThatAreReferredTo(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	media := a.server.SeedMedia(mockapi.Media{SourceFileWidth: 64, SourceFileHeight: 36})
	clip := a.server.SeedClip(mockapi.Clip{MediaID: media.ID})
	preview := a.get("/medias/" + media.ID).text("data.attributes.source_file_preview_image_url")
	picture := a.wantStatus(a.download(preview, nil), http.StatusOK)
	if config, err := jpeg.DecodeConfig(strings.NewReader(picture.body)); err != nil || config.Width != 64 || config.Height != 36 {
		t.Errorf("the preview image is %v, %v", config, err)
	}
	file := a.get("/clips/" + clip.ID).text("data.attributes.media_file_url")
	part := a.wantStatus(a.download(file, http.Header{"Range": {"bytes=8-11"}}), http.StatusPartialContent)
	if part.body != "WAVE" {
		t.Errorf("a range of the file is %q", part.body)
	}
	a.wantStatus(a.download(strings.Replace(file, clip.ID, media.ID, 1), nil), http.StatusForbidden)
	a.clock.Advance(5*time.Minute + time.Second)
	a.wantStatus(a.download(file, nil), http.StatusForbidden)
}

func TestUploadedFilesAreServedBack(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{FilesDir: t.TempDir()})
	uploadID, target := a.directUpload()
	content := wav(3)
	a.wantStatus(a.putFile(target, bytes.NewReader(content), nil), http.StatusOK)
	path := a.createMedia(`{"upload_id":"` + uploadID + `"}`)
	a.server.FinishAll()
	answer := a.wantStatus(a.download(a.server.FileURL(path[1:]+"/file"), nil), http.StatusOK)
	if answer.body != string(content) || answer.header.Get("Content-Type") != "audio/wav" {
		t.Errorf("%d bytes of %s come back, want the %d that were uploaded", len(answer.body), answer.header.Get("Content-Type"), len(content))
	}
}
