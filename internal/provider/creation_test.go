package provider

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// thing is an object of an imaginary type.
type thing struct{ id, name, createdAt string }

// workshop makes things, and is the server that has them.
type workshop struct {
	clock *testClock
	// answer is called in the middle of a POST, and says how it ends. The thing
	// exists when stored is true.
	answer func(number int) (stored bool, err error)
	// listError makes the list fail, and getError reading by id.
	listError, getError error

	mu     sync.Mutex
	things []thing
	posts  int
}

func (w *workshop) add(things ...thing) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.things = append(w.things, things...)
}

// creation is the creation of a thing with this name.
func (w *workshop) creation(name string) *creation[thing] {
	return &creation[thing]{
		kind: mediaType, label: `media "` + name + `"`, looks: name,
		post: func(ctx context.Context) (thing, error) {
			w.mu.Lock()
			w.posts++
			number := w.posts
			w.mu.Unlock()
			made := thing{id: fmt.Sprintf("new-%d", number), name: name, createdAt: w.clock.Now().Format(time.RFC3339)}
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
			return made, ctx.Err()
		},
		get: func(_ context.Context, id string) (thing, error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			if w.getError != nil {
				return thing{}, w.getError
			}
			if i := slices.IndexFunc(w.things, func(t thing) bool { return t.id == id }); i >= 0 {
				return w.things[i], nil
			}
			return thing{}, refusal(http.StatusNotFound)
		},
		newest: func(context.Context) iter.Seq2[thing, error] {
			w.mu.Lock()
			defer w.mu.Unlock()
			newest := slices.Clone(w.things)
			slices.SortStableFunc(newest, func(a, b thing) int { return strings.Compare(b.createdAt, a.createdAt) })
			return func(yield func(thing, error) bool) {
				if w.listError != nil {
					yield(thing{}, w.listError)
					return
				}
				for _, each := range newest {
					if !yield(each, nil) {
						return
					}
				}
			}
		},
		matches:  func(t thing) bool { return t.name == name },
		describe: func(t thing) candidate { return candidate(t) },
	}
}

// ambiguous is the end of a POST without a clear answer.
func (w *workshop) ambiguous() error {
	return &client.AmbiguousError{Operation: "create media", SentAt: w.clock.Now(), Err: errors.New("create media: connection reset")}
}

// result is how a creation ended.
type result struct {
	object thing
	diags  diag.Diagnostics
	record *journalRecord
}

// create runs the creation of a thing called "a", as a resource does.
func (w *workshop) create(ctx context.Context, t *testing.T, conn *connection) result {
	t.Helper()
	creating := w.creation("a")
	api, diags := conn.client()
	noDiagnostics(t, diags)
	record := creating.begin(ctx, conn)
	defer record.keep()
	object, diags := creating.run(ctx, conn, api, record)
	return result{object, diags, record}
}

func newWorkshop(t *testing.T) (*workshop, *connection) {
	t.Helper()
	conn, clock := offline(t)
	return &workshop{clock: clock}, conn
}

func TestCreation(t *testing.T) {
	t.Parallel()
	w, conn := newWorkshop(t)
	got := w.create(t.Context(), t, conn)
	noDiagnostics(t, got.diags)
	equal(t, "id", got.object.id, "new-1")
	equal(t, "posts", w.posts, 1)
	equal(t, "id in the journal", got.record.entry.ID, "new-1")
	equal(t, "claimed", conn.claims.claimed(mediaType, "new-1"), true)
	equal(t, "changed", conn.claims.changed(mediaType, "new-1"), true)
	equal(t, "kept for a crash before the state is saved", exists(t, got.record.file), true)
	got.record.done()
	equal(t, "journal is left", exists(t, conn.options.journal.dir), false)
}

