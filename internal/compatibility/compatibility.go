// Package compatibility says which versions of Terraform and OpenTofu the provider
// is tested with, and which of its features they have. versions.json is the only
// place where that is written down: the documentation, the workflow and the tests
// follow it.
package compatibility

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

//go:embed versions.json
var content []byte

// Versions is the content of versions.json. A version is written 1.8, without a
// patch.
type Versions struct {
	// Terraform and OpenTofu are the minor versions that are tested, oldest first.
	Terraform []string  `json:"terraform"`
	OpenTofu  []string  `json:"opentofu"`
	Features  []Feature `json:"features"`
}

// Feature is something that not every supported CLI has.
type Feature struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Terraform and OpenTofu are the first versions that have it; empty if none has.
	Terraform string `json:"terraform"`
	OpenTofu  string `json:"opentofu"`
}

// The features that the provider and its tests ask for.
const (
	Provider           = "provider"
	EphemeralResources = "ephemeral_resources"
	WriteOnlyArguments = "write_only_arguments"
	ImportByIdentity   = "import_by_identity"
	ListResources      = "list_resources"
	Actions            = "actions"
	DestroyActions     = "destroy_actions"
	ImportInModules    = "import_in_modules"
	KeepOnDestroy      = "keep_on_destroy"
)

var versions = parse()

// parse reads the embedded file, whose form the tests check.
func parse() Versions {
	var v Versions
	if err := json.Unmarshal(content, &v); err != nil {
		panic("compatibility: versions.json: " + err.Error())
	}
	return v
}

// Supported returns what versions.json says.
func Supported() Versions { return versions }

// Find returns a feature by its id. It panics if there is none, as only constants
// are looked up.
func Find(id string) Feature {
	n := slices.IndexFunc(versions.Features, func(f Feature) bool { return f.ID == id })
	if n < 0 {
		panic(fmt.Sprintf("compatibility: versions.json has no feature %q", id))
	}
	return versions.Features[n]
}

// Need returns the sentence that says in a description what a feature needs. The
// plural noun names the feature.
func Need(id, noun string) string {
	feature := Find(id)
	if feature.OpenTofu == "" {
		return fmt.Sprintf("Needs Terraform %s; OpenTofu, as of %s, has no %s.", feature.Terraform, newest(versions.OpenTofu), noun)
	}
	return fmt.Sprintf("Needs Terraform %s or OpenTofu %s.", feature.Terraform, feature.OpenTofu)
}

// Table returns a Markdown table of all features.
func Table() string {
	var table strings.Builder
	table.WriteString("| | since Terraform | since OpenTofu |\n| --- | --- | --- |\n")
	for _, feature := range versions.Features {
		openTofu := feature.OpenTofu
		if openTofu == "" {
			openTofu = "not as of " + newest(versions.OpenTofu)
		}
		fmt.Fprintf(&table, "| %s | %s | %s |\n", feature.Name, feature.Terraform, openTofu)
	}
	return table.String()
}

// Summary returns the sentences that say what is supported and tested.
func Summary() string {
	return fmt.Sprintf("The provider speaks plugin protocol 6 and works with **Terraform %s** and **OpenTofu %s** or later.\n"+
		"Its workflow runs all tests with Terraform %s to %s and OpenTofu %s to %s.\n",
		versions.Terraform[0], versions.OpenTofu[0],
		versions.Terraform[0], newest(versions.Terraform), versions.OpenTofu[0], newest(versions.OpenTofu))
}

func newest(list []string) string { return list[len(list)-1] }
