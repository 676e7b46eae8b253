package terraform

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Moved is a resource of another type, as a moved block names it.
type Moved struct {
	// ProviderAddress is that of the other provider, such as
	// "registry.terraform.io/hashicorp/null".
	ProviderAddress string
	Type            string
	SchemaVersion   int64
	// State and Identity are JSON.
	State, Identity string
	Private         []byte
}

// Move puts a resource of another type into the state at the address of a
// configured resource, as a moved block does. The provider that decides about it
// is not configured.
func (w *Workspace) Move(ctx context.Context, from Moved, address string) (Diagnostics, error) {
	resource, err := w.Config.resource(address)
	if err != nil {
		return nil, err
	}
	walk := w.begin(ctx, false, w.State)
	if walk.launch(resource.Provider) {
		walk.tried(address, walk.move(resource, from))
	}
	if walk.ready() {
		walk.store("")
	}
	err = walk.finish()
	return walk.diagnostics, err
}

func (w *walk) move(resource *Resource, from Moved) error {
	p, address := w.process(resource.Provider), resource.Address()
	schema, err := p.schemas.resource(resource.Type)
	if err != nil {
		return err
	}
	req := &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: from.ProviderAddress, SourceTypeName: from.Type, SourceSchemaVersion: from.SchemaVersion,
		SourceState: &tfprotov6.RawState{JSON: []byte(from.State)}, SourcePrivate: from.Private, TargetTypeName: resource.Type,
	}
	if from.Identity != "" {
		req.SourceIdentity = &tfprotov6.RawState{JSON: []byte(from.Identity)}
	}
	resp, err := call(w.ctx, p, "MoveResourceState", address, req, p.server.MoveResourceState)
	if err != nil {
		return err
	}
	if !w.report(reported(address, resp.Diagnostics)) {
		return errReported
	}
	instance := &Instance{Type: resource.Type, Provider: resource.Provider, Private: resp.TargetPrivate}
	if instance.Value, err = decode(schema.ValueType(), resp.TargetState); err != nil {
		return broken(address, "the moved state: %w", err)
	}
	if instance.Value.IsNull() || !instance.Value.IsFullyKnown() {
		return broken(address, "the moved state is null or not wholly known: %s", instance.Value)
	}
	if instance.Identity, err = p.schemas.decodeIdentity(resource.Type, resp.TargetIdentity); err != nil {
		return broken(address, "the moved identity: %w", err)
	}
	w.set(address, instance)
	return nil
}
