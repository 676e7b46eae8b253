package provider_test

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// skipBelow skips a test of what the CLI at hand is too old for, and names the
// test that shows the same in process.
func skipBelow(t *testing.T, cli *acctest.CLI, feature, twin string) {
	t.Helper()
	t.Logf("%s shows the same through the protocol, whatever the CLI", twin)
	cli.SkipWithout(t, feature)
}

// exampleFile reads a file under examples/.
func exampleFile(t *testing.T, elements ...string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(append([]string{acctest.RepositoryDir(t), "examples"}, elements...)...))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// exampleUpload is the example in a working directory with a file to send.
func exampleUpload(t *testing.T, env *acctest.Env, replacements ...string) *acctest.CLI {
	t.Helper()
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.WriteOnlyArguments, "TestProtocolDirectUpload")
	example := exampleFile(t, "ephemeral-resources", directUploadTypeName, "ephemeral-resource.tf")
	cli.Write("main.tf", requiredProviders+env.Config(strings.NewReplacer(replacements...).Replace(example)))
	acctest.WriteWAV(t, filepath.Join(cli.Dir, "weekly-call.wav"), 1)
	return cli
}

// checkNoUpload fails the test if anything of an upload is in the text.
func checkNoUpload(t *testing.T, env *acctest.Env, where, text string) {
	t.Helper()
	uploads := env.Uploads()
	if len(uploads) == 0 {
		t.Error("there was no upload")
	}
	for _, upload := range uploads {
		if strings.Contains(text, upload.UploadID) || strings.Contains(text, upload.Key) {
			t.Errorf("an upload is in %s", where)
		}
	}
}

// The example sends a file by curl and makes a media from it, and nothing of the
// upload is left behind. No plan asks for an upload.
func TestAccDirectUpload(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := exampleUpload(t, env)
	cli.MustRun("plan", "-out=plan")
	count(t, env, mockapi.OpGetUploadURL, 0)
	cli.MustRun("apply", "plan")
	count(t, env, mockapi.OpGetUploadURL, 1)
	wants(t, cli.MustRun("plan"), "No changes.")
	count(t, env, mockapi.OpGetUploadURL, 1)

	// Other bytes are sent anew, and become another media.
	acctest.WriteWAV(t, filepath.Join(cli.Dir, "weekly-call.wav"), 2)
	wants(t, cli.MustRun("apply", "-auto-approve"), "2 added, 0 changed, 2 destroyed")
	count(t, env, mockapi.OpUpload, 2)
	if medias := env.Medias(); len(medias) != 1 || medias[0].SourceFileDuration != 2 || medias[0].HasFetchError {
		t.Errorf("the account has %+v", medias)
	}
	checkNoUpload(t, env, "the state", cli.Read("terraform.tfstate")+cli.Read("terraform.tfstate.backup"))
	cli.MustRun("destroy", "-auto-approve")
}

// Also an upload that was asked for in a plan is not in the plan's file.
func TestAccDirectUpload_opensInPlan(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := exampleUpload(t, env, "open_when_known = timestamp()", "")
	cli.MustRun("plan", "-out=plan")
	count(t, env, mockapi.OpGetUploadURL, 1)
	archive, err := zip.OpenReader(filepath.Join(cli.Dir, "plan"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = archive.Close() })
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		checkNoUpload(t, env, "the plan's "+file.Name, string(content))
	}
}
