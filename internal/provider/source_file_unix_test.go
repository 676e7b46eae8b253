//go:build unix

package provider

import (
	"path/filepath"
	"syscall"
	"testing"
)

// Windows has no pipes in directories, and its error for a path below a file is
// the one for a file that does not exist.
func TestInspectSourceFileRefuses_unix(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "fifo.mp4")
	must(t, syscall.Mkfifo(pipe, 0o600))
	refuses(t, pipe, false, "Source file is not a regular file", "is a pipe", "write it to a regular file first")
	refuses(t, filepath.Join(writeFile(t, "a.mp4", "abc"), "b.mp4"), false, "Source file cannot be read", "not a directory", "permissions")
}
