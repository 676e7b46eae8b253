package provider_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// guideExample is the first configuration in a section of a guide.
func guideExample(t *testing.T, guide, heading string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(acctest.RepositoryDir(t), "templates", "guides", guide+".md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, found := strings.Cut(string(content), heading+"\n")
	_, block, foundBlock := strings.Cut(section, "```terraform\n")
	if !found || !foundBlock {
		t.Fatalf("the guide %s has no configuration under %q", guide, heading)
	}
	configuration, _, _ := strings.Cut(block, "```")
	return configuration
}

const keptMedia = `
resource "contentgroove_media" "master" {
  name                = "Master recording"
  source_url          = "https://media.example.com/%s.mp4"
  deletion_protection = true

  lifecycle {
    destroy = false
  }
}
`

// destroy = false forgets a media that is also protected, and the protection still
// refuses to replace it.
func TestAccMedia_keptOnDestroy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.KeepOnDestroy, "TestMediaDeletionProtection")
	configure := func(source string) {
		cli.Write("main.tf", requiredProviders+env.Config(strings.ReplaceAll(keptMedia, "%s", source)))
	}
	configure("first")
	cli.MustRun("apply", "-auto-approve")

	configure("second")
	printed, err := cli.Run("plan")
	if err == nil {
		t.Error("the protected media may be replaced")
	}
	wants(t, printed, "Deletion protection is on")

	configure("first")
	// OpenTofu reports what it has forgotten as an error, Terraform does not.
	printed, _ = cli.Run("destroy", "-auto-approve")
	if state := cli.MustRun("state list"); strings.Contains(state, "master") {
		t.Errorf("the media is still in the state after\n%s", printed)
	}
	if left := len(env.Medias()); left != 1 {
		t.Errorf("%d media are left, want the one that was forgotten", left)
	}
	count(t, env, mockapi.OpDeleteMediaByID, 0)
}

// The guide on bulk import shows an import block in a child module.
func TestAccImport_inModule(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{Name: "Town hall"})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.ImportInModules, "TestProtocolImport")
	if err := os.Mkdir(filepath.Join(cli.Dir, "recordings"), 0o700); err != nil {
		t.Fatal(err)
	}
	cli.Write("recordings/main.tf", requiredProviders+guideExample(t, "bulk-import", "## In a child module"))
	cli.Write("main.tf", requiredProviders+env.Config(`
module "recordings" {
  source      = "./recordings"
  existing_id = "`+media.ID+`"
}
`))
	cli.MustRun("get")
	wants(t, cli.MustRun("apply", "-auto-approve"), "1 imported, 0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// The guide on webhooks deletes the old subscription only after the new receiver
// was tried out.
func TestAccWebhookTest_beforeDestroy(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	skipBelow(t, cli, compatibility.DestroyActions, "TestProtocolWebhookTest")
	example := guideExample(t, "webhooks-at-least-once", "### An overlap that tries out the new receiver")
	cli.Write("main.tf", requiredProviders+env.Config(example))
	urls := func() string {
		var joined strings.Builder
		for _, subscription := range env.WebhookSubscriptions() {
			joined.WriteString(subscription.URL + "\n")
		}
		return joined.String()
	}

	old, _ := receive(t, func(http.ResponseWriter, *http.Request) {})
	cli.MustRun("apply", "-auto-approve", "-var=receiver="+old)

	broken, _ := receive(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusConflict) })
	if _, err := cli.Run("apply", "-auto-approve", "-var=receiver="+broken); err == nil {
		t.Error("the apply succeeds with a receiver that fails")
	}
	if !strings.Contains(urls(), old) {
		t.Errorf("the old subscription was deleted: %s is left", urls())
	}

	sound, _ := receive(t, func(http.ResponseWriter, *http.Request) {})
	cli.MustRun("apply", "-auto-approve", "-var=receiver="+sound)
	if left := strings.TrimSpace(urls()); left != sound {
		t.Errorf("subscribed are %q, want %s only", left, sound)
	}
}
