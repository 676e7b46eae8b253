package provider_test

import (
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The mock signs the URLs of files anew in every answer. An output of them stays
// quiet until they expire, after five minutes, whichever way an object is read: a
// page of the list answers for most of these clips.
func TestAccSignedURLs(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(`
resource "contentgroove_media" "call" {
  name       = "Call"
  source_url = "https://media.example.com/call.mp4"
}

resource "contentgroove_clip" "part" {
  count      = 8
  media_id   = contentgroove_media.call.id
  name       = "Part ${count.index}"
  start_time = count.index
  end_time   = count.index + 1
}

output "files" {
  value = contentgroove_clip.part[*].media_file_url
}

output "previews" {
  value = [contentgroove_media.call.source_file_preview_image_url, contentgroove_clip.part[*].media_file_preview_image_url]
}
`))
	cli.MustRun("apply", "-auto-approve")
	before := cli.MustRun("output -json files")
	for range 2 {
		wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
		wants(t, cli.MustRun("plan"), "No changes.")
	}
	if after := cli.MustRun("output -json files"); after != before {
		t.Errorf("the URLs were %s, and are %s", before, after)
	}

	env.Clock.Advance(10 * time.Minute)
	wants(t, cli.MustRun("plan"), "Changes to Outputs:", "~ files")
	cli.MustRun("apply", "-auto-approve")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// A source that is signed anew is the same source; another file is another one.
func TestAccSignedURLs_source(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	signed := func(file, signature string) string {
		return "https://recordings.s3.example.com/" + file + "?X-Amz-Date=20260302T090000Z&X-Amz-Expires=300&X-Amz-Signature=" + signature
	}
	source := func(url string) {
		cli.Write("main.tf", requiredProviders+env.Config(`
resource "contentgroove_media" "call" {
  source_url = "`+url+`"
}
`))
	}
	source(signed("call.mp4", "first"))
	cli.MustRun("apply", "-auto-approve")
	source(signed("call.mp4", "second"))
	wants(t, cli.MustRun("plan"), "No changes.")
	source("https://recordings.s3.example.com/call.mp4")
	wants(t, cli.MustRun("plan"), "No changes.")
	source(signed("call.mp4", "third") + "&versionId=2")
	wants(t, cli.MustRun("plan"), "must be replaced")
	source(signed("talk.mp4", "fourth"))
	wants(t, cli.MustRun("plan"), "must be replaced")
	count(t, env, mockapi.OpCreateMedia, 1)
}
