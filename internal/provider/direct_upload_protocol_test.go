package provider_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const directUploadTypeName = "contentgroove_direct_upload"

// The URL takes a file, and the API knows the upload by the id.
func TestDirectUpload(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	upload, problems := env.Session(t).OpenEphemeral(directUploadTypeName, terraform.Object{"open_when_known": "2026-03-02T09:00:00Z"})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	count(t, env, mockapi.OpGetUploadURL, 1)
	url, _ := upload["upload_url"].(string)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, url, bytes.NewReader([]byte("RIFF")))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if uploads := env.Uploads(); response.StatusCode != http.StatusOK || uploads[0].UploadID != upload["upload_id"] || !uploads[0].Received {
		t.Errorf("status %d, uploads %+v, want %v", response.StatusCode, uploads, upload["upload_id"])
	}
}

func TestDirectUploadRefused(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetUploadURL, Kind: mockapi.Unauthorized401})
	_, problems := env.Session(t).OpenEphemeral(directUploadTypeName, terraform.Object{})
	if len(problems) != 1 || !strings.Contains(problems[0].String(), "Cannot ask for a direct upload") {
		t.Errorf("problems: %q", problems)
	}
}
