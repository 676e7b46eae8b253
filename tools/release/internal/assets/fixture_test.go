package assets

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/tools/release/internal/signing"
)

// platform is the only one that the releases of these tests have.
var platform = Platform{"linux", "amd64"}

// programs are built once: a provider and a mock API that do nothing.
var programs = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "assets-test-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	mockDir := filepath.Join(dir, "internal/mockapi/cmd", Mock)
	if err := os.MkdirAll(mockDir, 0o755); err != nil {
		return nil, err
	}
	for path, content := range map[string]string{
		filepath.Join(dir, "go.mod"):      "module " + module + "\n\ngo 1.26\n",
		filepath.Join(dir, "main.go"):     "package main\n\nfunc main() {}\n",
		filepath.Join(mockDir, "main.go"): "package main\n\nfunc main() {}\n",
	} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	out := filepath.Join(dir, ".git", "out")
	for _, args := range [][]string{
		{"git", "init", "--quiet"},
		{"git", "add", "."},
		{"git", "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "-m", "Test"},
		{"go", "build", "-buildvcs=true", "-o", out + "/provider", "."},
		{"go", "build", "-buildvcs=true", "-o", out + "/mock", "./internal/mockapi/cmd/" + Mock},
		{"go", "build", "-buildvcs=false", "-o", out + "/anonymous", "."},
	} {
		command := exec.Command(args[0], args[1:]...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GOOS=linux", "GOARCH=amd64", "CGO_ENABLED=0", "GOWORK=off")
		if output, err := command.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%q: %w\n%s", args, err, output)
		}
	}
	built := map[string][]byte{}
	for _, name := range []string{"provider", "mock", "anonymous"} {
		if built[name], err = os.ReadFile(filepath.Join(out, name)); err != nil {
			return nil, err
		}
	}
	return built, nil
})

// contents are what a release is made of before it is summed up and signed.
type contents struct {
	zip, mock []Member
	manifest  string
	sbom      string
	sums      func(lines []string) []string
}

func validContents(t *testing.T) contents {
	t.Helper()
	built, err := programs()
	if err != nil {
		t.Fatal(err)
	}
	license := Member{Name: "LICENSE", Mode: 0o644, Content: []byte("MPL-2.0")}
	return contents{
		zip:      []Member{license, {Name: Provider + "_v1.2.3", Mode: 0o755, Content: built["provider"]}},
		mock:     []Member{license, {Name: Mock, Mode: 0o755, Content: built["mock"]}},
		manifest: `{"version":1,"metadata":{"protocol_versions":["6.0"]}}`,
		sbom:     `{"bomFormat":"CycloneDX","components":[{"name":"something"}]}`,
		sums:     func(lines []string) []string { return lines },
	}
}

// write makes the release and signs it.
func (c contents) write(t *testing.T, key signing.Key) Release {
	t.Helper()
	release := Release{Dir: t.TempDir(), Version: "1.2.3"}
	zipped, tarred := writeZip(t, c.zip), writeTar(t, c.mock)
	files := map[string][]byte{
		release.Zip(platform):                       zipped,
		release.MockArchive(platform):               tarred,
		release.Manifest():                          []byte(c.manifest),
		release.SBOM(release.Zip(platform)):         []byte(c.sbom),
		release.SBOM(release.MockArchive(platform)): []byte(c.sbom),
	}
	for name, content := range files {
		writeFile(t, release.Path(name), content)
	}
	lines := []string{
		sumLine(zipped, release.Zip(platform)),
		sumLine([]byte(c.manifest), release.Manifest()),
	}
	slices.Sort(lines)
	writeFile(t, release.Path(release.Sums()), []byte(strings.Join(c.sums(lines), "")))
	if err := release.Sign(key); err != nil {
		t.Fatal(err)
	}
	return release
}

func sumLine(content []byte, name string) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:]) + "  " + name + "\n"
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
}

func writeZip(t *testing.T, members []Member) []byte {
	t.Helper()
	var buffer bytes.Buffer
	archive := zip.NewWriter(&buffer)
	for _, member := range members {
		header := &zip.FileHeader{Name: member.Name}
		header.SetMode(member.Mode)
		writer, err := archive.CreateHeader(header)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := writer.Write(member.Content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}

func writeTar(t *testing.T, members []Member) []byte {
	t.Helper()
	var buffer bytes.Buffer
	compressed := gzip.NewWriter(&buffer)
	archive := tar.NewWriter(compressed)
	for _, member := range members {
		header := &tar.Header{Name: member.Name, Mode: int64(member.Mode), Size: int64(len(member.Content))}
		if err := archive.WriteHeader(header); err != nil {
			t.Fatal(err)
		}
		if _, err := archive.Write(member.Content); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.Bytes()
}
