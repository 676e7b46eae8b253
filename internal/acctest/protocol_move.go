package acctest

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Move moves a resource of another type, or of the same, as a "moved" block asks
// for, and reads the object. The state is that of the source.
func (p *Protocol) Move(fromProvider, fromType string, state Object, private []byte, toType string) (*Resource, []Problem) {
	p.t.Helper()
	raw, err := json.Marshal(state)
	must(p.t, err)
	moved, err := p.server.MoveResourceState(p.t.Context(), &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: fromProvider, SourceTypeName: fromType, SourceState: &tfprotov6.RawState{JSON: raw},
		SourcePrivate: private, TargetTypeName: toType,
	})
	must(p.t, err)
	if len(moved.Diagnostics) > 0 {
		return nil, problems(moved.Diagnostics)
	}
	resource := &Resource{
		TypeName: toType, State: p.decode(p.schemas.ResourceSchemas[toType], moved.TargetState),
		ID: p.identity(toType, moved.TargetIdentity), identity: moved.TargetIdentity, private: moved.TargetPrivate,
	}
	return resource, p.Refresh(resource)
}

// Private is the private state of the resource.
func (r *Resource) Private() []byte { return r.private }
