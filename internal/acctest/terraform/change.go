package terraform

import (
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Action is what a plan has in store for a resource.
type Action string

// The actions.
const (
	NoOp    Action = "no-op"
	Create  Action = "create"
	Update  Action = "update"
	Replace Action = "replace" // The old one is deleted first.
	Delete  Action = "delete"
)

// Change is the planned change of one resource.
type Change struct {
	Address  string
	Type     string
	Provider string
	Action   Action
	// Before is the refreshed state, and After what is planned.
	Before, After tftypes.Value
	// Replace are the attributes because of which the resource is replaced.
	Replace []string

	resource *Resource
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// Attributes are the planned values as Go values.
func (c *Change) Attributes() Object {
	object, _ := Native(c.After).(Object)
	return object
}

// errReported ends the work on a resource whose errors are reported already.
var errReported = errors.New("reported")

// planChange plans what a configuration makes of an instance; nil for a new one.
func (w *walk) planChange(resource *Resource, prior *Instance) (*Change, error) {
	p, address := w.process(resource.Provider), resource.Address()
	schema, err := p.schemas.resource(resource.Type)
	if err != nil {
		return nil, err
	}
	config, err := w.config(schema.ValueType(), resource.Config)
	if err != nil {
		return nil, err
	}
	if err := w.validate(p, address, resource.Type, config); err != nil {
		return nil, err
	}
	nothing := tftypes.NewValue(schema.ValueType(), nil)
	change := &Change{
		Address: address, Type: resource.Type, Provider: resource.Provider, Action: Create, resource: resource, Before: nothing,
	}
	switch {
	case prior == nil:
		err = w.askPlan(change, config, nothing, nil, nil, true)
		return change, err
	case prior.Tainted:
		// Terraform plans a creation and calls it a replacement.
		change.Action, change.Before = Replace, prior.Value
		err = w.askPlan(change, config, nothing, nil, nil, true)
		return change, err
	}
	change.Action, change.Before = Update, prior.Value
	if err := w.askPlan(change, config, prior.Value, prior.Private, prior.Identity, true); err != nil {
		return nil, err
	}
	switch {
	case change.After.Equal(prior.Value):
		change.Action, change.Replace = NoOp, nil
	case len(change.Replace) > 0:
		change.Action = Replace
		replace := change.Replace
		// What the provider warns of it has said already.
		if err := w.askPlan(change, config, nothing, change.private, nil, false); err != nil {
			return nil, err
		}
		change.Replace = replace
	}
	return change, nil
}

// planDelete plans that an instance is deleted.
func (w *walk) planDelete(address string, prior *Instance) (*Change, error) {
	nothing := tftypes.NewValue(prior.Value.Type(), nil)
	change := &Change{Address: address, Type: prior.Type, Provider: prior.Provider, Action: Delete, Before: prior.Value}
	if err := w.askPlan(change, nothing, prior.Value, prior.Private, prior.Identity, true); err != nil {
		return nil, err
	}
	if !change.After.IsNull() {
		return nil, broken(address, "a deletion is planned to leave %s", change.After)
	}
	return change, nil
}

// validate has the provider check a configuration.
func (w *walk) validate(p *process, address, typeName string, config tftypes.Value) error {
	encoded, err := Dynamic(config)
	if err != nil {
		return err
	}
	resp, err := call(w.ctx, p, "ValidateResourceConfig", address, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: typeName, Config: encoded,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	}, p.server.ValidateResourceConfig)
	if err != nil {
		return err
	}
	if !w.report(reported(address, resp.Diagnostics)) {
		return errReported
	}
	return nil
}

// askPlan has the provider plan, and fills in what it answers. Warnings are only
// reported if asked for.
func (w *walk) askPlan(change *Change, config, prior tftypes.Value, private []byte, identity Object, warnings bool) error {
	p, address := w.process(change.Provider), change.Address
	schema, err := p.schemas.resource(change.Type)
	if err != nil {
		return err
	}
	proposed := config
	if !config.IsNull() {
		proposed = Propose(schema, prior, config)
	}
	req := &tfprotov6.PlanResourceChangeRequest{TypeName: change.Type, PriorPrivate: private}
	if req.PriorIdentity, err = p.schemas.encodeIdentity(change.Type, identity); err != nil {
		return err
	}
	err = encodeAll(map[**tfprotov6.DynamicValue]tftypes.Value{&req.Config: config, &req.PriorState: prior, &req.ProposedNewState: proposed})
	if err != nil {
		return err
	}
	resp, err := call(w.ctx, p, "PlanResourceChange", address, req, p.server.PlanResourceChange)
	if err != nil {
		return err
	}
	diagnostics := reported(address, resp.Diagnostics)
	if (warnings || diagnostics.HasError()) && !w.report(diagnostics) {
		return errReported
	}
	if change.After, err = decode(schema.ValueType(), resp.PlannedState); err != nil {
		return broken(address, "the planned state: %w", err)
	}
	change.private, change.identity = resp.PlannedPrivate, resp.PlannedIdentity
	if config.IsNull() {
		return nil
	}
	if change.After.IsNull() {
		return broken(address, "the plan for a configured resource is null")
	}
	if err := checkPlan(schema.Block.Attributes, prior, config, change.After); err != nil {
		return broken(address, "%w", err)
	}
	if prior.IsNull() {
		return nil
	}
	if change.Replace, err = checkReplaced(schema, resp.RequiresReplace, prior, change.After); err != nil {
		return broken(address, "%w", err)
	}
	return nil
}
