// Package registry is a provider registry on this machine: as much of the provider
// registry protocol as CLIs use to install a provider, over TLS, with signing keys.
package registry

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/assets"
)

const (
	namespace = "contentgroove"
	name      = "contentgroove"
)

// SigningKey is the public key that the registry tells CLIs to verify with.
type SigningKey struct {
	ID     string
	Armour []byte
}

// Registry serves the releases that were published to it.
type Registry struct {
	key SigningKey

	mu       sync.Mutex
	releases []assets.Release
	alter    func(file string, content []byte) []byte
}

// New returns a registry without a release.
func New(key SigningKey) *Registry {
	return &Registry{key: key}
}

// Publish adds a release.
func (r *Registry) Publish(release assets.Release) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.releases = append(r.releases, release)
}

// Alter has every file pass through the function before it is served, as if it had
// been tampered with. Nil serves the files as they are.
func (r *Registry) Alter(alter func(file string, content []byte) []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.alter = alter
}

// ServicesPath is where the registry's API is.
const ServicesPath = "/v1/providers/"

// ServeHTTP answers as the registry protocol has it.
func (r *Registry) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Method != http.MethodGet {
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	base := ServicesPath + namespace + "/" + name + "/"
	parts := strings.Split(strings.TrimPrefix(request.URL.Path, base), "/")
	switch {
	case request.URL.Path == "/.well-known/terraform.json":
		writeJSON(w, map[string]string{"providers.v1": ServicesPath})
	case request.URL.Path == base+"versions":
		r.serveVersions(w)
	case strings.HasPrefix(request.URL.Path, base) && len(parts) == 4 && parts[1] == "download":
		r.serveDownload(w, request, parts[0], assets.Platform{OS: parts[2], Arch: parts[3]})
	case strings.HasPrefix(request.URL.Path, "/files/"):
		r.serveFile(w, request)
	default:
		http.NotFound(w, request)
	}
}

type versionDocument struct {
	Version   string             `json:"version"`
	Protocols []string           `json:"protocols"`
	Platforms []platformDocument `json:"platforms"`
}

type platformDocument struct {
	OS   string `json:"os"`
	Arch string `json:"arch"`
}

func (r *Registry) serveVersions(w http.ResponseWriter) {
	r.mu.Lock()
	defer r.mu.Unlock()
	versions := []versionDocument{}
	for _, release := range r.releases {
		protocols, err := protocols(release)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		document := versionDocument{Version: release.Version, Protocols: protocols}
		for _, platform := range assets.Platforms() {
			if _, err := os.Stat(release.Path(release.Zip(platform))); err == nil {
				document.Platforms = append(document.Platforms, platformDocument{platform.OS, platform.Arch})
			}
		}
		versions = append(versions, document)
	}
	writeJSON(w, map[string]any{"versions": versions})
}

type downloadDocument struct {
	platformDocument
	Protocols    []string    `json:"protocols"`
	Filename     string      `json:"filename"`
	DownloadURL  string      `json:"download_url"`
	SumsURL      string      `json:"shasums_url"`
	SignatureURL string      `json:"shasums_signature_url"`
	Sum          string      `json:"shasum"`
	SigningKeys  signingKeys `json:"signing_keys"`
}

type signingKeys struct {
	GPG []gpgKey `json:"gpg_public_keys"`
}

type gpgKey struct {
	ID     string `json:"key_id"`
	Armour string `json:"ascii_armor"`
}

func (r *Registry) serveDownload(w http.ResponseWriter, request *http.Request, version string, platform assets.Platform) {
	release, err := r.release(version)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	protocols, err := protocols(release)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	sum, err := listedSum(release, release.Zip(platform))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	files := "https://" + request.Host + "/files/" + version + "/"
	writeJSON(w, downloadDocument{
		platformDocument: platformDocument{platform.OS, platform.Arch},
		Protocols:        protocols,
		Filename:         release.Zip(platform),
		DownloadURL:      files + release.Zip(platform),
		SumsURL:          files + release.Sums(),
		SignatureURL:     files + release.Signature(),
		Sum:              sum,
		SigningKeys:      signingKeys{[]gpgKey{{ID: r.key.ID, Armour: string(r.key.Armour)}}},
	})
}

func (r *Registry) serveFile(w http.ResponseWriter, request *http.Request) {
	version, file := path.Split(strings.TrimPrefix(request.URL.Path, "/files/"))
	release, err := r.release(strings.TrimSuffix(version, "/"))
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	content, err := os.ReadFile(release.Path(file))
	if err != nil {
		http.NotFound(w, request)
		return
	}
	r.mu.Lock()
	alter := r.alter
	r.mu.Unlock()
	if alter != nil {
		content = alter(file, slices.Clone(content))
	}
	_, _ = w.Write(content)
}

func (r *Registry) release(version string) (assets.Release, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, release := range r.releases {
		if release.Version == version {
			return release, nil
		}
	}
	return assets.Release{}, fmt.Errorf("version %q is not published", version)
}

// protocols reads the manifest, as registries do.
func protocols(release assets.Release) ([]string, error) {
	content, err := os.ReadFile(release.Path(release.Manifest()))
	if err != nil {
		return nil, err
	}
	var manifest struct {
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	err = json.Unmarshal(content, &manifest)
	return manifest.Metadata.ProtocolVersions, err
}

// listedSum returns the sum of a file from SHA256SUMS.
func listedSum(release assets.Release, file string) (string, error) {
	content, err := os.ReadFile(release.Path(release.Sums()))
	if err != nil {
		return "", err
	}
	sums, err := assets.ParseSums(content)
	if err != nil {
		return "", err
	}
	sum, ok := sums[file]
	if !ok {
		return "", errors.New(release.Sums() + " does not list " + file)
	}
	return sum, nil
}

func writeJSON(w http.ResponseWriter, document any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(document)
}

// Start serves on a free port of the loopback interface until ctx ends.
func (r *Registry) Start(ctx context.Context) (Address, error) {
	return start(ctx, r)
}
