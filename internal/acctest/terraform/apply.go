package terraform

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Result is what an apply came to.
type Result struct {
	Plan *Plan
	// Diagnostics are what the user reads after the plan.
	Diagnostics Diagnostics
}

// All are the diagnostics of the plan and of the apply.
func (r *Result) All() Diagnostics {
	return append(append(Diagnostics{}, r.Plan.Diagnostics...), r.Diagnostics...)
}

// Failed reports whether the plan or the apply ended with an error.
func (r *Result) Failed() bool { return r.All().HasError() }

// Apply plans and applies, as "terraform apply" does.
func (w *Workspace) Apply(ctx context.Context) (*Result, error) {
	plan, err := w.Plan(ctx)
	return w.applyUnlessFailed(ctx, plan, err)
}

// Destroy plans to delete everything and does so, as "terraform destroy" does.
func (w *Workspace) Destroy(ctx context.Context) (*Result, error) {
	plan, err := w.PlanDestroy(ctx)
	return w.applyUnlessFailed(ctx, plan, err)
}

func (w *Workspace) applyUnlessFailed(ctx context.Context, plan *Plan, err error) (*Result, error) {
	if err != nil || plan.Failed() {
		return &Result{Plan: plan}, err
	}
	return w.ApplyPlan(ctx, plan)
}

// ApplyPlan applies a saved plan.
func (w *Workspace) ApplyPlan(ctx context.Context, plan *Plan) (*Result, error) {
	walk := w.begin(ctx, true, plan.State, aliases(plan.config, plan.State)...)
	walk.run.mu.Lock()
	walk.run.onInterrupt = walk.storeNow
	walk.run.mu.Unlock()
	if walk.ready() {
		walk.visit(walk.applyNodes(plan))
		walk.store("")
	}
	err := walk.finish()
	walk.mu.Lock()
	defer walk.mu.Unlock()
	return &Result{Plan: plan, Diagnostics: walk.diagnostics}, err
}

// applyNodes are what an apply visits: deletions, dependents first, and then what
// is created or updated, and read, after what it refers to.
func (w *walk) applyNodes(plan *Plan) []*node {
	var nodes []*node
	deletions, others := map[string]*node{}, map[string]*node{}
	add := func(into map[string]*node, address string, visit func() error) *node {
		n := &node{name: address, visit: func() bool { return w.tried(address, visit()) }}
		nodes = append(nodes, n)
		into[address] = n
		return n
	}
	for i := len(plan.Changes) - 1; i >= 0; i-- {
		if change := plan.Changes[i]; change.Action == Delete || change.Action == Replace {
			add(deletions, change.Address, func() error { return w.delete(change) })
		}
	}
	for dependent, n := range deletions {
		for _, address := range plan.State[dependent].DependsOn {
			if deletion := deletions[address]; deletion != nil {
				deletion.after = append(deletion.after, n)
			}
		}
	}
	for _, data := range plan.deferred {
		add(others, data.Address(), func() error { return w.readData(&data) })
	}
	for _, change := range plan.Changes {
		if change.Action == Create || change.Action == Update || change.Action == Replace {
			n := add(others, change.Address, func() error { return w.createOrUpdate(change) })
			if deletion := deletions[change.Address]; deletion != nil {
				n.after = append(n.after, deletion)
			}
		}
	}
	for _, data := range plan.deferred {
		w.follow(others[data.Address()], data.Config, others)
	}
	for _, change := range plan.Changes {
		if n := others[change.Address]; n != nil {
			w.follow(n, change.resource.Config, others)
		}
	}
	return nodes
}

// delete carries out a deletion, or the first half of a replacement.
func (w *walk) delete(planned *Change) error {
	state, err := w.upgrade(planned.Address)
	if err != nil || state == nil {
		return err
	}
	nothing := tftypes.NewValue(planned.After.Type(), nil)
	after, err := w.carryOut(&Change{
		Address: planned.Address, Type: planned.Type, Provider: planned.Provider, Action: Delete,
		Before: planned.Before, After: nothing, private: planned.private, identity: planned.identity,
	}, nothing, state)
	w.keep(planned.Address, after)
	return err
}

