package creation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
)

// Objects whose run ended in order are in the state. Whatever was cut short may
// not be.
func TestClose(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(*operation, *Created[thing])
		left []string
	}{
		"in order":                   {func(o *operation, c *Created[thing]) { c.Returned(); o.Close() }, nil},
		"before Terraform was given": {func(o *operation, _ *Created[thing]) { o.Close() }, []string{"created new-1"}},
		"after Ctrl-C":               {func(o *operation, c *Created[thing]) { c.Returned(); o.Stop(); o.Close() }, []string{"created new-1"}},
		"in a crash":                 {func(o *operation, c *Created[thing]) { c.Returned(); o.crash() }, []string{"created new-1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			o := w.operation("killed 1")
			test.end(o, w.mustCreate(o))
			equal(t, "left", w.entries(), test.left)
			equal(t, "resumed", w.mustCreate(w.operation("run 2")).Resumed, test.left != nil)
		})
	}
}

// What is seen in a state, or deleted, needs no entry any more.
func TestForget(t *testing.T) {
	t.Parallel()
	for name, forget := range map[string]func(*operation){
		"seen in a state": func(o *operation) { o.Own("thing", "new-1") },
		"deleted":         func(o *operation) { o.Deleted("thing", "new-1") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			first := w.operation("killed 1")
			w.mustCreate(first).Returned()
			first.crash()
			second := w.operation("run 2")
			second.Own("thing", "another")
			second.Own("other kind", "new-1")
			equal(t, "entries", w.entries(), []string{"created new-1"})
			forget(second)
			equal(t, "entries afterwards", w.entries(), nil)
			equal(t, "left", second.Left(), nil)
			equal(t, "resumed", w.mustCreate(second).Resumed, false)
		})
	}
}

// As long as the outcome of another POST is unknown, the objects of all are
// remembered, so that none of them is taken for that outcome.
func TestForgetInDoubt(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first := w.operation("killed 1")
	w.mustCreate(first).Returned()
	w.answer = func(int) (bool, error) { w.listErr = errors.New("timeout"); return false, w.lost() }
	_, err := w.create(first)
	as[*UnresolvedError](t, err)
	first.crash()
	w.listErr = nil

	plan := w.operation("run 2")
	plan.Own("thing", "new-1")
	plan.Close()
	equal(t, "entries", w.entries(), []string{"stored new-1", "unresolved"})

	// The apply sees nothing of resources that it leaves alone.
	w.answer = nil
	w.clock.now = start.Add(time.Hour)
	apply := w.operation("run 2")
	created := w.mustCreate(apply)
	equal(t, "id", created.Object.id, "new-3")
	created.Returned()
	apply.Close()
	w.operation("run 3").Left()
	equal(t, "entries in the end", w.entries(), nil)
}

func TestLeft(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first := w.operation("killed 1")
	w.mustCreate(first).Returned()
	w.answer = func(int) (bool, error) { w.listErr = errors.New("timeout"); return false, w.lost() }
	_, err := Create(t.Context(), first.Ledger, w.spec("b"))
	as[*UnresolvedError](t, err)
	first.crash()
	w.answer, w.listErr = nil, nil

	labels := func(o *operation) map[string]string {
		found := map[string]string{}
		for _, left := range o.Left() {
			found[left.Label] = left.ID
			if gone(t, left.File) {
				t.Errorf("%s does not exist", left.File)
			}
		}
		return found
	}
	plan := w.operation("run 2")
	equal(t, "left", labels(plan), map[string]string{"thing a": "new-1", "thing b": ""})
	plan.Expect("thing", "a")
	plan.Expect("thing", "something else")
	equal(t, "left in the apply of that plan", labels(w.operation("run 2")), map[string]string{"thing b": ""})
	equal(t, "left in the next run", len(labels(w.operation("run 3"))), 2)

	elsewhere := w.operation("run 4")
	elsewhere.Ledger.options.Scope = "api other-workspace"
	equal(t, "left in another workspace", labels(elsewhere), map[string]string{})
	equal(t, "resumed in another workspace", w.mustCreate(elsewhere).Resumed, false)

	for _, left := range w.operation("run 5").Left() {
		if err := os.Remove(left.File); err != nil {
			t.Fatal(err)
		}
	}
	equal(t, "left once dismissed", labels(w.operation("run 6")), map[string]string{})
	equal(t, "resumed once dismissed", w.mustCreate(w.operation("run 6")).Resumed, false)
}

