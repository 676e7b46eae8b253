package creation

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"
)

func TestCreate(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	o := w.operation("run 1")
	created := w.mustCreate(o)
	equal(t, "id", created.Object.id, "new-1")
	equal(t, "resumed", created.Resumed, false)
	equal(t, "owned", o.Owns("thing", "new-1"), true)
	equal(t, "entries", w.entries(), []string{"created new-1"})
	equal(t, "idle before it is returned", o.Idle(), false)
	created.Returned()
	equal(t, "idle", o.Idle(), true)
	equal(t, "entries after the return", w.entries(), []string{"created new-1"})
	o.Close()
	equal(t, "journal is gone", gone(t, w.dir), true)
}

func TestCreateRefused(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	refusal := errors.New("quota")
	w.answer = func(int) (bool, error) { return false, refusal }
	o := w.operation("run 1")
	_, err := w.create(o)
	equal(t, "error", errors.Is(err, refusal), true)
	equal(t, "entries", w.entries(), nil)
	equal(t, "idle", o.Idle(), true)
	o.Close()
	equal(t, "journal is gone", gone(t, w.dir), true)
}

func TestCreateInterrupted(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Create(ctx, w.operation("run 1").Ledger, w.spec("a"))
	as[*InterruptedError](t, err)
	equal(t, "posts", w.posts, 0)
	equal(t, "entries", w.entries(), nil)
}

// An answer that comes after the interrupt counts all the same.
func TestCreateInterruptedInTheRequest(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	ctx, cancel := context.WithCancel(t.Context())
	w.answer = func(int) (bool, error) { cancel(); return true, nil }
	created, err := Create(ctx, w.operation("run 1").Ledger, w.spec("a"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "id", created.Object.id, "new-1")
}

func TestCreateWithAnIDThatIsTaken(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	o := w.operation("run 1")
	o.Own("thing", "new-1")
	_, err := w.create(o)
	equal(t, "resumed", as[*OwnedError](t, err).Resumed, false)
	equal(t, "entries", w.entries(), nil)
}

// The id in an answer is ours, whatever the object looks like by now.
func TestResume(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(*workshop)
		want   string
		posts  int
		err    func(*testing.T, error)
	}{
		"as it was":        {want: "new-1", posts: 1},
		"renamed":          {change: func(w *workshop) { w.things[0].name = "renamed" }, want: "new-1", posts: 1},
		"deleted":          {change: func(w *workshop) { w.things = nil }, want: "new-2", posts: 2},
		"with another key": {change: func(w *workshop) { w.key = "k2" }, want: "new-1", posts: 1},
		"cannot be read": {
			change: func(w *workshop) { w.getErr = errors.New("502") }, posts: 1,
			err: func(t *testing.T, err error) { equal(t, "id", as[*ResumeError](t, err).ID, "new-1") },
		},
		"not found with another key": {
			change: func(w *workshop) { w.key, w.things = "k2", nil }, posts: 1,
			err: func(t *testing.T, err error) { equal(t, "id", as[*OtherKeyError](t, err).ID, "new-1") },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			first := w.operation("killed 1")
			w.mustCreate(first).Returned()
			first.crash()
			if test.change != nil {
				test.change(w)
			}
			second := w.operation("run 2")
			created, err := w.create(second)
			equal(t, "posts", w.posts, test.posts)
			if test.err != nil {
				test.err(t, err)
				equal(t, "entries", w.entries(), []string{"created new-1"})
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "id", created.Object.id, test.want)
			equal(t, "resumed", created.Resumed, test.posts == 1)
			created.Returned()
			second.Close()
			equal(t, "journal is gone", gone(t, w.dir), true)
		})
	}
}

// Twins are taken over one by one, and never both by one resource.
func TestResumeTwins(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first := w.operation("killed 1")
	w.mustCreate(first)
	w.mustCreate(first)
	first.crash()
	second := w.operation("run 2")
	a, b, c := w.mustCreate(second), w.mustCreate(second), w.mustCreate(second)
	equal(t, "resumed", []bool{a.Resumed, b.Resumed, c.Resumed}, []bool{true, true, false})
	equal(t, "the same object", a.Object.id == b.Object.id, false)
	equal(t, "posts", w.posts, 3)
}

