package sourcefile

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/gabriel-vasile/mimetype"
)

// SupportedAudioFormats returns the audio formats that ContentGroove documents.
// Of video it takes "most common formats", which it does not list.
func SupportedAudioFormats() []string { return []string{"aac", "mp3", "flac", "ogg", "wav", "wma"} }

// commonVideoExtensions are those of the common video containers. A file whose
// content does not tell its type is judged by its name.
var commonVideoExtensions = []string{"mp4", "m4v", "mov", "mkv", "webm", "avi", "wmv", "flv", "mpg", "mpeg", "m2ts", "ts", "mts", "3gp", "ogv", "asf", "vob", "mxf"}

// audioTypes are the media types of the supported audio formats, m4a being the
// usual container of aac.
var audioTypes = []string{"audio/aac", "audio/mpeg", "audio/flac", "audio/ogg", "application/ogg", "audio/wav", "audio/x-ms-wma", "audio/x-m4a", "audio/mp4"}

// UnsupportedType returns the media type of the file if ContentGroove does not
// list it, and "" if it does or the file cannot be read. It reads only the
// beginning of the file.
func (f File) UnsupportedType() string {
	handle, err := openWithoutWaiting(f.Path)
	if err != nil {
		return ""
	}
	defer handle.Close() //nolint:errcheck // Nothing was written.
	if info, err := handle.Stat(); err != nil || !info.Mode().IsRegular() {
		return ""
	}
	detected, err := mimetype.DetectReader(handle)
	switch {
	case err != nil:
		return ""
	case strings.HasPrefix(detected.String(), "video/"):
		return ""
	case slices.ContainsFunc(audioTypes, detected.Is):
		return ""
	case detected.Is("application/octet-stream") && f.hasSupportedExtension():
		return ""
	}
	return detected.String()
}

// hasSupportedExtension reports whether the name is that of a supported file.
func (f File) hasSupportedExtension() bool {
	extension := strings.TrimPrefix(strings.ToLower(filepath.Ext(f.Path)), ".")
	return slices.Contains(commonVideoExtensions, extension) || slices.Contains(SupportedAudioFormats(), extension) || extension == "m4a"
}