// A provider whose Terraform was killed goes on for a moment. The next run waits
// for it, and takes over what it has done.
func TestBeginWaitsForAnOrphan(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	orphan := w.operation("killed 1")
	w.mustCreate(orphan).Returned()
	pauses := 0
	w.clock.onSleep = func() {
		if pauses++; pauses == 3 {
			orphan.crash()
		}
	}
	created := w.mustCreate(w.operation("run 2"))
	equal(t, "id", created.Object.id, "new-1")
	equal(t, "waited", w.clock.slept, []time.Duration{busyPause, busyPause, busyPause})
}

func TestBeginWaitsNoLongerThanItMust(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	orphan := w.operation("killed 1")
	w.mustCreate(orphan)
	second := w.operation("run 2")
	_, err := w.create(second)
	busy := as[*BusyError](t, err)
	equal(t, "waited", busy.Waited, busyLimit)
	equal(t, "file exists", gone(t, busy.File), false)
	equal(t, "idle", second.Idle(), true)

	ctx, cancel := context.WithCancel(t.Context())
	w.clock.onSleep = cancel
	_, err = Create(ctx, second.Ledger, w.spec("a"))
	as[*InterruptedError](t, err)
	equal(t, "idle after an interrupt", second.Idle(), true)
	runtime.KeepAlive(orphan) // Or its lock would go.
}

// The provider of a run that goes on is not waited for: its object is another
// resource's.
func TestBeginBesideALiveRun(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.mustCreate(w.operation("run 1"))
	created := w.mustCreate(w.operation("run 2"))
	equal(t, "id", created.Object.id, "new-2")
	equal(t, "waited", w.clock.slept, nil)
}

// Two processes that send requests which could be mistaken for each other do so
// one after the other.
func TestSendTakesTurnsBetweenProcesses(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	first, second := w.operation("run 1"), w.operation("run 1")
	other := w.spec("a")
	other.Request = "another request"
	entered, leave := make(chan struct{}), make(chan struct{})
	w.answer = func(number int) (bool, error) {
		if number == 1 {
			close(entered)
			<-leave
		}
		return true, nil
	}
	done := make(chan error)
	go func() {
		_, err := Create(t.Context(), first.Ledger, w.spec("a"))
		done <- err
	}()
	<-entered
	pauses := 0
	w.clock.onSleep = func() {
		if pauses++; pauses == 3 {
			close(leave)
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
	}
	created, err := Create(t.Context(), second.Ledger, other)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "id", created.Object.id, "new-2")
	equal(t, "waited", w.clock.slept, []time.Duration{turnPause, turnPause, turnPause})
}

// Whatever else is in the journal's folder is not followed, deleted or waited for.
func TestForeignFiles(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("links need a privilege there; TestForeignFolders needs none")
	}
	w := newWorkshop(t)
	first := w.operation("killed 1")
	w.mustCreate(first).Returned()
	first.crash()
	outside := filepath.Join(t.TempDir(), "outside")
	write(t, outside, "precious")
	session := sessionFolders(w.dir)[0]
	for _, link := range []string{filepath.Join(session, "link.json"), filepath.Join(w.dir, "session-1"), filepath.Join(session, "x.json.tmp")} {
		if err := os.Symlink(outside, link); err != nil {
			t.Fatal(err)
		}
	}
	write(t, filepath.Join(session, "note.txt"), "precious")
	write(t, filepath.Join(session, "broken.json"), "{")
	write(t, filepath.Join(w.dir, "note.txt"), "precious")

	second := w.operation("run 2")
	created := w.mustCreate(second)
	equal(t, "resumed", created.Resumed, true)
	created.Returned()
	second.Close()
	for _, name := range []string{
		outside, filepath.Join(session, "link.json"), filepath.Join(session, "note.txt"), filepath.Join(session, "broken.json"),
		filepath.Join(session, "x.json.tmp"), filepath.Join(w.dir, "session-1"), filepath.Join(w.dir, "note.txt"),
	} {
		equal(t, name+" is gone", gone(t, name), false)
	}
}

