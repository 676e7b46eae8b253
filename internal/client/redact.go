package client

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hidden stands for a secret.
const hidden = "***"

// redactor makes texts fit to leave the package: without secrets, and printable.
type redactor struct {
	// secrets match the key, and what else is secret in the case at hand.
	secrets []*regexp.Regexp
	// literals are secrets that are too long for a pattern.
	literals []string
}

func newRedactor(key string) redactor {
	return redactor{secrets: []*regexp.Regexp{secretPattern(key)}}
}

// forCall returns a redactor that also hides the secret URL of a call.
func (r redactor) forCall(request call) redactor {
	address, err := url.Parse(request.secretURL)
	if request.secretURL == "" || err != nil {
		return r
	}
	return r.hidingURL(address)
}

// hidingURL returns a redactor that also hides the parts of a URL that make it a
// secret: its path, its query, and each of the query's values that looks like a
// credential, in case it is quoted alone.
func (r redactor) hidingURL(address *url.URL) redactor {
	secrets := []string{address.RequestURI(), address.RawQuery, strings.Trim(address.EscapedPath(), "/")}
	for name, values := range address.Query() {
		for _, value := range values {
			if len(value) >= longCredential || credentialName.MatchString(name) {
				secrets = append(secrets, value)
			}
		}
	}
	hiding := redactor{secrets: slices.Clone(r.secrets)}
	for _, secret := range secrets {
		switch {
		case len(secret) <= 1: // A path of "/" is no secret.
		case len(secret) > longestPattern:
			hiding.literals = append(hiding.literals, secret)
		default:
			hiding.secrets = append(hiding.secrets, secretPattern(secret))
		}
	}
	return hiding
}

// longestPattern is the length up to which a secret is found in every encoding.
// The pattern of a whole presigned query would take seconds to match.
const longestPattern = 200

// longCredential is the length from which any value in a secret URL is taken for
// a credential.
const longCredential = 20

var (
	// credentialName matches the names of parameters that hold credentials.
	credentialName = regexp.MustCompile(`(?i)signature|credential|token|policy|secret|password|key|\bsig\b`)
	// urlQuery is the query of a URL, also of one inside JSON, where slashes may
	// be escaped. Presigned URLs have their signature there.
	urlQuery = regexp.MustCompile(`(?i)(https?:\\?/\\?/[^\s"'<>?]*\?)[^\s"'<>]+`)
	// urlUser is the credentials in a URL, as addresses of proxies have them.
	urlUser = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*://)[^/?#"']*@`)
	// signature is a parameter of a presigned URL that got loose from its URL, in
	// the notation of a query, of JSON or of a header.
	signature = regexp.MustCompile(`(?i)\b((?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig)"?(?:=|%3d|\s?:\s?)"?)[^&\s"'<>]+`)
)

// text is s as one printable line without secrets.
func (r redactor) text(s string) string {
	s = Printable(s)
	for _, literal := range r.literals {
		s = strings.ReplaceAll(s, literal, hidden)
	}
	for _, secret := range r.secrets {
		s = secret.ReplaceAllLiteralString(s, hidden)
	}
	s = urlUser.ReplaceAllString(s, "${1}"+hidden+"@")
	s = urlQuery.ReplaceAllString(s, "${1}"+hidden)
	return signature.ReplaceAllString(s, "${1}"+hidden)
}

// error is err without secrets. Package net/http likes to wrap errors with the
// whole URL, so those wrappers are taken off first.
func (r redactor) error(err error) error {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	original := err.Error()
	if clean := r.text(original); clean != original {
		return newRedactedError(clean, err)
	}
	return err
}

// redactedError replaces the text of an error. It can be compared with
// errors.Is, but not unwrapped: what is inside would still show the secret.
// For the same reason the error is not a field, which "%#v" would print.
type redactedError struct {
	text string
	is   func(target error) bool
}

func newRedactedError(text string, err error) *redactedError {
	return &redactedError{text: text, is: func(target error) bool { return errors.Is(err, target) }}
}

// Error is the text without secrets.
func (e *redactedError) Error() string { return e.text }

// Is compares the hidden error with target.
func (e *redactedError) Is(target error) bool { return e.is(target) }

// header is a field of an answer that is fit to be shown.
func (r redactor) header(header http.Header, name string) string {
	return r.excerpt([]byte(header.Get(name)))
}

const (
	// excerptLength is how much of a body an error quotes, in characters.
	excerptLength = 160
	// excerptSource is how much of a body is looked at for that, in bytes.
	excerptSource = 8 << 10
)

// excerpt is the beginning of a body as one printable line without secrets.
func (r redactor) excerpt(body []byte) string {
	line := strings.Join(strings.Fields(string(body)), " ")
	cut := len(line) > excerptSource
	if cut {
		line = line[:excerptSource]
	}
	// Redacting comes before shortening: half of a secret would not be recognised.
	line = r.text(line)
	if cut {
		// The same goes for the cut above. No secret has a space in it, so only the
		// last word can be half of one.
		line = line[:strings.LastIndexByte(line, ' ')+1] + "…"
	}
	return shorten(line, excerptLength)
}
