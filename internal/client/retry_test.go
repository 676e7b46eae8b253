package client

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// createMedia and its siblings are the three sorts of calls that retries treat differently.
func createMedia(ctx context.Context, c *Client) error {
	return discard(c.CreateMedia(ctx, MediaCreate{Name: ptr("x")}))
}

func readMedia(ctx context.Context, c *Client) error { return discard(c.GetMedia(ctx, "m1")) }

func updateMedia(ctx context.Context, c *Client) error {
	return discard(c.UpdateMedia(ctx, "m1", MediaUpdate{Name: ptr("x")}))
}

func deleteMedia(ctx context.Context, c *Client) error { return c.DeleteMedia(ctx, "m1") }

// outcome is how a call ends that meets one failure and then a server that works.
type outcome string

const (
	repeated  outcome = "repeated"
	refused   outcome = "refused"
	ambiguous outcome = "ambiguous"
)

func outcomeOf(t *testing.T, err error, requests int) outcome {
	t.Helper()
	_, unclear := errors.AsType[*AmbiguousError](err)
	switch {
	case err == nil && requests == 2:
		return repeated
	case unclear && requests == 1:
		return ambiguous
	case err != nil && requests == 1:
		return refused
	default:
		t.Fatalf("%d requests and error %v", requests, err)
		return ""
	}
}

func TestWhichFailuresAreRepeated(t *testing.T) {
	t.Parallel()
	faults := map[string]struct {
		answer         http.HandlerFunc
		idempotent     outcome
		create         outcome
		requestTimeout time.Duration
	}{
		"400":             {answer: respond(400, `{"errors":[]}`), idempotent: refused, create: refused},
		"401":             {answer: respond(401, `{"errors":[{"message":"no"}]}`), idempotent: refused, create: refused},
		"402":             {answer: respond(402, `{}`), idempotent: refused, create: refused},
		"403":             {answer: respond(403, `{}`), idempotent: refused, create: refused},
		"404":             {answer: respond(404, `{}`), idempotent: refused, create: refused},
		"408":             {answer: respond(408, `{}`), idempotent: repeated, create: ambiguous},
		"422":             {answer: respond(422, `{}`), idempotent: refused, create: refused},
		"429":             {answer: respond(429, tooManyRequests), idempotent: repeated, create: repeated},
		"429 as a page":   {answer: page(429), idempotent: repeated, create: repeated},
		"500":             {answer: respond(500, `{}`), idempotent: repeated, create: ambiguous},
		"501":             {answer: respond(501, `{}`), idempotent: refused, create: ambiguous},
		"502 as a page":   {answer: page(502), idempotent: repeated, create: ambiguous},
		"503":             {answer: respond(503, `{}`, "Retry-After", "3"), idempotent: repeated, create: ambiguous},
		"504":             {answer: respond(504, ``), idempotent: repeated, create: ambiguous},
		"302 elsewhere":   {answer: respond(302, ``, "Location", "https://other.example.com/x?y=z"), idempotent: refused, create: ambiguous},
		"307 elsewhere":   {answer: respond(307, ``, "Location", "http://other.example.com/"), idempotent: refused, create: ambiguous},
		"304":             {answer: respond(304, ``), idempotent: refused, create: ambiguous},
		"reset":           {answer: reset, idempotent: repeated, create: ambiguous},
		"timeout":         {answer: hang, idempotent: repeated, create: ambiguous, requestTimeout: 200 * time.Millisecond},
		"truncated":       {answer: truncate, idempotent: repeated, create: ambiguous},
		"200 as a page":   {answer: page(200), idempotent: repeated, create: ambiguous},
		"senseless JSON":  {answer: respond(200, `{"hello":1}`), idempotent: repeated, create: ambiguous},
		"errors in a 200": {answer: respond(200, `{"errors":[{"title":"x"}],"data":{"id":"m1","attributes":{}}}`), idempotent: repeated, create: ambiguous},
		"half a document": {answer: respond(200, `{"data":{"id":"m1","attr`), idempotent: repeated, create: ambiguous},
		"a bare string":   {answer: respond(200, `"ok"`), idempotent: repeated, create: ambiguous},
		"a list":          {answer: respond(200, `[]`), idempotent: repeated, create: ambiguous},
	}
	calls := map[string]func(context.Context, *Client) error{
		"create": createMedia, "read": readMedia, "update": updateMedia, "delete": deleteMedia,
	}
	for fault, test := range faults {
		for name, run := range calls {
			t.Run(fault+"/"+name, func(t *testing.T) {
				t.Parallel()
				s := newServer(t, test.answer, respond(200, mediaDocument("m1")))
				c, _ := newClient(t, s, func(o *Options) {
					if test.requestTimeout > 0 {
						o.RequestTimeout = test.requestTimeout
					}
				})
				err := run(t.Context(), c)
				want := test.idempotent
				if name == "create" {
					want = test.create
				}
				if got := outcomeOf(t, err, len(s.received())); got != want {
					t.Errorf("%s, want %s: %v", got, want, err)
				}
			})
		}
	}
}

