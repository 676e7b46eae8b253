package terraform

import (
	"context"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Factory starts a provider process for a provider block. The function that it
// returns ends it in order; it is not called for a process that was killed, nor
// when Terraform was. It may be nil.
type Factory func(alias string) (server tfprotov6.ProviderServer, end func(), err error)

// process is a provider process.
type process struct {
	run      *Run
	alias    string
	server   tfprotov6.ProviderServer
	schemas  *schemas
	endOnce  sync.Once
	orderly  func()
	diedOnce sync.Once
	died     chan struct{}
}

// die ends the process as SIGKILL does.
func (p *process) die() { p.diedOnce.Do(func() { close(p.died) }) }

func (p *process) hasDied() bool {
	select {
	case <-p.died:
		return true
	default:
		return false
	}
}

// close ends the process in order, unless it has died.
func (p *process) close() {
	if p.orderly != nil && !p.hasDied() {
		p.endOnce.Do(p.orderly)
	}
}

// schemas are those of the provider.
type schemas struct {
	*tfprotov6.GetProviderSchemaResponse

	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// resource returns the schema of a type of resource.
func (s *schemas) resource(typeName string) (*tfprotov6.Schema, error) {
	schema := s.ResourceSchemas[typeName]
	if schema == nil {
		return nil, fmt.Errorf("the provider has no resource type %s", typeName)
	}
	if len(schema.Block.BlockTypes) > 0 {
		return nil, fmt.Errorf("%s has blocks, which this Terraform does not support", typeName)
	}
	return schema, nil
}

// identityType returns the type of a resource's identity; nil if it has none.
func (s *schemas) identityType(typeName string) tftypes.Type {
	if schema := s.identities[typeName]; schema != nil {
		return schema.ValueType()
	}
	return nil
}

// fetchSchemas asks a provider for its schemas.
func fetchSchemas(ctx context.Context, p *process) (*schemas, Diagnostics, error) {
	resp, err := call(ctx, p, "GetProviderSchema", "", &tfprotov6.GetProviderSchemaRequest{}, p.server.GetProviderSchema)
	if err != nil {
		return nil, nil, err
	}
	if diagnostics := reported("", resp.Diagnostics); diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	identities, err := call(ctx, p, "GetResourceIdentitySchemas", "", &tfprotov6.GetResourceIdentitySchemasRequest{}, p.server.GetResourceIdentitySchemas)
	if err != nil {
		return nil, nil, err
	}
	return &schemas{resp, identities.IdentitySchemas}, reported("", identities.Diagnostics), nil
}

// configure validates the provider block and hands it to the provider.
func (p *process) configure(ctx context.Context, block Object, apply bool) (Diagnostics, error) {
	config, err := encoder{apply: apply}.value(p.schemas.Provider.ValueType(), block)
	if block == nil && err == nil {
		config, err = encoder{}.value(p.schemas.Provider.ValueType(), Object{})
	}
	if err != nil {
		return nil, fmt.Errorf("provider block %q: %w", p.alias, err)
	}
	encoded, err := Dynamic(config)
	if err != nil {
		return nil, err
	}
	validated, err := call(ctx, p, "ValidateProviderConfig", "", &tfprotov6.ValidateProviderConfigRequest{Config: encoded}, p.server.ValidateProviderConfig)
	if err != nil {
		return nil, err
	}
	diagnostics := reported("", validated.Diagnostics)
	if diagnostics.HasError() {
		return diagnostics, nil
	}
	configured, err := call(ctx, p, "ConfigureProvider", "",
		&tfprotov6.ConfigureProviderRequest{TerraformVersion: Version, Config: encoded}, p.server.ConfigureProvider)
	if err != nil {
		return diagnostics, err
	}
	return append(diagnostics, reported("", configured.Diagnostics)...), nil
}

// Version is the version of Terraform that providers are told.
const Version = "1.14.0"
