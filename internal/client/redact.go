package client

import (
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// hidden stands for a secret.
const hidden = "***"

// redactor removes secrets from texts that leave the package.
type redactor struct{ key *strings.Replacer }

func newRedactor(key string) redactor {
	var pairs []string
	for _, form := range []string{key, url.QueryEscape(key), url.PathEscape(key)} {
		pairs = append(pairs, form, hidden)
	}
	return redactor{key: strings.NewReplacer(pairs...)}
}

var (
	// urlQuery is the query of a URL, also of one inside JSON, where slashes may
	// be escaped. Presigned URLs have their signature there.
	urlQuery = regexp.MustCompile(`(?i)(https?:\\?/\\?/[^\s"'<>?]*\?)[^\s"'<>]+`)
	// urlUser is the credentials in a URL, as addresses of proxies have them.
	urlUser = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*://)[^/?#"']*@`)
	// signature is a parameter of a presigned URL that got loose from its URL.
	signature = regexp.MustCompile(`(?i)\b((?:x-(?:amz|goog)-(?:signature|credential|security-token)|signature|sig)=)[^&\s"'<>]+`)
)

// text is s without the key and without the secret parts of URLs.
func (r redactor) text(s string) string {
	s = r.key.Replace(s)
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

// excerptLength is how much of a body an error quotes, in characters.
const excerptLength = 160

// excerpt is the beginning of a body as one printable line without secrets.
func (r redactor) excerpt(body []byte) string {
	// Redacting before cutting: half of a key must not get through.
	const enough = 8 << 10
	if len(body) > enough {
		body = body[:enough]
	}
	printable := strings.Map(func(char rune) rune {
		switch {
		case unicode.IsSpace(char):
			return ' '
		case !unicode.IsPrint(char):
			return '.'
		default:
			return char
		}
	}, r.text(strings.ToValidUTF8(string(body), ".")))
	return shorten(strings.Join(strings.Fields(printable), " "), excerptLength)
}

// shorten cuts a text after limit characters.
func shorten(s string, limit int) string {
	count := 0
	for at := range s {
		if count == limit {
			return s[:at] + "…"
		}
		count++
	}
	return s
}
