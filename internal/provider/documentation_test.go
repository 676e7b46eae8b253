package provider_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// documented is what of one kind has to have a page and an example.
type documented struct {
	names []string
	// examples are the files that each must have.
	examples []string
}

// kindsOf returns what the provider has, by the directory of its pages.
func kindsOf(t *testing.T) map[string]documented {
	t.Helper()
	server, err := providerserver.NewProtocol6WithError(provider.New("test")())()
	if err != nil {
		t.Fatal(err)
	}
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return map[string]documented{
		"resources": {
			slices.Sorted(maps.Keys(all.ResourceSchemas)),
			[]string{"resource.tf", "import.sh", "import-by-string-id.tf"},
		},
		"data-sources":        {slices.Sorted(maps.Keys(all.DataSourceSchemas)), []string{"data-source.tf"}},
		"list-resources":      {slices.Sorted(maps.Keys(all.ListResourceSchemas)), []string{"list-resource.tfquery.hcl"}},
		"ephemeral-resources": {slices.Sorted(maps.Keys(all.EphemeralResourceSchemas)), []string{"ephemeral-resource.tf"}},
		"actions":             {slices.Sorted(maps.Keys(all.ActionSchemas)), []string{"action.tf"}},
		"functions":           {slices.Sorted(maps.Keys(all.Functions)), []string{"function.tf"}},
	}
}

// The generator of the documentation is content when the pages of a whole kind
// are missing, so they are counted here.
func TestDocumentationIsComplete(t *testing.T) {
	t.Parallel()
	root := acctest.RepositoryDir(t)
	for kind, documented := range kindsOf(t) {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			if len(documented.names) == 0 {
				t.Fatal("the provider has none")
			}
			var pages []string
			for _, name := range documented.names {
				pages = append(pages, strings.TrimPrefix(name, "contentgroove_")+".md")
				examples := slices.Clone(documented.examples)
				for _, file := range matches(t, exampleDir(t, kind, name, "*_*.*")) {
					if strings.HasSuffix(file, ".tf") || strings.HasSuffix(file, ".hcl") {
						examples = append(examples, filepath.Base(file))
					}
				}
				if kind == "resources" {
					examples = append(examples, filepath.Join("..", "..", "import-by-identity", name, "main.tf"))
				}
				for _, example := range examples {
					content := exampleFile(t, kind, name, example)
					page, err := os.ReadFile(filepath.Join(root, "docs", kind, pages[len(pages)-1]))
					if err != nil {
						t.Fatal(err)
					}
					if !strings.Contains(string(page), strings.TrimSpace(content)) {
						t.Errorf("the page of %s does not show %s", name, example)
					}
				}
			}
			entries, err := os.ReadDir(filepath.Join(root, "docs", kind))
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, entry := range entries {
				found = append(found, entry.Name())
			}
			slices.Sort(pages)
			if !slices.Equal(found, pages) {
				t.Errorf("docs/%s has %q, want %q", kind, found, pages)
			}
		})
	}
}