func TestCreationRefused(t *testing.T) {
	t.Parallel()
	w, conn := newWorkshop(t)
	w.answer = func(int) (bool, error) { return false, refusal(http.StatusPaymentRequired) }
	got := w.create(t.Context(), t, conn)
	contains(t, oneDiagnostic(t, got.diags), `Error: Cannot create media "a"`, "402", "quota")
	equal(t, "posts", w.posts, 1)
	equal(t, "pauses", len(w.clock.slept()), 0)
	equal(t, "journal is left", exists(t, conn.options.journal.dir), false)
}

func TestCreationWithAnAmbiguousEnd(t *testing.T) {
	t.Parallel()
	at := func(after time.Duration) string { return testStart.Add(after).Format(time.RFC3339) }
	for name, test := range map[string]struct {
		// stored tells that the POST was carried out.
		stored bool
		others []thing
		// claimed are objects of other resources, and late appears in that pause.
		claimed   []string
		late      thing
		latePause int
		listError error

		want   string
		pauses []time.Duration
		errors []string
	}{
		"carried out":          {stored: true, want: "new-1"},
		"visible a bit later":  {late: thing{"late", "a", at(0)}, latePause: 1, want: "late", pauses: []time.Duration{2 * time.Second}},
		"visible at the end":   {late: thing{"late", "a", at(0)}, latePause: 2, want: "late", pauses: []time.Duration{2 * time.Second, 4 * time.Second}},
		"others do not matter": {stored: true, others: []thing{{"b", "b", at(time.Second)}, {"old", "a", at(-time.Hour)}}, want: "new-1"},
		"rounded down":         {others: []thing{{"1", "a", at(-2 * time.Second)}}, want: "1"},
		"another's is no match": {
			stored: true, others: []thing{{"another's", "a", at(time.Second)}}, claimed: []string{"another's"}, want: "new-1",
		},
		"not carried out": {
			others: []thing{{"old", "a", at(-3 * time.Second)}, {"b", "b", at(0)}, {"no time", "a", ""}},
			pauses: []time.Duration{2 * time.Second, 4 * time.Second},
			errors: []string{`Error: Cannot create media "a"`, "connection reset", "may or may not", "No matching object appeared", "looks for the object again", "delete the file"},
		},
		"several matches": {
			stored: true, others: []thing{{"twin", "a", at(time.Second)}},
			errors: []string{
				`Error: Unclear which object is media "a"`, "connection reset", `- id twin, "a", created at 2026-03-04T05:06:08Z`, "- id new-1,",
				"import {\n  to = contentgroove_media.example\n  id = \"twin\"\n}", "delete the others", "looks for the object again",
			},
		},
		"no list": {
			stored: true, listError: errors.New("list medias: timeout"),
			errors: []string{`Error: Unclear whether media "a" was created`, "Create media: connection reset", "The search for the object failed, too: list medias: timeout"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, conn := newWorkshop(t)
			w.answer = func(int) (bool, error) { return test.stored, w.ambiguous() }
			w.listError = test.listError
			w.add(test.others...)
			for _, id := range test.claimed {
				conn.claims.claim(mediaType, id)
			}
			pauses := 0
			w.clock.onSleep = func(time.Duration) {
				if pauses++; pauses == test.latePause {
					w.add(test.late)
				}
			}

			got := w.create(t.Context(), t, conn)
			equal(t, "posts", w.posts, 1)
			equalSlices(t, "pauses", w.clock.slept(), test.pauses)
			if test.want == "" {
				contains(t, oneDiagnostic(t, got.diags), test.errors...)
				equal(t, "kept in the journal", exists(t, got.record.file), true)
				equal(t, "time in the journal", got.record.entry.SentAt.Equal(testStart), true)
				return
			}
			noDiagnostics(t, got.diags)
			equal(t, "id", got.object.id, test.want)
			equal(t, "id in the journal", got.record.entry.ID, test.want)
			equal(t, "claimed", conn.claims.claimed(mediaType, test.want), true)
		})
	}
}

