// Package sourcefile knows local files that are the source of a media: what a
// file is, whether it can be uploaded, and what is in it.
//
// It promises that what is remembered of a file was true when its bytes were
// read. Only a complete pass over a file makes a [Verified], and only if the file
// was the same one before and after the pass; a later look at the file never
// does.
//
// It opens regular files only, so no call waits for a pipe or a device.
package sourcefile

import (
	"errors"
	"io/fs"
	"os"
	"time"
)

// File is a regular file as it was found at one moment. [Inspect] makes it.
type File struct {
	// Path is the path as it was given.
	Path string
	// Size is in bytes.
	Size int64
	// Modified is the time at which the content was last written.
	Modified time.Time

	// limit is the largest size that was allowed.
	limit int64
	// info identifies the file beyond its path, as by its inode.
	info fs.FileInfo
}

// Inspect checks everything about a file that can be checked without opening
// it: that it is a regular file, or a link to one, of 1 to limit bytes. The error
// is a [*Error].
func Inspect(path string, limit int64) (File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return File{}, accessError(path, err)
	}
	return newFile(path, info, limit)
}

// newFile checks what is known of a file.
func newFile(path string, info fs.FileInfo, limit int64) (File, error) {
	problem := &Error{Path: path, Size: info.Size(), Limit: limit}
	switch {
	case info.IsDir():
		problem.Problem = ErrDirectory
	case !info.Mode().IsRegular():
		problem.Problem = ErrNotRegular
	case info.Size() == 0:
		problem.Problem = ErrEmpty
	case info.Size() > limit:
		problem.Problem = ErrTooLarge
	default:
		return File{Path: path, Size: info.Size(), Modified: info.ModTime(), limit: limit, info: info}, nil
	}
	return File{}, problem
}

// accessError is why a file cannot be looked at or opened.
func accessError(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &Error{Path: path, Problem: ErrNotFound, Err: err}
	}
	return &Error{Path: path, Problem: ErrUnreadable, Err: err}
}

// Unchanged reports whether the file is still the recorded one, by its path, size
// and modification time, so that its bytes need not be read.
func (f File) Unchanged(recorded Verified) bool {
	return recorded.sha256 != "" && f.Path == recorded.file.Path && f.Size == recorded.file.Size && f.Modified.Equal(recorded.file.Modified)
}

// same reports whether two looks at a path have found the same file with the same
// content. The time at which the inode changed does not count: a new link to the
// file or a new mode of it would end an upload of hours.
func (f File) same(other File) bool {
	return f.Size == other.Size && f.Modified.Equal(other.Modified) && os.SameFile(f.info, other.info)
}

// Open opens the file for one pass over its bytes. It fails with a
// [*ChangedError] if the path leads to another file by now.
func (f File) Open() (*Reading, error) {
	handle, err := openWithoutWaiting(f.Path)
	if err != nil {
		return nil, accessError(f.Path, err)
	}
	info, err := handle.Stat()
	if err != nil {
		_ = handle.Close()
		return nil, accessError(f.Path, err)
	}
	if opened, err := newFile(f.Path, info, f.limit); err != nil || !opened.same(f) {
		_ = handle.Close()
		return nil, &ChangedError{Path: f.Path}
	}
	return newReading(f, handle), nil
}

// changed reports whether the path leads to another file, or to other content,
// than it did when the file was inspected.
func (f File) changed() bool {
	now, err := Inspect(f.Path, f.limit)
	return err != nil || !now.same(f)
}
