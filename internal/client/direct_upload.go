package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
)

// DirectUpload is a permission to upload one file.
type DirectUpload struct {
	// UploadID names the uploaded file when a media is created from it.
	UploadID string
	// UploadURL takes the file by a PUT. It is a secret until it expires.
	UploadURL string
}

// String shows the upload without its secrets.
func (d DirectUpload) String() string {
	return "direct upload (id and URL " + hidden + ")"
}

// Format shows the upload without its secrets, whatever the verb.
func (d DirectUpload) Format(state fmt.State, _ rune) { _, _ = io.WriteString(state, d.String()) }

// LogValue logs the upload without its secrets.
func (d DirectUpload) LogValue() slog.Value { return slog.StringValue(d.String()) }

// directUploadResource is a permission as the API sends it.
type directUploadResource struct {
	Attributes *struct {
		UploadID  string `json:"upload_id"`
		UploadURL string `json:"upload_url"`
	} `json:"attributes"`
}

func (r *directUploadResource) object() (*DirectUpload, error) {
	if r.Attributes == nil {
		return nil, errNoAttributes
	}
	upload := DirectUpload(*r.Attributes)
	if upload.UploadID == "" || upload.UploadURL == "" {
		return nil, errors.New("its upload_id or upload_url is missing")
	}
	return &upload, nil
}

// directUploadCollection has only one operation, and that one creates something even
// though it is a GET.
var directUploadCollection = collection[directUploadResource, *DirectUpload]{
	convert: (*directUploadResource).object,
	id:      func(upload *DirectUpload) string { return upload.UploadID },
}

// CreateDirectUpload asks for a place to upload a file to. [Client.UploadFile]
// does that and sends the file.
func (c *Client) CreateDirectUpload(ctx context.Context) (*DirectUpload, error) {
	return directUploadCollection.one(ctx, c, call{
		operation:    "create direct upload",
		method:       http.MethodGet,
		path:         []string{"direct_uploads"},
		confidential: true,
	})
}
