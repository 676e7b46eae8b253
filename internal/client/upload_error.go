package client

import (
	"encoding/xml"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
)

// UploadError is a refusal by the upload host. It never holds the upload URL.
type UploadError struct {
	StatusCode int
	// Host is the host that refused, with its port.
	Host string
	// Code and Message are the host's own words, as object stores send them.
	Code, Message string
	// Excerpt is the beginning of a body of another kind, as one printable line.
	Excerpt string
	// RequestID is how the host calls the request.
	RequestID string
}

// Error tells the host, the status and the host's own words.
func (e *UploadError) Error() string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s: the upload host %s answered %s", uploadOperation, e.Host, statusText(e.StatusCode))
	for _, reason := range []string{e.Code, strings.TrimRight(e.Message, "."), e.Excerpt} {
		if reason != "" {
			text.WriteString(": " + reason)
		}
	}
	text.WriteString(requestIDText(e.RequestID))
	if e.StatusCode == http.StatusRequestEntityTooLarge || e.Code == "EntityTooLarge" {
		text.WriteString("; ContentGroove takes files of up to 5 GB")
	}
	return text.String()
}

// newUploadError reads a refusal.
func (c *Client) newUploadError(target *url.URL, answer answer) *UploadError {
	redact := c.redact.hidingURL(target)
	clean := func(s string) string { return redact.excerpt([]byte(s)) }
	refused := &UploadError{
		StatusCode: answer.status,
		Host:       target.Host,
		RequestID:  clean(answer.header.Get("X-Amz-Request-Id")),
	}
	var doc struct {
		XMLName xml.Name `xml:"Error"`
		Code    string   `xml:"Code"`
		Message string   `xml:"Message"`
	}
	if xml.Unmarshal(answer.body, &doc) == nil {
		refused.Code, refused.Message = clean(doc.Code), clean(doc.Message)
	} else {
		refused.Excerpt = clean(string(answer.body))
	}
	return refused
}

// isForbidden reports whether an upload was refused as hosts refuse an expired URL.
func isForbidden(err error) bool {
	refused, ok := errors.AsType[*UploadError](err)
	return ok && refused.StatusCode == http.StatusForbidden
}

// isHTML reports whether an answer is a web page.
func isHTML(answer answer) bool {
	media, _, err := mime.ParseMediaType(answer.header.Get("Content-Type"))
	return err == nil && media == "text/html" && len(answer.body) > 0
}
