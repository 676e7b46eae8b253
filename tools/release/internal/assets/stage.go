package assets

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Stage gathers in a new directory what is to be published of that which
// GoReleaser has built: archives, bills of materials, checksums, and the registry
// manifest, which GoReleaser covers with the checksums but leaves where it is.
func Stage(dist, manifest, dir string) (Release, error) {
	content, err := os.ReadFile(filepath.Join(dist, "metadata.json"))
	if err != nil {
		return Release{}, fmt.Errorf("reading what GoReleaser has built: %w", err)
	}
	var metadata struct {
		Version string `json:"version"`
	}
	if err := json.Unmarshal(content, &metadata); err != nil {
		return Release{}, fmt.Errorf("metadata.json: %w", err)
	}
	if metadata.Version == "" {
		return Release{}, errors.New("metadata.json names no version")
	}
	release := Release{Dir: dir, Version: metadata.Version}

	// A directory that exists may hold files of another version.
	if err := os.Mkdir(dir, 0o755); err != nil {
		return Release{}, err
	}
	sources := map[string]string{manifest: release.Manifest()}
	for _, pattern := range []string{"*.zip", "*.tar.gz", "*.cdx.json", "*_SHA256SUMS"} {
		paths, err := filepath.Glob(filepath.Join(dist, pattern))
		if err != nil {
			return Release{}, err
		}
		for _, path := range paths {
			sources[path] = filepath.Base(path)
		}
	}
	for path, name := range sources {
		content, err := os.ReadFile(path)
		if err != nil {
			return Release{}, err
		}
		if err := os.WriteFile(release.Path(name), content, 0o644); err != nil {
			return Release{}, err
		}
	}
	return release, nil
}
