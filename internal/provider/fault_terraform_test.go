package provider_test

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// miniTerraform drives the provider through its protocol as Terraform does, for
// one resource: it refreshes, plans, plans again, applies, replaces, taints, and
// keeps the state in between. It exists because hundreds of applies by the CLI
// would take minutes.
//
// Like Terraform it starts a provider process for the plan and another one for
// the apply, where a process is a new provider.
type miniTerraform struct {
	// dir is where the provider keeps its journal.
	dir     string
	clock   client.Clock
	options []provider.Option
	// settings are the attributes of the provider block.
	settings map[string]any
	typeName string

	state instance
}

// instance is a resource in the state.
type instance struct {
	// value is null when there is none.
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
	tainted  bool
}

// applied is what an apply came to.
type applied struct {
	// action is what was planned.
	action      action
	diagnostics []*tfprotov6.Diagnostic
	// drifted tells that the refresh changed the state.
	drifted bool
}

// action is what a plan has in store for a resource.
type action string

const (
	noAction      action = "no-op"
	createAction  action = "create"
	updateAction  action = "update"
	replaceAction action = "replace"
	deleteAction  action = "delete"
)

// failed tells whether there was an error.
func (a applied) failed() bool { return hasError(a.diagnostics) }

func hasError(diagnostics []*tfprotov6.Diagnostic) bool {
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			return true
		}
	}
	return false
}

// process is a provider that is configured, and the resource's type in it.
type process struct {
	server   tfprotov6.ProviderServer
	typeName string
	schema   *tfprotov6.Schema
	kind     tftypes.Object
	journal  *creation.Journal
}

// providerSchemas asks for the schemas once: they are the same in all processes.
var providerSchemas = sync.OnceValues(func() (*tfprotov6.GetProviderSchemaResponse, error) {
	server := provider.NewServer("test")()
	return server.GetProviderSchema(context.Background(), &tfprotov6.GetProviderSchemaRequest{})
})

// start starts a provider process.
func (m *miniTerraform) start(ctx context.Context) (*process, error) {
	journal := creation.Open(m.dir, creation.Host{Now: m.clock.Now})
	options := append([]provider.Option{provider.WithClock(m.clock), provider.WithJournal(journal)}, m.options...)
	schemas, err := providerSchemas()
	if err != nil {
		return nil, err
	}
	p := &process{
		server:   provider.NewServer("test", options...)(),
		typeName: m.typeName, schema: schemas.ResourceSchemas[m.typeName], journal: journal,
	}
	if p.kind, err = objectType(p.schema); err != nil {
		return nil, err
	}
	block, err := objectType(schemas.Provider)
	if err != nil {
		return nil, err
	}
	settings, err := dynamic(object(block, m.settings))
	if err != nil {
		return nil, err
	}
	configured, err := p.server.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{TerraformVersion: "1.12.0", Config: settings})
	if err != nil {
		return nil, err
	}
	return p, firstError(configured.Diagnostics)
}

// apply makes the resource as the configuration says; nil destroys it. What a
// user would see comes back in applied; the error is for what Terraform would
// call a bug in the provider.
func (m *miniTerraform) apply(ctx context.Context, configuration map[string]any) (applied, error) {
	planner, err := m.start(ctx)
	if err != nil {
		return applied{}, err
	}
	if m.state.value.IsNull() {
		m.state = instance{value: tftypes.NewValue(planner.kind, nil)}
	}
	var result applied
	result.drifted, result.diagnostics, err = m.refresh(ctx, planner)
	if err != nil || result.failed() {
		return result, err
	}
	config := tftypes.NewValue(planner.kind, nil)
	if configuration != nil {
		config = object(planner.kind, configuration)
	}
	planned, diagnostics, err := planner.plan(ctx, config, m.state)
	planner.journal.Close()
	result.action, result.diagnostics = planned.action, append(result.diagnostics, diagnostics...)
	if err != nil || result.failed() || planned.action == noAction {
		return result, err
	}

	executor, err := m.start(ctx)
	if err != nil {
		return result, err
	}
	defer executor.journal.Close()
	again, diagnostics, err := executor.plan(ctx, config, m.state)
	switch {
	case err != nil:
		return result, err
	case hasError(diagnostics):
		result.diagnostics = append(result.diagnostics, diagnostics...)
		return result, nil
	case again.action != planned.action:
		return result, fmt.Errorf("the plan was to %s, and in the apply it is to %s", planned.action, again.action)
	}
	diagnostics, err = m.carryOut(ctx, executor, config, again)
	result.diagnostics = append(result.diagnostics, diagnostics...)
	return result, err
}

