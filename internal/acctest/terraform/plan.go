package terraform

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// Plan is what Terraform is about to do.
type Plan struct {
	// Changes are in the order of the configuration. What is no longer configured
	// comes last.
	Changes []*Change
	// Drifted are the addresses whose state the refresh has changed, sorted.
	Drifted []string
	// Diagnostics are what the user reads of the plan.
	Diagnostics Diagnostics
	// State is the refreshed state.
	State State

	config Config
	// deferred are the data sources that the apply has to read.
	deferred []Data
}

// Change returns the change at an address; nil if there is none.
func (p *Plan) Change(address string) *Change {
	for _, change := range p.Changes {
		if change.Address == address {
			return change
		}
	}
	return nil
}

// Action returns the action at an address; "" if there is none.
func (p *Plan) Action(address string) Action {
	if change := p.Change(address); change != nil {
		return change.Action
	}
	return ""
}

// Empty reports whether nothing is to be done.
func (p *Plan) Empty() bool {
	for _, change := range p.Changes {
		if change.Action != NoOp {
			return false
		}
	}
	return len(p.deferred) == 0
}

// Failed reports whether the plan has errors, so that it cannot be applied.
func (p *Plan) Failed() bool { return p.Diagnostics.HasError() }

// Plan refreshes the state and plans, as "terraform plan" does. Nothing is stored.
func (w *Workspace) Plan(ctx context.Context) (*Plan, error) { return w.plan(ctx, w.Config) }

// PlanDestroy plans to delete everything, as "terraform plan -destroy" does.
func (w *Workspace) PlanDestroy(ctx context.Context) (*Plan, error) {
	return w.plan(ctx, Config{Providers: w.Config.Providers})
}

func (w *Workspace) plan(ctx context.Context, config Config) (*Plan, error) {
	walk := w.begin(ctx, false, w.State, aliases(config, w.State)...)
	plan := &Plan{config: config}
	if walk.ready() {
		walk.visit(walk.planNodes(plan))
	}
	err := walk.finish()
	walk.mu.Lock()
	defer walk.mu.Unlock()
	plan.Diagnostics, plan.State = walk.diagnostics, walk.state
	for _, resource := range config.Resources {
		if change := walk.planned[resource.Address()]; change != nil {
			plan.Changes = append(plan.Changes, change)
		}
	}
	for _, address := range orphans(config, w.State) {
		if change := walk.planned[address]; change != nil {
			plan.Changes = append(plan.Changes, change)
		}
	}
	for _, address := range slices.Sorted(maps.Keys(w.State)) {
		if now := plan.State[address]; now == nil || !now.Value.Equal(w.State[address].Value) {
			plan.Drifted = append(plan.Drifted, address)
		}
	}
	return plan, err
}

// visit visits the nodes and notes what keeps any of them from being visited.
func (w *walk) visit(nodes []*node) {
	cyclic := visitAll(nodes, w.workspace.Parallelism, func() bool { return w.run.Interrupted() || w.run.Killed() })
	for _, n := range cyclic {
		w.fail(n.name, fmt.Errorf("%s is part of a cycle", n.name))
	}
	if w.run.Interrupted() && slices.ContainsFunc(nodes, func(n *node) bool { return !n.started }) {
		w.report(problem("", "Operation interrupted", "Not everything was done."))
	}
}

// orphans are the resources in the state that are not configured, sorted.
func orphans(config Config, state State) []string {
	configured := map[string]bool{}
	for _, resource := range config.Resources {
		configured[resource.Address()] = true
	}
	var left []string
	for _, address := range slices.Sorted(maps.Keys(state)) {
		if !configured[address] && !state[address].data {
			left = append(left, address)
		}
	}
	return left
}

// planNodes are what a plan visits: what is configured after what it refers to,
// and then what is no longer configured.
func (w *walk) planNodes(plan *Plan) []*node {
	var nodes []*node
	byAddress := map[string]*node{}
	add := func(address string, visit func() error) *node {
		n := &node{name: address, visit: func() bool { return w.tried(address, visit()) }}
		nodes = append(nodes, n)
		byAddress[address] = n
		return n
	}
	for i := range plan.config.Data {
		data := &plan.config.Data[i]
		add(data.Address(), func() error { return w.planData(plan, data) })
	}
	for i := range plan.config.Resources {
		resource := &plan.config.Resources[i]
		add(resource.Address(), func() error {
			prior, err := w.refresh(resource.Address())
			if err != nil {
				return err
			}
			w.depend(resource, prior)
			return w.plans(w.planChange(resource, prior))
		})
	}
	for _, data := range plan.config.Data {
		w.follow(byAddress[data.Address()], data.Config, byAddress)
	}
	for _, resource := range plan.config.Resources {
		w.follow(byAddress[resource.Address()], resource.Config, byAddress)
	}
	for _, address := range orphans(plan.config, w.state) {
		add(address, func() error {
			prior, err := w.refresh(address)
			if err != nil || prior == nil {
				return err
			}
			return w.plans(w.planDelete(address, prior))
		})
	}
	return nodes
}

// follow puts a node after those that its configuration refers to.
func (w *walk) follow(n *node, config Object, byAddress map[string]*node) {
	for _, address := range references(config) {
		if first := byAddress[address]; first != nil {
			n.after = append(n.after, first)
		}
	}
}

// depend adds what a refreshed resource is now configured to refer to.
func (w *walk) depend(resource *Resource, instance *Instance) {
	if instance == nil || w.workspace.SkipRefresh {
		return
	}
	all := append(references(resource.Config), instance.DependsOn...)
	slices.Sort(all)
	instance.DependsOn = slices.Compact(all)
	w.set(resource.Address(), instance)
}

// plans notes a planned change.
func (w *walk) plans(change *Change, err error) error {
	if err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.planned[change.Address] = change
	return nil
}
