package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// sourceFile is a local file that is the source of a media.
type sourceFile struct {
	// Path is the path as configured.
	Path string `json:"path"`
	// Size is in bytes.
	Size int64 `json:"size"`
	// Modified is the modification time.
	Modified time.Time `json:"modified"`
	// SHA256 is the hash of the content in hexadecimal, once it is known.
	SHA256 string `json:"sha256,omitempty"`
}

// unchanged tells whether the file is still the recorded one, by its path, size
// and modification time, so that its bytes need not be read.
func (f sourceFile) unchanged(recorded sourceFile) bool {
	return recorded.SHA256 != "" && f.Path == recorded.Path && f.Size == recorded.Size && f.Modified.Equal(recorded.Modified)
}

// errSourceFileMissing is the one problem that is only a warning when the media
// exists already.
var errSourceFileMissing = errors.New("source file missing")

// sourceFileError is a reason why a file cannot be the source of a media.
type sourceFileError struct {
	summary, detail string
	cause           error
}

// Error returns the reason.
func (e *sourceFileError) Error() string { return e.summary + ": " + e.detail }

// Unwrap returns the cause, if there is one to tell apart.
func (e *sourceFileError) Unwrap() error { return e.cause }

// diagnostic lands on the attribute.
func (e *sourceFileError) diagnostic() diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("source_file"), e.summary, e.detail)
}

// inspectSourceFile checks everything about a file that can be checked without
// reading it all.
func inspectSourceFile(name string) (sourceFile, *sourceFileError) {
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return sourceFile{}, &sourceFileError{"Source file not found", fmt.Sprintf(
			"There is no file %q (relative paths start in the directory in which Terraform runs; use ${path.module} in modules). "+
				"If another resource writes it during the apply, take the path from an attribute of that resource that is only known then.", name), errSourceFileMissing}
	case err != nil:
		return sourceFile{}, &sourceFileError{"Source file cannot be read", fmt.Sprintf("%s. Check the permissions of the file and its directories.", err), err}
	case info.IsDir():
		return sourceFile{}, &sourceFileError{"Source file is a directory", fmt.Sprintf("%q is a directory. Name one video or audio file in it.", name), nil}
	case !info.Mode().IsRegular():
		return sourceFile{}, &sourceFileError{"Source file is not a regular file", fmt.Sprintf(
			"%q is a pipe, a socket or a device. Its size must be known before it is uploaded: write it to a regular file first.", name), nil}
	case info.Size() == 0:
		return sourceFile{}, &sourceFileError{"Source file is empty", fmt.Sprintf("%q holds no bytes, so there is nothing to process.", name), nil}
	case info.Size() > client.MaxUploadBytes:
		return sourceFile{}, &sourceFileError{"Source file is too large", fmt.Sprintf(
			"%q has %.2f GB (%d bytes); ContentGroove takes at most 5 GB (%d bytes) a file. Cut or compress it, or publish it and use source_url.",
			name, float64(info.Size())/(1<<30), info.Size(), client.MaxUploadBytes), nil}
	}
	file, err := os.Open(name) //nolint:gosec // The user names the file to upload.
	if err != nil {
		return sourceFile{}, &sourceFileError{"Source file cannot be read", fmt.Sprintf("%s. Check the permissions of the file.", err), err}
	}
	defer func() { _ = file.Close() }()
	return sourceFile{Path: name, Size: info.Size(), Modified: info.ModTime()}, nil
}

// hashes computes the hash of a file once for all resources that share it.
type hashes struct {
	mu   sync.Mutex
	done map[string]sourceFile
}

// of returns the hash of a file that was inspected before.
func (h *hashes) of(ctx context.Context, file sourceFile) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if earlier, ok := h.done[file.Path]; ok && file.unchanged(earlier) {
		return earlier.SHA256, nil
	}
	sum, err := hashFile(ctx, file.Path)
	if err != nil {
		return "", err
	}
	if h.done == nil {
		h.done = map[string]sourceFile{}
	}
	file.SHA256 = sum
	h.done[file.Path] = file
	return sum, nil
}

// hashChunk is how much is hashed between two looks at the context.
const hashChunk = 8 << 20

// hashFile streams a file through SHA-256.
func hashFile(ctx context.Context, name string) (string, error) {
	file, err := os.Open(name) //nolint:gosec // The user names the file to upload.
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }()
	hash := sha256.New()
	for {
		if err := ctx.Err(); err != nil {
			return "", err
		}
		if _, err := io.CopyN(hash, file, hashChunk); errors.Is(err, io.EOF) {
			return hex.EncodeToString(hash.Sum(nil)), nil
		} else if err != nil {
			return "", err
		}
	}
}

// supportedAudioFormats are the audio formats that ContentGroove documents. Of
// video it takes "most common formats", which it does not list.
var supportedAudioFormats = []string{"aac", "mp3", "flac", "ogg", "wav", "wma"}

// commonVideoExtensions are those of the common video containers. A file whose
// content tells nothing is given the benefit of its name.
var commonVideoExtensions = []string{"mp4", "m4v", "mov", "mkv", "webm", "avi", "wmv", "flv", "mpg", "mpeg", "m2ts", "ts", "mts", "3gp", "ogv", "asf", "vob", "mxf"}

// audioTypes are the media types of the supported audio formats, m4a being the
// usual container of aac.
var audioTypes = []string{"audio/aac", "audio/mpeg", "audio/flac", "audio/ogg", "application/ogg", "audio/wav", "audio/x-ms-wma", "audio/x-m4a", "audio/mp4"}

// unsupportedType returns the type of a file that ContentGroove does not list,
// or "" when the file looks fine.
func unsupportedType(name string) string {
	extension := strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	byName := slices.Contains(commonVideoExtensions, extension) || slices.Contains(supportedAudioFormats, extension) || extension == "m4a"
	detected, err := mimetype.DetectFile(name)
	switch {
	case err != nil:
		return ""
	case strings.HasPrefix(detected.String(), "video/"):
		return ""
	case slices.ContainsFunc(audioTypes, detected.Is):
		return ""
	case detected.Is("application/octet-stream") && byName:
		return ""
	}
	return detected.String()
}

// unsupportedTypeWarning warns before bytes are sent for nothing. It is no
// error, since the list of supported types is the service's to change.
func unsupportedTypeWarning(name string) (diag.Diagnostic, bool) {
	detected := unsupportedType(name)
	if detected == "" {
		return nil, false
	}
	return diag.NewAttributeWarningDiagnostic(path.Root("source_file"), "Source file may not be supported", fmt.Sprintf(
		"%q looks like %s. ContentGroove takes most video formats (mp4 is recommended) and the audio formats %s.",
		name, detected, strings.Join(supportedAudioFormats, ", "))), true
}
