package acctest

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Object is a value of a schema: its attributes by name. They are nil for null,
// or a bool, a float64, a string, a []any or an Object.
type Object = map[string]any

// Protocol speaks to a provider in the test's own process as Terraform does, for
// what the CLI at hand may be too old for. It checks what Terraform itself would
// check, and fails the test if the provider cannot be spoken to; the problems
// that the provider reports are returned.
type Protocol struct {
	t          *testing.T
	server     providerServer
	schemas    *tfprotov6.GetProviderSchemaResponse
	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// providerServer is a server of all kinds. The protocol's own interface does not
// have the newest ones yet.
type providerServer interface {
	tfprotov6.ProviderServer
	tfprotov6.ActionServer
	tfprotov6.ListResourceServer
}

// Protocol configures the provider for the mock.
func (e *Env) Protocol(t *testing.T) *Protocol {
	t.Helper()
	return e.ProtocolWith(t, Object{"base_url": e.URL(), "api_key": mockapi.DefaultAPIKey})
}

// ProtocolWith configures the provider with these attributes.
func (e *Env) ProtocolWith(t *testing.T, configuration Object) *Protocol {
	t.Helper()
	made, err := e.ProviderFactories["contentgroove"]()
	must(t, err)
	server, ok := made.(providerServer)
	if !ok {
		t.Fatalf("%T does not serve all kinds", made)
	}
	p := &Protocol{t: t, server: server}
	p.schemas, err = server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	p.refuse(p.schemas.Diagnostics)
	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	must(t, err)
	p.refuse(identities.Diagnostics)
	p.identities = identities.IdentitySchemas
	configured, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.14.0", Config: p.encode(p.schemas.Provider, configuration),
	})
	must(t, err)
	p.refuse(configured.Diagnostics)
	return p
}

// Listed is one result of a query.
type Listed struct {
	DisplayName string
	ID          string
	// Resource is nil unless it was asked for.
	Resource Object
}

// List runs a list block. A limit of 0 means none. It stops at the first
// problem, and returns what came before.
func (p *Protocol) List(typeName string, block Object, limit int64, includeResource bool) ([]Listed, []Problem) {
	p.t.Helper()
	config := p.encode(p.schemas.ListResourceSchemas[typeName], block)
	validated, err := p.server.ValidateListResourceConfig(p.t.Context(), &tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config})
	must(p.t, err)
	if len(validated.Diagnostics) > 0 {
		return nil, problems(validated.Diagnostics)
	}
	stream, err := p.server.ListResource(p.t.Context(), &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: config, Limit: limit, IncludeResource: includeResource,
	})
	must(p.t, err)
	var results []Listed
	var reported []Problem
	for result := range stream.Results {
		if len(reported) > 0 {
			p.t.Error("the list goes on after an error")
		}
		if reported = problems(result.Diagnostics); len(reported) > 0 {
			continue
		}
		listed := Listed{DisplayName: result.DisplayName, ID: p.identity(typeName, result.Identity)}
		if result.Resource != nil {
			listed.Resource = p.decode(p.schemas.ResourceSchemas[typeName], result.Resource)
		}
		results = append(results, listed)
	}
	return results, reported
}

// Open opens an ephemeral resource.
func (p *Protocol) Open(typeName string, block Object) (Object, []Problem) {
	p.t.Helper()
	schema := p.schemas.EphemeralResourceSchemas[typeName]
	config := p.encode(schema, block)
	validated, err := p.server.ValidateEphemeralResourceConfig(p.t.Context(), &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: config})
	must(p.t, err)
	if len(validated.Diagnostics) > 0 {
		return nil, problems(validated.Diagnostics)
	}
	opened, err := p.server.OpenEphemeralResource(p.t.Context(), &tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: config})
	must(p.t, err)
	if len(opened.Diagnostics) > 0 {
		return nil, problems(opened.Diagnostics)
	}
	closed, err := p.server.CloseEphemeralResource(p.t.Context(), &tfprotov6.CloseEphemeralResourceRequest{TypeName: typeName, Private: opened.Private})
	must(p.t, err)
	p.refuse(closed.Diagnostics)
	return p.decode(schema, opened.Result), nil
}

// Invoke plans and invokes an action, and returns its messages.
func (p *Protocol) Invoke(typeName string, block Object) (messages []string, reported []Problem) {
	p.t.Helper()
	config := p.encode(p.schemas.ActionSchemas[typeName].Schema, block)
	validated, err := p.server.ValidateActionConfig(p.t.Context(), &tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: config})
	must(p.t, err)
	if len(validated.Diagnostics) > 0 {
		return nil, problems(validated.Diagnostics)
	}
	planned, err := p.server.PlanAction(p.t.Context(), &tfprotov6.PlanActionRequest{ActionType: typeName, Config: config})
	must(p.t, err)
	p.refuse(planned.Diagnostics)
	stream, err := p.server.InvokeAction(p.t.Context(), &tfprotov6.InvokeActionRequest{ActionType: typeName, Config: config})
	must(p.t, err)
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			messages = append(messages, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			reported = problems(event.Diagnostics)
		}
	}
	return messages, reported
}

// Call calls a function with texts. The problem is nil if it returns a result.
func (p *Protocol) Call(name string, arguments ...string) (any, *tfprotov6.FunctionError) {
	p.t.Helper()
	encoded := make([]*tfprotov6.DynamicValue, len(arguments))
	for i, argument := range arguments {
		encoded[i] = p.dynamic(tftypes.NewValue(tftypes.String, argument))
	}
	called, err := p.server.CallFunction(p.t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: encoded})
	must(p.t, err)
	if called.Error != nil {
		return nil, called.Error
	}
	result, err := called.Result.Unmarshal(p.schemas.Functions[name].Return.Type)
	must(p.t, err)
	return p.native(result), nil
}

// Problem is a warning or an error that the provider reports, as one text.
type Problem string

func problems(diagnostics []*tfprotov6.Diagnostic) []Problem {
	var all []Problem
	for _, each := range diagnostics {
		all = append(all, Problem(fmt.Sprintf("%s: %s: %s", each.Severity, each.Summary, each.Detail)))
	}
	return all
}

// refuse fails the test on any problem.
func (p *Protocol) refuse(diagnostics []*tfprotov6.Diagnostic) {
	p.t.Helper()
	for _, problem := range problems(diagnostics) {
		p.t.Fatal(problem)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
