package creation

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

// What a POST without an answer leads to, in the run that sent it.
func TestSearch(t *testing.T) {
	t.Parallel()
	old := thing{"old", "a", "", at(-time.Hour)}
	for name, test := range map[string]struct {
		// stored tells that the POST was carried out.
		stored bool
		// there are things from before, and late appears before that pause.
		there     []thing
		late      thing
		latePause int
		owned     string
		listErr   error
		setUp     func(*workshop)

		want       string
		pauses     []time.Duration
		absent     bool
		candidates []string
		searchErr  string
	}{
		"carried out":                           {stored: true, want: "new-1"},
		"visible a bit later":                   {late: thing{"late", "a", "", at(0)}, latePause: 1, want: "late", pauses: seconds(2)},
		"committed and listed after 22 seconds": {late: thing{"late", "a", "", at(14 * time.Second)}, latePause: 4, want: "late", pauses: seconds(2, 4, 8, 8)},
		"visible at the very end":               {late: thing{"late", "a", "", at(59 * time.Second)}, latePause: 9, want: "late", pauses: seconds(2, 4, 8, 8, 8, 8, 8, 8, 6)},
		"others do not matter":                  {stored: true, there: []thing{{"b", "b", "", at(time.Second)}, old}, want: "new-1"},
		"what was there before does not matter": {stored: true, there: []thing{{"twin", "a", "", at(0)}}, want: "new-1"},
		"a color that the service chose":        {setUp: func(w *workshop) { w.late(thing{"blue", "a", "blue", at(0)}) }, want: "blue"},
		"not carried out":                       {there: []thing{old, {"b", "b", "", at(0)}}, pauses: seconds(2, 4, 8, 8, 8, 8, 8, 8, 6), absent: true},
		"two that appeared": {
			stored: true, setUp: func(w *workshop) { w.late(thing{"twin", "a", "", at(time.Second)}) },
			candidates: []string{"twin", "new-1"},
		},
		"one that another resource owns": {
			stored: true, setUp: func(w *workshop) { w.late(thing{"twin", "a", "", at(time.Second)}) }, owned: "twin", want: "new-1",
		},
		"rounded down by the service": {setUp: func(w *workshop) { w.late(thing{"late", "a", "", at(-2 * time.Second)}) }, want: "late"},
		// Its dates are off, or it is somebody else's: nobody knows.
		"dated before the request": {
			setUp:      func(w *workshop) { w.late(thing{"odd", "a", "", at(-5 * time.Minute)}) },
			pauses:     seconds(2, 4, 8, 8, 8, 8, 8, 8, 6),
			candidates: []string{"odd"},
		},
		"dated in the future": {
			setUp:      func(w *workshop) { w.late(thing{"odd", "a", "", at(5 * time.Minute)}) },
			pauses:     seconds(2, 4, 8, 8, 8, 8, 8, 8, 6),
			candidates: []string{"odd"},
		},
		"without a date": {
			setUp:      func(w *workshop) { w.late(thing{"odd", "a", "", ""}) },
			pauses:     seconds(2, 4, 8, 8, 8, 8, 8, 8, 6),
			candidates: []string{"odd"},
		},
		"the service tells no time": {
			stored: true, setUp: func(w *workshop) { w.clockUnknown = true },
			pauses: seconds(2, 4, 8, 8, 8, 8, 8, 8, 6), candidates: []string{"new-1"},
		},
		"the service's clock is ahead": {stored: true, setUp: func(w *workshop) { w.skew = time.Hour }, want: "new-1"},
		"no list":                      {stored: true, listErr: errors.New("timeout"), searchErr: "timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			w.loses(test.stored)
			w.add(test.there...)
			pauses := 0
			w.clock.onSleep = func() {
				if pauses++; pauses == test.latePause {
					w.add(test.late)
				}
			}
			if test.setUp != nil {
				test.setUp(w)
			}
			o := w.operation("run 1")
			if test.owned != "" {
				o.Own("thing", test.owned)
			}
			if test.listErr != nil {
				answer := w.answer
				w.answer = func(number int) (bool, error) { w.listErr = test.listErr; return answer(number) }
			}

			created, err := w.create(o)
			equal(t, "posts", w.posts, 1)
			equal(t, "pauses", w.clock.slept, test.pauses)
			switch {
			case test.absent:
				equal(t, "cause", fmt.Sprint(as[*AbsentError](t, err).Err), "connection reset; the request may or may not have been carried out")
			case test.searchErr != "":
				equal(t, "search error", fmt.Sprint(as[*UnresolvedError](t, err).SearchErr), test.searchErr)
			case test.candidates != nil:
				var candidates []string
				for _, facts := range as[*UnresolvedError](t, err).Candidates {
					candidates = append(candidates, facts.ID)
				}
				equal(t, "candidates", candidates, test.candidates)
			case err != nil:
				t.Fatal(err)
			default:
				equal(t, "id", created.Object.id, test.want)
				equal(t, "resumed", created.Resumed, false)
				equal(t, "entries", w.entries(), []string{"created " + test.want})
				return
			}
			equal(t, "entries", w.entries(), []string{"unresolved"})
			equal(t, "idle", o.Idle(), true)
		})
	}
}

// late adds a thing in the middle of the POST.
func (w *workshop) late(things ...thing) {
	answer := w.answer
	w.answer = func(number int) (bool, error) { w.add(things...); return answer(number) }
}

func seconds(numbers ...int) []time.Duration {
	var durations []time.Duration
	for _, number := range numbers {
		durations = append(durations, time.Duration(number)*time.Second)
	}
	return durations
}

