package mockapi

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// uploadRecord is a direct upload as the server keeps it: by its key, which the
// presigned URL and the signed id both hold.
type uploadRecord struct {
	Upload
}

func (u *uploadRecord) recordID() string           { return u.Key }
func (u *uploadRecord) recordCreatedAt() time.Time { return u.CreatedAt }

type uploadDocument struct {
	UploadID  string `json:"upload_id"`
	UploadURL string `json:"upload_url"`
}

// createDirectUpload hands out a presigned URL. It is a GET that creates
// something, as in the API description.
func (s *Server) createDirectUpload(c *call) (any, error) {
	u, err := s.addUpload(c.now)
	if err != nil {
		return nil, err
	}
	return document{Data: resource{
		ID: u.ID, Type: typeUpload,
		Attributes: uploadDocument{UploadID: u.UploadID, UploadURL: u.URL},
	}}, nil
}

// SeedUpload hands out a presigned URL as GET /direct_uploads does. The server
// has to be started, or to have Options.UploadURL; without an address, URL is "".
func (s *Server) SeedUpload() Upload {
	now := s.lock()
	defer s.unlock()
	s.touch()
	u, err := s.addUpload(now)
	if err != nil {
		return Upload{}
	}
	return u.Upload
}

func (s *Server) addUpload(now time.Time) (*uploadRecord, error) {
	base, err := url.Parse(s.UploadURL())
	if err != nil || base.Host == "" {
		return nil, internalError("The object store has no address: start the server, or set Options.UploadURL.")
	}
	id, key := newID(), strings.ReplaceAll(newID(), "-", "")
	u := &uploadRecord{Upload{
		ID: id, UploadID: s.signer.signedID(key), Key: key,
		CreatedAt: s.stamp(now), ExpiresAt: now.Add(s.options.UploadExpiry),
	}}
	s.uploads.add(u)
	target := *base
	target.Path = strings.TrimSuffix(base.Path, "/") + "/" + key
	target.RawQuery = s.signer.presign(http.MethodPut, target.Host, target.Path, now, s.options.UploadExpiry)
	u.URL = target.String()
	return u, nil
}

// uploadBySignedID finds the upload that a genuine signed id stands for.
func (s *Server) uploadBySignedID(signedID string) (*uploadRecord, bool) {
	key, ok := s.signer.openSignedID(signedID)
	if !ok {
		return nil, false
	}
	return s.uploads.get(key)
}
