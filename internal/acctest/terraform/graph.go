package terraform

// node is something to do in a walk.
type node struct {
	// name is for the error that a cycle is.
	name string
	// after are the nodes that have to succeed first.
	after []*node
	// visit returns whether it has succeeded.
	visit func() bool

	started, ended, succeeded bool
}

// visitAll visits the nodes, so many at a time, each after those that it needs.
// What needs a node that has failed is left out, and so is everything once the run
// is interrupted. It returns the nodes that wait for each other.
func visitAll(nodes []*node, parallelism int, halted func() bool) (cyclic []*node) {
	ended := make(chan *node)
	running := 0
	for {
		next := firstDue(nodes)
		switch {
		case next != nil && running < max(parallelism, 1) && !halted():
			next.started = true
			if next.doomed() {
				next.ended = true
				continue
			}
			running++
			go func() {
				next.succeeded = next.visit()
				ended <- next
			}()
		case running > 0:
			(<-ended).ended = true
			running--
		case next != nil: // Halted.
			return nil
		default:
			for _, n := range nodes {
				if !n.started {
					cyclic = append(cyclic, n)
				}
			}
			return cyclic
		}
	}
}

// firstDue returns the first node that can be visited; nil if there is none.
func firstDue(nodes []*node) *node {
	for _, n := range nodes {
		if !n.started && n.due() {
			return n
		}
	}
	return nil
}

// due reports whether all nodes that come first have ended.
func (n *node) due() bool {
	for _, first := range n.after {
		if !first.ended {
			return false
		}
	}
	return true
}

// doomed reports whether a node that comes first has failed.
func (n *node) doomed() bool {
	for _, first := range n.after {
		if !first.succeeded {
			return true
		}
	}
	return false
}