func TestDocumentsThatLackSubstanceAreAmbiguousForCreates(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		``, `null`, `{}`, `{"data":null}`, `{"data":[]}`, `{"data":{}}`, `{"data":{"id":"m1"}}`, `{"data":{"id":null,"attributes":{}}}`,
		`{"data":{"attributes":{"name":"x"}}}`, `{"data":"m1"}`,
	} {
		s := newServer(t, respond(201, body))
		c, _ := newClient(t, s)
		created, err := c.CreateMedia(t.Context(), MediaCreate{})
		if created != nil || outcomeOf(t, err, len(s.received())) != ambiguous {
			t.Errorf("%s: got %v, %v", body, created, err)
		}
		if _, ok := errors.AsType[*MalformedError](err); !ok {
			t.Errorf("%s: the cause is %v", body, err)
		}
	}
}

func TestAnyStatusOfSuccessWillDo(t *testing.T) {
	t.Parallel()
	for _, status := range []int{200, 201, 202} {
		s := newServer(t, respond(status, mediaDocument("m1")))
		c, _ := newClient(t, s)
		for _, run := range []func(context.Context, *Client) error{createMedia, readMedia, updateMedia, deleteMedia} {
			if err := run(t.Context(), c); err != nil {
				t.Errorf("%d: %v", status, err)
			}
		}
	}
}

func TestDeleteLooksAtTheBody(t *testing.T) {
	t.Parallel()
	for body, requests := range map[string]int{
		``: 1, "\n": 1, `{}`: 1, `{"meta":{}}`: 1, `{"data":null}`: 1, `{"errors":[],"data":{}}`: 1,
		`{"hello":1}`: 2, `<html>`: 2, `{"errors":[{"title":"x"}]}`: 2, `[]`: 2,
	} {
		s := newServer(t, respond(200, body), respond(404, documentedNotFound))
		c, _ := newClient(t, s)
		if err := c.DeleteMedia(t.Context(), "m1"); err != nil || len(s.received()) != requests {
			t.Errorf("%q: %d requests, want %d, error %v", body, len(s.received()), requests, err)
		}
	}
}

