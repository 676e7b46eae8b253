package provider_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// A time code equals the number that it stands for, and clips are accepted as a
// resource or a data source has them.
func TestAccCaptions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.Provider, "TestCaptions")
	cli.Write("main.tf", requiredProviders+env.Config(`
resource "contentgroove_media" "call" {
  name       = "Call"
  source_url = "https://media.example.com/call.mp4"
}

resource "contentgroove_clip" "part" {
  for_each   = { a = ["0:01", "0:02.1"], b = ["2.1", "00:00:04,5"] }
  media_id   = contentgroove_media.call.id
  name       = each.key
  start_time = provider::contentgroove::timecode(each.value[0])
  end_time   = provider::contentgroove::timecode(each.value[1])
}

data "contentgroove_clips" "of_call" {
  media_id = contentgroove_media.call.id
  filter   = { rank_null = "true" }
  depends_on = [contentgroove_clip.part]
}

output "exact" {
  value = provider::contentgroove::timecode("00:01:30.1") == 90.1
}

output "reverse" {
  value = provider::contentgroove::format_timecode(provider::contentgroove::timecode("1:30,25"))
}

output "of_resources" {
  value = provider::contentgroove::clips_srt(values(contentgroove_clip.part))
}

output "of_data" {
  value = provider::contentgroove::clips_vtt(data.contentgroove_clips.of_call.clips)
}

output "of_both" {
  value = provider::contentgroove::clips_vtt([contentgroove_clip.part["b"], { start_time = 1, end_time = 2, text = "Chapter" }])
}
`))
	wants(t, cli.MustRun("plan"), "+ exact = true", `+ reverse = "00:01:30.250"`, "+ of_resources = (known after apply)")
	cli.MustRun("apply", "-auto-approve")
	wants(t, cli.MustRun("output -raw of_resources"), "1 00:00:01,000 --> 00:00:02,100 ", " 2 00:00:02,100 --> 00:00:04,500 ")
	wants(t, cli.MustRun("output -raw of_data"), "WEBVTT 00:00:01.000 --> 00:00:02.100 ", " 00:00:02.100 --> 00:00:04.500 ")
	wants(t, cli.MustRun("output -raw of_both"), "WEBVTT 00:00:01.000 --> 00:00:02.000 Chapter 00:00:02.100 --> 00:00:04.500 ")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// Terraform ends the error of a function with a period, so the provider does not.
func TestAccCaptions_errors(t *testing.T) {
	t.Parallel()
	cli := acctest.New(t, mockapi.Options{}).CLI(t)
	skipBelow(t, cli, compatibility.Provider, "TestTimecode")
	for expression, want := range map[string]string{
		`timecode("1:2:3:4")`: "write a fraction of a second instead, as in 00:01:30.5.",
		`clips_vtt([null])`:   "clip 0 is null.",
		`webhook_event("{}")`: "its event is missing.",
		`format_timecode(-1)`: "times count from the start of the recording.",
	} {
		cli.Write("main.tf", requiredProviders+"output \"x\" {\n  value = provider::contentgroove::"+expression+"\n}\n")
		printed, err := cli.Run("plan")
		if err == nil {
			t.Errorf("%s is accepted", expression)
		}
		wants(t, printed, want)
		without(t, printed, want+".")
	}
}

// The example writes the captions beside the recording.
func TestAccCaptions_writesFile(t *testing.T) {
	t.Parallel()
	server := exampleAccount(t)
	cli := exampleCLI(t, server, acctest.BuildProvider(t), exampleDir(t, "functions", "clips_vtt"))
	cli.SkipBelow(t, "1.8.0", "1.8.0")
	cli.MustRun("apply", "-auto-approve")
	file := cli.Read("weekly-call.vtt")
	if !strings.HasPrefix(file, "WEBVTT\n\n00:00:0") || strings.Count(file, " --> ") == 0 || !strings.HasSuffix(file, "\n") {
		t.Errorf("the file is %q", file)
	}
}

// exampleDir is a directory under examples/.
func exampleDir(t *testing.T, elements ...string) string {
	t.Helper()
	return filepath.Join(append([]string{acctest.RepositoryDir(t), "examples"}, elements...)...)
}
