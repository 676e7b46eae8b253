package bulkread

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestReader(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		account *account
		off     bool
		reads   []int
		gets    int
		pages   int
	}{
		"a few are read singly":               {&account{maximum: 100, size: 100}, false, upTo(2), 2, 0},
		"then a page serves all":              {&account{maximum: 100, size: 100}, false, upTo(100), 2, 1},
		"several pages":                       {&account{maximum: 10, size: 35}, false, upTo(35), 2, 6},
		"off":                                 {&account{maximum: 100, size: 100}, true, upTo(20), 20, 0},
		"what no page shows is read singly":   {&account{maximum: 100, size: 4}, false, []int{0, 1, 2, 70, 71, 3}, 4, 1},
		"pages are not more than reads":       {&account{maximum: 1, size: 1000}, false, []int{0, 1, 2, 900, 901, 902}, 6, 6},
		"after an error the rest goes singly": {&account{maximum: 2, size: 100, broken: 2}, false, []int{0, 1, 2, 0, 1, 50, 51}, 5, 5},
		"an empty list":                       {&account{maximum: 10, size: 0}, false, upTo(6), 6, 1},
		"no pages at all":                     {&account{maximum: 10, size: 10, endless: true}, false, []int{0, 1, 2, 5, 6, 70, 71, 72}, 5, 5},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reader, _ := test.account.reader()
				reader.options.SinglyOnly = test.off
				readAll(t, reader, test.reads...)
				synctest.Wait() // For pages that nobody waits for any more.
				equal(t, "single reads", len(test.account.gets), test.gets)
				equal(t, "pages", test.account.pages, test.pages)
			})
		})
	}
}

func TestReaderDoesNotServeWhatThisRunChanged(t *testing.T) {
	t.Parallel()
	account := account{maximum: 100, size: 100}
	reader, _ := account.reader()
	readAll(t, reader, upTo(5)...)
	reader.Changed(clipID(4))
	clip, err := reader.Read(t.Context(), clipID(4), time.Time{}, complete)
	must(t, err)
	equal(t, "name", clip.Name, "read singly")
}

func TestReaderAsksForMoreThanAListShows(t *testing.T) {
	t.Parallel()
	account := account{maximum: 100, size: 100}
	reader, _ := account.reader()
	readAll(t, reader, upTo(5)...)
	clip, err := reader.Read(t.Context(), clipID(4), time.Time{}, partial)
	must(t, err)
	equal(t, "name", clip.Name, "read singly")
}

func TestReaderPagesGetOld(t *testing.T) {
	t.Parallel()
	account := account{maximum: 100, size: 100}
	reader, clock := account.reader()
	readAll(t, reader, upTo(5)...)
	must(t, clock.Sleep(t.Context(), PageLifetime-time.Second))
	readAll(t, reader, 6)
	equal(t, "lists while the first is fresh", account.began, 1)
	must(t, clock.Sleep(t.Context(), time.Second))
	readAll(t, reader, 7)
	equal(t, "lists when it is old", account.began, 2)
	equal(t, "single reads", len(account.gets), singleReads)
}

// In a list that takes longer to read than a page may be used, no page is used
// for too long, and what only old pages show is read singly.
func TestReaderInALongList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const count, workers = 400, 10
		account := account{maximum: 10, size: count, slow: 12 * time.Second}
		reader := account.readerAt(client.SystemClock()) // The bubble's.
		reader.size = pageSize{known: true, ask: account.maximum}
		order := rand.New(rand.NewPCG(1, 1)).Perm(count)
		started := time.Now()
		var next atomic.Int64
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for i := next.Add(1) - 1; i < count; i = next.Add(1) - 1 {
					clip, err := reader.Read(t.Context(), clipID(order[i]), time.Time{}, complete)
					if err != nil || clip.ID != clipID(order[i]) {
						t.Errorf("got %v, %v", clip, err)
					}
					if age := time.Since(account.listed(clip.ID)); clip.Name == "listed" && age >= PageLifetime {
						t.Errorf("%s is from a page that was asked for %s ago", clip.ID, age)
					}
				}
			})
		}
		all.Wait()
		took, gets := time.Since(started), len(account.gets)
		t.Logf("%d single reads and %d pages in %s", gets, account.pages, took)
		if limit := 4 * time.Minute; took > limit {
			t.Errorf("it took %s; waiting for the list once takes no more than %s", took, limit)
		}
		readAll(t, reader, 0)
		equal(t, "single reads of what was at the start of the list", len(account.gets), gets+1)
		if pages := count / account.maximum; account.pages >= pages+maxWidth {
			t.Errorf("%d pages, of which %d are not empty", account.pages, pages)
		}
		equal(t, "lists", account.began, 1)
	})
}

// What a list has shown too long ago does not come again before its end, so
// nobody waits for it.
func TestReaderDoesNotWaitForWhatHasPassed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{maximum: 10, size: 100, slow: 25 * time.Second}
		reader := account.readerAt(client.SystemClock()) // The bubble's.
		reader.size = pageSize{known: true, ask: account.maximum}
		readAll(t, reader, upTo(singleReads)...)
		var other sync.WaitGroup
		for range 10 {
			other.Go(func() { readAll(t, reader, 65) }) // On the seventh page.
		}
		time.Sleep(65 * time.Second)
		started := time.Now()
		readAll(t, reader, 5)
		equal(t, "time to read what was on the first page", time.Since(started), 0)
		other.Wait()
	})
}

