package sourcefile

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// noLimit is a limit that no test reaches by accident.
const noLimit = 1 << 40

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// writeFile makes a file in a new folder and returns its path.
func writeFile(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// sparseFile makes a file of a size without writing so many bytes.
func sparseFile(t testing.TB, size int64) string {
	t.Helper()
	path := writeFile(t, "large.mp4", "")
	must(t, os.Truncate(path, size))
	return path
}

func inspect(t testing.TB, path string) File {
	t.Helper()
	file, err := Inspect(path, noLimit)
	must(t, err)
	return file
}

// touch changes a file's modification time.
func touch(t testing.TB, path string) {
	t.Helper()
	must(t, os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)))
}

const (
	sumABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	sumXYZ = "3608bca1e44ea6c4d268eb6db02260269892c0b42b86bbf1e77a6fa16c3c9282"
)
