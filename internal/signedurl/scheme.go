package signedurl

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// scheme is a way to sign URLs.
type scheme struct {
	// signature is the parameter that has the signature, and with the parameters
	// that must be there, too, since its name is a common word.
	signature string
	with      []string
	// prefix and others are the parameters that belong to the signature.
	prefix string
	others []string
	// times reads when the URL was signed and when it expires.
	times func(url.Values) (signedAt, expires time.Time)
}

// schemes are those of the object stores and networks that a media may come from:
// S3 and Google Cloud Storage, version 4 and before; CloudFront; and Azure.
var schemes = []scheme{
	{signature: "X-Amz-Signature", prefix: "X-Amz-", times: version4("X-Amz-")},
	{signature: "X-Goog-Signature", prefix: "X-Goog-", times: version4("X-Goog-")},
	{signature: "Signature", with: []string{"AWSAccessKeyId"}, prefix: "X-Amz-", others: []string{"AWSAccessKeyId", "Expires"}, times: expiresParameter},
	{signature: "Signature", with: []string{"GoogleAccessId"}, others: []string{"GoogleAccessId", "Expires"}, times: expiresParameter},
	{signature: "Signature", with: []string{"Key-Pair-Id"}, others: []string{"Key-Pair-Id", "Expires", "Policy", "Hash-Algorithm"}, times: expiresParameter},
	{
		signature: "sig", with: []string{"sv"}, times: azureTimes,
		others: []string{"sv", "se", "st", "sp", "sr", "ss", "srt", "spr", "sip", "si", "sdd", "skoid", "sktid", "skt", "ske", "sks", "skv", "saoid", "suoid", "scid"},
	},
}

// signs reports whether a query has such a signature.
func (s scheme) signs(query url.Values) bool {
	for _, name := range append([]string{s.signature}, s.with...) {
		if lookUp(query, name) == "" {
			return false
		}
	}
	return true
}

// strip takes the parameters of the signature out of a query.
func (s scheme) strip(query url.Values) {
	for name := range query {
		hasPrefix := s.prefix != "" && len(name) > len(s.prefix) && strings.EqualFold(name[:len(s.prefix)], s.prefix)
		isOther := slices.ContainsFunc(append([]string{s.signature}, s.others...), func(other string) bool { return strings.EqualFold(name, other) })
		if hasPrefix || isOther {
			delete(query, name)
		}
	}
}

// version4 reads the date and the seconds of a signature of version 4.
func version4(prefix string) func(url.Values) (signedAt, expires time.Time) {
	return func(query url.Values) (signedAt, expires time.Time) {
		signedAt, err := time.Parse("20060102T150405Z", lookUp(query, prefix+"Date"))
		if err != nil {
			return time.Time{}, time.Time{}
		}
		seconds, err := strconv.ParseInt(lookUp(query, prefix+"Expires"), 10, 32)
		if err != nil || seconds <= 0 {
			return signedAt, time.Time{}
		}
		return signedAt, signedAt.Add(time.Duration(seconds) * time.Second)
	}
}

// expiresParameter reads a time in seconds since 1970.
func expiresParameter(query url.Values) (signedAt, expires time.Time) {
	return time.Time{}, unixTime(lookUp(query, "Expires"))
}

// azureTimes reads the end of a shared access signature. Its start may lie before
// the moment at which it was signed, to allow for clocks that differ.
func azureTimes(query url.Values) (signedAt, expires time.Time) {
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04Z", time.DateOnly} {
		if expires, err := time.Parse(layout, lookUp(query, "se")); err == nil {
			return time.Time{}, expires
		}
	}
	return time.Time{}, time.Time{}
}
