package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The example downloads the clip once, by a URL of its own that nothing keeps.
func TestAccClipFile(t *testing.T) {
	t.Parallel()
	server := exampleAccount(t)
	cli := exampleCLI(t, server, acctest.BuildProvider(t), exampleDir(t, "ephemeral-resources", clipFileTypeName))
	skipBelow(t, cli, compatibility.WriteOnlyArguments, "TestClipFile")
	cli.MustRun("apply", "-auto-approve")
	file := filepath.Join(cli.Dir, "splashdown.mp4")
	downloaded := func() bool { return strings.HasPrefix(cli.Read("splashdown.mp4"), "RIFF") }
	if !downloaded() {
		t.Error("the file is not what the service has")
	}
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
	if _, err := os.Stat(file); err == nil {
		t.Error("the clip was downloaded again")
	}
	cli.Write("main.tf", strings.ReplaceAll(exampleFile(t, "ephemeral-resources", clipFileTypeName, "ephemeral-resource.tf"), "72.25", "73.5"))
	if err := os.Remove(filepath.Join(cli.Dir, "ephemeral-resource.tf")); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("apply", "-auto-approve"), "1 added, 1 changed, 1 destroyed")
	if !downloaded() {
		t.Error("another clip was not downloaded")
	}
}

const clipFileTypeName = "contentgroove_clip_file"

func TestClipFile(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedClip(mockapi.Clip{ID: exampleClipID, MediaID: env.SeedMedia(mockapi.Media{Name: "Call"}).ID, Name: "Opening", StartTime: 1, EndTime: 3})
	protocol := env.Session(t)
	file, problems := protocol.OpenEphemeral(clipFileTypeName, terraform.Object{"clip_id": exampleClipID})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	again, problems := protocol.OpenEphemeral(clipFileTypeName, terraform.Object{"clip_id": exampleClipID})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if file["url"] == nil || file["url"] == again["url"] || file["duration"] != 2.0 || file["content_type"] == nil {
		t.Errorf("got %v and %v", file, again)
	}
	_, problems = protocol.OpenEphemeral(clipFileTypeName, terraform.Object{"clip_id": exampleMediaID})
	if len(problems) != 1 || !strings.Contains(problems[0].String(), `No such clip: There is no clip with the id "`+exampleMediaID+`"`) {
		t.Errorf("an unknown clip: %q", problems)
	}
}

// A clip that has not been cut has no file.
func TestClipFileTooEarly(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{Name: "Call"})
	clip := env.SeedClip(mockapi.Clip{MediaID: media.ID, Name: "Opening", StartTime: 1, EndTime: 3, State: mockapi.Processing})
	_, problems := env.Session(t).OpenEphemeral(clipFileTypeName, terraform.Object{"clip_id": clip.ID})
	if len(problems) != 1 || !strings.Contains(problems[0].String(), `Clip has no file yet: ContentGroove has not cut the clip "Opening"`) {
		t.Errorf("problems: %q", problems)
	}
}
