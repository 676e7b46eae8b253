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
	base, err := url.Parse(s.UploadURL())
	if err != nil || base.Host == "" {
		return nil, internalError("The object store has no address: start the server, or set Options.UploadURL.")
	}
	id, key := newID(), strings.ReplaceAll(newID(), "-", "")
	u := &uploadRecord{Upload{
		ID: id, UploadID: s.signer.signedID(key), Key: key,
		CreatedAt: s.stamp(c.now), ExpiresAt: c.now.Add(s.options.UploadExpiry),
	}}
	s.uploads.add(u)
	target := *base
	target.Path = strings.TrimSuffix(base.Path, "/") + "/" + key
	target.RawQuery = s.signer.presign(http.MethodPut, target.Host, target.Path, c.now, s.options.UploadExpiry)
	return document{Data: resource{
		ID: id, Type: typeUpload,
		Attributes: uploadDocument{UploadID: u.UploadID, UploadURL: target.String()},
	}}, nil
}

// uploadBySignedID finds the upload that a genuine signed id stands for.
func (s *Server) uploadBySignedID(signedID string) (*uploadRecord, bool) {
	key, ok := s.signer.openSignedID(signedID)
	if !ok {
		return nil, false
	}
	return s.uploads.get(key)
}
