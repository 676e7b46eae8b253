package sourcefile

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestHash(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	path := writeFile(t, "a.mp4", "abc")
	sum := func() string {
		t.Helper()
		verified, err := hasher.Hash(t.Context(), inspect(t, path))
		must(t, err)
		return verified.SHA256()
	}
	if got := sum(); got != sumABC {
		t.Errorf("got %s", got)
	}

	// Other bytes behind the same size and time show that the file is not read again.
	info, err := os.Stat(path)
	must(t, err)
	must(t, os.WriteFile(path, []byte("xyz"), 0o600))
	must(t, os.Chtimes(path, info.ModTime(), info.ModTime()))
	if got := sum(); got != sumABC {
		t.Errorf("of what looks unchanged: got %s", got)
	}
	touch(t, path)
	if got := sum(); got != sumXYZ {
		t.Errorf("after a change: got %s", got)
	}
}

func TestHashOfSeveralBlocks(t *testing.T) {
	t.Parallel()
	verified, err := NewHasher().Hash(t.Context(), inspect(t, sparseFile(t, 8<<20+1)))
	if err != nil || verified.SHA256() != "4459f957d031a8b782dfee09d2c7070a4b5e6c33130a8f20ac35393fd97fc57a" {
		t.Errorf("got %s, %v", verified.SHA256(), err)
	}
}

func TestHashFails(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	path := writeFile(t, "a.mp4", "abc")
	file := inspect(t, path)
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := hasher.Hash(cancelled, file); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	must(t, os.Remove(path))
	if _, err := hasher.Hash(t.Context(), file); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed: got %v", err)
	}
	must(t, os.WriteFile(path, []byte("abcd"), 0o600))
	if _, err := hasher.Hash(t.Context(), file); err == nil {
		t.Error("another file than the one that was inspected was hashed")
	}
	// What failed is not remembered.
	verified, err := hasher.Hash(t.Context(), inspect(t, path))
	if err != nil || verified.Size() != 4 {
		t.Errorf("got %+v, %v", verified, err)
	}
}

// occupy takes all slots of a hasher, so that passes wait, and returns what frees them.
func occupy(hasher *Hasher) (free func()) {
	for range cap(hasher.slots) {
		hasher.slots <- struct{}{}
	}
	return func() {
		for range cap(hasher.slots) {
			<-hasher.slots
		}
	}
}

// waiting is how many callers wait for a pass over a path.
func (h *Hasher) waiting(path string) int {
	h.mu.Lock()
	defer h.mu.Unlock()
	if under := h.running[path]; under != nil {
		return under.waiting
	}
	return 0
}

// eventually returns when the condition holds.
func eventually(t *testing.T, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !condition(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not happen")
		}
	}
}

func TestAFileIsReadOnceForAll(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	free := occupy(hasher)
	path := writeFile(t, "a.mp4", "abc")
	file := inspect(t, path)
	var callers sync.WaitGroup
	for range 20 {
		callers.Go(func() {
			if verified, err := hasher.Hash(t.Context(), file); err != nil || verified.SHA256() != sumABC {
				t.Errorf("got %+v, %v", verified, err)
			}
		})
	}
	// All of them wait for the one pass that there is.
	eventually(t, func() bool { return hasher.waiting(path) == 20 })
	free()
	callers.Wait()
	if hasher.waiting(path) != 0 {
		t.Error("the pass is still there")
	}
}

func TestOneCallerLeavesAndTheOthersGetTheirHash(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	free := occupy(hasher)
	path := writeFile(t, "a.mp4", "abc")
	file := inspect(t, path)
	first, cancel := context.WithCancel(t.Context())
	left, stayed := make(chan error), make(chan error)
	go func() { _, err := hasher.Hash(first, file); left <- err }()
	eventually(t, func() bool { return hasher.waiting(path) == 1 })
	go func() { _, err := hasher.Hash(t.Context(), file); stayed <- err }()
	eventually(t, func() bool { return hasher.waiting(path) == 2 })
	cancel()
	if err := <-left; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	free()
	if err := <-stayed; err != nil {
		t.Errorf("got %v", err)
	}
}

// When the last caller has left, the pass ends, and the next one starts another.
func TestNobodyWaits(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	path := sparseFile(t, 1<<40) // It takes minutes to read.
	file := inspect(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error)
	go func() { _, err := hasher.Hash(ctx, file); ended <- err }()
	eventually(t, func() bool { return len(hasher.slots) == 1 })
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	eventually(t, func() bool { return len(hasher.slots) == 0 })
	if hasher.waiting(path) != 0 || len(hasher.known) != 0 {
		t.Error("the pass left something behind")
	}

	must(t, os.Truncate(path, 3))
	if verified, err := hasher.Hash(t.Context(), inspect(t, path)); err != nil || verified.Size() != 3 {
		t.Errorf("got %+v, %v", verified, err)
	}
}

func TestDifferentFilesAreReadAtTheSameTime(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	hasher.slots = make(chan struct{}, 2)
	ctx, cancel := context.WithCancel(t.Context())
	var callers sync.WaitGroup
	directory := t.TempDir()
	for _, name := range []string{"a", "b", "c"} {
		path := filepath.Join(directory, name)
		must(t, os.WriteFile(path, nil, 0o600))
		must(t, os.Truncate(path, 1<<40))
		file := inspect(t, path)
		callers.Go(func() { _, _ = hasher.Hash(ctx, file) })
	}
	// Two are read, and the third waits for its turn.
	eventually(t, func() bool { return len(hasher.slots) == 2 && len(hasher.running) == 3 })
	cancel()
	callers.Wait()
}

// A pass over an earlier state of the file does not answer for the present one.
func TestAFileThatChangesUnderAPass(t *testing.T) {
	t.Parallel()
	hasher := NewHasher()
	free := occupy(hasher)
	path := writeFile(t, "a.mp4", "abc")
	before := inspect(t, path)
	early, late := make(chan error), make(chan Verified)
	go func() { _, err := hasher.Hash(t.Context(), before); early <- err }()
	eventually(t, func() bool { return hasher.waiting(path) == 1 })
	must(t, os.WriteFile(path, []byte("xyz"), 0o600))
	touch(t, path)
	after := inspect(t, path)
	go func() { verified, _ := hasher.Hash(t.Context(), after); late <- verified }()
	eventually(t, func() bool { return hasher.waiting(path) == 2 })
	free()
	if _, ok := errors.AsType[*ChangedError](<-early); !ok {
		t.Error("the change went unnoticed")
	}
	if verified := <-late; verified.SHA256() != sumXYZ {
		t.Errorf("got %+v", verified)
	}
}
