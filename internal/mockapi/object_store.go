package mockapi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"hash"
	"io"
	"net/http"
	"path"
	"strings"
	"sync"
	"time"
)

// serveUpload is the object store: one PUT of a whole file to a presigned URL.
// It is as unforgiving as the real ones are.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	x, ok := s.begin(w, r, HostUpload)
	if !ok {
		return
	}
	defer x.end()
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && strings.HasPrefix(r.URL.Path, filesPath) {
		x.entry.Operation = OpDownload
		s.serveFile(x)
		return
	}
	if r.Method != http.MethodPut {
		x.send(refusal(http.StatusMethodNotAllowed, "MethodNotAllowed", "Only PUT is allowed here."))
		return
	}
	x.entry.Operation = OpUpload
	x.serve(func() answer { return s.storeObject(x) }, nil)
}

// storeObject checks a PUT before it reads the body, so that a client that waits
// for a go-ahead (Expect: 100-continue) is refused without sending it.
func (s *Server) storeObject(x *exchange) answer {
	if refused, ok := s.refuseUpload(x.request); ok {
		return refused
	}
	key := path.Base(x.request.URL.Path)
	kept, finish, err := s.keepFile(key)
	if err != nil {
		return refusal(http.StatusInternalServerError, "InternalError", "The file cannot be kept: "+err.Error())
	}
	received, err := receive(x.request.Body, kept)
	x.entry.BodyBytes = received.size
	if finishErr := finish(err == nil); finishErr != nil && err == nil {
		return refusal(http.StatusInternalServerError, "InternalError", "The file cannot be kept: "+finishErr.Error())
	}
	if err != nil {
		return refusal(http.StatusBadRequest, "IncompleteBody", "The body is shorter than its Content-Length.")
	}
	facts := probe(received, received.size)

	s.lock()
	defer s.unlock()
	s.touch()
	u, ok := s.uploads.get(key)
	if !ok {
		return refusal(http.StatusForbidden, "AccessDenied", "The upload is not known any more.")
	}
	u.Received = true
	u.Puts++
	u.Size = received.size
	u.SHA256 = hex.EncodeToString(received.digest.Sum(nil))
	u.ContentType, u.Duration = facts.contentType, facts.duration
	u.Height, u.Width = facts.height, facts.width
	return answer{status: http.StatusOK}
}

// refuseUpload decides by the head of a request alone.
func (s *Server) refuseUpload(r *http.Request) (answer, bool) {
	query := r.URL.Query()
	for _, name := range []string{"Authorization", "X-Api-Key"} {
		if r.Header.Get(name) != "" {
			return refusal(http.StatusBadRequest, "InvalidArgument",
				"Only one way to authenticate is allowed: the presigned URL has a signature."), true
		}
	}
	if query.Has(queryKey) {
		return refusal(http.StatusBadRequest, "InvalidArgument", "The API key does not belong here."), true
	}
	if r.ContentLength < 0 || r.ContentLength == 0 && r.Header.Get("Content-Length") == "" {
		return refusal(http.StatusLengthRequired, "MissingContentLength", "The Content-Length header is required."), true
	}
	until, ok := s.signer.presigned(r.Method, r.Host, r.URL.Path, query)
	if !ok {
		return refusal(http.StatusForbidden, "SignatureDoesNotMatch", "The signature does not match the request."), true
	}
	if header, ok := unsignedHeader(r.Header); ok {
		return refusal(http.StatusForbidden, "AccessDenied", "The header "+header+" was sent and is not signed."), true
	}
	if now := s.clock.Now(); now.After(until) {
		return refusal(http.StatusForbidden, "AccessDenied", "Request has expired at "+until.Format(time.RFC3339)+"."), true
	}
	if r.ContentLength > s.options.MaxUploadBytes {
		return refusal(http.StatusBadRequest, "EntityTooLarge", "The file is larger than the maximum allowed."), true
	}
	return answer{}, false
}

// unsignedHeader returns a header that would change the object, and so would
// have to be among the signed ones. Only the host is.
func unsignedHeader(header http.Header) (string, bool) {
	for name := range header {
		if name == "Content-Type" || strings.HasPrefix(name, "X-Amz-") {
			return name, true
		}
	}
	return "", false
}

// refusal is an error in the object store's own format.
func refusal(status int, code, message string) answer {
	body, err := xml.Marshal(struct {
		XMLName xml.Name `xml:"Error"`
		Code    string
		Message string
	}{Code: code, Message: message})
	if err != nil {
		return answer{status: http.StatusInternalServerError}
	}
	return answer{
		status: status,
		header: http.Header{"Content-Type": {"application/xml"}},
		body:   append([]byte(xml.Header), body...),
	}
}

// receivedFile is what is left of a file after it went by: its digest, its size,
// and as much of its two ends as it takes to tell its format.
type receivedFile struct {
	ends
	digest hash.Hash
}

// copyBuffers spare every upload a buffer of its own.
var copyBuffers = sync.Pool{New: func() any { return new([1 << 20]byte) }}

// receive reads a file to its end, and copies it to kept.
func receive(body io.Reader, kept io.Writer) (*receivedFile, error) {
	received := &receivedFile{digest: sha256.New()}
	buffer, ok := copyBuffers.Get().(*[1 << 20]byte)
	if !ok {
		buffer = new([1 << 20]byte)
	}
	defer copyBuffers.Put(buffer)
	_, err := io.CopyBuffer(io.MultiWriter(received.digest, &received.ends, kept), body, buffer[:])
	return received, err
}
