package provider_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Objects that the examples refer to.
const (
	exampleMediaID        = "88e5c209-343d-4d01-ab79-df0f600cd9aa"
	exampleClipID         = "9d3a0688-9b72-423c-a08a-68ba785c299e"
	exampleSubscriptionID = "74833f44-e851-4291-be81-18e0e2885787"
)

// exampleAccount is an account that holds what the examples refer to.
func exampleAccount(t *testing.T) *mockapi.Server {
	t.Helper()
	server := acctest.StartServer(t, mockapi.Options{ProcessingTime: time.Millisecond})
	server.SeedMedia(mockapi.Media{ID: exampleMediaID, Name: "Town hall"})
	server.SeedClip(mockapi.Clip{ID: exampleClipID, MediaID: exampleMediaID, Name: "Questions from the floor", StartTime: 12.5, EndTime: 30})
	server.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: exampleSubscriptionID, URL: "https://legacy.example.com/contentgroove"})
	return server
}

// exampleCLI is a working directory with the files of an example, save those that
// are left out, and the environment that the example expects.
func exampleCLI(t *testing.T, server *mockapi.Server, providerDir, example string, without ...string) *acctest.CLI {
	t.Helper()
	cli := acctest.NewCLI(t, providerDir)
	cli.Setenv("CONTENTGROOVE_BASE_URL", server.URL())
	cli.Setenv("CONTENTGROOVE_API_KEY", mockapi.DefaultAPIKey)
	cli.Setenv("TF_VAR_receiver", newReceiver(t).URL)
	cli.Setenv("TF_VAR_webhook_body", string(mockapi.SampleWebhookPayload()))
	if err := os.CopyFS(cli.Dir, os.DirFS(example)); err != nil {
		t.Fatal(err)
	}
	for _, pattern := range without {
		for _, file := range matches(t, filepath.Join(cli.Dir, pattern)) {
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}
	}
	return cli
}