func TestForeignFolders(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	for _, folder := range []string{"session-foreign", "other"} {
		if err := os.MkdirAll(filepath.Join(w.dir, folder), dirMode); err != nil {
			t.Fatal(err)
		}
	}
	o := w.operation("run 1")
	w.mustCreate(o).Returned()
	o.Close()
	equal(t, "a folder like the journal's is gone", gone(t, filepath.Join(w.dir, "session-foreign")), false)
	equal(t, "another folder is gone", gone(t, filepath.Join(w.dir, "other")), false)
}

// A link in the place of the journal's folder is not followed; a creation does
// without the journal then.
func TestForeignJournal(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	target := t.TempDir()
	if err := os.Symlink(target, w.dir); err != nil {
		t.Skip("no symbolic links here; TestCreateWithoutAJournal needs none")
	}
	w.mustCreate(w.operation("run 1"))
	left, err := os.ReadDir(target)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "files behind the link", len(left), 0)
}

func TestSessionsEndWithoutATrace(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	a, b := w.operation("run 1"), w.operation("run 1")
	for _, o := range []*operation{a, b} {
		w.mustCreate(o).Returned()
	}
	a.Close()
	equal(t, "entries of the other", w.entries(), []string{"created new-2"})
	b.Close()
	equal(t, "journal is gone", gone(t, w.dir), true)
	b.Close()
	w.mustCreate(b)
	equal(t, "entries of a new session", w.entries(), []string{"created new-3"})
}

// Entries hold no secret in the open, and only their owner can read them.
func TestEntryIsPrivate(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	spec := w.spec("a")
	spec.Traits = Traits{"url": "https://hooks.example.com/secret-path"}
	spec.Request = "https://hooks.example.com/secret-path"
	if _, err := Create(t.Context(), w.operation("run 1").Ledger, spec); err != nil {
		t.Fatal(err)
	}
	for _, folder := range sessionFolders(w.dir) {
		for _, file := range entryFiles(folder) {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if text := string(content); len(text) == 0 || contains(text, "secret-path") {
				t.Errorf("the entry is %s", text)
			}
			if info, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != fileMode {
				t.Errorf("mode %v, %v", info.Mode(), err)
			}
		}
	}
}

func TestRunIdentity(t *testing.T) {
	t.Parallel()
	own, ok := runOf(os.Getpid())
	if !ok {
		t.Fatal("this process is not found")
	}
	equal(t, "this process", runAlive(own), true)
	equal(t, "another with its number", runAlive(fmt.Sprintf(runFormat, os.Getpid(), 1)), false)
	equal(t, "no process", runAlive(fmt.Sprintf(runFormat, 1<<30, time.Now().UnixMilli())), false)
	equal(t, "unknown", runAlive(""), true)
	equal(t, "parent", ParentAlive()(), true)
	equal(t, "host", SystemHost().Run != "", true)
}

func TestWorkspace(t *testing.T) {
	data := t.TempDir()
	t.Setenv("TF_DATA_DIR", data)
	t.Setenv("TF_WORKSPACE", "")
	equal(t, "default", Workspace(), "default")
	equal(t, "folder", DefaultDir(), filepath.Join(data, "contentgroove"))
	write(t, filepath.Join(data, "environment"), "staging\n")
	equal(t, "selected", Workspace(), "staging")
	t.Setenv("TF_WORKSPACE", "production")
	equal(t, "from the environment", Workspace(), "production")
	t.Setenv("TF_DATA_DIR", "")
	equal(t, "default folder", DefaultDir(), filepath.Join(".terraform", "contentgroove"))
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}
