package terraform

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// walk is a command at work: its providers, and the state as it stands.
type walk struct {
	workspace *Workspace
	run       *Run
	ctx       context.Context //nolint:containedctx // A walk lives as long as its command.
	cancel    context.CancelFunc
	// apply is false for plans and everything else that changes nothing.
	apply bool

	mu    sync.Mutex
	state State
	// planned are the changes by address, which say what others may refer to.
	planned     map[string]*Change
	diagnostics Diagnostics
	errs        []error

	storeMu sync.Mutex
}

// begin starts a command and the providers that it needs. A walk that has failed
// already has nothing left but to finish.
func (w *Workspace) begin(ctx context.Context, apply bool, state State, aliases ...string) *walk {
	ctx, cancel := context.WithCancel(ctx)
	run := &Run{hooks: w.Hooks, cancel: cancel, processes: map[string]*process{}, killed: make(chan struct{})}
	w.mu.Lock()
	w.running = run
	w.mu.Unlock()
	walk := &walk{workspace: w, run: run, ctx: ctx, cancel: cancel, apply: apply, state: state.Clone(), planned: map[string]*Change{}}
	for _, alias := range aliases {
		if !walk.start(alias) {
			break
		}
	}
	return walk
}

// start starts and configures a provider.
func (w *walk) start(alias string) bool {
	if !w.launch(alias) {
		return false
	}
	diagnostics, err := w.process(alias).configure(w.ctx, w.workspace.Config.Providers[alias], w.apply)
	return w.report(diagnostics) && (err == nil || w.fail("", err))
}

// launch starts a provider without configuring it.
func (w *walk) launch(alias string) bool {
	server, end, err := w.workspace.Start(alias)
	if err != nil {
		return w.fail("", fmt.Errorf("starting the provider %q: %w", alias, err))
	}
	p := &process{run: w.run, alias: alias, server: server, orderly: end, died: make(chan struct{})}
	w.run.mu.Lock()
	w.run.processes[alias] = p
	w.run.mu.Unlock()
	// As Terraform does, ask only once for the schemas: they are the same in all
	// processes.
	if w.workspace.schemas == nil {
		schemas, diagnostics, err := fetchSchemas(w.ctx, p)
		if !w.report(diagnostics) || err != nil {
			return w.fail("", err)
		}
		w.workspace.schemas = schemas
	}
	p.schemas = w.workspace.schemas
	return true
}

// finish ends a command. The error is what went wrong without being the
// provider's answer.
func (w *walk) finish() error {
	w.run.end()
	if w.run.Killed() {
		return ErrKilled
	}
	w.cancel()
	w.mu.Lock()
	defer w.mu.Unlock()
	return errors.Join(w.errs...)
}

// ready reports whether nothing has failed.
func (w *walk) ready() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.errs) == 0 && !w.diagnostics.HasError() && !w.run.Killed()
}

// report adds diagnostics. It returns false if there is an error among them.
func (w *walk) report(diagnostics Diagnostics) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.diagnostics = append(w.diagnostics, diagnostics...)
	return !diagnostics.HasError()
}

// fail notes an error, unless it is nil, and returns false.
func (w *walk) fail(address string, err error) bool {
	switch {
	case err == nil, errors.Is(err, ErrKilled):
	case errors.Is(err, errPluginDied):
		w.report(problem(address, "Plugin did not respond", "The plugin encountered an error, and failed to respond."))
	default:
		w.mu.Lock()
		defer w.mu.Unlock()
		w.errs = append(w.errs, err)
	}
	return false
}

// process returns the provider of an alias.
func (w *walk) process(alias string) *process {
	w.run.mu.Lock()
	defer w.run.mu.Unlock()
	return w.run.processes[alias]
}

// tried notes an error of a resource, unless it is reported already, and returns
// whether there is none.
func (w *walk) tried(address string, err error) bool {
	if err == nil {
		return true
	}
	if !errors.Is(err, errReported) {
		w.fail(address, err)
	}
	return false
}

// instance returns an instance of the state; nil if there is none.
func (w *walk) instance(address string) *Instance {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.state[address].Clone()
}

// set puts an instance into the state, or removes it.
func (w *walk) set(address string, instance *Instance) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if instance == nil {
		delete(w.state, address)
		return
	}
	w.state[address] = instance.Clone()
}

// store stores the state after a change of the resource, if this is the time. At
// the end the address is "".
func (w *walk) store(address string) {
	w.storeMu.Lock()
	defer w.storeMu.Unlock()
	w.storeLocked(address)
}

// storeNow stores the state because of an interrupt, unless that is being done.
func (w *walk) storeNow() {
	if w.storeMu.TryLock() {
		defer w.storeMu.Unlock()
		w.storeLocked("")
	}
}

func (w *walk) storeLocked(address string) {
	if address != "" && w.workspace.StoreAtEnd && !w.run.Interrupted() || w.run.Killed() {
		return
	}
	if hook := w.workspace.Hooks.BeforeStore; hook != nil {
		hook(w.run, address)
	}
	if w.run.Killed() {
		return
	}
	w.mu.Lock()
	w.workspace.State = w.state.Clone()
	w.mu.Unlock()
	if hook := w.workspace.Hooks.AfterStore; hook != nil {
		hook(w.run, address)
	}
}

// config makes the value of a configuration as it can be known now.
func (w *walk) config(of tftypes.Type, config Object) (tftypes.Value, error) {
	if config == nil {
		config = Object{}
	}
	return encoder{apply: w.apply, resolve: w.resolve}.value(of, config)
}

// resolve returns the value of a reference: a planned one as long as the change is
// not applied, else the one of the state.
func (w *walk) resolve(reference Reference) (tftypes.Value, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var object tftypes.Value
	if change := w.planned[reference.Address]; change != nil && !w.apply {
		object = change.After
	} else if instance := w.state[reference.Address]; instance != nil {
		object = instance.Value
	} else {
		return tftypes.Value{}, fmt.Errorf("nothing is at %s", reference.Address)
	}
	value, ok := attributes(object)[reference.Attribute]
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%s has no attribute %s", reference.Address, reference.Attribute)
	}
	return value, nil
}
