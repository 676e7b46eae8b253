package client

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"syscall"
	"time"
)

// sharedAddresses are those that providers use between their customers and the
// Internet. [netip.Addr.IsPrivate] leaves them out.
var sharedAddresses = netip.MustParsePrefix("100.64.0.0/10")

// isPublic reports whether an address belongs to the Internet rather than to this
// machine or its network.
func isPublic(address netip.Addr) bool {
	address = address.Unmap()
	return address.IsGlobalUnicast() && !address.IsPrivate() && !sharedAddresses.Contains(address)
}

// isInternalHost reports whether a host name means, by itself, this machine or an
// address that is not public. Other names are looked at when they are dialled.
func isInternalHost(host string) bool {
	if isLoopback(host) {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && !isPublic(address)
}

// forbiddenAddressError ends the dialling of a host that a public API must not
// make this machine connect to.
type forbiddenAddressError struct{ address netip.Addr }

// Error tells the address and the rule.
func (e *forbiddenAddressError) Error() string {
	return fmt.Sprintf("it resolves to %s, an address of this machine or its network; "+
		"files are uploaded to such an address only if the host of the base URL has one as well", e.address)
}

// apiIsInternal reports whether the API itself is at an address that is not
// public, as far as its host name or the connections to it have shown.
func (c *Client) apiIsInternal() bool {
	return isInternalHost(c.base.Hostname()) || c.internal.Load()
}

// dialFunc is how a transport opens a connection.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// newDialer returns a dialer that calls check with each address before it
// connects to it. A nil check allows all.
func newDialer(check func(netip.Addr) error) *net.Dialer {
	dialer := &net.Dialer{Timeout: 30 * time.Second, KeepAlive: 30 * time.Second}
	if check != nil {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			parsed, err := netip.ParseAddrPort(address)
			if err != nil {
				return err
			}
			return check(parsed.Addr().WithZone(""))
		}
	}
	return dialer
}

// dialAPI opens connections to the API, and learns whether it is at an address
// that is not public. A connection to a proxy says nothing about that.
func (c *Client) dialAPI(ctx context.Context, network, address string) (net.Conn, error) {
	connection, err := newDialer(nil).DialContext(ctx, network, address)
	if err == nil && address == hostPort(c.base) {
		c.learnAddress(connection.RemoteAddr())
	}
	return connection, err
}

// learnAddress records the address at which the API was found.
func (c *Client) learnAddress(remote net.Addr) {
	if found, err := netip.ParseAddrPort(remote.String()); err == nil && !isPublic(found.Addr()) {
		c.internal.Store(true)
	}
}

// guardKey is the key in the context of a request whose connection must not lead
// to an address that is not public.
type guardKey struct{}

// guard returns the context for a request to an upload host. The API names that
// host, so a public API could otherwise have a file sent to any service in this
// network. A proxy is the user's own choice, and it resolves the host by itself.
func (c *Client) guard(ctx context.Context, target *url.URL) context.Context {
	proxy, err := c.uploader.Proxy(&http.Request{URL: target})
	if c.apiIsInternal() || err == nil && proxy != nil {
		return ctx
	}
	return context.WithValue(ctx, guardKey{}, true)
}

// dialUpload opens connections to upload hosts and to proxies on the way to them.
func dialUpload(ctx context.Context, network, address string) (net.Conn, error) {
	if ctx.Value(guardKey{}) == nil {
		return newDialer(nil).DialContext(ctx, network, address)
	}
	return newDialer(func(remote netip.Addr) error {
		if !isPublic(remote) {
			return &forbiddenAddressError{remote}
		}
		return nil
	}).DialContext(ctx, network, address)
}

// hostPort is the host and port of a URL, as transports ask for them.
func hostPort(u *url.URL) string { return net.JoinHostPort(u.Hostname(), port(u)) }