func TestCreationWithoutAJournal(t *testing.T) {
	t.Parallel()
	w, conn := newWorkshop(t)
	conn.options.journal = newJournal("/dev/null/journal")
	w.answer = func(int) (bool, error) { return false, w.ambiguous() }
	got := w.create(t.Context(), t, conn)
	contains(t, oneDiagnostic(t, got.diags), "Look at the account before you apply again")
}

func TestCreationInterrupted(t *testing.T) {
	t.Parallel()
	t.Run("before the request", func(t *testing.T) {
		t.Parallel()
		w, conn := newWorkshop(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		got := w.create(ctx, t, conn)
		contains(t, oneDiagnostic(t, got.diags), `Create of media "a" interrupted`, "before anything was created")
		equal(t, "posts", w.posts, 0)
		equal(t, "journal is left", exists(t, conn.options.journal.dir), false)
	})
	t.Run("during the request", func(t *testing.T) {
		t.Parallel()
		w, conn := newWorkshop(t)
		ctx, cancel := context.WithCancel(t.Context())
		w.answer = func(int) (bool, error) { cancel(); return true, nil }
		got := w.create(ctx, t, conn)
		noDiagnostics(t, got.diags)
		equal(t, "id", got.object.id, "new-1")
	})
	t.Run("during a request without a clear end", func(t *testing.T) {
		t.Parallel()
		w, conn := newWorkshop(t)
		ctx, cancel := context.WithCancel(t.Context())
		w.answer = func(int) (bool, error) { cancel(); return true, w.ambiguous() }
		got := w.create(ctx, t, conn)
		noDiagnostics(t, got.diags)
		equal(t, "id", got.object.id, "new-1")
	})
	t.Run("during the pause", func(t *testing.T) {
		t.Parallel()
		w, conn := newWorkshop(t)
		ctx, cancel := context.WithCancel(t.Context())
		w.answer = func(int) (bool, error) { return false, w.ambiguous() }
		w.clock.onSleep = func(time.Duration) { cancel() }
		got := w.create(ctx, t, conn)
		contains(t, oneDiagnostic(t, got.diags), `Cannot create media "a"`, "looks for the object again")
		equal(t, "kept in the journal", exists(t, got.record.file), true)
		equal(t, "pauses", len(w.clock.slept()), 0)
	})
}

func TestCreationResumed(t *testing.T) {
	t.Parallel()
	at := testStart.Add(-time.Hour)
	made := thing{"m1", "a", at.Add(time.Second).Format(time.RFC3339)}
	for name, test := range map[string]struct {
		// What the process that was killed knew.
		entry     journalEntry
		things    []thing
		claimed   bool
		getError  error
		listError error

		want  string
		posts int
		texts []string
	}{
		"with the id": {
			entry: journalEntry{SentAt: at, ID: "m1"}, things: []thing{made},
			want: "m1", texts: []string{`Warning: Resumed the creation of media "a"`, "id m1", "nothing was created a second time"},
		},
		"with the id of what is gone":      {entry: journalEntry{SentAt: at, ID: "m1"}, want: "new-1", posts: 1},
		"with the id of what changed":      {entry: journalEntry{SentAt: at, ID: "m1"}, things: []thing{{"m1", "renamed", stamp(0)}}, want: "new-1", posts: 1},
		"with the id of what has an owner": {entry: journalEntry{SentAt: at, ID: "m1"}, things: []thing{made}, claimed: true, want: "new-1", posts: 1},
		"with the id, unreadable": {
			entry: journalEntry{SentAt: at, ID: "m1"}, getError: refusal(http.StatusBadGateway),
			texts: []string{`Error: Cannot look for the media "a" that an interrupted run created (id m1)`, "502"},
		},
		"with the time": {
			entry: journalEntry{SentAt: at}, things: []thing{made, {"old", "a", at.Add(-time.Minute).Format(time.RFC3339)}},
			want: "m1", texts: []string{"Warning: Resumed the creation", "id m1"},
		},
		"with the time, nothing there": {entry: journalEntry{SentAt: at}, want: "new-1", posts: 1},
		"with the time, several there": {
			entry: journalEntry{SentAt: at}, things: []thing{made, {"m2", "a", stamp(0)}},
			texts: []string{"Error: Unclear which object", "An earlier run was interrupted while its request was under way.", "id m1", "id m2"},
		},
		"with the time, no list": {
			entry: journalEntry{SentAt: at}, listError: errors.New("list medias: timeout"),
			texts: []string{"Error: Unclear whether", "An earlier run was interrupted", "timeout"},
		},
		"with an upload only": {entry: journalEntry{UploadID: "u1"}, things: []thing{made}, want: "new-1", posts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, conn := newWorkshop(t)
			killed := begin(t, conn.options.journal, mediaType, w.creation("a").fingerprint(conn, ""))
			must(t, killed.update(func(entry *journalEntry) {
				entry.SentAt, entry.ID, entry.UploadID = test.entry.SentAt, test.entry.ID, test.entry.UploadID
			}))
			crash(t, conn.options.journal)
			conn.options.journal = restart(conn.options.journal)
			conn.proof.note(nil)
			w.add(test.things...)
			w.getError, w.listError = test.getError, test.listError
			if test.claimed {
				conn.claims.claim(mediaType, "m1")
			}

			got := w.create(t.Context(), t, conn)
			equal(t, "posts", w.posts, test.posts)
			equal(t, "id", got.object.id, test.want)
			equal(t, "pauses", len(w.clock.slept()), 0)
			if len(test.texts) > 0 {
				contains(t, oneDiagnostic(t, got.diags), test.texts...)
			} else {
				noDiagnostics(t, got.diags)
			}
			equal(t, "kept in the journal", exists(t, got.record.file), true)
			if test.want != "" {
				equal(t, "id in the journal", got.record.entry.ID, test.want)
				equal(t, "claimed", conn.claims.claimed(mediaType, test.want), true)
			}
		})
	}
}

