package client

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestErrorBodies(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]struct {
		errors     []ErrorObject
		documented bool
		text       string
	}{
		`{"errors":[{"message":"Sign in first."}]}`: {[]ErrorObject{{Message: "Sign in first."}}, true, ": Sign in first."},
		`{"errors":[{"code":"exceeded_quota_count","title":"Unprocessable Entity","detail":"Too many.","status":"422","source":{"pointer":""}}]}`: {
			[]ErrorObject{{Code: "exceeded_quota_count", Title: "Unprocessable Entity", Detail: "Too many.", Status: "422"}},
			true,
			": Unprocessable Entity: Too many. (exceeded_quota_count)",
		},
		`{"errors":[{"title":"Not Found","detail":null,"source":null,"status":404}]}`: {[]ErrorObject{{Title: "Not Found", Status: "404"}}, true, ": Not Found"},
		`{"errors":[{"detail":"is short","source":{"pointer":"/data/attributes/name"}},{"title":"x","code":12}]}`: {
			[]ErrorObject{{Detail: "is short", Pointer: "/data/attributes/name"}, {Title: "x", Code: "12"}},
			true,
			": is short at /data/attributes/name; x (12)",
		},
		`{"errors":[{"detail":"Unknown.","source":{"parameter":"filter[x_eq]"}}]}`: {
			[]ErrorObject{{Detail: "Unknown.", Parameter: "filter[x_eq]"}}, true, ": Unknown. in the parameter filter[x_eq]",
		},
		`{"errors":[{"status":"500"}]}`:                        {[]ErrorObject{{Status: "500"}}, true, ": no reason given"},
		`{"errors":["one","two"]}`:                             {[]ErrorObject{{Detail: "one"}, {Detail: "two"}}, false, ": one; two"},
		`{"errors":"broken"}`:                                  {[]ErrorObject{{Detail: "broken"}}, false, ": broken"},
		`{"errors":{"name":["is too long","is odd"],"url":5}}`: {[]ErrorObject{{Detail: "name is odd"}, {Detail: "name is too long"}, {Detail: "url 5"}}, false, ": name is odd; name is too long; url 5"},
		`{"status":500,"error":"Internal Server Error"}`:       {[]ErrorObject{{Detail: "Internal Server Error"}}, false, ": Internal Server Error"},
		`{"error":{"message":"no","code":"e1"}}`:               {[]ErrorObject{{Message: "no", Code: "e1"}}, false, ": no (e1)"},
		`{"message":"no such key"}`:                            {[]ErrorObject{{Detail: "no such key"}}, false, ": no such key"},
		`{"errors":[]}`:                                        {nil, false, ` with a body (application/json) that begins "{\"errors\":[]}"`},
		`{"hello":1}`:                                          {nil, false, ` with a body (application/json) that begins "{\"hello\":1}"`},
		"<html>\n <b>Bad\x00 gateway</b>":                      {nil, false, ` with a body (application/json) that begins "<html> <b>Bad. gateway</b>"`},
		``:                                                     {nil, false, ""},
	} {
		c, _ := newClient(t, newServer(t, respond(422, body, "X-Request-Id", "r-1")))
		_, err := c.GetMedia(t.Context(), "m1")
		refused, ok := errors.AsType[*APIError](err)
		if !ok {
			t.Errorf("%s: got %v", body, err)
			continue
		}
		if !reflect.DeepEqual(refused.Errors, want.errors) || refused.Documented != want.documented {
			t.Errorf("%s: got %+v", body, refused)
		}
		if text := "read media: the API answered 422 Unprocessable Entity" + want.text + " (request id r-1)"; err.Error() != text {
			t.Errorf("%s:\ngot  %s\nwant %s", body, err, text)
		}
	}
}

func TestKindsOfRefusal(t *testing.T) {
	t.Parallel()
	kinds := []error{ErrNotFound, ErrUnauthorized, ErrQuotaExceeded, ErrRateLimited, ErrServer}
	for status, want := range map[int]error{
		400: nil, 401: ErrUnauthorized, 402: ErrQuotaExceeded, 403: ErrUnauthorized, 404: ErrNotFound, 410: nil, 422: nil,
		429: ErrRateLimited, 500: ErrServer, 503: ErrServer, 302: nil,
	} {
		err := fmt.Errorf("wrapped: %w", &RetryError{Err: &AmbiguousError{Err: &APIError{StatusCode: status}}, Limit: io.EOF})
		for _, kind := range kinds {
			if errors.Is(err, kind) != (kind == want) { //nolint:errorlint // The very same error.
				t.Errorf("%d: is %q: %t", status, kind, errors.Is(err, kind))
			}
		}
	}
}

func TestAnHTMLNotFoundIsNotDocumented(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, newServer(t, page(404)))
	_, err := c.GetMedia(t.Context(), "m1")
	refused, ok := errors.AsType[*APIError](err)
	if !ok || !errors.Is(err, ErrNotFound) || refused.Documented || refused.ContentType != "text/html" {
		t.Errorf("got %+v", refused)
	}
}

func TestTextOfAnAmbiguousError(t *testing.T) {
	t.Parallel()
	c, _ := newClient(t, newServer(t, page(502)))
	_, err := c.CreateMedia(t.Context(), MediaCreate{})
	want := `create media: the API answered 502 Bad Gateway with a body (text/html) that begins "<html><body>Please log in</body></html>"; the request may or may not have been carried out`
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

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
