package provider

import (
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/fastpath"
)

// envFastPath turns the answers of package fastpath off when it is "off", so that
// the framework gives all of them. That is slower and must change nothing else: it
// shows whether a wrong answer is the fast path's.
const envFastPath = "CONTENTGROOVE_FASTPATH"

// NewServer returns a factory for protocol servers, each with a provider of its
// own, as [New] makes it. This is what programs serve.
//
// The factory panics when a resource or the framework's server is not one that
// package fastpath can stand in front of. No configuration leads there.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		server, err := newServer(newProvider(version, options), os.Getenv(envFastPath) == "off")
		if err != nil {
			panic(err)
		}
		return server
	}
}

func newServer(p *contentgrooveProvider, fastPathOff bool) (*fastpath.Server, error) {
	ready := p.readyConnection
	return fastpath.NewServer(providerserver.NewProtocol6(p)(),
		fastpath.Options{Off: fastPathOff, OnStop: p.journal.Stop},
		mediaFastPath(ready), clipFastPath(ready), webhookSubscriptionFastPath(ready))
}

// readyConnection returns the connection of the configured provider; nil before it
// is configured, and while its configuration is not known: the framework may have
// to defer the call.
func (p *contentgrooveProvider) readyConnection() *connection {
	conn := p.conn.Load()
	if conn == nil || !conn.configuration.complete() {
		return nil
	}
	return conn
}
