package assets

import (
	"bytes"
	"debug/buildinfo"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

// module is the path of the provider's module, which its binaries name.
const module = "github.com/contentgroove/terraform-provider-contentgroove"

// Expected says what a release has to hold beside checksums and manifest.
type Expected struct {
	Platforms []Platform
	// PublicKey is armored. Registries know it and accept no other one.
	PublicKey []byte
	// SBOMs reports whether each archive needs a bill of materials.
	SBOMs bool
}

// Verify reports everything for which a registry, or a CLI that installs from
// one, would refuse the release.
func (r Release) Verify(expected Expected) error {
	sums, err := r.readSums()
	if err != nil {
		return err
	}
	problems := []error{
		r.verifySignature(expected.PublicKey),
		r.verifyCovered(sums, expected.Platforms),
		r.verifySums(sums),
		r.verifyManifest(),
		r.verifyFiles(expected),
	}
	for _, platform := range expected.Platforms {
		problems = append(problems,
			r.verifyArchive(r.Zip(platform), r.Binary(platform), module, platform),
			r.verifyArchive(r.MockArchive(platform), r.MockBinary(platform), module+"/internal/mockapi/cmd/"+Mock, platform))
	}
	return errors.Join(problems...)
}

func (r Release) readSums() (map[string]string, error) {
	content, err := os.ReadFile(r.Path(r.Sums()))
	if err != nil {
		return nil, err
	}
	sums, err := ParseSums(content)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.Sums(), err)
	}
	return sums, nil
}

func (r Release) verifySignature(publicKey []byte) error {
	content, err := os.ReadFile(r.Path(r.Sums()))
	if err != nil {
		return err
	}
	signature, err := os.ReadFile(r.Path(r.Signature()))
	if err != nil {
		return err
	}
	if err := signing.Verify(publicKey, content, signature); err != nil {
		return fmt.Errorf("%s: %w", r.Signature(), err)
	}
	return nil
}

// verifyCovered reports whether the checksums are those of the zips and of the
// manifest and of nothing else: registries refuse a release with more.
func (r Release) verifyCovered(sums map[string]string, platforms []Platform) error {
	want := map[string]bool{r.Manifest(): true}
	for _, platform := range platforms {
		want[r.Zip(platform)] = true
	}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(want)) {
		if _, ok := sums[name]; !ok {
			problems = append(problems, fmt.Errorf("%s: %s is missing", r.Sums(), name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		if !want[name] {
			problems = append(problems, fmt.Errorf("%s: %s must not be listed", r.Sums(), name))
		}
	}
	return errors.Join(problems...)
}

func (r Release) verifySums(sums map[string]string) error {
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(sums)) {
		sum, err := Sum(r.Path(name))
		if err == nil && sum != sums[name] {
			err = fmt.Errorf("%s: its sum is %s, but %s says %s", name, sum, r.Sums(), sums[name])
		}
		problems = append(problems, err)
	}
	return errors.Join(problems...)
}

func (r Release) verifyManifest() error {
	content, err := os.ReadFile(r.Path(r.Manifest()))
	if err != nil {
		return err
	}
	var manifest struct {
		Version  int `json:"version"`
		Metadata struct {
			ProtocolVersions []string `json:"protocol_versions"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(content, &manifest); err != nil {
		return fmt.Errorf("%s: %w", r.Manifest(), err)
	}
	if manifest.Version != 1 || !slices.Equal(manifest.Metadata.ProtocolVersions, []string{"6.0"}) {
		return fmt.Errorf("%s: want version 1 and protocol version 6.0 only", r.Manifest())
	}
	return nil
}

// verifyFiles reports files that a release must not have, and bills of materials
// that it lacks.
func (r Release) verifyFiles(expected Expected) error {
	allowed := map[string]bool{r.Sums(): true, r.Signature(): true, r.Manifest(): true}
	var problems []error
	for _, platform := range expected.Platforms {
		for _, archive := range []string{r.Zip(platform), r.MockArchive(platform)} {
			allowed[archive], allowed[r.SBOM(archive)] = true, true
			if expected.SBOMs {
				problems = append(problems, r.verifySBOM(archive))
			}
		}
	}
	entries, err := os.ReadDir(r.Dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		// The attestation of the release workflow is none of GoReleaser's files.
		if name := entry.Name(); !allowed[name] && !strings.HasSuffix(name, ".sigstore.json") {
			problems = append(problems, fmt.Errorf("%s: a release must not have this file", name))
		}
	}
	return errors.Join(problems...)
}

func (r Release) verifySBOM(archive string) error {
	name := r.SBOM(archive)
	content, err := os.ReadFile(r.Path(name))
	if err != nil {
		return err
	}
	var bill struct {
		Format     string            `json:"bomFormat"`
		Components []json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(content, &bill); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if bill.Format != "CycloneDX" || len(bill.Components) == 0 {
		return fmt.Errorf("%s: want a CycloneDX document with components", name)
	}
	return nil
}

// verifyArchive reports whether an archive holds the licence and one program,
// which is of the right package and platform and can be executed.
func (r Release) verifyArchive(archive, binary, mainPackage string, platform Platform) error {
	members, err := ReadArchive(r.Path(archive))
	if err != nil {
		return fmt.Errorf("%s: %w", archive, err)
	}
	var names []string
	var problems []error
	for _, member := range members {
		names = append(names, member.Name)
		if member.Name == binary {
			if member.Mode.Perm()&0o111 == 0 {
				problems = append(problems, fmt.Errorf("%s: %s cannot be executed: its mode is %s", archive, binary, member.Mode))
			}
			if err := verifyBinary(member.Content, mainPackage, platform); err != nil {
				problems = append(problems, fmt.Errorf("%s: %s: %w", archive, binary, err))
			}
		}
	}
	slices.Sort(names)
	if want := []string{"LICENSE", binary}; !sameNames(names, want) {
		problems = append(problems, fmt.Errorf("%s: it holds %q instead of %q", filepath.Base(archive), names, want))
	}
	return errors.Join(problems...)
}

func sameNames(sorted, names []string) bool {
	slices.Sort(names)
	return slices.Equal(sorted, names)
}

// verifyBinary reads what Go writes into every program that it links.
func verifyBinary(content []byte, mainPackage string, platform Platform) error {
	info, err := buildinfo.Read(bytes.NewReader(content))
	if err != nil {
		return err
	}
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	if info.Path != mainPackage {
		return fmt.Errorf("it is built from %s instead of %s", info.Path, mainPackage)
	}
	if got := (Platform{settings["GOOS"], settings["GOARCH"]}); got != platform {
		return fmt.Errorf("it is built for %s instead of %s", got, platform)
	}
	if settings["CGO_ENABLED"] != "0" {
		return errors.New("it needs a C library: it must be built with CGO_ENABLED=0")
	}
	if settings["vcs.revision"] == "" || settings["vcs.modified"] != "false" {
		return errors.New("it is not built from a commit: the working tree must be clean")
	}
	return nil
}
