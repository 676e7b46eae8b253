package terraform

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Session is a configured provider that is asked for something other than the life
// of a resource. Its methods return what a user reads, and an error as those of
// [Workspace] do.
type Session struct {
	// Server and Schemas are the provider's, for calls that no command makes.
	Server  tfprotov6.ProviderServer
	Schemas *tfprotov6.GetProviderSchemaResponse

	walk    *walk
	process *process
}

// Open starts and configures the provider of an alias. The session is nil if that
// fails; otherwise the caller closes it.
func (w *Workspace) Open(ctx context.Context, alias string) (*Session, Diagnostics, error) {
	walk := w.begin(ctx, true, w.State, alias)
	if !walk.ready() {
		err := walk.finish()
		return nil, walk.diagnostics, err
	}
	p := walk.process(alias)
	return &Session{Server: p.server, Schemas: p.schemas.GetProviderSchemaResponse, walk: walk, process: p}, walk.diagnostics, nil
}

// Close ends the provider in order.
func (s *Session) Close() error { return s.walk.finish() }

// GeneratedConfig is the configuration that Terraform writes for an object when it
// is imported without one.
func (s *Session) GeneratedConfig(typeName string, state tftypes.Value) (Object, Diagnostics, error) {
	schema, err := s.process.schemas.resource(typeName)
	if err != nil {
		return nil, nil, err
	}
	encoded, err := Dynamic(state)
	if err != nil {
		return nil, nil, err
	}
	resp, err := call(s.walk.ctx, s.process, "GenerateResourceConfig", "",
		&tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: encoded}, s.Server.GenerateResourceConfig)
	if err != nil {
		return nil, nil, err
	}
	config, err := nativeOf(schema, resp.Config)
	return config, reported("", resp.Diagnostics), err
}

// Call calls a function with values that fit its parameters. The problem is nil if
// it returns a result.
func (s *Session) Call(name string, arguments ...any) (result any, problem *tfprotov6.FunctionError, err error) {
	function := s.Schemas.Functions[name]
	if function == nil {
		return nil, nil, fmt.Errorf("the provider has no function %s", name)
	}
	encoded := make([]*tfprotov6.DynamicValue, len(arguments))
	for i, argument := range arguments {
		value, err := Value(function.Parameters[i].Type, argument)
		if err != nil {
			return nil, nil, fmt.Errorf("argument %d: %w", i, err)
		}
		if encoded[i], err = Dynamic(value); err != nil {
			return nil, nil, err
		}
	}
	resp, err := call(s.walk.ctx, s.process, "CallFunction", "", &tfprotov6.CallFunctionRequest{Name: name, Arguments: encoded}, s.Server.CallFunction)
	if err != nil {
		return nil, nil, err
	}
	if resp.Error != nil {
		return nil, resp.Error, nil
	}
	value, err := resp.Result.Unmarshal(function.Return.Type)
	if err != nil {
		return nil, nil, broken(name, "the result: %w", err)
	}
	return Native(value), nil, nil
}

// OpenEphemeral validates, opens and closes an ephemeral resource.
func (s *Session) OpenEphemeral(typeName string, block Object) (Object, Diagnostics, error) {
	schema := s.Schemas.EphemeralResourceSchemas[typeName]
	config, err := blockOf(schema, block)
	if err != nil {
		return nil, nil, err
	}
	validated, err := call(s.walk.ctx, s.process, "ValidateEphemeralResourceConfig", "",
		&tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: config}, s.Server.ValidateEphemeralResourceConfig)
	if err != nil {
		return nil, nil, err
	}
	diagnostics := reported("", validated.Diagnostics)
	if diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	opened, err := call(s.walk.ctx, s.process, "OpenEphemeralResource", "",
		&tfprotov6.OpenEphemeralResourceRequest{TypeName: typeName, Config: config}, s.Server.OpenEphemeralResource)
	if err != nil {
		return nil, diagnostics, err
	}
	if diagnostics = append(diagnostics, reported("", opened.Diagnostics)...); diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	closed, err := call(s.walk.ctx, s.process, "CloseEphemeralResource", "",
		&tfprotov6.CloseEphemeralResourceRequest{TypeName: typeName, Private: opened.Private}, s.Server.CloseEphemeralResource)
	if err != nil {
		return nil, diagnostics, err
	}
	result, err := nativeOf(schema, opened.Result)
	return result, append(diagnostics, reported("", closed.Diagnostics)...), err
}

// blockOf is the wire form of a configuration.
func blockOf(schema *tfprotov6.Schema, block Object) (*tfprotov6.DynamicValue, error) {
	if block == nil {
		block = Object{}
	}
	value, err := Value(schema.ValueType(), block)
	if err != nil {
		return nil, err
	}
	return Dynamic(value)
}

// nativeOf reads the wire form of a value of the schema.
func nativeOf(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) (Object, error) {
	value, err := decode(schema.ValueType(), encoded)
	object, _ := Native(value).(Object)
	return object, err
}