// After a while without reads, a round that was left in the middle is no use.
func TestReaderBeginsAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{maximum: 2, size: 100}
		reader, clock := account.reader()
		reader.size = pageSize{known: true, ask: account.maximum}
		readAll(t, reader, 0, 1, 0, 3)
		synctest.Wait() // For the page that nobody waits for.
		equal(t, "pages", account.pages, 3)
		must(t, clock.Sleep(t.Context(), PageLifetime))
		readAll(t, reader, 0, 1)
		equal(t, "pages, a minute later", account.pages, 4)
		equal(t, "lists", account.began, 2)
	})
}

func TestReaderPeeks(t *testing.T) {
	t.Parallel()
	const shown, notShown = 50, 500
	for name, test := range map[string]struct {
		id      int
		assess  func(*client.Clip) Assessment
		prepare func(*Reader[client.Clip], *testClock)
		want    bool
	}{
		"what a page shows":  {id: shown, want: true},
		"what no page shows": {id: notShown},
		"an old page": {id: shown, prepare: func(_ *Reader[client.Clip], clock *testClock) {
			must(t, clock.Sleep(t.Context(), PageLifetime))
		}},
		"changed in this run":  {id: shown, prepare: func(r *Reader[client.Clip], _ *testClock) { r.Changed(clipID(shown)) }},
		"a page is not enough": {id: shown, assess: partial},
		"a page in doubt":      {id: shown, assess: doubtful},
		"as good as it gets":   {id: shown, assess: partial, prepare: func(r *Reader[client.Clip], _ *testClock) { r.partial = partialReads }, want: true},
		"off":                  {id: shown, prepare: func(r *Reader[client.Clip], _ *testClock) { r.options.SinglyOnly = true }},
		"no page yet":          {id: shown, prepare: func(r *Reader[client.Clip], _ *testClock) { clear(r.objects) }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := account{maximum: 100, size: 100}
			reader, clock := account.reader()
			readAll(t, reader, upTo(5)...)
			if test.prepare != nil {
				test.prepare(reader, clock)
			}
			if test.assess == nil {
				test.assess = complete
			}
			before := len(account.gets) + account.pages
			clip := reader.Cached(clipID(test.id), test.assess)
			equal(t, "found", clip != nil, test.want)
			equal(t, "requests", len(account.gets)+account.pages, before)
		})
	}
}

func TestReaderInParallel(t *testing.T) {
	t.Parallel()
	const count = 200
	account := account{maximum: 20, size: count}
	reader, _ := account.reader()
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			clip, err := reader.Read(context.WithoutCancel(t.Context()), clipID(i), time.Time{}, complete)
			if err != nil || clip.ID != clipID(i) {
				t.Errorf("%s: got %v, %v", clipID(i), clip, err)
			}
		})
	}
	all.Wait()
	slices.Sort(account.gets)
	equal(t, "read singly more than once", len(slices.Compact(account.gets)), len(account.gets))
	if requests := len(account.gets) + account.pages; requests > count/2 {
		t.Errorf("%d requests for %d clips", requests, count)
	}
}

// The request for a page ends with the last reader, and the next one begins anew.
func TestReaderInterruptedWhileItWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{maximum: 100, size: 100, held: make(chan struct{})}
		reader, _ := account.reader()
		readAll(t, reader, upTo(singleReads)...)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for i := range 3 {
			all.Go(func() {
				if _, err := reader.Read(ctx, clipID(4+i), time.Time{}, complete); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		began := time.Now()
		cancel()
		all.Wait()
		synctest.Wait()
		equal(t, "time to stop", time.Since(began), 0)
		equal(t, "cancelled pages", account.cancelled, 1)
		gets := len(account.gets)
		close(account.held)
		readAll(t, reader, 7, 8)
		equal(t, "single reads after that", len(account.gets), gets)
		equal(t, "pages", account.pages, 2)
	})
}

// One reader's interrupt leaves the page to the others.
func TestReaderOneOfManyIsInterrupted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{maximum: 100, size: 100, held: make(chan struct{})}
		reader, _ := account.reader()
		readAll(t, reader, upTo(singleReads)...)
		ctx, cancel := context.WithCancel(t.Context())
		var all sync.WaitGroup
		all.Go(func() { _, _ = reader.Read(ctx, clipID(4), time.Time{}, complete) })
		all.Go(func() { readAll(t, reader, 5) })
		synctest.Wait()
		cancel()
		synctest.Wait()
		close(account.held)
		all.Wait()
		equal(t, "pages", account.pages, 1)
		equal(t, "cancelled pages", account.cancelled, 0)
	})
}

func TestReaderLimitsWhatItReadsForDetails(t *testing.T) {
	t.Parallel()
	account := account{maximum: 100, size: 100}
	reader, _ := account.reader()
	for _, i := range upTo(100) {
		clip, err := reader.Read(t.Context(), clipID(i), time.Time{}, partial)
		must(t, err)
		equal(t, "id", clip.ID, clipID(i))
	}
	equal(t, "single reads", len(account.gets), singleReads+partialReads)
}
