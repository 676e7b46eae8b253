package provider

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// account is a server with clips, which counts what is asked of it.
type account struct {
	// pageSize is how many clips are on a page, and size how many there are.
	pageSize, size int
	// broken is a page that cannot be read.
	broken int
	// held, if set, keeps every page back until it is closed; slow is the time that
	// a page takes.
	held chan struct{}
	slow time.Duration
	// endless shows the first page again and again, and never says that it is the last.
	endless bool

	mu           sync.Mutex
	gets         []string
	pages, began int
	// asked is when the page was last asked for that shows an object.
	asked map[string]time.Time
}

// listed is when the page was last asked for that shows the object.
func (a *account) listed(id string) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[id]
}

func (a *account) get(_ *client.Client, ctx context.Context, id string) (*client.Clip, error) { //nolint:revive // The signature of a method expression.
	a.mu.Lock()
	defer a.mu.Unlock()
	a.gets = append(a.gets, id)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &client.Clip{ID: id, Name: "read singly"}, nil
}

func (a *account) page(_ *client.Client, ctx context.Context, _ client.ListOptions, number int) (client.Page[*client.Clip], error) { //nolint:revive // The signature of a method expression.
	asked := time.Now()
	a.mu.Lock()
	a.pages++
	if number == 1 {
		a.began++
	}
	a.mu.Unlock()
	if a.held != nil {
		<-a.held
	}
	time.Sleep(a.slow) // In a bubble, if at all.
	if a.endless {
		number = 1
	}
	page := client.Page[*client.Clip]{Number: number, Last: number*a.pageSize >= a.size && !a.endless}
	if number == a.broken {
		return client.Page[*client.Clip]{}, errors.New("broken")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for i := (number - 1) * a.pageSize; i < min(number*a.pageSize, a.size); i++ {
		page.Items = append(page.Items, &client.Clip{ID: clipID(i), Name: "listed"})
		if a.asked == nil {
			a.asked = map[string]time.Time{}
		}
		a.asked[clipID(i)] = asked
	}
	return page, ctx.Err()
}

func clipID(i int) string { return fmt.Sprintf("c%d", i) }

func (a *account) reader() (*bulkReader[client.Clip], *testClock) {
	clock := newTestClock()
	return &bulkReader[client.Clip]{
		background: context.Background(), clock: clock, log: slog.New(slog.DiscardHandler), claims: newClaims(), kind: clipType,
		get: a.get, page: a.page, id: func(clip *client.Clip) string { return clip.ID },
	}, clock
}

// readAll reads these clips one after the other and expects each to be the one.
func readAll(t *testing.T, reader *bulkReader[client.Clip], numbers ...int) {
	t.Helper()
	for _, i := range numbers {
		clip, err := reader.read(t.Context(), nil, clipID(i), always)
		must(t, err)
		equal(t, "id", clip.ID, clipID(i))
	}
}

func upTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i
	}
	return numbers
}

func TestBulkReader(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		account *account
		off     bool
		reads   []int
		gets    int
		pages   int
	}{
		"a few are read singly":               {&account{pageSize: 100, size: 100}, false, upTo(3), 3, 0},
		"then a page serves all":              {&account{pageSize: 100, size: 100}, false, upTo(100), 3, 1},
		"several pages":                       {&account{pageSize: 10, size: 35}, false, upTo(35), 3, 7},
		"off":                                 {&account{pageSize: 100, size: 100}, true, upTo(20), 20, 0},
		"what no page shows is read singly":   {&account{pageSize: 100, size: 4}, false, []int{0, 1, 2, 70, 71, 3}, 5, 1},
		"pages are not more than reads":       {&account{pageSize: 1, size: 1000}, false, []int{0, 1, 2, 900, 901, 902}, 6, 6},
		"after an error the rest goes singly": {&account{pageSize: 2, size: 100, broken: 2}, false, []int{0, 1, 2, 0, 1, 50, 51}, 5, 3},
		"an empty list":                       {&account{pageSize: 10, size: 0}, false, upTo(6), 6, 1},
		"no pages at all":                     {&account{pageSize: 10, size: 10, endless: true}, false, []int{0, 1, 2, 5, 6, 70, 71, 72}, 6, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				reader, _ := test.account.reader()
				reader.off = test.off
				readAll(t, reader, test.reads...)
				synctest.Wait() // For pages that nobody waits for any more.
				equal(t, "single reads", len(test.account.gets), test.gets)
				equal(t, "pages", test.account.pages, test.pages)
			})
		})
	}
}

func TestBulkReaderDoesNotServeWhatThisRunChanged(t *testing.T) {
	t.Parallel()
	account := account{pageSize: 100, size: 100}
	reader, _ := account.reader()
	readAll(t, reader, upTo(5)...)
	reader.claims.change(clipType, clipID(4))
	clip, err := reader.read(t.Context(), nil, clipID(4), always)
	must(t, err)
	equal(t, "name", clip.Name, "read singly")
}

func TestBulkReaderAsksForMoreThanAListShows(t *testing.T) {
	t.Parallel()
	account := account{pageSize: 100, size: 100}
	reader, _ := account.reader()
	readAll(t, reader, upTo(5)...)
	clip, err := reader.read(t.Context(), nil, clipID(4), func(*client.Clip) bool { return false })
	must(t, err)
	equal(t, "name", clip.Name, "read singly")
}

func TestBulkReaderPagesGetOld(t *testing.T) {
	t.Parallel()
	account := account{pageSize: 100, size: 100}
	reader, clock := account.reader()
	readAll(t, reader, upTo(5)...)
	must(t, clock.Sleep(t.Context(), bulkReadLifetime-time.Second))
	readAll(t, reader, 6)
	equal(t, "lists while the first is fresh", account.began, 1)
	must(t, clock.Sleep(t.Context(), time.Second))
	readAll(t, reader, 7)
	equal(t, "lists when it is old", account.began, 2)
	equal(t, "single reads", len(account.gets), 3)
}