func TestDeleteOfWhatIsGone(t *testing.T) {
	t.Parallel()
	gone := respond(404, documentedNotFound)
	for name, test := range map[string]struct {
		first    http.HandlerFunc
		then     http.HandlerFunc
		notFound bool
	}{
		"at once":        {first: gone, notFound: true},
		"after a 429":    {first: respond(429, tooManyRequests), notFound: true},
		"after a reset":  {first: reset},
		"after a 500":    {first: respond(500, ``)},
		"after a cut":    {first: truncate},
		"after nonsense": {first: page(200)},
		// A 404 by something else says nothing about the object.
		"a page after a 500": {first: respond(500, ``), then: page(404), notFound: true},
	} {
		if test.then == nil {
			test.then = gone
		}
		s := newServer(t, test.first, test.then)
		c, _ := newClient(t, s)
		if err := c.DeleteMedia(t.Context(), "m1"); errors.Is(err, ErrNotFound) != test.notFound || !test.notFound && err != nil {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestCreateIsRepeatedIfNothingWasSent(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	for name, dialError := range map[string]error{
		"refused": &net.OpError{Op: "dial", Err: errors.New("connection refused")},
		"DNS":     &net.DNSError{Err: "no such host", Name: "api.example.com", IsNotFound: true},
	} {
		c, clock := newClient(t, s)
		dials := 0
		dial := c.api.DialContext
		c.api.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
			if dials++; dials <= 2 {
				return nil, dialError
			}
			return dial(ctx, network, address)
		}
		if err := createMedia(t.Context(), c); err != nil || dials != 3 || len(clock.slept()) != 2 {
			t.Errorf("%s: %d dials, waits %v, error %v", name, dials, clock.slept(), err)
		}
	}

	s = newServer(t, respond(200, ``))
	s.Close()
	c, _ := newClient(t, s, retries(1))
	err := createMedia(t.Context(), c)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || err == nil || !strings.Contains(err.Error(), "connection refused") {
		t.Errorf("nobody listens: got %v", err)
	}
}

// brokenConn is a connection that may stop to take anything.
type brokenConn struct {
	net.Conn
	broken *atomic.Bool
}

func (c brokenConn) Write(p []byte) (int, error) {
	if c.broken.Load() {
		return 0, errors.New("broken pipe")
	}
	return c.Conn.Write(p)
}

// When nothing could be written to a kept connection, the transport asks for
// another one by itself. If there is none, the server has still seen nothing.
func TestCreateIsNotAmbiguousIfNoConnectionTookIt(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s, retries(0))
	var broken atomic.Bool
	dial := c.api.DialContext
	c.api.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if broken.Load() {
			return nil, errors.New("connection refused")
		}
		connection, err := dial(ctx, network, address)
		return brokenConn{connection, &broken}, err
	}
	if err := createMedia(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	broken.Store(true)
	err := createMedia(t.Context(), c)
	if _, unclear := errors.AsType[*AmbiguousError](err); unclear || err == nil || len(s.received()) != 1 {
		t.Errorf("%d requests, error %v", len(s.received()), err)
	}
}

// A kept connection that the server closes while it is idle must not make a
// create ambiguous when nothing was written to it.
func TestCreateOnAStaleConnection(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, mediaDocument("m1")))
	c, _ := newClient(t, s, retries(0))
	for range 20 {
		if err := createMedia(t.Context(), c); err != nil {
			if _, unclear := errors.AsType[*AmbiguousError](err); !unclear {
				t.Fatal(err) // The close may cross the request, which is ambiguous in earnest.
			}
		}
		s.CloseClientConnections()
	}
}

func TestCertificateErrorsAreNotRepeated(t *testing.T) {
	t.Parallel()
	s := httptest.NewUnstartedServer(respond(200, mediaDocument("m1")))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	clock := newFakeClock()
	c, err := New(Options{BaseURL: s.URL, APIKey: testKey, Clock: clock, MaxRetries: 5})
	if err != nil {
		t.Fatal(err)
	}
	if err := createMedia(t.Context(), c); err == nil || !strings.Contains(err.Error(), "certificate") || len(clock.slept()) != 0 {
		t.Errorf("waits %v, error %v", clock.slept(), err)
	}

	pool := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs //nolint:forcetypeassert // Made by httptest.
	c, err = New(Options{BaseURL: s.URL, APIKey: testKey, Clock: clock, RootCAs: pool})
	if err != nil {
		t.Fatal(err)
	}
	if err := createMedia(t.Context(), c); err != nil {
		t.Errorf("with the right authority: %v", err)
	}
}