// refresh reads the resource. It tells whether that changed the state.
func (m *miniTerraform) refresh(ctx context.Context, p *process) (drifted bool, diagnostics []*tfprotov6.Diagnostic, err error) {
	if m.state.value.IsNull() {
		return false, nil, nil
	}
	current, err := dynamic(m.state.value)
	if err != nil {
		return false, nil, err
	}
	read, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: p.typeName, CurrentState: current, Private: m.state.private, CurrentIdentity: m.state.identity,
	})
	if err != nil || hasError(read.Diagnostics) {
		return false, read.Diagnostics, err
	}
	value, err := read.NewState.Unmarshal(p.kind)
	if err != nil {
		return false, read.Diagnostics, err
	}
	drifted = !equalButSigned(value, m.state.value)
	m.state.value, m.state.private, m.state.identity = value, read.Private, read.NewIdentity
	if value.IsNull() {
		m.state = instance{value: value}
	}
	return drifted, read.Diagnostics, nil
}

// carryOut applies a plan.
func (m *miniTerraform) carryOut(ctx context.Context, p *process, config tftypes.Value, planned change) ([]*tfprotov6.Diagnostic, error) {
	var all []*tfprotov6.Diagnostic
	nothing := instance{value: tftypes.NewValue(p.kind, nil)}
	if planned.action == deleteAction || planned.action == replaceAction {
		after, diagnostics, err := p.apply(ctx, nothing.value, m.state, change{value: nothing.value, private: m.state.private, identity: m.state.identity})
		all = diagnostics
		if err != nil {
			return all, err
		}
		after.tainted = m.state.tainted && !after.value.IsNull()
		m.state = after
		if hasError(all) || planned.action == deleteAction {
			return all, nil
		}
	}
	after, diagnostics, err := p.apply(ctx, config, m.state, planned)
	all = append(all, diagnostics...)
	if err != nil {
		return all, err
	}
	creating := planned.action != updateAction
	after.tainted = !after.value.IsNull() && (m.state.tainted || creating && hasError(diagnostics))
	m.state = after
	return all, nil
}

// signedAttributes hold URLs that are signed anew at every read.
var signedAttributes = []string{"source_file_preview_image_url", "media_file_url", "media_file_preview_image_url"}

// equalButSigned compares two states, apart from signatures.
func equalButSigned(a, b tftypes.Value) bool {
	if a.IsNull() || b.IsNull() {
		return a.IsNull() == b.IsNull()
	}
	left, right := attributes(a), attributes(b)
	for _, name := range signedAttributes {
		delete(left, name)
		delete(right, name)
	}
	for name, value := range left {
		if !value.Equal(right[name]) {
			return false
		}
	}
	return true
}

// firstError is the first error among diagnostics, as an error.
func firstError(diagnostics []*tfprotov6.Diagnostic) error {
	for _, diagnostic := range diagnostics {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			return fmt.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
		}
	}
	return nil
}

// printed is all diagnostics as a user sees them.
func printed(diagnostics []*tfprotov6.Diagnostic) string {
	var text strings.Builder
	for _, diagnostic := range diagnostics {
		fmt.Fprintf(&text, "%s: %s: %s\n", diagnostic.Severity, diagnostic.Summary, diagnostic.Detail)
	}
	return text.String()
}