// A provider that crashes leaves its objects to the next run, not to another
// provider of the same run: Terraform may have them in its state.
func TestResumeNotInTheSameRun(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first := w.operation("run 1")
	w.mustCreate(first).Returned()
	first.crash()
	equal(t, "resumed in the same run", w.mustCreate(w.operation("run 1")).Resumed, false)
}

func TestResumeOnlyTheSameCreation(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first := w.operation("killed 1")
	w.mustCreate(first)
	first.crash()
	created, err := Create(t.Context(), w.operation("run 2").Ledger, w.spec("b"))
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "resumed", created.Resumed, false)
}

func TestPrepare(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	refusal, lost := errors.New("quota"), errors.New("unknown upload")
	prepares := 0
	spec := w.spec("a")
	spec.Prepare = func(_ context.Context, earlier json.RawMessage) (json.RawMessage, error) {
		if earlier != nil {
			return earlier, nil
		}
		prepares++
		return json.Marshal(prepares)
	}
	spec.Lost = func(err error) bool { return errors.Is(err, lost) }

	w.answer = func(int) (bool, error) { return false, refusal }
	first := w.operation("killed 1")
	_, err := Create(t.Context(), first.Ledger, spec)
	equal(t, "refusal", errors.Is(err, refusal), true)
	first.crash()
	equal(t, "what was prepared is kept", w.entries(), []string{"prepared"})

	// The service has lost it: once more, in the same run.
	w.answer = func(number int) (bool, error) {
		if number == 2 {
			return false, lost
		}
		return true, nil
	}
	second := w.operation("run 2")
	created, err := Create(t.Context(), second.Ledger, spec)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "prepared", string(created.Prepared()), "2")
	equal(t, "used", created.Object.color, "2")
	equal(t, "posts", w.posts, 3)

	// What was just prepared cannot be lost.
	w.answer = func(int) (bool, error) { return false, lost }
	_, err = Create(t.Context(), second.Ledger, spec)
	equal(t, "refusal of something new", errors.Is(err, lost), true)
	equal(t, "posts in the end", w.posts, 4)
}

func TestPrepareExpires(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		age  time.Duration
		want int
	}{"a day": {uploadLifetime, 1}, "longer": {uploadLifetime + time.Second, 2}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			prepares := 0
			spec := w.spec("a")
			spec.Prepare = func(_ context.Context, earlier json.RawMessage) (json.RawMessage, error) {
				if earlier == nil {
					prepares++
				}
				return json.RawMessage("1"), nil
			}
			w.answer = func(int) (bool, error) { return false, errors.New("quota") }
			first := w.operation("killed 1")
			_, _ = Create(t.Context(), first.Ledger, spec)
			first.crash()
			w.clock.now = start.Add(test.age)
			_, _ = Create(t.Context(), w.operation("run 2").Ledger, spec)
			equal(t, "prepared", prepares, test.want)
		})
	}
}

// Without a folder to write to, everything works but the memory across runs.
func TestCreateWithoutAJournal(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.dir = "/dev/null/journal"
	o := w.operation("run 1")
	equal(t, "id", w.mustCreate(o).Object.id, "new-1")
	w.loses(true)
	equal(t, "id found", w.mustCreate(o).Object.id, "new-2")
	w.loses(false)
	_, err := w.create(o)
	equal(t, "file", as[*AbsentError](t, err).File, "")
	o.Close()
}

// Creations that can be taken for each other are sent one after the other.
func TestCreateTakesTurns(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	o := w.operation("run 1")
	var mu sync.Mutex
	inside, most := 0, 0
	w.answer = func(int) (bool, error) {
		mu.Lock()
		inside++
		most = max(most, inside)
		mu.Unlock()
		for range 100 {
			runtime.Gosched()
		}
		mu.Lock()
		inside--
		mu.Unlock()
		return true, nil
	}
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if _, err := w.create(o); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	equal(t, "at the same time", most, 1)
	equal(t, "posts", w.posts, 8)
	equal(t, "turns left", len(o.turns.taken), 0)
}