func TestIdenticalCreationsInParallel(t *testing.T) {
	t.Parallel()
	const count = 12
	w, conn := newWorkshop(t)
	var ready sync.WaitGroup
	ready.Add(count)
	var under atomic.Int32
	w.answer = func(number int) (bool, error) {
		ready.Wait()
		if under.Add(1) > 1 {
			t.Error("two requests for the same at once")
		}
		for range 1000 {
			runtime.Gosched() // Whoever does not wait for a turn gets here now.
		}
		under.Add(-1)
		if number%2 == 0 {
			return true, w.ambiguous()
		}
		return true, nil
	}
	ids := make([]string, count)
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			ready.Done()
			got := w.create(context.WithoutCancel(t.Context()), t, conn)
			if got.diags.HasError() {
				t.Error(got.diags)
			}
			ids[i] = got.object.id
		})
	}
	all.Wait()
	slices.Sort(ids)
	equal(t, "different objects", len(slices.Compact(ids)), count)
	equal(t, "posts", w.posts, count)
	equal(t, "objects on the server", len(w.things), count)
}

// mediaStore is a server that breaks off the answer to a POST, after it has
// carried it out.
type mediaStore struct {
	*testAPI

	// unlisted makes the list fail.
	unlisted atomic.Bool

	mu     sync.Mutex
	medias []string
}

func newMediaStore(t *testing.T, skew time.Duration) *mediaStore {
	t.Helper()
	store := &mediaStore{
		// Somebody made the same, long before.
		medias: []string{mediaJSON("m1", "a", stamp(skew-10*time.Minute))},
	}
	store.testAPI = newTestAPI(t, map[string]http.HandlerFunc{
		"POST /medias": func(http.ResponseWriter, *http.Request) {
			store.mu.Lock()
			defer store.mu.Unlock()
			store.medias = slices.Insert(store.medias, 0, mediaJSON(fmt.Sprintf("m%d", len(store.medias)+1), "a", stamp(skew)))
			panic(http.ErrAbortHandler)
		},
		"GET /medias": func(w http.ResponseWriter, r *http.Request) {
			if store.unlisted.Load() {
				panic(http.ErrAbortHandler)
			}
			store.mu.Lock()
			defer store.mu.Unlock()
			respond(http.StatusOK, listOf(store.medias...))(w, r)
		},
	})
	store.skew = skew
	return store
}

