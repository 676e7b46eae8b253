package acctest

import (
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// BuildProvider builds the provider as it is released and returns the directory
// that the binary is in.
func BuildProvider(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	command := exec.CommandContext(t.Context(), "go", "build", "-o", dir+string(filepath.Separator), ".")
	command.Dir = RepositoryDir(t)
	if printed, err := command.CombinedOutput(); err != nil {
		t.Fatalf("building the provider: %s\n%s", err, printed)
	}
	return dir
}

// RepositoryDir is the root of the source tree.
func RepositoryDir(t testing.TB) string {
	t.Helper()
	_, file, _, ok := runtime.Caller(0)
	if !ok {
		t.Fatal("the source tree is not known")
	}
	return filepath.Join(filepath.Dir(file), "..", "..")
}
