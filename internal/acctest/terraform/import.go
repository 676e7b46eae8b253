package terraform

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Import imports an object by its id, as "terraform import" does. The address is
// that of a configured resource.
func (w *Workspace) Import(ctx context.Context, address, id string) (Diagnostics, error) {
	return w.importObject(ctx, address, &tfprotov6.ImportResourceStateRequest{ID: id}, nil)
}

// ImportByIdentity imports an object by its identity, as an import block does.
func (w *Workspace) ImportByIdentity(ctx context.Context, address string, identity Object) (Diagnostics, error) {
	return w.importObject(ctx, address, &tfprotov6.ImportResourceStateRequest{}, identity)
}

func (w *Workspace) importObject(ctx context.Context, address string, req *tfprotov6.ImportResourceStateRequest, identity Object) (Diagnostics, error) {
	resource, err := w.Config.resource(address)
	if err != nil {
		return nil, err
	}
	walk := w.begin(ctx, false, w.State, resource.Provider)
	if walk.ready() {
		walk.tried(address, walk.importInstance(resource, req, identity))
	}
	if walk.ready() {
		walk.store("")
	}
	err = walk.finish()
	return walk.diagnostics, err
}

func (w *walk) importInstance(resource *Resource, req *tfprotov6.ImportResourceStateRequest, identity Object) error {
	p, address := w.process(resource.Provider), resource.Address()
	schema, err := p.schemas.resource(resource.Type)
	if err != nil {
		return err
	}
	req.TypeName = resource.Type
	if req.Identity, err = p.schemas.encodeIdentity(resource.Type, identity); err != nil {
		return err
	}
	resp, err := call(w.ctx, p, "ImportResourceState", address, req, p.server.ImportResourceState)
	if err != nil {
		return err
	}
	if !w.report(reported(address, resp.Diagnostics)) {
		return errReported
	}
	if len(resp.ImportedResources) != 1 || resp.ImportedResources[0].TypeName != resource.Type {
		return broken(address, "%d resources were imported", len(resp.ImportedResources))
	}
	imported := resp.ImportedResources[0]
	instance := &Instance{Type: resource.Type, Provider: resource.Provider, Private: imported.Private}
	if instance.Value, err = decode(schema.ValueType(), imported.State); err != nil {
		return broken(address, "the imported state: %w", err)
	}
	if instance.Identity, err = p.schemas.decodeIdentity(resource.Type, imported.Identity); err != nil {
		return broken(address, "the imported identity: %w", err)
	}
	read, err := w.read(address, instance)
	if err != nil {
		return err
	}
	if read == nil {
		w.report(problem(address, "Cannot import non-existent remote object", "While attempting to import an existing object, the provider detected that no object exists."))
		return errReported
	}
	return nil
}
