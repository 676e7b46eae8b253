package terraform

import (
	"context"
	"slices"
	"sync"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Run is a command that is under way. A test gets hold of it in a hook, or by
// [Workspace.Running], to interrupt or to kill something.
type Run struct {
	hooks Hooks
	// cancel ends the contexts of all calls.
	cancel context.CancelFunc

	mu          sync.Mutex
	processes   map[string]*process
	interrupted bool
	dead        bool
	// killed is closed when Terraform is killed.
	killed chan struct{}
	// onInterrupt stores the state.
	onInterrupt func()
	calls       sync.WaitGroup
}

// Hooks are called while a command runs. They may kill or interrupt it. Hooks of
// calls run at the same time when resources do.
type Hooks struct {
	// BeforeCall is called before a call to a provider, AfterCall once it is
	// answered and before Terraform acts on the answer.
	BeforeCall, AfterCall func(*Run, Call)
	// BeforeStore and AfterStore are called when the state is stored, with the
	// address of the resource whose change is the reason; "" at the end.
	BeforeStore, AfterStore func(run *Run, address string)
}

// Call is a call to a provider.
type Call struct {
	// Method is that of the protocol, such as "ApplyResourceChange".
	Method string
	// Provider is the alias of the provider.
	Provider string
	// Address is that of the resource or data source, if the call is about one.
	Address string
}

// Kill ends Terraform as SIGKILL does: nothing is stored any more, the contexts of
// all calls are cancelled, and the command returns [ErrKilled] without waiting
// for them. Plugins go on until they notice.
func (r *Run) Kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.dead {
		r.dead = true
		close(r.killed)
		r.cancel()
	}
}

// KillPlugin ends the provider process of an alias as SIGKILL does: its calls,
// those under way included, fail, and Terraform goes on with what does not need
// it. What the provider's code still does in this process is for the test to
// prevent: the contexts of its calls live as long as the command's.
func (r *Run) KillPlugin(alias string) {
	r.mu.Lock()
	process := r.processes[alias]
	r.mu.Unlock()
	if process != nil {
		process.die()
	}
}

// Interrupt does what the first Ctrl-C does: it asks every provider to stop, and
// nothing new is begun. What is under way is waited for and stored.
func (r *Run) Interrupt() {
	r.mu.Lock()
	r.interrupted = true
	var running []*process
	for _, process := range r.processes {
		running = append(running, process)
	}
	onInterrupt := r.onInterrupt
	r.mu.Unlock()
	if onInterrupt != nil {
		onInterrupt()
	}
	for _, process := range running {
		// A provider that cannot be stopped is simply waited for.
		_, _ = process.server.StopProvider(context.Background(), &tfprotov6.StopProviderRequest{})
	}
}

// Wait waits until all calls have returned inside the providers, also those that
// the command did not wait for.
func (r *Run) Wait() { r.calls.Wait() }

// Killed reports whether Terraform was killed.
func (r *Run) Killed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.dead
}

// Interrupted reports whether nothing new is begun.
func (r *Run) Interrupted() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.interrupted
}

// begin registers a call; false after Terraform was killed.
func (r *Run) begin() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.dead {
		return false
	}
	r.calls.Add(1)
	return true
}

// end ends the providers that still run, in order.
func (r *Run) end() {
	r.mu.Lock()
	names := make([]string, 0, len(r.processes))
	for alias := range r.processes {
		names = append(names, alias)
	}
	processes, killed := r.processes, r.dead
	r.mu.Unlock()
	if killed {
		return
	}
	slices.Sort(names)
	for _, alias := range names {
		processes[alias].close()
	}
}

// call makes a call to a provider. It ends with errPluginDied or [ErrKilled], if
// that is what happens before there is an answer.
func call[Q, R any](ctx context.Context, p *process, method, address string, req Q, rpc func(context.Context, Q) (R, error)) (R, error) {
	var none R
	about := Call{Method: method, Provider: p.alias, Address: address}
	if p.run.hooks.BeforeCall != nil {
		p.run.hooks.BeforeCall(p.run, about)
	}
	if p.hasDied() {
		return none, errPluginDied
	}
	if !p.run.begin() {
		return none, ErrKilled
	}
	type answer struct {
		response R
		err      error
		returned bool
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		// A provider whose goroutine ends instead of returning has died.
		defer func() {
			answers <- a
			p.run.calls.Done()
		}()
		a.response, a.err = rpc(ctx, req)
		a.returned = true
	}()
	var a answer
	select {
	case a = <-answers:
		if !a.returned {
			p.die()
		}
	case <-p.died:
	case <-p.run.killed:
	}
	if p.run.hooks.AfterCall != nil && a.returned {
		p.run.hooks.AfterCall(p.run, about)
	}
	switch {
	case p.run.Killed():
		return none, ErrKilled
	case p.hasDied():
		return none, errPluginDied
	}
	return a.response, a.err
}