// In a list that takes longer to read than a page may be used, no page is used
// for too long, and what only old pages show is read singly.
func TestBulkReaderInALongList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const count, workers = 400, 10
		account := account{pageSize: 10, size: count, slow: 12 * time.Second}
		reader, _ := account.reader()
		reader.clock = client.SystemClock() // The bubble's.
		order := rand.New(rand.NewPCG(1, 1)).Perm(count)
		started := time.Now()
		var next atomic.Int64
		var all sync.WaitGroup
		for range workers {
			all.Go(func() {
				for i := next.Add(1) - 1; i < count; i = next.Add(1) - 1 {
					clip, err := reader.read(t.Context(), nil, clipID(order[i]), always)
					if err != nil || clip.ID != clipID(order[i]) {
						t.Errorf("got %v, %v", clip, err)
					}
					if age := time.Since(account.listed(clip.ID)); clip.Name == "listed" && age >= bulkReadLifetime {
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
		if pages := count / account.pageSize; account.pages >= pages+bulkReadWidth {
			t.Errorf("%d pages, of which %d are not empty", account.pages, pages)
		}
		equal(t, "lists", account.began, 1)
	})
}

// What a list has shown too long ago does not come again before its end, so
// nobody waits for it.
func TestBulkReaderDoesNotWaitForWhatHasPassed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{pageSize: 10, size: 100, slow: 40 * time.Second}
		reader, _ := account.reader()
		reader.clock = client.SystemClock() // The bubble's.
		readAll(t, reader, upTo(bulkReadAfter)...)
		var other sync.WaitGroup
		for range 10 {
			other.Go(func() { readAll(t, reader, 65) }) // On the seventh page.
		}
		time.Sleep(100 * time.Second)
		started := time.Now()
		readAll(t, reader, 5)
		equal(t, "time to read what was on the first page", time.Since(started), 0)
		other.Wait()
	})
}

// After a while without reads, a round that was left in the middle is no use.
func TestBulkReaderBeginsAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		account := account{pageSize: 2, size: 100}
		reader, clock := account.reader()
		readAll(t, reader, 0, 1, 2, 0, 3)
		synctest.Wait() // For the page that nobody waits for.
		equal(t, "pages", account.pages, 3)
		must(t, clock.Sleep(t.Context(), bulkReadLifetime))
		readAll(t, reader, 0, 1)
		equal(t, "pages, a minute later", account.pages, 4)
		equal(t, "lists", account.began, 2)
	})
}

func TestBulkReaderPeeks(t *testing.T) {
	t.Parallel()
	const shown, notShown = 50, 500
	for name, test := range map[string]struct {
		id int
		// poor tells that the page does not show enough of the object.
		poor    bool
		prepare func(*bulkReader[client.Clip], *testClock)
		want    bool
	}{
		"what a page shows":  {id: shown, want: true},
		"what no page shows": {id: notShown},
		"an old page": {id: shown, prepare: func(_ *bulkReader[client.Clip], clock *testClock) {
			must(t, clock.Sleep(t.Context(), bulkReadLifetime))
		}},
		"changed in this run":  {id: shown, prepare: func(r *bulkReader[client.Clip], _ *testClock) { r.claims.change(clipType, clipID(shown)) }},
		"a page is not enough": {id: shown, poor: true},
		"as good as it gets":   {id: shown, poor: true, prepare: func(r *bulkReader[client.Clip], _ *testClock) { r.details = bulkReadDetails }, want: true},
		"off":                  {id: shown, prepare: func(r *bulkReader[client.Clip], _ *testClock) { r.off = true }},
		"no page yet":          {id: shown, prepare: func(r *bulkReader[client.Clip], _ *testClock) { r.objects = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			account := account{pageSize: 100, size: 100}
			reader, clock := account.reader()
			readAll(t, reader, upTo(5)...)
			if test.prepare != nil {
				test.prepare(reader, clock)
			}
			before := len(account.gets) + account.pages
			clip := reader.peek(clipID(test.id), func(*client.Clip) bool { return !test.poor })
			equal(t, "found", clip != nil, test.want)
			equal(t, "requests", len(account.gets)+account.pages, before)
		})
	}
}

func TestBulkReaderInParallel(t *testing.T) {
	t.Parallel()
	const count = 200
	account := account{pageSize: 20, size: count}
	reader, _ := account.reader()
	var all sync.WaitGroup
	for i := range count {
		all.Go(func() {
			clip, err := reader.read(context.WithoutCancel(t.Context()), nil, clipID(i), always)
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

func TestBulkReaderInterruptedWhileItWaits(t *testing.T) {
	t.Parallel()
	account := account{pageSize: 100, size: 100, held: make(chan struct{})}
	reader, _ := account.reader()
	readAll(t, reader, upTo(3)...)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := reader.read(ctx, nil, clipID(4), always); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	// The page that it asked for serves the others nonetheless.
	close(account.held)
	readAll(t, reader, 5, 6)
	equal(t, "pages", account.pages, 1)
}

func TestBulkReaderLimitsWhatItReadsForDetails(t *testing.T) {
	t.Parallel()
	account := account{pageSize: 100, size: 100}
	reader, _ := account.reader()
	for _, i := range upTo(100) {
		clip, err := reader.read(t.Context(), nil, clipID(i), func(*client.Clip) bool { return false })
		must(t, err)
		equal(t, "id", clip.ID, clipID(i))
	}
	equal(t, "single reads", len(account.gets), bulkReadAfter+bulkReadDetails)
}
