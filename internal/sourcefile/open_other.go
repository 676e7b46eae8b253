//go:build !unix

package sourcefile

import "os"

// openWithoutWaiting opens a file for reading. Only Unix has files that are
// waited for.
func openWithoutWaiting(path string) (*os.File, error) {
	return os.Open(path) //nolint:gosec // The user names the file.
}
