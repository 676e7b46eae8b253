package check

import (
	"os"
	"reflect"
	"testing"

	"go.yaml.in/yaml/v3"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
)

// What is checked for one platform must be configured like what is released.
func TestNarrow_changesPlatformsOnly(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../../../../.goreleaser.yml")
	if err != nil {
		t.Fatal(err)
	}
	narrowed, err := narrow(content, assets.Platform{OS: "linux", Arch: "amd64"})
	if err != nil {
		t.Fatal(err)
	}
	original, changed := decode(t, content), decode(t, narrowed)
	originals := builds(t, original)
	for n, build := range builds(t, changed) {
		if !reflect.DeepEqual(build["goos"], []any{"linux"}) || !reflect.DeepEqual(build["goarch"], []any{"amd64"}) {
			t.Errorf("build %d is for %v and %v, want linux and amd64 only", n, build["goos"], build["goarch"])
		}
		for _, key := range []string{"goos", "goarch", "ignore"} {
			delete(build, key)
			delete(originals[n], key)
		}
	}
	if !reflect.DeepEqual(original, changed) {
		t.Errorf("more than the platforms differs:\n%v\n%v", original, changed)
	}
}

// builds returns the builds of a configuration.
func builds(t *testing.T, document map[string]any) []map[string]any {
	t.Helper()
	list, ok := document["builds"].([]any)
	if !ok {
		t.Fatalf("builds is a %T, want a list", document["builds"])
	}
	all := make([]map[string]any, len(list))
	for n, entry := range list {
		if all[n], ok = entry.(map[string]any); !ok {
			t.Fatalf("build %d is a %T, want a map", n, entry)
		}
	}
	return all
}

func decode(t *testing.T, content []byte) map[string]any {
	t.Helper()
	var document map[string]any
	if err := yaml.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	return document
}
