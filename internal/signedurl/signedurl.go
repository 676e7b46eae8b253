// Package signedurl compares URLs that carry a signature. A service may sign the
// URL of the same file anew for every answer; the package tells whether two URLs
// name the same file, and whether the older one can still be used. It promises
// that URLs which differ in anything but a signature are not taken for the same.
package signedurl

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Verdict says what a fresh URL means for a stored one.
type Verdict int

const (
	// Replaced means that the fresh URL names another file, or that the stored one
	// has expired.
	Replaced Verdict = iota
	// Kept means that both name the same file, and that the stored one can be used.
	Kept
	// Undecided means that both have the same scheme, host and path, and that
	// nothing says what the rest of them means.
	Undecided
)

// Compare compares a stored URL with a fresh one. Now is the time of this
// machine; a fresh URL that says when it was signed tells the service's own time,
// and that counts instead.
func Compare(stored, fresh string, now time.Time) Verdict {
	if stored == fresh {
		return Kept
	}
	old, err := parse(stored)
	if err != nil {
		return Replaced
	}
	current, err := parse(fresh)
	if err != nil || current.file != old.file {
		return Replaced
	}
	if !old.signed || !current.signed {
		return Undecided
	}
	if old.rest != current.rest {
		return Replaced
	}
	if !current.signedAt.IsZero() {
		now = current.signedAt
	}
	switch {
	case old.expires.IsZero():
		return Undecided
	case now.Before(old.expires):
		return Kept
	}
	return Replaced
}

// SameSource reports whether two URLs name the same file and differ in nothing
// but a signature. At least one of them must have a signature that is recognised.
func SameSource(a, b string) bool {
	if a == b {
		return true
	}
	one, err := parse(a)
	if err != nil {
		return false
	}
	other, err := parse(b)
	return err == nil && (one.signed || other.signed) && one.file == other.file && one.rest == other.rest
}

// HasCredentials reports whether a URL has a user name or a password in it.
func HasCredentials(address string) bool {
	parsed, err := url.Parse(address)
	return err == nil && parsed.User != nil
}

// signedURL is a URL taken apart.
type signedURL struct {
	// file is the scheme, the host and the path; rest are the query parameters
	// that are not part of the signature.
	file, rest string
	// signed reports whether a signature was recognised. Its times are zero where
	// it does not tell them.
	signed            bool
	signedAt, expires time.Time
}

func parse(address string) (signedURL, error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return signedURL{}, err
	}
	query, err := url.ParseQuery(parsed.RawQuery)
	if err != nil {
		return signedURL{}, err
	}
	result := signedURL{file: strings.ToLower(parsed.Scheme+"://"+parsed.Host) + parsed.EscapedPath()}
	for _, scheme := range schemes {
		if !scheme.signs(query) {
			continue
		}
		result.signed = true
		result.signedAt, result.expires = scheme.times(query)
		scheme.strip(query)
		break
	}
	result.rest = query.Encode()
	return result, nil
}

// lookUp returns the value of a parameter, in whatever case its name is written.
func lookUp(query url.Values, name string) string {
	for key, values := range query {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// unixTime reads a number of seconds since 1970; the zero time if it is none.
func unixTime(text string) time.Time {
	seconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || seconds <= 0 {
		return time.Time{}
	}
	return time.Unix(seconds, 0)
}