// createOrUpdate carries out a change, or the second half of a replacement. As
// Terraform does, it plans once more, now that more is known.
func (w *walk) createOrUpdate(planned *Change) error {
	state, err := w.upgrade(planned.Address)
	if err != nil {
		return err
	}
	change, err := w.planChange(planned.resource, state)
	if err != nil {
		return err
	}
	action := planned.Action
	if action == Replace {
		action = Create // The old one is deleted by now.
	}
	if change.Action != action {
		return broken(planned.Address, "the plan was to %s, and in the apply it is to %s", action, change.Action)
	}
	if err := checkCompatible("the resource", planned.After, change.After); err != nil {
		return broken(planned.Address, "the plan changed in the apply: %w", err)
	}
	schema, err := w.process(change.Provider).schemas.resource(change.Type)
	if err != nil {
		return err
	}
	config, err := w.config(schema.ValueType(), planned.resource.Config)
	if err != nil {
		return err
	}
	if !config.IsFullyKnown() {
		return errors.New(planned.Address + ": the configuration is not known in the apply")
	}
	after, err := w.carryOut(change, config, state)
	if after != nil {
		after.DependsOn = references(planned.resource.Config)
		after.Tainted = after.Tainted || err != nil && action == Create
	}
	w.keep(planned.Address, after)
	return err
}

// keep puts what an apply has returned into the state, and stores that.
func (w *walk) keep(address string, after *Instance) {
	if w.run.Killed() {
		return
	}
	w.set(address, after)
	w.store(address)
}

// carryOut has the provider carry out a change. It returns the instance to keep,
// also with an error.
func (w *walk) carryOut(change *Change, config tftypes.Value, state *Instance) (*Instance, error) {
	p, address := w.process(change.Provider), change.Address
	schema, err := p.schemas.resource(change.Type)
	if err != nil {
		return state, err
	}
	req := &tfprotov6.ApplyResourceChangeRequest{TypeName: change.Type, PlannedPrivate: change.private, PlannedIdentity: change.identity}
	err = encodeAll(map[**tfprotov6.DynamicValue]tftypes.Value{&req.Config: config, &req.PriorState: change.Before, &req.PlannedState: change.After})
	if err != nil {
		return state, err
	}
	resp, err := call(w.ctx, p, "ApplyResourceChange", address, req, p.server.ApplyResourceChange)
	if err != nil {
		return state, err
	}
	failed := !w.report(reported(address, resp.Diagnostics))
	value, err := decode(schema.ValueType(), resp.NewState)
	if err != nil {
		return state, broken(address, "the applied state: %w", err)
	}
	after := &Instance{Type: change.Type, Provider: change.Provider, Value: value, Private: resp.Private}
	if after.Identity, err = p.schemas.decodeIdentity(change.Type, resp.NewIdentity); err != nil {
		return state, broken(address, "the applied identity: %w", err)
	}
	switch err = checkApplied(change, value, failed); {
	case err == nil && value.IsNull():
		return nil, nil
	case value.IsNull():
		// Terraform keeps what it had. If it is gone, the next refresh shows that.
		return state, err
	case err == nil:
		return after, nil
	case !value.IsFullyKnown():
		return state, err
	}
	if state != nil {
		after.Tainted = state.Tainted
		if change.Action == Delete {
			after.DependsOn = state.DependsOn
		}
	}
	return after, err
}

// checkApplied expects a state that is wholly known, and the planned one, unless
// the provider has reported an error.
func checkApplied(change *Change, value tftypes.Value, failed bool) error {
	switch {
	case !value.IsFullyKnown():
		return broken(change.Address, "the applied state has unknown values: %s", value)
	case failed:
		return errReported
	case change.Action == Delete && !value.IsNull():
		return broken(change.Address, "after its deletion there is %s", value)
	case change.Action != Delete && value.IsNull():
		return broken(change.Address, "the resource vanished in the apply")
	case change.Action == Delete:
		return nil
	}
	if err := checkCompatible("the resource", change.After, value); err != nil {
		return broken(change.Address, "%w", err)
	}
	return nil
}
