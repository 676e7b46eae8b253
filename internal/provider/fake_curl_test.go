package provider_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// fakeCurl returns a PATH on which curl downloads from files.example.com, the host
// of the mock's files, which does not exist: it writes the URL into the file. Every
// other address is left to the real curl.
func fakeCurl(t *testing.T) string {
	t.Helper()
	if curl, err := exec.LookPath("curl"); err == nil {
		dir := t.TempDir()
		script := strings.ReplaceAll(`#!/bin/sh
for url in "$@"; do :; done
case "$url" in
https://files.example.com/*) ;;
*) exec REAL "$@" ;;
esac
while [ $# -gt 1 ]; do
	if [ "$1" = --output ]; then printf '%s' "$url" > "$2"; fi
	shift
done
`, "REAL", curl)
		if err := os.WriteFile(filepath.Join(dir, "curl"), []byte(script), 0o700); err != nil {
			t.Fatal(err)
		}
		return dir + string(os.PathListSeparator) + os.Getenv("PATH")
	}
	return os.Getenv("PATH")
}
