package terraform

import (
	"sync"
)

// Workspace is a working directory with its state. One command runs at a time.
type Workspace struct {
	Config Config
	// State is what is stored.
	State State
	// Start starts a provider process. Each command starts one for each alias that
	// is used, and ends it; an apply does so for its plan and once more.
	Start Factory
	// Parallelism is how many resources are refreshed or changed at the same time.
	// Terraform's default is 10; here it is 1, in the order of the configuration.
	Parallelism int
	// SkipRefresh plans without reading the resources, as -refresh=false.
	SkipRefresh bool
	// StoreAtEnd stores the state when an apply ends, as remote backends do, which
	// store at intervals. Without it, the state is stored after every change. Either
	// way it is stored after every change once the run is interrupted.
	StoreAtEnd bool
	Hooks      Hooks

	mu      sync.Mutex
	running *Run
	schemas *schemas
}

// Running returns the command that is under way, or the last one; nil before the
// first.
func (w *Workspace) Running() *Run {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.running
}
