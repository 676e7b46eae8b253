// Package fastpath is a protocol server in front of the plugin framework's, for
// states with thousands of resources. It answers reads and plans in which nothing
// changes, and passes everything else on.
//
// It promises the framework's own answer, only sooner: the framework walks through
// the whole schema in each of its steps, which takes milliseconds for one
// resource. A provider registers a [Resource] for each type that it wants
// answered. What a plan means is decided by the provider's own planner, which the
// resource in the framework calls, too, so no rule exists twice.
package fastpath

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Server is a provider as Terraform's plugin protocol knows it.
type Server struct {
	framework

	resources map[string]answerer
	onStop    func()
}

// framework is what the framework's server offers.
type framework interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
	tfprotov6.ActionServer
	tfprotov6.StateStoreServer
}

var _ framework = (*Server)(nil)

// Options change what a server does.
type Options struct {
	// Off passes every call on to the framework, to find out whether an answer of
	// this package is at fault.
	Off bool
	// OnStop is called when the user interrupts the run; nil for nothing to do.
	OnStop func()
}

// NewServer returns a server in front of the framework's server. It fails when a
// resource cannot be answered as the framework does, and when the framework's
// server has methods that the new one would hide from Terraform.
func NewServer(behind tfprotov6.ProviderServer, options Options, resources ...Registration) (*Server, error) {
	complete, ok := behind.(framework)
	if !ok {
		return nil, fmt.Errorf("fastpath: %T lacks methods for list resources, actions or state stores; remove them from the interface framework", behind)
	}
	if hidden := hiddenMethods(reflect.TypeOf(behind)); len(hidden) > 0 {
		return nil, fmt.Errorf("fastpath: %T has methods that would be hidden from Terraform: %v; add their interface to the interface framework", behind, hidden)
	}
	s := &Server{framework: complete, resources: map[string]answerer{}, onStop: options.OnStop}
	for _, register := range resources {
		name, answers, err := register()
		if err != nil {
			return nil, fmt.Errorf("fastpath: %w", err)
		}
		if !options.Off {
			s.resources[name] = answers
		}
	}
	return s, nil
}

// hiddenMethods are the methods of a type that a server does not pass on.
func hiddenMethods(of reflect.Type) []string {
	var hidden []string
	own := reflect.TypeFor[*Server]()
	for method := range of.NumMethod() {
		name := of.Method(method).Name
		if _, passedOn := own.MethodByName(name); !passedOn {
			hidden = append(hidden, name)
		}
	}
	return hidden
}

// StopProvider is called when the user presses Ctrl-C.
func (s *Server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	if s.onStop != nil {
		s.onStop()
	}
	return s.framework.StopProvider(ctx, req)
}

// ReadResource refreshes a state.
func (s *Server) ReadResource(ctx context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	if resp := s.Read(ctx, req); resp != nil {
		return resp, nil
	}
	return detached(ctx, req, s.framework.ReadResource)
}

// Read returns the answer to a read, or nil when the framework must give it.
func (s *Server) Read(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	if resource, registered := s.resources[req.TypeName]; registered {
		return resource.answerRead(ctx, req)
	}
	return nil
}

// PlanResourceChange plans a change.
func (s *Server) PlanResourceChange(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	if resp := s.Plan(ctx, req); resp != nil {
		return resp, nil
	}
	return detached(ctx, req, s.framework.PlanResourceChange)
}

// Plan returns the answer to a plan, or nil when the framework must give it.
func (s *Server) Plan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	if resource, registered := s.resources[req.TypeName]; registered {
		return resource.answerPlan(ctx, req)
	}
	return nil
}

// ValidateResourceConfig checks a configuration.
func (s *Server) ValidateResourceConfig(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	return detached(ctx, req, s.framework.ValidateResourceConfig)
}

// UpgradeResourceState brings a stored state into the form of the present schema.
func (s *Server) UpgradeResourceState(ctx context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	return detached(ctx, req, s.framework.UpgradeResourceState)
}

// ApplyResourceChange carries out a plan.
func (s *Server) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	return detached(ctx, req, s.framework.ApplyResourceChange)
}

// ImportResourceState makes a state of an id or an identity.
func (s *Server) ImportResourceState(ctx context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	return detached(ctx, req, s.framework.ImportResourceState)
}

// ReadDataSource reads a data source.
func (s *Server) ReadDataSource(ctx context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	return detached(ctx, req, s.framework.ReadDataSource)
}
