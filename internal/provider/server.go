package provider

import (
	"context"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// server is the provider as Terraform's plugin protocol knows it. The framework
// does the work. In front of it stand two things for large states: calls that the
// framework need not remember (server_call.go), and answers that are known
// without it, since all is right and nothing has changed (server_validate.go,
// server_upgrade.go, server_read.go, server_plan.go). Such an answer is the one that
// the framework would give; a call for which there is none goes to the framework.
type server struct {
	frameworkServer

	provider *contentgrooveProvider
	// shortcuts are the resources with answers of their own, by type name.
	shortcuts func() map[string]*shortcut
}

// frameworkServer is what the framework's server can do.
type frameworkServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
}

var _ frameworkServer = (*server)(nil)

// NewServer returns a factory for protocol servers, each with a provider of its
// own, as [New] makes it. This is what programs serve.
func NewServer(version string, options ...Option) func() tfprotov6.ProviderServer {
	return func() tfprotov6.ProviderServer {
		p := newProvider(version, options)
		framework := providerserver.NewProtocol6(p)()
		complete, ok := framework.(frameworkServer)
		if !ok {
			return framework // One without lists or actions, which this version of the framework is not.
		}
		return &server{frameworkServer: complete, provider: p, shortcuts: sync.OnceValue(newShortcuts)}
	}
}

// shortcut returns what there is for a type of resource, and the connection of
// the configured provider; nil for a type without shortcuts, before the provider
// is configured, and while its configuration is not known: the framework may have
// to defer the call.
func (s *server) shortcut(typeName string) (*shortcut, *connection) {
	conn := s.provider.conn.Load()
	if conn == nil || !conn.configuration.complete() {
		return nil, nil
	}
	return s.shortcuts()[typeName], conn
}

// ValidateResourceConfig checks a configuration.
func (s *server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	if resp := s.validatePlain(ctx, req); resp != nil {
		return resp, nil
	}
	return forgotten(ctx, req, s.frameworkServer.ValidateResourceConfig)
}

// UpgradeResourceState brings a state as it was stored into the form of the
// present schema.
func (s *server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	if resp := s.upgradeCurrent(req); resp != nil {
		return resp, nil
	}
	return forgotten(ctx, req, s.frameworkServer.UpgradeResourceState)
}

// ReadResource refreshes a state.
func (s *server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if resp := s.readListed(ctx, req); resp != nil {
		return resp, nil
	}
	return forgotten(ctx, req, s.frameworkServer.ReadResource)
}

// PlanResourceChange plans a change.
func (s *server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if resp := s.planPlain(req); resp != nil {
		return resp, nil
	}
	return forgotten(ctx, req, s.frameworkServer.PlanResourceChange)
}

// ApplyResourceChange carries out a plan.
func (s *server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return forgotten(ctx, req, s.frameworkServer.ApplyResourceChange)
}

// ImportResourceState makes a state of an id or an identity.
func (s *server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return forgotten(ctx, req, s.frameworkServer.ImportResourceState)
}

// ReadDataSource reads a data source.
func (s *server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return forgotten(ctx, req, s.frameworkServer.ReadDataSource)
}
