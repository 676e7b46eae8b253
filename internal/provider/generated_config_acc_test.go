package provider_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// What was made by hand comes under Terraform with import blocks and the
// configuration that Terraform writes for them, and nothing is left to change.
func TestAccGeneratedConfig(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	description := "Every Monday,\nwith \"questions\" and ${no} templates"
	imports := map[string]string{
		"contentgroove_media.from_url":             env.SeedMedia(mockapi.Media{Name: "Weekly call", Description: &description}).ID,
		"contentgroove_media.nameless":             unnamed(env),
		"contentgroove_media.uploaded":             uploaded(t, env),
		"contentgroove_media.failed":               env.SeedMedia(mockapi.Media{HasFetchError: true}).ID,
		"contentgroove_clip.own":                   env.SeedClip(mockapi.Clip{Name: "Questions", StartTime: 12.345, EndTime: 30}).ID,
		"contentgroove_clip.suggested":             env.Clips()[0].ID,
		"contentgroove_webhook_subscription.all":   env.SeedWebhookSubscription(mockapi.WebhookSubscription{}).ID,
		"contentgroove_webhook_subscription.named": env.SeedWebhookSubscription(mockapi.WebhookSubscription{SubscribedEvents: []string{"media.processing_finished"}}).ID,
	}
	cli := env.CLI(t)
	var blocks strings.Builder
	for address, id := range imports {
		fmt.Fprintf(&blocks, "import {\n  to = %s\n  id = %q\n}\n\n", address, id)
	}
	generate(env, cli, blocks.String())
	wants(t, cli.MustRun("apply", "-auto-approve"), fmt.Sprintf("%d imported, 0 added, 0 changed, 0 destroyed.", len(imports)))
	wants(t, cli.MustRun("plan"), "No changes.")

	for _, request := range env.Requests() {
		if request.Method == "POST" || request.Method == "PUT" || request.Method == "DELETE" {
			if request.Host == mockapi.HostAPI && request.Operation != mockapi.OpCreateMedia {
				t.Errorf("the import sent %s %s", request.Method, request.Path)
			}
		}
	}
	if t.Failed() {
		t.Logf("generated:\n%s", cli.Read("generated.tf"))
	}
}

// generate has the CLI write the resource blocks for import blocks, as the
// documentation says. The import blocks name the provider as long as there are no
// resource blocks, which Terraform 1.16 needs, and OpenTofu refuses afterwards.
func generate(env *acctest.Env, cli *acctest.CLI, imports string) {
	named := strings.ReplaceAll(imports, "import {\n", "import {\n  provider = contentgroove\n")
	cli.Write("main.tf", requiredProviders+env.Config(named))
	cli.MustRun("plan", "-generate-config-out=generated.tf")
	cli.Write("main.tf", requiredProviders+env.Config(imports))
}

// unnamed makes a media without a name: seeds always have one.
func unnamed(env *acctest.Env) string {
	id := env.SeedMedia(mockapi.Media{}).ID
	env.UpdateMedia(id, func(media *mockapi.Media) { media.Name = "" })
	return id
}

// uploaded makes a media from a file, in another working directory.
func uploaded(t *testing.T, env *acctest.Env) string {
	t.Helper()
	cli := env.CLI(t)
	file := filepath.Join(cli.Dir, "call.wav")
	acctest.WriteWAV(t, file, 1)
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(fmt.Sprintf("source_file = %q", file))))
	cli.MustRun("apply", "-auto-approve")
	medias := env.Medias()
	return medias[len(medias)-1].ID
}

// An imported media is not replaced by a configuration that names a source,
// whether the API shows the same source or none.
func TestAccImport_keepsSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	upload, fetched := uploaded(t, env), env.SeedMedia(mockapi.Media{Name: "Weekly call"})
	cli := env.CLI(t)
	file := filepath.Join(cli.Dir, "another.wav")
	acctest.WriteWAV(t, file, 2)
	cli.Write("main.tf", requiredProviders+env.Config(fmt.Sprintf(`
import {
  to = contentgroove_media.uploaded
  id = %q
}

resource "contentgroove_media" "uploaded" {
  source_file = %q
}

import {
  to = contentgroove_media.fetched
  id = "name:Weekly call"
}

resource "contentgroove_media" "fetched" {
  name       = "Weekly call"
  source_url = %q
}
`, upload, file, fetched.SourceURL)))
	wants(t, cli.MustRun("apply", "-auto-approve"), "2 imported, 0 added", "0 destroyed.")
	wants(t, cli.MustRun("plan"), "No changes.")
	count(t, env, mockapi.OpCreateMedia, 1)
	count(t, env, mockapi.OpUpload, 1)
}
