package mockapi

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/sample"
)

// filesPath is where the object store serves what medias and clips refer to.
const filesPath = "/files/"

// linkExpiry is how long a link to a file is good for.
const linkExpiry = 5 * time.Minute

// servedFile is what a link leads to.
type servedFile struct {
	contentType string
	// stored is the name of an uploaded file; "" for a generated one.
	stored string
	// name and size are those of a generated picture, duration that of a sound.
	name          string
	width, height int
	duration      float64
}

// serveFile answers a GET with a signed link. It serves ranges, so that players
// can seek.
func (s *Server) serveFile(x *exchange) {
	r := x.request
	until, ok := s.signer.presigned(http.MethodGet, r.Host, r.URL.Path, r.URL.Query())
	switch {
	case !ok:
		x.send(refusal(http.StatusForbidden, "SignatureDoesNotMatch", "The signature does not match the request."))
		return
	case s.clock.Now().After(until):
		x.send(refusal(http.StatusForbidden, "AccessDenied", "Request has expired at "+until.Format(time.RFC3339)+"."))
		return
	}
	file, ok := s.findFile(strings.TrimPrefix(r.URL.Path, filesPath))
	if !ok {
		x.send(refusal(http.StatusNotFound, "NoSuchKey", "The specified key does not exist."))
		return
	}
	content, done, err := file.open()
	if err != nil {
		x.send(refusal(http.StatusInternalServerError, "InternalError", "The file cannot be read."))
		return
	}
	defer done()
	x.writer.Header().Set("Content-Type", file.contentType)
	x.writer.Header().Set("Access-Control-Allow-Origin", "*")
	recorder := &statusRecorder{ResponseWriter: x.writer, recorded: func(status int) {
		x.entry.Status = status
		x.record()
	}}
	http.ServeContent(recorder, r, "", time.Time{}, content)
}

// findFile looks up what a path stands for: medias/ID/preview.jpg,
// medias/ID/file, and the same for clips.
func (s *Server) findFile(path string) (servedFile, bool) {
	kind, rest, _ := strings.Cut(path, "/")
	id, what, _ := strings.Cut(rest, "/")
	s.lock()
	defer s.unlock()
	var file servedFile
	var media *mediaRecord
	var ok bool
	switch kind {
	case typeMedia:
		if media, ok = s.medias.get(id); !ok {
			return file, false
		}
		file = servedFile{name: id, duration: media.mediaDuration()}
	case typeClip:
		clip, ok := s.clips.get(id)
		if !ok {
			return file, false
		}
		media, _ = s.medias.get(clip.MediaID)
		file = servedFile{name: id, duration: clip.MediaFileDuration}
	}
	if media == nil {
		return file, false
	}
	file.width, file.height = media.SourceFileWidth, media.SourceFileHeight
	switch what {
	case "preview.jpg":
		file.contentType = "image/jpeg"
	case "file":
		file.contentType = "audio/wav"
		if stored := s.storedFile(media); stored != "" && kind == typeMedia {
			file.contentType, file.stored = media.SourceFileContentType, stored
		}
	default:
		return file, false
	}
	return file, true
}

// storedFile is the name of the file that a media was made of, if it was kept.
func (s *Server) storedFile(m *mediaRecord) string {
	if s.options.FilesDir == "" || m.file == nil || m.SourceFileContentType == "" {
		return ""
	}
	name := filepath.Join(s.options.FilesDir, m.file.Key)
	if _, err := os.Stat(name); err != nil {
		return ""
	}
	return name
}

func (f servedFile) open() (content io.ReadSeeker, done func(), err error) {
	done = func() {}
	switch {
	case f.stored != "":
		file, err := os.Open(f.stored)
		if err != nil {
			return nil, done, err
		}
		return file, func() { _ = file.Close() }, nil
	case f.contentType == "image/jpeg":
		picture, err := sample.Picture(f.name, f.width, f.height)
		return bytes.NewReader(picture), done, err
	default:
		return sample.Sound(f.duration), done, nil
	}
}

// FileURL returns a signed link to a file of the service, such as
// medias/ID/file; "" when the object store has no address.
func (s *Server) FileURL(path string) string {
	if s.UploadURL() == "" {
		return ""
	}
	return *s.signedLink(path)
}

// keepFile returns a file in FilesDir that is to become an upload's, and what
// makes it that, or removes it. Without FilesDir, everything is thrown away.
func (s *Server) keepFile(key string) (w io.Writer, finish func(ok bool) error, err error) {
	if s.options.FilesDir == "" {
		return io.Discard, func(bool) error { return nil }, nil
	}
	file, err := os.CreateTemp(s.options.FilesDir, key+".*")
	if err != nil {
		return nil, nil, err
	}
	return file, func(ok bool) error {
		err := file.Close()
		if ok && err == nil {
			return os.Rename(file.Name(), filepath.Join(s.options.FilesDir, key))
		}
		if removeErr := os.Remove(file.Name()); !errors.Is(removeErr, fs.ErrNotExist) {
			err = errors.Join(err, removeErr)
		}
		return err
	}, nil
}

// statusRecorder tells of the status when it is known.
type statusRecorder struct {
	http.ResponseWriter
	recorded func(status int)
}

func (w *statusRecorder) WriteHeader(status int) {
	w.recorded(status)
	w.ResponseWriter.WriteHeader(status)
}