// matches returns the files of a pattern.
func matches(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// exampleKinds are the directories of examples, one for each kind of object, and
// the feature that a CLI needs for it.
var exampleKinds = map[string]struct {
	feature string
	try     func(*testing.T, *mockapi.Server, *acctest.CLI)
}{
	"resources":    {compatibility.Provider, tryConfiguration},
	"data-sources": {compatibility.Provider, tryConfiguration},
	"functions":    {compatibility.Provider, tryConfiguration},
	// The example hands what it gets to a write-only argument.
	"ephemeral-resources": {compatibility.WriteOnlyArguments, tryConfiguration},
	"actions":             {compatibility.Actions, tryConfiguration},
	"list-resources":      {compatibility.ListResources, tryQuery},
}

// Every example does what it shows: it can be applied as it stands, leaves
// nothing to change, and can be destroyed.
func TestAccExamples(t *testing.T) {
	t.Parallel()
	providerDir := acctest.BuildProvider(t)
	examples := filepath.Join(acctest.RepositoryDir(t), "examples")
	for kind, need := range exampleKinds {
		for _, example := range matches(t, filepath.Join(examples, kind, "*")) {
			t.Run(kind+"/"+filepath.Base(example), func(t *testing.T) {
				t.Parallel()
				server := exampleAccount(t)
				cli := exampleCLI(t, server, providerDir, example, "import*")
				cli.SkipWithout(t, need.feature)
				need.try(t, server, cli)
			})
		}
	}
	t.Run("provider", func(t *testing.T) {
		t.Parallel()
		server := exampleAccount(t)
		cli := exampleCLI(t, server, providerDir, filepath.Join(examples, "provider"))
		cli.Write("use.tf", listAllMedias)
		tryConfiguration(t, server, cli)
	})
	t.Run("scenario", func(t *testing.T) {
		t.Parallel()
		server := exampleAccount(t)
		cli := exampleCLI(t, server, providerDir, filepath.Join(examples, "scenario"))
		cli.MustRun("apply", "-auto-approve")
		wants(t, cli.MustRun("plan"), "No changes.")
		wants(t, cli.MustRun("apply", "-auto-approve", "-var", "media_name=Space newsreel, restored"), "0 added, 1 changed, 0 destroyed")
		if printed := cli.MustRun("output", "transcription_ids"); strings.Contains(printed, "null") {
			t.Errorf("a transcription is missing: %s", printed)
		}
		cli.MustRun("destroy", "-auto-approve")
		checkAccountUnchanged(t, server)
	})
	byIdentity := matches(t, filepath.Join(examples, "import-by-identity", "*", "main.tf"))
	for _, file := range append(byIdentity, matches(t, filepath.Join(examples, "resources", "*", "import-by-*.tf"))...) {
		t.Run(strings.TrimPrefix(file, examples), func(t *testing.T) {
			t.Parallel()
			tryImportBlock(t, providerDir, file)
		})
	}
	for _, file := range matches(t, filepath.Join(examples, "resources", "*", "import.sh")) {
		t.Run(filepath.Base(filepath.Dir(file))+"/import.sh", func(t *testing.T) {
			t.Parallel()
			tryImportCommand(t, providerDir, file)
		})
	}
}

func tryConfiguration(t *testing.T, server *mockapi.Server, cli *acctest.CLI) {
	t.Helper()
	cli.MustRun("validate")
	cli.MustRun("apply", "-auto-approve")
	wants(t, cli.MustRun("plan"), "No changes.")
	cli.MustRun("destroy", "-auto-approve")
	checkAccountUnchanged(t, server)
}

// tryQuery lists what the account holds.
func tryQuery(t *testing.T, server *mockapi.Server, cli *acctest.CLI) {
	t.Helper()
	cli.MustRun("validate", "-query")
	cli.MustRun("query")
	checkAccountUnchanged(t, server)
}

// checkAccountUnchanged fails the test unless the account holds the objects again
// that it held before.
func checkAccountUnchanged(t *testing.T, server *mockapi.Server) {
	t.Helper()
	if medias, clips, subscriptions := server.Medias(), server.Clips(), server.WebhookSubscriptions(); len(medias) != 1 || len(clips) != 1 || len(subscriptions) != 1 {
		t.Errorf("%d media, %d clips and %d subscriptions are left, want one each", len(medias), len(clips), len(subscriptions))
	}
}

// tryImportBlock applies an import block, by whichever way it names the object.
func tryImportBlock(t *testing.T, providerDir, file string) {
	t.Helper()
	cli := exampleCLI(t, exampleAccount(t), providerDir, filepath.Dir(file), "resource*.tf", "import*", "main.tf")
	if strings.Contains(file, "identity") {
		cli.SkipWithout(t, compatibility.ImportByIdentity)
	}
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	cli.Write("import.tf", string(content))
	wants(t, cli.MustRun("apply", "-auto-approve"), "1 imported, 0 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// tryImportCommand runs each command of a script, with the resource of the import
// block beside it.
func tryImportCommand(t *testing.T, providerDir, file string) {
	t.Helper()
	cli := exampleCLI(t, exampleAccount(t), providerDir, filepath.Dir(file), "resource*.tf")
	imported := 0
	for line := range strings.Lines(cli.Read("import.sh")) {
		arguments, isCommand := strings.CutPrefix(line, "terraform import ")
		if !isCommand {
			continue
		}
		address, id, _ := strings.Cut(strings.TrimSpace(arguments), " ")
		wants(t, cli.MustRun("import", address, strings.Trim(id, `"'`)), "Import successful!")
		cli.MustRun("state rm", address)
		imported++
	}
	if imported == 0 {
		t.Errorf("%s has no import command", file)
	}
}

// needsVersion is what the settings of an example ask of Terraform.
var needsVersion = regexp.MustCompile(`required_version = ">= ([0-9.]+)"`)

// Every folder of examples is valid by itself, with all of its files.
func TestAccExamples_valid(t *testing.T) {
	t.Parallel()
	providerDir := acctest.BuildProvider(t)
	server := exampleAccount(t)
	examples := filepath.Join(acctest.RepositoryDir(t), "examples")
	for _, settings := range append(matches(t, filepath.Join(examples, "*", "*", "versions.tf")), matches(t, filepath.Join(examples, "*", "versions.tf"))...) {
		folder := filepath.Dir(settings)
		name := strings.TrimPrefix(folder, examples+string(filepath.Separator))
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cli := exampleCLI(t, server, providerDir, folder)
			if needs := needsVersion.FindStringSubmatch(cli.Read("versions.tf")); needs != nil {
				cli.SkipBelow(t, needs[1]+".0", needs[1]+".0")
			}
			if kind, ok := exampleKinds[strings.Split(name, string(filepath.Separator))[0]]; ok {
				cli.SkipWithout(t, kind.feature)
			}
			wants(t, cli.MustRun("validate"), "The configuration is valid")
		})
	}
}

func TestAccExamples_formatted(t *testing.T) {
	t.Parallel()
	cli := acctest.NewCLI(t, t.TempDir())
	if printed, err := cli.Run("fmt", "-check", "-diff", "-recursive", filepath.Join(acctest.RepositoryDir(t), "examples")); err != nil {
		t.Errorf("examples are not formatted: %s\n%s", err, printed)
	}
}
