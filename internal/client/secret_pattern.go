package client

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf16"
)

// secretPattern matches a secret in each of the forms in which a server may echo
// it: as it is; with any of its characters escaped as in URLs (also twice), JSON
// or HTML; and as part of a text in Base64, as in an echoed header.
func secretPattern(secret string) *regexp.Regexp {
	var escaped strings.Builder
	for _, char := range secret {
		escaped.WriteString(characterPattern(char))
	}
	forms := append([]string{escaped.String()}, base64Forms(secret)...)
	return regexp.MustCompile(strings.Join(forms, "|"))
}

// characterPattern matches one character of a secret in all of its escapes.
func characterPattern(char rune) string {
	var percent, twice, unicode strings.Builder
	for _, octet := range []byte(string(char)) {
		fmt.Fprintf(&percent, "%%%02x", octet)
		fmt.Fprintf(&twice, "%%25%02x", octet)
	}
	for _, unit := range utf16.Encode([]rune{char}) {
		fmt.Fprintf(&unicode, `\\u%04x`, unit)
	}
	forms := []string{
		regexp.QuoteMeta(string(char)),
		`\\` + regexp.QuoteMeta(string(char)), // As in \/ and \".
		"(?i:" + strings.Join([]string{
			percent.String(),
			twice.String(),
			unicode.String(),
			fmt.Sprintf("&#0*%d;", char),
			fmt.Sprintf("&#x0*%x;", char),
		}, "|") + ")",
	}
	switch char {
	case '&':
		forms = append(forms, "&amp;")
	case '<':
		forms = append(forms, "&lt;")
	case '>':
		forms = append(forms, "&gt;")
	case '"':
		forms = append(forms, "&quot;")
	case '\'':
		forms = append(forms, "&apos;")
	}
	return "(?:" + strings.Join(forms, "|") + ")"
}

// shortestBase64 is the length from which a Base64 form is unlikely to appear by
// accident.
const shortestBase64 = 10

// base64Forms match the secret inside any text in Base64. Where in the text it
// begins decides between three forms. Their first and last characters also
// depend on the neighbours of the secret and are left out; what is left of the
// secret in those is less than a character of it.
func base64Forms(secret string) []string {
	var forms []string
	for offset := range 3 {
		padded := append(make([]byte, offset), secret...)
		first := (8*offset + 5) / 6 // The first character that holds bits of the secret only.
		last := 8 * len(padded) / 6 // The first character behind those.
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			form := encoding.EncodeToString(padded)[first:last]
			if len(form) >= shortestBase64 {
				forms = append(forms, regexp.QuoteMeta(form))
			}
		}
	}
	return forms
}
