package acctest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/go-plugin"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
)

// attachment is where a provider listens, as Terraform reads it.
type attachment struct {
	Protocol        string
	ProtocolVersion int
	Pid             int
	Test            bool
	Addr            struct{ Network, String string }
}

// serveLimit is how long a provider may take to start.
const serveLimit = 10 * time.Second

// serveProvider serves a provider in this process until the context ends. The
// returned channel is closed when it has.
func serveProvider(ctx context.Context, t *testing.T, factory func() (tfprotov6.ProviderServer, error)) (attachment, <-chan struct{}, error) {
	t.Helper()
	server, err := factory()
	if err != nil {
		return attachment{}, nil, err
	}
	configs, closed, failed := make(chan *plugin.ReattachConfig), make(chan struct{}), make(chan error, 1)
	go func() {
		failed <- tf6server.Serve(providerAddresses[0], func() tfprotov6.ProviderServer { return server },
			tf6server.WithDebug(ctx, configs, closed),
			tf6server.WithGoPluginLogger(hclog.NewNullLogger()),
			tf6server.WithLoggingSink(t))
	}()
	select {
	case config := <-configs:
		served := attachment{Protocol: string(config.Protocol), ProtocolVersion: config.ProtocolVersion, Pid: config.Pid, Test: config.Test}
		served.Addr.Network, served.Addr.String = config.Addr.Network(), config.Addr.String()
		return served, closed, nil
	case err := <-failed:
		return attachment{}, nil, err
	case <-time.After(serveLimit):
		return attachment{}, nil, errors.New("it did not start in time")
	}
}
