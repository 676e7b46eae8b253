package client

import (
	"context"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

func TestRedactedTexts(t *testing.T) {
	t.Parallel()
	r := newRedactor(testKey)
	for in, want := range map[string]string{
		"nothing to hide":                                          "nothing to hide",
		"key " + testKey + "!":                                     "key ***!",
		"query " + url.QueryEscape(testKey):                        "query ***",
		"path " + url.PathEscape(testKey):                          "path ***",
		`"https://h.example.com/a?X-Amz-Signature=dead&b=c" after`: `"https://h.example.com/a?***" after`,
		`{"upload_url":"https:\/\/h.example.com\/a?X=dead"}`:       `{"upload_url":"https:\/\/h.example.com\/a?***"}`,
		"HTTPS://h.example.com?a=dead":                             "HTTPS://h.example.com?***",
		"X-Amz-Signature=dead&X-Amz-Credential=beef":               "X-Amz-Signature=***&X-Amz-Credential=***",
		"proxy http://user:dead@proxy.example.com:3128":            "proxy http://***@proxy.example.com:3128",
		"mail to someone@example.com":                              "mail to someone@example.com",
		"X-Amz-Signature%3Ddead":                                   "X-Amz-Signature%3D***",
		`{"X-Amz-Signature":"dead","sig": "beef"}`:                 `{"X-Amz-Signature":"***","sig": "***"}`,
		"X-Amz-Signature: dead":                                    "X-Amz-Signature: ***",
	} {
		if got := r.text(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestRedactedErrors(t *testing.T) {
	t.Parallel()
	r := newRedactor(testKey)
	inner := &url.Error{Op: "Get", URL: "https://h.example.com/?api_key=" + testKey, Err: io.ErrUnexpectedEOF}
	if got := r.error(fmt.Errorf("around: %w", inner)); !errors.Is(got, io.ErrUnexpectedEOF) || got.Error() != "unexpected EOF" {
		t.Errorf("got %v", got)
	}
	untrusted := x509.UnknownAuthorityError{}
	if got := r.error(untrusted); !errors.Is(got, untrusted) {
		t.Errorf("got %v", got)
	}
	got := r.error(fmt.Errorf("bad header %q: %w", testKey, context.Canceled))
	if !errors.Is(got, context.Canceled) || errors.Unwrap(got) != nil || got.Error() != `bad header "***": context canceled` {
		t.Errorf("got %v", got)
	}
}

func TestExcerpts(t *testing.T) {
	t.Parallel()
	r := newRedactor(testKey)
	long := strings.Repeat("ä", 1000)
	for in, want := range map[string]string{
		"":                          "",
		"a\r\n\t b":                 "a b",
		"bell\x07, \xff and \u202e": "bell., . and .",
		long:                        long[:2*excerptLength] + "…",
		strings.Repeat("x", excerptLength-4) + testKey: strings.Repeat("x", excerptLength-4) + hidden,
	} {
		if got := r.excerpt([]byte(in)); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// encodings are the forms in which a server may echo a text.
var encodings = map[string]func(string) string{
	"as it is":      func(s string) string { return s },
	"query":         url.QueryEscape,
	"path":          url.PathEscape,
	"percent":       func(s string) string { return eachByte(s, "%%%02X") },
	"percent lower": func(s string) string { return eachByte(s, "%%%02x") },
	"twice":         func(s string) string { return url.QueryEscape(url.QueryEscape(s)) },
	"percent in part": func(s string) string {
		return eachByte(s[:len(s)/2], "%%%02x") + s[len(s)/2:]
	},
	"JSON":           func(s string) string { return eachRune(s, `\u%04x`) },
	"JSON upper":     func(s string) string { return eachRune(s, `\u%04X`) },
	"JSON in part":   func(s string) string { return s[:3] + eachRune(s[3:5], `\u%04x`) + s[5:] },
	"JSON slashes":   func(s string) string { return strings.ReplaceAll(s, "/", `\/`) },
	"Go and Unicode": strconv.QuoteToASCII,
	"HTML":           html.EscapeString,
	"HTML decimal":   func(s string) string { return eachRune(s, "&#%d;") },
	"HTML hex":       func(s string) string { return eachRune(s, "&#x%x;") },
}

func eachByte(s, format string) string {
	var text strings.Builder
	for _, char := range []byte(s) {
		fmt.Fprintf(&text, format, char)
	}
	return text.String()
}

func eachRune(s, format string) string {
	var text strings.Builder
	for _, char := range s {
		fmt.Fprintf(&text, format, char)
	}
	return text.String()
}

func TestTheKeyIsRedactedInEveryEncoding(t *testing.T) {
	t.Parallel()
	for _, key := range []string{testKey, "abcdef0123456789", "käy\"'<>&x/=", "aaa.bbb-ccc_ddd~eee", "[a-z]+(x|y)*$"} {
		r := newRedactor(key)
		for name, encode := range encodings {
			in := "before " + encode(key) + " after"
			if got := strings.ReplaceAll(r.text(in), `"`, ""); got != "before "+hidden+" after" {
				t.Errorf("%s of %s: %q became %q", name, key, in, got)
			}
		}
		for name, encoding := range map[string]*base64.Encoding{"std": base64.StdEncoding, "url": base64.URLEncoding, "raw": base64.RawStdEncoding} {
			for _, around := range []string{"", "B", "Be", "Bearer ", "x:"} {
				encoded := encoding.EncodeToString([]byte(around + key + around))
				if got := r.text("before " + encoded + " after"); !strings.Contains(got, hidden) || len(got) > len("before *** after")+len(encoded)-len(key) {
					t.Errorf("%s after %q of %s: %q became %q", name, around, key, encoded, got)
				}
			}
		}
		if got := r.text("nothing " + key[1:] + " else"); strings.Contains(got, hidden) {
			t.Errorf("part of another word: %q", got)
		}
	}
}

func TestTheSecretsOfAURLAreRedactedAlone(t *testing.T) {
	t.Parallel()
	address, err := url.Parse("https://bucket.example.com/uploads/abc%2Fdef?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0dead0beef&X-Amz-Date=20260102T030405Z&token=t0&x=short&y=averyveryverylongvalue&z=" + strings.Repeat("w", 300))
	if err != nil {
		t.Fatal(err)
	}
	r := newRedactor(testKey).hidingURL(address)
	for in, want := range map[string]string{
		"the signature 0dead0beef does not match":     "the signature *** does not match",
		"the signature %30dead0bee%66 does not match": "the signature *** does not match",
		"GET " + address.RequestURI() + " failed":     "GET *** failed",
		"with " + address.RawQuery + " at hand":       "with *** at hand",
		"no such key: uploads/abc%2Fdef":              "no such key: ***",
		"averyveryverylongvalue and t0":               "*** and ***",
		strings.Repeat("w", 300):                      hidden,
		"AWS4-HMAC-SHA256, short, 20260102T030405Z":   "AWS4-HMAC-SHA256, short, 20260102T030405Z",
		"key " + testKey:                              "key ***",
	} {
		if got := r.text(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
	if got := newRedactor(testKey).text("0dead0beef"); got != "0dead0beef" {
		t.Errorf("the secrets of a URL are kept for other texts: %s", got)
	}
	root := &url.URL{Scheme: "https", Host: "example.com", Path: "/"}
	if got := newRedactor(testKey).hidingURL(root).text("a/b"); got != "a/b" {
		t.Errorf("a URL without a path: %s", got)
	}
}

func TestAnExcerptHasNoHalfOfASecret(t *testing.T) {
	t.Parallel()
	r := newRedactor(testKey)
	// Redacted, the URLs in front are so short that the cut is in the excerpt.
	start := "https://h.example.com/?" + strings.Repeat("x", excerptSource-60) + " "
	for shift := range 40 {
		if got := r.excerpt([]byte(start + strings.Repeat("y", shift) + testKey + strings.Repeat("z", 100))); strings.Contains(got, testKey[:4]) {
			t.Errorf("shifted by %d: %q", shift, got)
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                                   "",
		"Talk “ä” 日本 👍":                      "Talk “ä” 日本 👍",
		"a\r\n\tb\u2028c\u00a0d":             "a   b c d",
		"\x1b[31mred\x1b]0;title\x07":        ".[31mred.]0;title.",
		"a\bb\x00c\x7fd\u009be":              "a.b.c.d.e",
		"\u202eevil\u2066\u2069\u200f\u061c": ".evil....",
		"ad\u200bmin\ufeff\u2060\u00ad":      "ad.min...",
		"\u3164\u2800\uffa0":                 "...",
		"\xff\xfe and \xc3":                  ". and .",
		"\U000e0041":                         ".",
	} {
		if got := Printable(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

// Whatever a server says, nothing of it steers a terminal.
func TestTextsOfServersArePrintable(t *testing.T) {
	t.Parallel()
	const nasty = "a\x1b[2J\b\a\r\n\u202eb\u200bc"
	bodies := map[string]string{
		"JSON":       fmt.Sprintf(`{"errors":[{"code":%[1]q,"title":%[1]q,"detail":%[1]q,"source":{"pointer":%[1]q,"parameter":%[1]q}},%[1]q]}`, "X"),
		"attributes": `{"errors":{"X":["X"]}}`,
		"text":       "X",
		"an object":  `{"data":{"id":"X","attributes":{"name":"X"}}}`,
	}
	quoted := strconv.QuoteToASCII(nasty)
	quoted = strings.NewReplacer(`\x1b`, `\u001b`, `\a`, `\u0007`).Replace(quoted[1 : len(quoted)-1])
	for name, body := range bodies {
		for _, status := range []int{200, 404, 500} {
			text := quoted
			if name == "text" {
				text = nasty
			}
			s := newServer(t, respond(status, strings.ReplaceAll(body, "X", text), "Content-Type", "application/json;\tx=\u202e", "X-Request-Id", "r\t\u202e"))
			c, _ := newClient(t, s, retries(0))
			for _, run := range []func(context.Context, *Client) error{readMedia, updateMedia} {
				err := run(t.Context(), c)
				if err == nil || Printable(err.Error()) != err.Error() {
					t.Errorf("%s, %d: %q", name, status, err)
				}
			}
		}
	}
}

func TestDisplayURL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"https://hooks.example.com/services/T0/B0/hush?x=hush#hush": "https://hooks.example.com/***",
		"https://hooks.example.com:8443/hush":                       "https://hooks.example.com:8443/***",
		"https://user:hush@example.com":                             "https://example.com/***",
		"https://example.com?hush":                                  "https://example.com/***",
		"https://example.com#hush":                                  "https://example.com/***",
		"https://example.com/":                                      "https://example.com",
		"https://example.com":                                       "https://example.com",
		"hush":                                                      "***",
		"/hush":                                                     "***",
		"mailto:hush":                                               "***",
		"https://exa mple.com/hush":                                 "***",
		"":                                                          "***",
	} {
		if got := DisplayURL(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestWebhookURLsAreNotShown(t *testing.T) {
	t.Parallel()
	const hook = "https://hooks.example.com/services/T0/B0/hushhush?token=hushhush"
	var collected journal
	s := newServer(t,
		respond(422, `{"errors":[{"detail":"`+hook+` is taken, as is /services/T0/B0/hushhush","code":"services%2FT0%2FB0%2Fhushhush"}]}`),
		respond(500, "services/T0/B0/hushhush?token=hushhush"),
		func(w http.ResponseWriter, _ *http.Request) { hijackAndSay(w, "services/T0/B0/hushhush\r\n\r\n") },
		respond(200, `{"data":[]}`))
	c, _ := newClient(t, s, retries(0), func(o *Options) { o.Logger = collected.logger() })
	for range 3 {
		_, err := c.CreateWebhookSubscription(t.Context(), WebhookSubscriptionCreate{URL: hook})
		if err == nil {
			t.Fatal("nothing went wrong")
		}
		collected.note(err)
	}
	for _, value := range []string{hook, "hushhush", "T0/hushhush"} {
		for _, err := range c.WebhookSubscriptions(t.Context(), ListOptions{Filter: map[string]string{"url_eq": value, "name_eq": "visible"}}) {
			t.Fatal(err)
		}
	}
	text := collected.text.String()
	if strings.Contains(text, "hush") || !strings.Contains(text, "hooks.example.com") || !strings.Contains(text, "visible") {
		t.Errorf("got %s", text)
	}
}
