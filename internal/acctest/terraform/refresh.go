package terraform

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Refresh reads all resources and stores the state, as "terraform apply
// -refresh-only" does.
func (w *Workspace) Refresh(ctx context.Context) (Diagnostics, error) {
	walk := w.begin(ctx, false, w.State, aliases(Config{}, w.State)...)
	var nodes []*node
	for _, address := range orphans(Config{}, w.State) {
		nodes = append(nodes, &node{name: address, visit: func() bool {
			instance, err := walk.upgrade(address)
			if err == nil && instance != nil {
				_, err = walk.read(address, instance)
			}
			return walk.tried(address, err)
		}})
	}
	if walk.ready() {
		walk.visit(nodes)
	}
	if walk.ready() {
		walk.store("")
	}
	err := walk.finish()
	return walk.diagnostics, err
}

// upgrade has the provider bring an instance, as it is stored, into the form of the
// present schema. Terraform does so whenever it takes an instance from a state.
func (w *walk) upgrade(address string) (*Instance, error) {
	instance := w.instance(address)
	if instance == nil {
		return nil, nil //nolint:nilnil // Nothing is what is there.
	}
	p := w.process(instance.Provider)
	schema, err := p.schemas.resource(instance.Type)
	if err != nil {
		return nil, err
	}
	raw, err := stored(instance.Value)
	if err != nil {
		return nil, err
	}
	resp, err := call(w.ctx, p, "UpgradeResourceState", address, &tfprotov6.UpgradeResourceStateRequest{
		TypeName: instance.Type, Version: schema.Version, RawState: &tfprotov6.RawState{JSON: raw},
	}, p.server.UpgradeResourceState)
	if err != nil {
		return nil, err
	}
	if diagnostics := reported(address, resp.Diagnostics); !w.report(diagnostics) {
		return nil, errReported
	}
	instance.Value, err = decode(schema.ValueType(), resp.UpgradedState)
	if err != nil {
		return nil, broken(address, "the upgraded state: %w", err)
	}
	return instance, nil
}

// refresh reads an instance. It returns nil if there is none, or none any more.
func (w *walk) refresh(address string) (*Instance, error) {
	instance, err := w.upgrade(address)
	if err != nil || instance == nil || w.workspace.SkipRefresh {
		return instance, err
	}
	return w.read(address, instance)
}

// read reads an instance that is in the state, or about to be.
func (w *walk) read(address string, instance *Instance) (*Instance, error) {
	p := w.process(instance.Provider)
	schema, err := p.schemas.resource(instance.Type)
	if err != nil {
		return nil, err
	}
	req := &tfprotov6.ReadResourceRequest{TypeName: instance.Type, Private: instance.Private}
	if req.CurrentState, err = Dynamic(instance.Value); err != nil {
		return nil, err
	}
	if req.CurrentIdentity, err = p.schemas.encodeIdentity(instance.Type, instance.Identity); err != nil {
		return nil, err
	}
	resp, err := call(w.ctx, p, "ReadResource", address, req, p.server.ReadResource)
	if err != nil {
		return nil, err
	}
	if !w.report(reported(address, resp.Diagnostics)) {
		return nil, errReported
	}
	read := instance.Clone()
	if read.Value, err = decode(schema.ValueType(), resp.NewState); err != nil {
		return nil, broken(address, "the state that was read: %w", err)
	}
	if !read.Value.IsFullyKnown() {
		return nil, broken(address, "the state that was read has unknown values: %s", read.Value)
	}
	if read.Value.IsNull() {
		w.set(address, nil)
		return nil, nil //nolint:nilnil // Nothing is what is left.
	}
	read.Private = resp.Private
	if read.Identity, err = p.schemas.decodeIdentity(instance.Type, resp.NewIdentity); err != nil {
		return nil, broken(address, "the identity that was read: %w", err)
	}
	w.set(address, read)
	return read, nil
}
