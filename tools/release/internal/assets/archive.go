package assets

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Member is a file in an archive.
type Member struct {
	Name    string
	Mode    fs.FileMode
	Content []byte
}

// ReadArchive returns the files of a zip or of a gzipped tar.
func ReadArchive(path string) ([]Member, error) {
	content, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if strings.HasSuffix(path, ".zip") {
		return readZip(content)
	}
	return readTar(content)
}

// Extract writes one file of an archive to a directory and returns its path.
func Extract(archive, name, dir string) (string, error) {
	members, err := ReadArchive(archive)
	if err != nil {
		return "", err
	}
	for _, member := range members {
		if member.Name == name {
			path := filepath.Join(dir, filepath.Base(name))
			return path, os.WriteFile(path, member.Content, member.Mode.Perm())
		}
	}
	return "", fmt.Errorf("%s: there is no %s in it", filepath.Base(archive), name)
}

func readZip(content []byte) ([]Member, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, err
	}
	var members []Member
	for _, file := range archive.File {
		reader, err := file.Open()
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(reader)
		if err := errors.Join(err, reader.Close()); err != nil {
			return nil, fmt.Errorf("%s: %w", file.Name, err)
		}
		members = append(members, Member{Name: file.Name, Mode: file.Mode(), Content: content})
	}
	return members, nil
}

func readTar(content []byte) ([]Member, error) {
	unpacked, err := gzip.NewReader(bytes.NewReader(content))
	if err != nil {
		return nil, err
	}
	archive := tar.NewReader(unpacked)
	var members []Member
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return members, nil
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(archive)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", header.Name, err)
		}
		members = append(members, Member{Name: header.Name, Mode: header.FileInfo().Mode(), Content: content})
	}
}
