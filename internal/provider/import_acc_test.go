package provider_test

import (
	"os"
	"path/filepath"
	"strings"
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
	generate(env, cli, imports)
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

// Without a query, a data source finds what to import, as the guide on bulk import
// shows.
func TestAccImport_everyMedia(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	description := "What was said on Monday"
	env.SeedMedia(mockapi.Media{Description: &description})
	env.SeedMedias(4, func(int) mockapi.Media { return mockapi.Media{} })
	cli := env.CLI(t)
	cli.SkipBelow(t, "1.7.0", "1.7.0")
	guide, err := os.ReadFile(filepath.Join(acctest.RepositoryDir(t), "templates", "guides", "bulk-import.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(guide), "## Without terraform query")
	_, block, _ := strings.Cut(section, "```terraform\n")
	configuration, _, _ := strings.Cut(block, "```")
	cli.Write("main.tf", requiredProviders+env.Config(configuration))
	wants(t, cli.MustRun("apply", "-auto-approve"), "5 imported, 0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
}
