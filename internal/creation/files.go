package creation

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Permissions of the journal: an upload id lets its holder use the upload.
const (
	dirMode  = 0o700
	fileMode = 0o600
)

// maxEntrySize bounds what is read of a file, in bytes.
const maxEntrySize = 1 << 20

// entryFiles lists the entries of a folder.
func entryFiles(folder string) []string { return ownFiles(folder, entrySuffix) }

// ownFiles lists the regular files of a folder whose names end like this. It
// uses no pattern, which would find nothing below a folder that has brackets in
// its name.
func ownFiles(folder, suffix string) []string {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil
	}
	var files []string
	for _, entry := range entries {
		if entry.Type().IsRegular() && strings.HasSuffix(entry.Name(), suffix) {
			files = append(files, filepath.Join(folder, entry.Name()))
		}
	}
	return files
}

// isOwnFile refuses anything but a regular file, or none: a pipe would hang, and
// a link would lead elsewhere.
func isOwnFile(name string) error {
	info, err := os.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil && !info.Mode().IsRegular() {
		err = fmt.Errorf("%s is not a regular file", name)
	}
	return err
}

// readFile reads an entry.
func readFile(name string) ([]byte, error) {
	file, err := os.Open(name) //nolint:gosec // The caller has found it in the journal.
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, maxEntrySize))
}

// replaceFile writes a file in one step.
func replaceFile(name string, content []byte) error {
	draft := name + draftSuffix
	if err := isOwnFile(draft); err != nil {
		return err
	}
	if err := os.WriteFile(draft, content, fileMode); err != nil {
		return err
	}
	return os.Rename(draft, name)
}

func rename(from, to string) error { return os.Rename(from, to) }

// removeFile removes a file of the journal's own, if it is there.
func removeFile(name string) error {
	if err := isOwnFile(name); err != nil {
		return err
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
