package check

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
)

// build has GoReleaser build a version in one of the clones, and gathers what is
// to be published of it.
func (r *run) build(ctx context.Context, clone, version string, platforms []assets.Platform) (assets.Release, error) {
	dir := filepath.Join(r.Workspace, clone)
	configuration, err := r.configuration(dir, clone+version, platforms)
	if err != nil {
		return assets.Release{}, err
	}
	skip := "announce,publish,validate"
	if !r.SBOMs {
		skip += ",sbom"
	}
	env := []string{
		"GORELEASER_CURRENT_TAG=v" + version,
		// Where the program is that makes the bills of materials.
		"PATH=" + filepath.Dir(r.GoReleaser) + string(os.PathListSeparator) + os.Getenv("PATH"),
	}
	if _, err := command(ctx, dir, env, r.GoReleaser, "release", "--clean", "--skip", skip, "--config", configuration); err != nil {
		return assets.Release{}, err
	}
	return assets.Stage(filepath.Join(dir, "dist"), filepath.Join(dir, "terraform-registry-manifest.json"),
		filepath.Join(r.Workspace, clone+"-"+version))
}

// configuration returns the path of the clone's GoReleaser configuration, or of
// one that differs from it only in that it builds for a single platform.
func (r *run) configuration(dir, name string, platforms []assets.Platform) (string, error) {
	path := filepath.Join(dir, ".goreleaser.yml")
	if len(platforms) != 1 {
		return path, nil
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", err
	}
	narrowed, err := narrow(content, platforms[0])
	if err != nil {
		return "", fmt.Errorf(".goreleaser.yml: %w", err)
	}
	path = filepath.Join(r.Workspace, "goreleaser-"+name+".yml")
	return path, os.WriteFile(path, narrowed, 0o600)
}

// narrow returns the configuration with builds for one platform only.
func narrow(configuration []byte, platform assets.Platform) ([]byte, error) {
	var document map[string]any
	if err := yaml.Unmarshal(configuration, &document); err != nil {
		return nil, err
	}
	builds, ok := document["builds"].([]any)
	if !ok {
		return nil, fmt.Errorf("want a list of builds, not %T", document["builds"])
	}
	for _, entry := range builds {
		build, ok := entry.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("want a build, not %T", entry)
		}
		build["goos"], build["goarch"] = []string{platform.OS}, []string{platform.Arch}
		delete(build, "ignore")
	}
	return yaml.Marshal(document)
}