// What a later run makes of a POST whose outcome nobody knows.
func TestSearchInALaterRun(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		// stored tells that the POST was carried out.
		stored bool
		// after is when the later run begins, and setUp comes before it.
		after time.Duration
		setUp func(*workshop)

		want       string
		resumed    bool
		waited     time.Duration
		candidates int
	}{
		"carried out":                      {stored: true, after: time.Hour, want: "new-1", resumed: true},
		"not carried out, long ago":        {after: time.Hour, want: "new-2"},
		"not carried out, ten seconds ago": {after: 10 * time.Second, want: "new-2", waited: 50 * time.Second},
		"carried out ten seconds ago, and listed later": {
			after: 10 * time.Second, want: "late", resumed: true, waited: 6 * time.Second,
			setUp: func(w *workshop) {
				pauses := 0
				w.clock.onSleep = func() {
					if pauses++; pauses == 2 {
						w.add(thing{"late", "a", "", at(time.Second)})
					}
				}
			},
		},
		"two appeared":     {stored: true, after: time.Hour, setUp: func(w *workshop) { w.add(thing{"twin", "a", "", at(time.Minute)}) }, candidates: 2},
		"with another key": {stored: true, after: time.Hour, setUp: func(w *workshop) { w.key = "k2" }, want: "new-2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			first := w.operation("killed 1")
			// The first run is killed in the search.
			w.loses(test.stored)
			w.answer = func(int) (bool, error) { w.listErr = errors.New("killed"); return test.stored, w.lost() }
			_, err := w.create(first)
			as[*UnresolvedError](t, err)
			first.crash()

			w.answer, w.listErr = nil, nil
			w.clock.now = start.Add(test.after)
			if test.setUp != nil {
				test.setUp(w)
			}
			created, err := w.create(w.operation("run 2"))
			if test.candidates > 0 {
				unresolved := as[*UnresolvedError](t, err)
				equal(t, "candidates", len(unresolved.Candidates), test.candidates)
				equal(t, "sent", unresolved.SentAt.Equal(start), true)
				equal(t, "error of the POST", unresolved.Err, nil)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "id", created.Object.id, test.want)
			equal(t, "resumed", created.Resumed, test.resumed)
			equal(t, "waited", w.clock.now.Sub(start.Add(test.after)), test.waited)
		})
	}
}

// An interrupt in the request leaves time for one look.
func TestSearchOnceAfterAnInterrupt(t *testing.T) {
	t.Parallel()
	for name, stored := range map[string]bool{"carried out": true, "not carried out": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			ctx, cancel := context.WithCancel(t.Context())
			w.answer = func(int) (bool, error) { cancel(); return stored, w.lost() }
			created, err := Create(ctx, w.operation("run 1").Ledger, w.spec("a"))
			equal(t, "pauses", len(w.clock.slept), 0)
			if stored {
				equal(t, "id", created.Object.id, "new-1")
				return
			}
			equal(t, "interrupted", errors.Is(as[*UnresolvedError](t, err).SearchErr, context.Canceled), true)
		})
	}
}

// The search stops when it is told to.
func TestSearchInterrupted(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	w.loses(false)
	ctx, cancel := context.WithCancel(t.Context())
	w.clock.onSleep = cancel
	_, err := Create(ctx, w.operation("run 1").Ledger, w.spec("a"))
	equal(t, "interrupted", errors.Is(as[*UnresolvedError](t, err).SearchErr, context.Canceled), true)
	equal(t, "pauses", len(w.clock.slept), 0)
	equal(t, "entries", w.entries(), []string{"unresolved"})
}

// An object that another POST in doubt can have made as well is nobody's.
func TestSearchBesideAnotherDoubt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		traits Traits
		clear  bool
	}{
		"that says the same":       {Traits{"name": "a"}, false},
		"that says less":           {Traits{}, true},
		"that says something else": {Traits{"name": "b"}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			o := w.operation("run 1")
			w.answer = func(int) (bool, error) { w.listErr = errors.New("timeout"); return false, w.lost() }
			other := w.spec("other")
			other.Traits = test.traits
			_, err := Create(t.Context(), o.Ledger, other)
			as[*UnresolvedError](t, err)

			w.listErr = nil
			w.loses(true)
			created, err := w.create(o)
			if !test.clear {
				equal(t, "candidates", len(as[*UnresolvedError](t, err).Candidates), 1)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "id", created.Object.id, "new-2")
		})
	}
}

// Objects of other creations are never candidates, in whatever process.
func TestSearchLeavesTheObjectsOfOthers(t *testing.T) {
	t.Parallel()
	w := newWorkshop(t)
	alias, o := w.operation("run 1"), w.operation("run 1")
	w.loses(true)
	found := w.mustCreate(o)
	equal(t, "own", found.Object.id, "new-1")
	equal(t, "of an alias", w.mustCreate(alias).Object.id, "new-2")
	equal(t, "the second own", w.mustCreate(o).Object.id, "new-3")
}

// A long list is read to its end unless it is sorted.
func TestSearchInALongList(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		reverse bool
		read    int
	}{"sorted": {false, overviewSize}, "not sorted": {true, 301}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorkshop(t)
			for i := range 300 {
				w.add(thing{fmt.Sprint(i), "b", "", at(-time.Hour - time.Duration(i)*time.Second)})
			}
			w.loses(true)
			o := w.operation("run 1")
			spec := w.spec("a")
			read := 0
			spec.Newest = w.counted(&read, test.reverse)
			created, err := Create(t.Context(), o.Ledger, spec)
			if err != nil {
				t.Fatal(err)
			}
			equal(t, "id", created.Object.id, "new-1")
			equal(t, "read in the search", read-overviewSize, test.read)
		})
	}
}
