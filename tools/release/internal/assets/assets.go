// Package assets knows what a release consists of: the names of its files, how
// they are gathered, and the rules by which registries accept or refuse them.
package assets

import (
	"fmt"
	"path/filepath"
	"strings"
)

const (
	// Provider is the name that the registries' file names begin with.
	Provider = "terraform-provider-contentgroove"
	// Mock is the mock API's program and the beginning of its archives' names.
	Mock = "contentgroove-mock"
)

// Platform is an operating system and a processor architecture, as Go names them.
type Platform struct{ OS, Arch string }

// String returns the form that file names and registries use.
func (p Platform) String() string { return p.OS + "_" + p.Arch }

// ParsePlatform reads the form that String returns.
func ParsePlatform(s string) (Platform, error) {
	system, arch, ok := strings.Cut(s, "_")
	if !ok || system == "" || arch == "" {
		return Platform{}, fmt.Errorf("platform %q: want the form linux_amd64", s)
	}
	return Platform{OS: system, Arch: arch}, nil
}

// Platforms returns all platforms that a release has to have. The list is kept
// apart from GoReleaser's, so that a platform that is lost there is noticed.
func Platforms() []Platform {
	return []Platform{
		{"darwin", "amd64"}, {"darwin", "arm64"},
		{"freebsd", "386"}, {"freebsd", "amd64"}, {"freebsd", "arm"}, {"freebsd", "arm64"},
		{"linux", "386"}, {"linux", "amd64"}, {"linux", "arm"}, {"linux", "arm64"},
		{"windows", "386"}, {"windows", "amd64"}, {"windows", "arm64"},
	}
}

// Release is a directory that holds the files of one version.
type Release struct {
	Dir string
	// Version has no leading v.
	Version string
}

// Path returns where a file of the release is.
func (r Release) Path(name string) string { return filepath.Join(r.Dir, name) }

// Sums returns the name of the file with the checksums that registries read.
func (r Release) Sums() string { return r.provider("SHA256SUMS") }

// Signature returns the name of the detached signature of Sums.
func (r Release) Signature() string { return r.provider("SHA256SUMS.sig") }

// Manifest returns the name of the registry manifest.
func (r Release) Manifest() string { return r.provider("manifest.json") }

// Zip returns the name of a platform's provider archive.
func (r Release) Zip(p Platform) string { return r.provider(p.String() + ".zip") }

// MockArchive returns the name of a platform's archive of the mock API.
func (r Release) MockArchive(p Platform) string {
	return fmt.Sprintf("%s_%s_%s.tar.gz", Mock, r.Version, p)
}

// SBOM returns the name of an archive's software bill of materials.
func (r Release) SBOM(archive string) string { return archive + ".cdx.json" }

// Binary returns the name of the provider in its archive.
func (r Release) Binary(p Platform) string {
	return Provider + "_v" + r.Version + p.executableSuffix()
}

// MockBinary returns the name of the mock API in its archive.
func (r Release) MockBinary(p Platform) string { return Mock + p.executableSuffix() }

func (r Release) provider(what string) string {
	return fmt.Sprintf("%s_%s_%s", Provider, r.Version, what)
}

func (p Platform) executableSuffix() string {
	if p.OS == "windows" {
		return ".exe"
	}
	return ""
}
