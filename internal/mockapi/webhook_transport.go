package mockapi

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"time"
)

// errRemoteReceiver is why a delivery to another machine is not sent.
var errRemoteReceiver = errors.New("the receiver is not on this machine; " +
	"the mock delivers to loopback addresses only, unless remote receivers are allowed (-allow-remote-webhooks)")

// webhookTransport connects to receivers. It uses no proxy, as that would be
// another machine.
func webhookTransport(allowRemote bool) http.RoundTripper {
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	return &http.Transport{
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     30 * time.Second,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			// Names are not even looked up, as a look-up is a request to another machine.
			if !allowRemote && !isLoopback(address) {
				return nil, errRemoteReceiver
			}
			return dialer.DialContext(ctx, network, address)
		},
	}
}

// isLoopback reports whether an address is one of this machine alone.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
