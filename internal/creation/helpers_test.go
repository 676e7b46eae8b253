package creation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// start is when the tests begin, by all clocks.
var start = time.Date(2026, time.March, 4, 5, 6, 7, 0, time.UTC)

// at is a timestamp of the API.
func at(after time.Duration) string { return start.Add(after).Format(time.RFC3339) }

// fakeClock passes only while somebody sleeps.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
	// onSleep is called before a sleep begins.
	onSleep func()
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) Sleep(ctx context.Context, d time.Duration) error {
	if c.onSleep != nil {
		c.onSleep()
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	c.slept = append(c.slept, d)
	return nil
}

// thing is an object of an imaginary type.
type thing struct{ id, name, color, createdAt string }

// workshop makes things, and is the service that has them.
type workshop struct {
	t     *testing.T
	clock *fakeClock
	dir   string
	// answer says how the POST with this number ends. The thing exists when stored
	// is true.
	answer func(number int) (stored bool, err error)
	// listErr makes the list fail, and getErr reading by id.
	listErr, getErr error
	// clockUnknown makes the service tell no time, and skew how far it is ahead.
	clockUnknown bool
	skew         time.Duration
	key          string

	mu     sync.Mutex
	things []thing
	posts  int
	lists  int
}

func newWorkshop(t *testing.T) *workshop {
	t.Helper()
	return &workshop{t: t, clock: &fakeClock{now: start}, dir: filepath.Join(t.TempDir(), "journal"), key: "k1"}
}

func (w *workshop) add(things ...thing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.things = append(w.things, things...)
}

// operation is a process of a run of Terraform, with a ledger.
type operation struct {
	*Ledger
	*Journal
}

// operation starts a process of a run.
func (w *workshop) operation(run string) *operation {
	return w.operationOn(Host{Run: run, Alive: func(other string) bool { return !strings.HasPrefix(other, "killed") }, Now: w.clock.Now})
}

func (w *workshop) operationOn(host Host) *operation {
	journal := Open(w.dir, host)
	return &operation{Journal: journal, Ledger: NewLedger(journal, Options{
		Clock: w.clock, Log: slog.New(slog.DiscardHandler), RequestTimeout: 20 * time.Second, Scope: "api default", Key: w.key,
		ServerTime: func(local time.Time) (time.Time, bool) { return local.Add(w.skew), !w.clockUnknown },
	})}
}

// crash ends a process as SIGKILL does: its locks go, its files stay.
func (o *operation) crash() {
	o.mu().Lock()
	defer o.mu().Unlock()
	if o.session != nil {
		_ = o.session.lock.Close()
	}
}

func (o *operation) mu() *sync.Mutex { return &o.Journal.mu }

// spec is the creation of a thing with this name. Its color is left to the
// service.
func (w *workshop) spec(name string) Spec[thing] {
	return Spec[thing]{
		Kind: "thing", Label: "thing " + name, Request: name, Traits: Traits{"name": name}, Turn: name,
		Post: func(_ context.Context, prepared json.RawMessage) (thing, error) {
			w.mu.Lock()
			w.posts++
			number := w.posts
			w.mu.Unlock()
			made := thing{id: fmt.Sprintf("new-%d", number), name: name, color: string(prepared), createdAt: w.clock.Now().Add(w.skew).Format(time.RFC3339)}
			stored, err := true, error(nil)
			if w.answer != nil {
				stored, err = w.answer(number)
			}
			if stored {
				w.add(made)
			}
			if err != nil {
				return thing{}, err
			}
			return made, nil
		},
		Get: func(_ context.Context, id, _ string) (thing, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.getErr != nil {
				return thing{}, w.getErr
			}
			if i := slices.IndexFunc(w.things, func(t thing) bool { return t.id == id }); i >= 0 {
				return w.things[i], nil
			}
			return thing{}, ErrGone
		},
		Newest: func(ctx context.Context) iter.Seq2[thing, error] { return w.newest(ctx) },
		Describe: func(t thing) Facts {
			return Facts{ID: t.id, Name: t.name, CreatedAt: t.createdAt, Traits: Traits{"name": t.name, "color": t.color}}
		},
	}
}

func (w *workshop) newest(ctx context.Context) iter.Seq2[thing, error] {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lists++
	newest := slices.Clone(w.things)
	slices.SortStableFunc(newest, func(a, b thing) int { return strings.Compare(b.createdAt, a.createdAt) })
	return func(yield func(thing, error) bool) {
		if err := errors.Join(w.listErr, ctx.Err()); err != nil {
			yield(thing{}, err)
			return
		}
		for _, each := range newest {
			if !yield(each, nil) {
				return
			}
		}
	}
}

// lost ends a POST without an answer.
func (w *workshop) lost() error {
	return &client.AmbiguousError{Operation: "create thing", SentAt: w.clock.Now(), Err: errors.New("connection reset")}
}

// loses makes POSTs end without an answer.
func (w *workshop) loses(stored bool) {
	w.answer = func(int) (bool, error) { return stored, w.lost() }
}

// create runs the creation of a thing called "a".
func (w *workshop) create(o *operation) (*Created[thing], error) {
	return Create(w.t.Context(), o.Ledger, w.spec("a"))
}

// mustCreate expects it to succeed.
func (w *workshop) mustCreate(o *operation) *Created[thing] {
	w.t.Helper()
	created, err := w.create(o)
	if err != nil {
		w.t.Fatal(err)
	}
	return created
}

// entries are the entries on disk, by their ids or states.
func (w *workshop) entries() []string {
	w.t.Helper()
	var found []string
	for _, folder := range sessionFolders(w.dir) {
		for _, file := range entryFiles(folder) {
			content, err := os.ReadFile(file)
			if err != nil {
				w.t.Fatal(err)
			}
			var entry Entry
			if err := json.Unmarshal(content, &entry); err != nil {
				w.t.Fatal(err)
			}
			found = append(found, strings.TrimSpace(string(entry.State)+" "+entry.ID))
		}
	}
	slices.Sort(found)
	return found
}

// equal fails the test when got is not want.
func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if difference := cmp.Diff(want, got, cmp.AllowUnexported(thing{})); difference != "" {
		t.Errorf("%s (-want +got):\n%s", what, difference)
	}
}

// as expects an error of a type.
func as[E error](t *testing.T, err error) E {
	t.Helper()
	var want E
	if !errors.As(err, &want) {
		t.Fatalf("got %v, want a %T", err, want)
	}
	return want
}

func gone(t *testing.T, name string) bool {
	t.Helper()
	_, err := os.Lstat(name)
	return errors.Is(err, os.ErrNotExist)
}

// counted is the list, or its reverse, which counts what is read of it.
func (w *workshop) counted(read *int, reverse bool) func(context.Context) iter.Seq2[thing, error] {
	return func(ctx context.Context) iter.Seq2[thing, error] {
		var things []thing
		for each, err := range w.newest(ctx) {
			if err != nil {
				break
			}
			things = append(things, each)
		}
		if reverse {
			slices.Reverse(things)
		}
		return func(yield func(thing, error) bool) {
			for _, each := range things {
				*read++
				if !yield(each, nil) {
					return
				}
			}
		}
	}
}

func contains(text, part string) bool { return strings.Contains(text, part) }
