package compatibility_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/compatibility"
)

const repository = "../.."

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(repository, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// minor returns the second part of a version, which orders all of them: the first
// is always 1.
func minor(t *testing.T, version string) int {
	t.Helper()
	number, err := strconv.Atoi(strings.TrimPrefix(version, "1."))
	if err != nil {
		t.Fatalf("version %q: want the form 1.8", version)
	}
	return number
}

// A gap in the list would be a version that is promised and not tested.
func TestVersions_haveNoGap(t *testing.T) {
	t.Parallel()
	supported := compatibility.Supported()
	for name, versions := range map[string][]string{"terraform": supported.Terraform, "opentofu": supported.OpenTofu} {
		for n := 1; n < len(versions); n++ {
			if minor(t, versions[n]) != minor(t, versions[n-1])+1 {
				t.Errorf("%s: %s does not follow %s", name, versions[n], versions[n-1])
			}
		}
	}
}

func TestFeatures_areOfTestedVersions(t *testing.T) {
	t.Parallel()
	supported := compatibility.Supported()
	seen := map[string]bool{}
	for _, feature := range supported.Features {
		if seen[feature.ID] || feature.Name == "" {
			t.Errorf("feature %q: want one entry with a name", feature.ID)
		}
		seen[feature.ID] = true
		check := func(version string, tested []string) {
			if number := minor(t, version); number < minor(t, tested[0]) || number > minor(t, tested[len(tested)-1]) {
				t.Errorf("feature %q: version %s is none of %v", feature.ID, version, tested)
			}
		}
		check(feature.Terraform, supported.Terraform)
		if feature.OpenTofu != "" {
			check(feature.OpenTofu, supported.OpenTofu)
		}
	}
}

func TestDocuments_followVersions(t *testing.T) {
	t.Parallel()
	for _, path := range compatibility.Files() {
		document := read(t, path)
		rewritten, err := compatibility.Rewrite(document)
		if err != nil {
			t.Errorf("%s: %s", path, err)
		} else if rewritten != document {
			t.Errorf("%s does not say what versions.json says. Run make generate", path)
		}
	}
}

func TestRewrite_unknownSection(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		"<!-- compatibility: tabel -->\n<!-- end -->\n": `no section "tabel"`,
		"nothing": "there is no section",
	} {
		if _, err := compatibility.Rewrite(document); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got error %v, want one with %q", document, err, want)
		}
	}
}

// The examples require the oldest version that is supported by both CLIs.
func TestExamples_requireOldest(t *testing.T) {
	t.Parallel()
	required := regexp.MustCompile(`required_version = ">= ([0-9.]+)"`).FindStringSubmatch(read(t, "examples/scenario/versions.tf"))
	if required == nil || required[1] != compatibility.Supported().Terraform[0] {
		t.Errorf("the scenario requires %q, want %s", required, compatibility.Supported().Terraform[0])
	}
}

// The workflow must take its versions from versions.json and from nowhere else.
func TestWorkflow_followsVersions(t *testing.T) {
	t.Parallel()
	workflow := read(t, ".github/workflows/test.yml")
	if !strings.Contains(workflow, "internal/compatibility/versions.json") {
		t.Error("test.yml does not read versions.json")
	}
	if literal := regexp.MustCompile(`(terraform|tofu)_version: *["']?[0-9]`).FindString(workflow); literal != "" {
		t.Errorf("test.yml names a version of its own: %s", literal)
	}
}