func TestCreationAndTheServersClock(t *testing.T) {
	t.Parallel()
	for _, skew := range []time.Duration{0, 3 * time.Second, time.Hour, -time.Hour} {
		for _, learned := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s ahead, known before %t", skew, learned), func(t *testing.T) {
				t.Parallel()
				api := newMediaStore(t, skew)
				conn := api.connection(t)
				if learned {
					must(t, conn.confirmBaseURL(t.Context()))
				}
				got := createMedia(t, api.testAPI, conn)
				noDiagnostics(t, got.diags)
				equal(t, "id", got.id, "m2")
			})
			t.Run(fmt.Sprintf("%s ahead, known before a crash %t", skew, learned), func(t *testing.T) {
				t.Parallel()
				api := newMediaStore(t, skew)
				conn := api.connection(t)
				if learned {
					must(t, conn.confirmBaseURL(t.Context()))
				}
				api.unlisted.Store(true)
				contains(t, oneDiagnostic(t, createMedia(t, api.testAPI, conn).diags), "Unclear whether")
				api.unlisted.Store(false)
				crash(t, conn.options.journal)

				next := api.connection(t) // Another process has to learn the time anew.
				next.options.journal = restart(conn.options.journal)
				got := createMedia(t, api.testAPI, next)
				contains(t, oneDiagnostic(t, got.diags), "Resumed the creation")
				equal(t, "id", got.id, "m2")
			})
		}
	}
}

// mediaNamed is the plan of a media with a name.
func mediaNamed(name string) *mediaResourceModel {
	return &mediaResourceModel{mediaObject: mediaObject{Name: types.StringValue(name)}}
}

type createdMedia struct {
	id    string
	diags diag.Diagnostics
}

func createMedia(t *testing.T, api *testAPI, conn *connection) createdMedia {
	t.Helper()
	creating := newMediaCreation(api.client(t, conn), mediaNamed("a"), types.StringNull())
	record := creating.begin(t.Context(), conn)
	media, diags := creating.run(t.Context(), conn, api.client(t, conn), record)
	if media == nil {
		return createdMedia{diags: diags}
	}
	return createdMedia{media.ID, diags}
}

func TestFingerprint(t *testing.T) {
	t.Parallel()
	w, conn := newWorkshop(t)
	a, b := w.creation("a"), w.creation("b")
	equal(t, "the same", a.fingerprint(conn), w.creation("a").fingerprint(conn))
	elsewhere, _ := offline(t)
	elsewhere.configuration.baseURL = "https://other.invalid/v1"
	otherKind := w.creation("a")
	otherKind.kind = clipType
	for name, other := range map[string]string{
		"another object":  b.fingerprint(conn),
		"another server":  a.fingerprint(elsewhere),
		"another type":    otherKind.fingerprint(conn),
		"another origin":  a.fingerprint(conn, "sha"),
		"no origin is ''": a.fingerprint(conn, ""),
	} {
		if other == a.fingerprint(conn) {
			t.Errorf("%s has the same fingerprint", name)
		}
	}
}

func TestParseTime(t *testing.T) {
	t.Parallel()
	want := time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)
	for _, value := range []string{"2026-03-04T05:06:07Z", "2026-03-04T05:06:07.000Z", "2026-03-04T07:06:07+02:00", "2026-03-04 05:06:07 UTC", "2026-03-04T05:06:07"} {
		got, ok := parseTime(value)
		equal(t, value, ok && got.Equal(want), true)
	}
	for _, value := range []string{"", "yesterday", "2026-03-04"} {
		_, ok := parseTime(value)
		equal(t, value, ok, false)
	}
}
