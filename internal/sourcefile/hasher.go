package sourcefile

import (
	"context"
	"runtime"
	"sync"
)

// Hasher computes the hashes of files. It reads each file once for all who ask
// for it, and different files at the same time, as many as there are processors.
// It is safe for concurrent use. Make it with [NewHasher].
type Hasher struct {
	// slots bounds how many files are read at the same time.
	slots chan struct{}

	mu sync.Mutex
	// known holds the last result for each path.
	known map[string]Verified
	// running holds the passes under way.
	running map[string]*pass
}

// pass is the reading of one file for all who wait for its hash.
type pass struct {
	file   File
	cancel context.CancelFunc
	// waiting counts who wants the result. The last one to leave ends the pass.
	waiting int

	// done is closed when the result is there.
	done   chan struct{}
	result Verified
	err    error
}

// NewHasher returns a hasher that has read nothing yet.
func NewHasher() *Hasher {
	return &Hasher{
		slots:   make(chan struct{}, runtime.GOMAXPROCS(0)),
		known:   map[string]Verified{},
		running: map[string]*pass{},
	}
}

// Hash returns the file with its hash. A file that was read before and has not
// changed is not read again. It fails with a [*ChangedError] if the file changes
// while it is read, with a [*Error] if it cannot be read any more, and with the
// context's error as soon as the context ends.
func (h *Hasher) Hash(ctx context.Context, file File) (Verified, error) {
	for {
		h.mu.Lock()
		if known, ok := h.known[file.Path]; ok && known.file.same(file) {
			h.mu.Unlock()
			return known, nil
		}
		under, ok := h.running[file.Path]
		if !ok {
			under = h.start(ctx, file)
		}
		under.waiting++
		h.mu.Unlock()

		select {
		case <-ctx.Done():
			h.leave(under)
			return Verified{}, ctx.Err()
		case <-under.done:
		}
		if under.file.same(file) {
			return under.result, under.err
		}
		// The pass was over an earlier state of the file.
	}
}

// start begins a pass. The caller holds the lock.
func (h *Hasher) start(ctx context.Context, file File) *pass {
	// The pass serves all who ask, so it does not end with the first one's context.
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	under := &pass{file: file, cancel: cancel, done: make(chan struct{})}
	h.running[file.Path] = under
	go func() {
		defer cancel()
		result, err := h.read(running, file)
		h.mu.Lock()
		defer h.mu.Unlock()
		if err == nil {
			h.known[file.Path] = result
		}
		if h.running[file.Path] == under {
			delete(h.running, file.Path)
		}
		under.result, under.err = result, err
		close(under.done)
	}()
	return under
}

// leave gives up the wait for a pass.
func (h *Hasher) leave(under *pass) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if under.waiting--; under.waiting > 0 {
		return
	}
	under.cancel()
	// Who asks from now on must not get the error of a pass that was ended.
	if h.running[under.file.Path] == under {
		delete(h.running, under.file.Path)
	}
}

// read reads a file when it is its turn.
func (h *Hasher) read(ctx context.Context, file File) (Verified, error) {
	select {
	case <-ctx.Done():
		return Verified{}, ctx.Err()
	case h.slots <- struct{}{}:
	}
	defer func() { <-h.slots }()
	reading, err := file.Open()
	if err != nil {
		return Verified{}, err
	}
	defer reading.Close() //nolint:errcheck // Nothing was written.
	return reading.hash(ctx)
}
