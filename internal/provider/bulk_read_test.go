package provider

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// account is a server with clips, which counts what is asked of it.
type account struct {
	// pageSize is how many clips are on a page, and size how many there are.
	pageSize, size int
	// broken is a page that cannot be read.
	broken int
	// held, if set, keeps every page back until it is closed.
	held chan struct{}

	mu           sync.Mutex
	gets         []string
	pages, began int
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

func (a *account) list(_ *client.Client, ctx context.Context, _ client.ListOptions) iter.Seq2[client.Page[*client.Clip], error] { //nolint:revive // The signature of a method expression.
	a.mu.Lock()
	defer a.mu.Unlock()
	a.began++
	return func(yield func(client.Page[*client.Clip], error) bool) {
		for number := 1; ; number++ {
			a.mu.Lock()
			a.pages++
			a.mu.Unlock()
			if a.held != nil {
				<-a.held
			}
			page := client.Page[*client.Clip]{Number: number, Last: number*a.pageSize >= a.size}
			if number == a.broken {
				yield(page, errors.New("broken"))
				return
			}
			for i := (number - 1) * a.pageSize; i < min(number*a.pageSize, a.size); i++ {
				page.Items = append(page.Items, &client.Clip{ID: clipID(i), Name: "listed"})
			}
			if !yield(page, ctx.Err()) || page.Last {
				return
			}
		}
	}
}

func clipID(i int) string { return fmt.Sprintf("c%d", i) }

func (a *account) reader() (*bulkReader[client.Clip], *testClock) {
	clock := newTestClock()
	return &bulkReader[client.Clip]{
		background: context.Background(), clock: clock, log: slog.New(slog.DiscardHandler), claims: newClaims(), kind: clipType,
		get: a.get, pages: a.list, id: func(clip *client.Clip) string { return clip.ID },
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
		"several pages":                       {&account{pageSize: 10, size: 35}, false, upTo(35), 3, 4},
		"off":                                 {&account{pageSize: 100, size: 100}, true, upTo(20), 20, 0},
		"what no page shows is read singly":   {&account{pageSize: 100, size: 4}, false, []int{0, 1, 2, 70, 71, 3}, 5, 1},
		"pages are not more than reads":       {&account{pageSize: 1, size: 1000}, false, []int{0, 1, 2, 900, 901, 902}, 6, 6},
		"after an error the rest goes singly": {&account{pageSize: 2, size: 100, broken: 2}, false, []int{0, 1, 2, 0, 1, 50, 51}, 5, 2},
		"an empty list":                       {&account{pageSize: 10, size: 0}, false, upTo(6), 6, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			reader, _ := test.account.reader()
			reader.off = test.off
			readAll(t, reader, test.reads...)
			equal(t, "single reads", len(test.account.gets), test.gets)
			equal(t, "pages", test.account.pages, test.pages)
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
		"no page yet":          {id: shown, prepare: func(r *bulkReader[client.Clip], _ *testClock) { r.snapshot = nil }},
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
