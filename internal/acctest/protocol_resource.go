package acctest

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource is an object under Terraform.
type Resource struct {
	TypeName string
	// ID is the one in the identity.
	ID    string
	State Object

	identity *tfprotov6.ResourceIdentityData
	private  []byte
}

// ImportByID imports an object and reads it, as "terraform import" does.
func (p *Protocol) ImportByID(typeName, id string) (*Resource, []Problem) {
	p.t.Helper()
	return p.importObject(&tfprotov6.ImportResourceStateRequest{TypeName: typeName, ID: id})
}

// ImportByIdentity imports an object and reads it, as an import block with an
// identity does.
func (p *Protocol) ImportByIdentity(typeName, id string) (*Resource, []Problem) {
	p.t.Helper()
	identity := tftypes.NewValue(p.identities[typeName].ValueType(), map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})
	return p.importObject(&tfprotov6.ImportResourceStateRequest{
		TypeName: typeName, Identity: &tfprotov6.ResourceIdentityData{IdentityData: p.dynamic(identity)},
	})
}

func (p *Protocol) importObject(request *tfprotov6.ImportResourceStateRequest) (*Resource, []Problem) {
	p.t.Helper()
	imported, err := p.server.ImportResourceState(p.t.Context(), request)
	must(p.t, err)
	if len(imported.Diagnostics) > 0 {
		return nil, problems(imported.Diagnostics)
	}
	if len(imported.ImportedResources) != 1 {
		p.t.Fatalf("%d objects were imported", len(imported.ImportedResources))
	}
	first := imported.ImportedResources[0]
	schema := p.schemas.ResourceSchemas[request.TypeName]
	resource := &Resource{TypeName: request.TypeName, State: p.decode(schema, first.State), identity: first.Identity, private: first.Private}
	return resource, p.Refresh(resource)
}

// Refresh reads the object. The state is nil if it is gone.
func (p *Protocol) Refresh(resource *Resource) []Problem {
	p.t.Helper()
	schema := p.schemas.ResourceSchemas[resource.TypeName]
	read, err := p.server.ReadResource(p.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: resource.TypeName, CurrentState: p.encode(schema, resource.State), CurrentIdentity: resource.identity, Private: resource.private,
	})
	must(p.t, err)
	if len(read.Diagnostics) == 0 {
		resource.State, resource.private, resource.identity = p.decode(schema, read.NewState), read.Private, read.NewIdentity
		resource.ID = p.identity(resource.TypeName, read.NewIdentity)
	}
	return problems(read.Diagnostics)
}

// GeneratedConfig is the configuration that Terraform writes for an object.
func (p *Protocol) GeneratedConfig(typeName string, state Object) Object {
	p.t.Helper()
	schema := p.schemas.ResourceSchemas[typeName]
	generated, err := p.server.GenerateResourceConfig(p.t.Context(), &tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: p.encode(schema, state)})
	must(p.t, err)
	p.refuse(generated.Diagnostics)
	return p.decode(schema, generated.Config)
}

// Plan validates a configuration and plans what it makes of the object: the
// planned state, and how many attributes ask for another object instead.
func (p *Protocol) Plan(resource *Resource, config Object) (planned Object, replaces int) {
	p.t.Helper()
	schema := p.schemas.ResourceSchemas[resource.TypeName]
	validated, err := p.server.ValidateResourceConfig(p.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: resource.TypeName, Config: p.encode(schema, config),
	})
	must(p.t, err)
	p.refuse(validated.Diagnostics)
	proposed := maps.Clone(config)
	for _, attribute := range schema.Block.Attributes {
		if attribute.Computed && proposed[attribute.Name] == nil {
			proposed[attribute.Name] = resource.State[attribute.Name]
		}
	}
	answer, err := p.server.PlanResourceChange(p.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: resource.TypeName, Config: p.encode(schema, config), PriorState: p.encode(schema, resource.State),
		ProposedNewState: p.encode(schema, proposed), PriorPrivate: resource.private, PriorIdentity: resource.identity,
	})
	must(p.t, err)
	p.refuse(answer.Diagnostics)
	return p.decode(schema, answer.PlannedState), len(answer.RequiresReplace)
}
