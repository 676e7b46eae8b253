package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestRedirectsWithinTheOrigin(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		location string
		redirect int
		run      func(context.Context, *Client) error
		requests int
		follows  bool
	}{
		"relative path":     {location: "/elsewhere/m1", redirect: 1, run: readMedia, requests: 2, follows: true},
		"three times":       {location: "/elsewhere/m1", redirect: 3, run: readMedia, requests: 4, follows: true},
		"four times":        {location: "/elsewhere/m1", redirect: 4, run: readMedia, requests: 4},
		"an update":         {location: "/elsewhere/m1", redirect: 1, run: updateMedia, requests: 1},
		"a delete":          {location: "/elsewhere/m1", redirect: 1, run: deleteMedia, requests: 1},
		"a create":          {location: "/elsewhere/m1", redirect: 1, run: createMedia, requests: 1},
		"a location amiss":  {location: "http://[", redirect: 1, run: readMedia, requests: 1},
		"no location":       {location: "", redirect: 1, run: readMedia, requests: 1},
		"another scheme":    {location: "https://HOST/medias/m1", redirect: 1, run: readMedia, requests: 1},
		"another port":      {location: "http://127.0.0.1:1/medias/m1", redirect: 1, run: readMedia, requests: 1},
		"another host":      {location: "//example.com/medias/m1?token=hush", redirect: 1, run: readMedia, requests: 1},
		"the same, in full": {location: "http://HOST/medias/m1", redirect: 1, run: readMedia, requests: 2, follows: true},
	} {
		for _, method := range []AuthMethod{AuthBearer, AuthQuery} {
			t.Run(name+" "+string(method), func(t *testing.T) {
				t.Parallel()
				var handlers []http.HandlerFunc
				for range test.redirect {
					handlers = append(handlers, func(w http.ResponseWriter, r *http.Request) {
						w.Header().Set("Location", strings.ReplaceAll(test.location, "HOST", r.Host))
						w.WriteHeader(http.StatusTemporaryRedirect)
					})
				}
				s := newServer(t, append(handlers, respond(200, mediaDocument("m1")))...)
				c, _ := newClient(t, s, func(o *Options) { o.AuthMethod = method })
				err := test.run(t.Context(), c)
				if len(s.received()) != test.requests || (err == nil) != test.follows {
					t.Fatalf("%d requests, want %d, error %v", len(s.received()), test.requests, err)
				}
				for _, request := range s.received() {
					if request.header.Get("Authorization") == "" && fmt.Sprint(request.query["api_key"]) != "["+testKey+"]" {
						t.Errorf("without the key: %+v", request)
					}
				}
				if err != nil && (strings.Contains(err.Error(), "hush") || !strings.Contains(err.Error(), "307 Temporary Redirect")) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}

func TestRedirectsToAnotherHostNameIt(t *testing.T) {
	t.Parallel()
	var strangers atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { strangers.Add(1) }))
	t.Cleanup(other.Close)
	s := newServer(t, respond(302, ``, "Location", other.URL+"/login?next=hush"))
	c, _ := newClient(t, s)
	for _, run := range []func(context.Context, *Client) error{readMedia, createMedia, updateMedia, deleteMedia} {
		err := run(t.Context(), c)
		refused, ok := errors.AsType[*APIError](err)
		if !ok || refused.Location != other.URL || !strings.Contains(err.Error(), "302 Found, a redirect to "+other.URL+", which is not followed") {
			t.Errorf("got %v", err)
		}
	}
	if strangers.Load() != 0 {
		t.Error("the other host was called")
	}
}

func TestBodiesAreBounded(t *testing.T) {
	t.Parallel()
	s := newServer(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.Copy(w, endless{})
	})
	c, _ := newClient(t, s)
	if err := readMedia(t.Context(), c); !errors.Is(err, ErrNotFound) || len(err.Error()) > 1000 {
		t.Errorf("an endless error ended as %v", err)
	}
	if _, err := readBody(&http.Response{StatusCode: 200, ContentLength: 1 << 60, Body: io.NopCloser(endless{})}); !errors.Is(err, errBodyTooLarge) {
		t.Errorf("an endless document ended as %v", err)
	}
}

// endless is a body without end.
type endless struct{}

func (endless) Read(buffer []byte) (int, error) { return len(buffer), nil }

func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	s := &server{handlers: []http.HandlerFunc{respond(404, strings.Repeat(" ", 100_000)), respond(200, mediaDocument("m1"))}}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ConnState = countNew(&connections)
	s.Start()
	t.Cleanup(s.Close)
	c, _ := newClient(t, s)
	for range 10 {
		_ = readMedia(t.Context(), c) // The first one fails, and has a long body.
	}
	if got := connections.Load(); got != 1 {
		t.Errorf("%d connections for ten requests", got)
	}
}

func TestHTTP2AndTrustInOwnAuthority(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			w.WriteHeader(http.StatusUpgradeRequired)
			return
		}
		respond(200, mediaDocument("m1"))(w, r)
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	t.Cleanup(s.Close)
	c, err := New(Options{BaseURL: s.URL, APIKey: testKey, RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}) //nolint:forcetypeassert // Made by httptest.
	if err != nil {
		t.Fatal(err)
	}
	if err := readMedia(t.Context(), c); err != nil {
		t.Error(err)
	}
}
