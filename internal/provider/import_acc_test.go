package provider_test

import (
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// An object is imported by a name or URL that only it has, with a configuration
// that Terraform generates.
func TestAccImport_byKey(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	_, keys := seededOfEachType(env)
	imports := ""
	for typeName, key := range keys {
		imports += "import {\n  to = " + typeName + ".existing\n  id = \"" + key + "\"\n}\n"
	}
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(imports))
	cli.MustRun("plan", "-generate-config-out=generated.tf")
	wants(t, cli.MustRun("apply", "-auto-approve"), "3 imported, 0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// When several have the name, the error lists them.
func TestAccImport_ambiguous(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	medias := env.SeedMedias(2, func(int) mockapi.Media { return mockapi.Media{Name: "Stand-up"} })
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(`
import {
  to = contentgroove_media.standup
  id = "name:Stand-up"
}

resource "contentgroove_media" "standup" {
  name = "Stand-up"
}
`))
	printed, err := cli.Run("plan")
	if err == nil {
		t.Error("the plan succeeds")
	}
	wants(t, printed, "More than one media", "Use the id of the one that is meant", medias[0].ID+", created at 2026-", medias[1].ID)
}
