package client

import (
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// A name can lead anywhere, so the address is looked at when it is dialled.
func TestAPublicAPICannotHaveAFileSentIntoTheNetwork(t *testing.T) {
	t.Parallel()
	var requests atomic.Int32
	host := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	t.Cleanup(host.Close)
	target, err := url.Parse(strings.Replace(host.URL, "127.0.0.1", "localhost", 1) + "/x?sig=hush")
	if err != nil {
		t.Fatal(err)
	}
	for base, allowed := range map[string]bool{
		DefaultBaseURL:          false,
		"https://10.1.2.3/":     true,
		"https://localhost/api": true,
	} {
		c, err := New(Options{APIKey: testKey, BaseURL: base})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.put(t.Context(), target, http.NoBody, 0)
		if allowed {
			if err != nil {
				t.Errorf("by %s: %v", base, err)
			}
			continue
		}
		_, forbidden := errors.AsType[*forbiddenAddressError](err)
		if !forbidden || judgeConnectionError(err) != repeatNever || !strings.Contains(err.Error(), "an address of this machine or its network") {
			t.Errorf("by %s: got %v", base, err)
		}
	}
	if got := requests.Load(); got != 2 {
		t.Errorf("%d requests arrived", got)
	}
}

// An API with a public name may live in a private network; the connection shows it.
func TestTheConnectionShowsThatTheAPIIsInternal(t *testing.T) {
	t.Parallel()
	for remote, want := range map[string]bool{"10.1.2.3:443": true, "[fe80::1%eth0]:443": true, "8.8.8.8:443": false, "127.0.0.1:443": true} {
		c, err := New(Options{APIKey: testKey, BaseURL: "https://api.example.com"})
		if err != nil {
			t.Fatal(err)
		}
		if c.apiIsInternal() {
			t.Fatal("known before the first connection")
		}
		c.learnAddress(net.TCPAddrFromAddrPort(netip.MustParseAddrPort(remote)))
		if c.apiIsInternal() != want {
			t.Errorf("a connection to %s: internal is %t", remote, !want)
		}
	}
}

// A proxy in the local network does not make the API a part of it.
func TestAConnectionToAProxyTellsNothingOfTheAPI(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, ``))
	for base, want := range map[string]bool{s.URL: true, "https://api.example.com": false} {
		c, err := New(Options{APIKey: testKey, BaseURL: base})
		if err != nil {
			t.Fatal(err)
		}
		connection, err := c.dialAPI(t.Context(), "tcp", s.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		_ = connection.Close()
		if c.internal.Load() != want {
			t.Errorf("%s: internal is %t", base, !want)
		}
	}
}

func TestAProxyMayBeAnywhere(t *testing.T) {
	t.Parallel()
	c, err := New(Options{APIKey: testKey})
	if err != nil {
		t.Fatal(err)
	}
	target := &url.URL{Scheme: "https", Host: "uploads.example.com"}
	if c.guard(t.Context(), target).Value(guardKey{}) == nil {
		t.Error("a direct connection is not guarded")
	}
	c.uploader.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "10.0.0.1:3128"})
	if c.guard(t.Context(), target).Value(guardKey{}) != nil {
		t.Error("the connection to a proxy is guarded")
	}
}
