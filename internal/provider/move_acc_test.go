package provider_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// movedConfig is the example of the guide, for another type of the source.
func movedConfig(t *testing.T, typeName string) string {
	t.Helper()
	return requiredProviders + strings.ReplaceAll(exampleFile(t, "guides", "from-a-generic-provider", "main.tf"), "restapi_object", typeName)
}

// recordedState reads a state under testdata.
func recordedState(t *testing.T, typeName string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("testdata", "moved_"+typeName+".tfstate"))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// What a generic provider has managed is taken over as it is: nothing is created,
// changed or deleted.
func TestAccMove(t *testing.T) {
	t.Parallel()
	providerDir := acctest.BuildProvider(t)
	for _, typeName := range []string{"restapi_object", "restful_resource", "restful_operation"} {
		t.Run(typeName, func(t *testing.T) {
			t.Parallel()
			server := exampleAccount(t)
			cli := exampleCLI(t, server, providerDir, t.TempDir())
			cli.SkipBelow(t, "1.8.0", "1.8.0")
			standIn(t, cli, providerDir)
			cli.Write("terraform.tfstate", recordedState(t, typeName))
			cli.Write("main.tf", movedConfig(t, typeName))
			wants(t, cli.MustRun("plan"), "0 to add, 0 to change, 0 to destroy", typeName+".call has moved to contentgroove_media.call")
			wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
			wants(t, cli.MustRun("plan"), "No changes.")
			if state := cli.Read("terraform.tfstate"); strings.Contains(state, typeName) {
				t.Error("the former type is still in the state")
			}
			for _, request := range server.Requests() {
				if request.Method != "GET" {
					t.Errorf("%s %s was sent", request.Method, request.Path)
				}
			}
		})
	}
}

// standIn puts this provider in the place of the generic ones, which a CLI wants to
// start because the state names them. It asks them for nothing.
func standIn(t *testing.T, cli *acctest.CLI, providerDir string) {
	t.Helper()
	own := matches(t, filepath.Join(providerDir, "terraform-provider-contentgroove*"))
	for name, source := range map[string]string{"restapi": "mastercard/restapi", "restful": "magodo/restful"} {
		dir := t.TempDir()
		file := strings.Replace(filepath.Base(own[0]), "contentgroove", name, 1)
		if err := os.Symlink(own[0], filepath.Join(dir, file)); err != nil {
			t.Fatal(err)
		}
		for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
			cli.Override(host+"/"+source, dir)
		}
	}
}

// What does not fit is refused before anything is lost: the plan fails, and the
// state keeps the resource.
func TestAccMove_refused(t *testing.T) {
	t.Parallel()
	server := exampleAccount(t)
	providerDir := acctest.BuildProvider(t)
	cli := exampleCLI(t, server, providerDir, t.TempDir())
	cli.SkipBelow(t, "1.8.0", "1.8.0")
	standIn(t, cli, providerDir)
	cli.Write("terraform.tfstate", recordedState(t, "restapi_object"))
	cli.Write("main.tf", requiredProviders+`
moved {
  from = restapi_object.opening
  to   = contentgroove_media.opening
}

resource "contentgroove_media" "opening" {
  name = "Opening"
}
`)
	printed, err := cli.Run("plan")
	if err == nil {
		t.Error("the plan succeeds")
	}
	wants(t, printed, "Cannot move restapi_object to contentgroove_media",
		`The resource does not manage a contentgroove_media: its path is "/clips", which does not end in /medias.`)
}

// With the real provider, whose directory an environment variable names: an
// object that it has made is moved here, and back again by nobody.
func TestAccMove_realProvider(t *testing.T) {
	t.Parallel()
	restapi := os.Getenv("RESTAPI_PROVIDER_DIR")
	if restapi == "" {
		t.Skip("RESTAPI_PROVIDER_DIR does not name a directory with terraform-provider-restapi; TestAccMove has a state that it wrote")
	}
	server := exampleAccount(t)
	cli := exampleCLI(t, server, acctest.BuildProvider(t), t.TempDir())
	cli.SkipBelow(t, "1.8.0", "1.8.0")
	for _, host := range []string{"registry.terraform.io", "registry.opentofu.org"} {
		cli.Override(host+"/mastercard/restapi", restapi)
	}
	generic := `
terraform {
  required_providers {
    restapi       = { source = "mastercard/restapi" }
    contentgroove = { source = "contentgroove/contentgroove" }
  }
}

provider "restapi" {
  uri                  = "` + server.URL() + `"
  headers              = { Authorization = "Bearer ` + mockapi.DefaultAPIKey + `" }
  write_returns_object = true
  id_attribute         = "data/id"
}
`
	cli.Write("main.tf", generic+`
resource "restapi_object" "call" {
  path = "/medias"
  data = jsonencode({ data = { attributes = { name = "Weekly call", source_url = "https://media.example.com/call.mp4" } } })
}
`)
	cli.MustRun("apply", "-auto-approve")
	cli.Write("main.tf", generic+`
moved {
  from = restapi_object.call
  to   = contentgroove_media.call
}

resource "contentgroove_media" "call" {
  name       = "Weekly call"
  source_url = "https://media.example.com/call.mp4"
}
`)
	wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
	if medias := server.Medias(); len(medias) != 2 {
		t.Errorf("the account has %d media, want the seeded one and the moved one", len(medias))
	}
}

// A resource that is only renamed keeps everything, also with OpenTofu, which asks
// the provider for the move.
func TestAccMove_renamed(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(`
resource "contentgroove_media" "before" {
  name       = "Call"
  source_url = "https://media.example.com/call.mp4"
}
`))
	cli.MustRun("apply", "-auto-approve")
	cli.Write("main.tf", requiredProviders+env.Config(`
moved {
  from = contentgroove_media.before
  to   = contentgroove_media.after
}

resource "contentgroove_media" "after" {
  name       = "Call"
  source_url = "https://media.example.com/call.mp4"
}
`))
	wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
	count(t, env, mockapi.OpCreateMedia, 1)
}
