package client

import (
	"math"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestValidateBaseURL(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		DefaultBaseURL:                     "",
		"https://example.com":              "",
		"https://example.com/a/b/c/":       "",
		"http://localhost:4010/api/v1":     "",
		"http://127.0.0.1:4010":            "",
		"http://127.8.8.8":                 "",
		"http://[::1]:80/x":                "",
		"http://example.com/api":           "plain http",
		"http://127.0.0.1.example.com":     "plain http",
		"ftp://example.com":                "absolute",
		"example.com/api":                  "absolute",
		"/api/v1":                          "absolute",
		"https://":                         "absolute",
		"https:///api":                     "absolute",
		"":                                 "absolute",
		"https://example.com/?a=b":         "query",
		"https://example.com/?":            "query",
		"https://example.com/#top":         "fragment",
		"https://example.com/#":            "fragment",
		"https://user:secret@example.com":  "credentials",
		"https://user:se cret@example.com": "not a valid URL",
		"https://exa mple.com":             "not a valid URL",
		"https://example.com:port/":        "not a valid URL",
	} {
		err := ValidateBaseURL(address)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: got error %v, want one with %q", address, err, want)
		}
		if err != nil && strings.Contains(err.Error(), "cret") {
			t.Errorf("%q: the error shows the password: %v", address, err)
		}
	}
}

func TestValidateAPIKey(t *testing.T) {
	t.Parallel()
	for key, valid := range map[string]bool{
		"abc123":             true,
		"  abc123\n":         true,
		testKey:              true,
		"":                   false,
		" \t\n":              false,
		"hushhush abc":       false,
		"hushhush\nabc":      false,
		"hushhush\x00":       false,
		"hushhush\u200babc":  false,
		"\ufeffhushhush":     false,
		"hushhush\u00a0abc":  false,
		"hushhush\xff\xfeab": false,
	} {
		err := ValidateAPIKey(key)
		if (err == nil) != valid {
			t.Errorf("%q: got error %v, want valid: %t", key, err, valid)
		}
		if err != nil && strings.Contains(err.Error(), "hush") {
			t.Errorf("the error shows the key: %v", err)
		}
	}
}

func TestNewRefusesOptionsOutOfRange(t *testing.T) {
	t.Parallel()
	for name, options := range map[string]Options{
		"no key":                     {},
		"bad key":                    {APIKey: "hush hush"},
		"unknown method":             {APIKey: "k", AuthMethod: "basic"},
		"bad URL":                    {APIKey: "k", BaseURL: "http://example.com"},
		"negative timeout":           {APIKey: "k", RequestTimeout: -1},
		"negative retries":           {APIKey: "k", MaxRetries: -1},
		"negative retry time":        {APIKey: "k", MaxRetryTime: -1},
		"negative rate":              {APIKey: "k", RequestsPerSecond: -1},
		"no number":                  {APIKey: "k", RequestsPerSecond: math.NaN()},
		"infinite rate":              {APIKey: "k", RequestsPerSecond: math.Inf(1)},
		"negative idle timeout":      {APIKey: "k", UploadIdleTimeout: -1},
		"negative progress interval": {APIKey: "k", UploadProgressInterval: -1},
	} {
		c, err := New(options)
		if err == nil || c != nil {
			t.Errorf("%s: got %v, want an error", name, c)
		} else if strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: the error shows the key: %v", name, err)
		}
	}
}

func TestNewFillsInDefaults(t *testing.T) {
	t.Parallel()
	c, err := New(Options{APIKey: " k \n"})
	if err != nil {
		t.Fatal(err)
	}
	if got := c.BaseURL(); got != DefaultBaseURL {
		t.Errorf("base URL %q", got)
	}
	if c.options.RequestTimeout != 30*time.Second || c.options.MaxRetryTime != 10*time.Minute || c.options.APIKey != "k" {
		t.Errorf("got %+v", c.options)
	}
	c, err = New(Options{APIKey: "k", BaseURL: "https://example.com/a/b//"})
	if err != nil || c.BaseURL() != "https://example.com/a/b" {
		t.Errorf("base URL %q, %v", c.BaseURL(), err)
	}
}

func TestAuthMethods(t *testing.T) {
	t.Parallel()
	for method, want := range map[AuthMethod][3]string{
		"":          {"Bearer " + testKey, "", ""},
		AuthBearer:  {"Bearer " + testKey, "", ""},
		AuthXAPIKey: {"", testKey, ""},
		AuthQuery:   {"", "", testKey},
	} {
		t.Run(string(method), func(t *testing.T) {
			t.Parallel()
			s := newServer(t, respond(200, `{"data":[]}`))
			c, _ := newClient(t, s, func(o *Options) { o.AuthMethod = method })
			for _, err := range c.Medias(t.Context(), ListOptions{Filter: map[string]string{"name_cont": "a&b"}}) {
				t.Fatal(err)
			}
			request := s.received()[0]
			var key string
			if values := request.query["api_key"]; len(values) == 1 {
				key = values[0]
			}
			if got := [3]string{request.header.Get("Authorization"), request.header.Get("X-Api-Key"), key}; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := request.query["filter[name_cont]"]; len(got) != 1 || got[0] != "a&b" {
				t.Errorf("the filter arrived as %q", got)
			}
		})
	}
}

func TestServerTime(t *testing.T) {
	t.Parallel()
	clock := newFakeClock()
	ahead := clock.Now().Add(90 * time.Second)
	s := newServer(t, respond(200, mediaDocument("m1"), "Date", ahead.Format(http.TimeFormat)))
	c, clock := newClient(t, s)
	if got := c.ServerTime(clock.Now()); !got.Equal(clock.Now()) {
		t.Errorf("before the first answer: %s", got)
	}
	if skew, known := c.ServerClock(); known || skew != 0 {
		t.Errorf("before the first answer: %s, %t", skew, known)
	}
	if _, err := c.GetMedia(t.Context(), "m1"); err != nil {
		t.Fatal(err)
	}
	if got := c.ServerTime(clock.Now()).Sub(ahead); got < 0 || got >= time.Second {
		t.Errorf("off by %s", got)
	}
	skew, known := c.ServerClock()
	if !known || skew != c.ServerTime(clock.Now()).Sub(clock.Now()) {
		t.Errorf("got %s, %t", skew, known)
	}

	// What was learned stays when an answer has no usable header.
	for _, date := range []string{"", "yesterday"} {
		s.answerWith(respond(200, mediaDocument("m1"), "Date", date))
		if _, err := c.GetMedia(t.Context(), "m1"); err != nil {
			t.Fatal(err)
		}
		if again, known := c.ServerClock(); !known || again != skew {
			t.Errorf("after a date of %q: %s, %t", date, again, known)
		}
	}
}

func TestTheServerClockIsUnknownWithoutADate(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header()["Date"] = nil // The server would add one.
		respond(200, mediaDocument("m1"))(w, r)
	})
	c, _ := newClient(t, s)
	if _, err := c.GetMedia(t.Context(), "m1"); err != nil {
		t.Fatal(err)
	}
	if skew, known := c.ServerClock(); known || skew != 0 {
		t.Errorf("got %s, %t", skew, known)
	}
}

func TestTransportsAreNotShared(t *testing.T) {
	t.Parallel()
	c, err := New(Options{APIKey: "k"})
	if err != nil {
		t.Fatal(err)
	}
	for _, transport := range []http.RoundTripper{c.api, c.uploader} {
		if transport == http.DefaultTransport {
			t.Error("a transport of everybody's is in use")
		}
	}
}
