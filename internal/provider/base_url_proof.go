package provider

import (
	"context"
	"sync"
)

// baseURLProof knows whether something at the base URL has answered as the API
// does. With a wrong base URL, every path answers 404, and a refresh would empty
// the state. All callers share one probe at a time; a probe that failed is
// repeated for the next caller, since failures pass.
type baseURLProof struct {
	mu     sync.Mutex
	proven bool
	probe  *sharedProbe
}

// sharedProbe is a probe that is under way.
type sharedProbe struct {
	done    chan struct{}
	err     error
	waiters int
	cancel  context.CancelFunc
}

// note takes the end of a call: an answer as documented is a proof.
func (p *baseURLProof) note(err error) {
	if err != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.proven = true
}

// given reports whether there is a proof.
func (p *baseURLProof) given() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.proven
}

// require returns nil if there is a proof, or if the probe gives one. It ends with
// the caller's context; the probe ends when nobody waits for it any more.
func (p *baseURLProof) require(ctx, background context.Context, probe func(context.Context) error) error {
	p.mu.Lock()
	if p.proven {
		p.mu.Unlock()
		return nil
	}
	shared := p.probe
	if shared == nil {
		shared = &sharedProbe{done: make(chan struct{})}
		var probing context.Context
		probing, shared.cancel = context.WithCancel(background)
		p.probe = shared
		go p.run(probing, shared, probe)
	}
	shared.waiters++
	p.mu.Unlock()

	select {
	case <-shared.done:
		return shared.err
	case <-ctx.Done():
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if shared.waiters--; shared.waiters == 0 {
		shared.cancel()
		if p.probe == shared {
			p.probe = nil // Its end says nothing to the next caller.
		}
	}
	return ctx.Err()
}

func (p *baseURLProof) run(ctx context.Context, shared *sharedProbe, probe func(context.Context) error) {
	defer shared.cancel()
	err := probe(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	shared.err = err
	p.proven = p.proven || err == nil
	if p.probe == shared {
		p.probe = nil
	}
	close(shared.done)
}
