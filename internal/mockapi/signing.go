package mockapi

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Query parameters of a presigned URL.
const (
	amzAlgorithm     = "X-Amz-Algorithm"
	amzCredential    = "X-Amz-Credential" //nolint:gosec // The name of a parameter, no credential.
	amzDate          = "X-Amz-Date"
	amzExpires       = "X-Amz-Expires"
	amzSignedHeaders = "X-Amz-SignedHeaders"
	amzSignature     = "X-Amz-Signature"
	amzRequest       = "X-Amz-Request"

	amzDateLayout = "20060102T150405Z"
)

// signer signs what the server hands out and wants to know again. Its key is
// made anew for every server, so nothing that another one signed is valid.
type signer struct {
	key []byte
}

func newSigner() signer {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return signer{key}
}

// sum signs a message for one purpose, so that a signature cannot be used for
// another.
func (s signer) sum(purpose, message string) string {
	mac := hmac.New(sha256.New, s.key)
	_, _ = mac.Write([]byte(purpose + "\n" + message))
	return hex.EncodeToString(mac.Sum(nil))
}

func (s signer) valid(purpose, message, signature string) bool {
	return hmac.Equal([]byte(s.sum(purpose, message)), []byte(signature))
}

// signedIDPurpose keeps signed ids apart from whatever else may be signed.
const signedIDPurpose = "blob_id"

// signedMessage is the document inside a signed id.
type signedMessage struct {
	Rails signedMessageBody `json:"_rails"`
}

type signedMessageBody struct {
	// Message is in base64 once more.
	Message []byte  `json:"message"`
	Expires *string `json:"exp"`
	Purpose string  `json:"pur"`
}

// signedID wraps an id the way the service does: a document in base64, two
// dashes and a signature. It does not expire.
func (s signer) signedID(id string) string {
	document, err := json.Marshal(signedMessage{signedMessageBody{Message: []byte(id), Purpose: signedIDPurpose}})
	if err != nil {
		return ""
	}
	encoded := base64.StdEncoding.EncodeToString(document)
	return encoded + "--" + s.sum(signedIDPurpose, encoded)
}

// openSignedID returns the id inside a signed id that this server has made.
func (s signer) openSignedID(signedID string) (string, bool) {
	encoded, signature, ok := strings.Cut(signedID, "--")
	if !ok || !s.valid(signedIDPurpose, encoded, signature) {
		return "", false
	}
	document, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", false
	}
	var message signedMessage
	if err := json.Unmarshal(document, &message); err != nil {
		return "", false
	}
	return string(message.Rails.Message), true
}

// presign returns the query that allows one method on one path of a host until
// the time is over. Further parameters, names and values in turn, are signed with
// the others.
func (s signer) presign(method, host, path string, from time.Time, expiry time.Duration, more ...string) string {
	from = from.UTC()
	query := url.Values{
		amzAlgorithm:     {"AWS4-HMAC-SHA256"},
		amzCredential:    {"MOCK/" + from.Format("20060102") + "/us-east-1/s3/aws4_request"},
		amzDate:          {from.Format(amzDateLayout)},
		amzExpires:       {strconv.FormatInt(int64(expiry/time.Second), 10)},
		amzSignedHeaders: {"host"},
	}
	for i := 1; i < len(more); i += 2 {
		query.Set(more[i-1], more[i])
	}
	query.Set(amzSignature, s.sum("presign", presignMessage(method, host, path, query)))
	return query.Encode()
}

// presigned tells whether a query allows a request, and until when.
func (s signer) presigned(method, host, path string, query url.Values) (until time.Time, ok bool) {
	if !s.valid("presign", presignMessage(method, host, path, query), query.Get(amzSignature)) {
		return time.Time{}, false
	}
	from, err := time.Parse(amzDateLayout, query.Get(amzDate))
	if err != nil {
		return time.Time{}, false
	}
	seconds, err := strconv.Atoi(query.Get(amzExpires))
	return from.Add(time.Duration(seconds) * time.Second), err == nil
}

// presignMessage is what a presigned URL's signature covers: everything but the
// signature itself, so that no part of the URL can be changed or added to.
func presignMessage(method, host, path string, query url.Values) string {
	covered := url.Values{}
	for name, values := range query {
		if name != amzSignature {
			covered[name] = values
		}
	}
	return strings.Join([]string{method, host, path, covered.Encode()}, "\n")
}

// signedLink is a link to a file of the service. As with the real one, each
// answer has another signature. Without an object store, nothing is served there.
func (s *Server) signedLink(path string) *string {
	nonce := s.signedLinks.Add(1)
	if base, err := url.Parse(s.UploadURL()); err == nil && base.Host != "" {
		base.Path = filesPath + path
		base.RawQuery = s.signer.presign(http.MethodGet, base.Host, base.Path, s.clock.Now(), linkExpiry,
			amzRequest, strconv.FormatUint(nonce, 10))
		link := base.String()
		return &link
	}
	now := s.clock.Now().UTC().Format(amzDateLayout)
	link := "https://files.example.com/" + path +
		"?" + amzDate + "=" + now + "&" + amzExpires + "=300" +
		"&" + amzSignature + "=" + s.signer.sum("link", path+strconv.FormatUint(nonce, 10))
	return &link
}

// newID makes a random UUID.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
