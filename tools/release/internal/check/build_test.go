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
	builds := changed["builds"].([]any)
	for n, entry := range builds {
		build := entry.(map[string]any)
		if !reflect.DeepEqual(build["goos"], []any{"linux"}) || !reflect.DeepEqual(build["goarch"], []any{"amd64"}) {
			t.Errorf("build %d is for %v and %v, want linux and amd64 only", n, build["goos"], build["goarch"])
		}
		for _, key := range []string{"goos", "goarch", "ignore"} {
			delete(build, key)
			delete(original["builds"].([]any)[n].(map[string]any), key)
		}
	}
	if !reflect.DeepEqual(original, changed) {
		t.Errorf("more than the platforms differs:\n%v\n%v", original, changed)
	}
}

func decode(t *testing.T, content []byte) map[string]any {
	t.Helper()
	var document map[string]any
	if err := yaml.Unmarshal(content, &document); err != nil {
		t.Fatal(err)
	}
	return document
}
