package bulkread

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// start is when a test's clock begins.
var start = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// testClock is a clock whose sleeps take no time.
type testClock struct {
	mu     sync.Mutex
	now    time.Time
	sleeps []time.Duration
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sleeps = append(c.sleeps, d)
	c.now = c.now.Add(d)
	return nil
}

// account is a server with clips, which counts what is asked of it.
type account struct {
	// maximum is how many clips the server puts on a page, and size how many there
	// are. A page that is asked to be larger has the fallback, if there is one.
	maximum, fallback, size int
	// broken is a page that cannot be read, for so many times; 0 means always.
	broken, brokenTimes int
	// held, if set, keeps every page back until it is closed; slow is the time that
	// a page takes.
	held chan struct{}
	slow time.Duration
	// endless shows the first page again and again, and never says that it is the last.
	endless bool

	mu           sync.Mutex
	gets         []string
	pages, began int
	cancelled    int
	// asked is when the page was last asked for that shows an object.
	asked map[string]time.Time
}

// listed is when the page was last asked for that shows the object.
func (a *account) listed(id string) time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.asked[id]
}

func (a *account) get(ctx context.Context, id string) (*client.Clip, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.gets = append(a.gets, id)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &client.Clip{ID: id, Name: "read singly"}, nil
}

// count is how many clips a page has if so many are asked for.
func (a *account) count(asked int) int {
	if asked > a.maximum && a.fallback > 0 {
		return a.fallback
	}
	return min(asked, a.maximum)
}

func (a *account) list(ctx context.Context, number, size int) (client.Page[*client.Clip], error) {
	asked := time.Now()
	a.mu.Lock()
	a.pages++
	if number == 1 {
		a.began++
	}
	fails := number == a.broken && (a.brokenTimes == 0 || a.began <= a.brokenTimes)
	a.mu.Unlock()
	if a.slow > 0 {
		select {
		case <-time.After(a.slow): // In a bubble.
		case <-ctx.Done():
		}
	}
	if a.held != nil {
		select {
		case <-a.held:
		case <-ctx.Done():
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if ctx.Err() != nil {
		a.cancelled++
		return client.Page[*client.Clip]{}, ctx.Err()
	}
	if fails {
		return client.Page[*client.Clip]{}, errors.New("broken")
	}
	if a.endless {
		number = 1
	}
	count := a.count(size)
	page := client.Page[*client.Clip]{Number: number, Last: number*count >= a.size && !a.endless}
	if !page.Last && !a.endless {
		page.Final = (a.size + count - 1) / count
	}
	for i := (number - 1) * count; i < min(number*count, a.size); i++ {
		page.Items = append(page.Items, &client.Clip{ID: clipID(i), Name: "listed"})
		if a.asked == nil {
			a.asked = map[string]time.Time{}
		}
		a.asked[clipID(i)] = asked
	}
	return page, nil
}

func clipID(i int) string { return fmt.Sprintf("c%d", i) }

func (a *account) reader() (*Reader[client.Clip], *testClock) {
	clock := &testClock{now: start}
	return a.readerAt(clock), clock
}

// readerAt returns a reader with a clock.
func (a *account) readerAt(clock client.Clock) *Reader[client.Clip] {
	return New(Source[client.Clip]{Get: a.get, List: a.list, ID: func(clip *client.Clip) string { return clip.ID }}, Options{
		Name: "clip", Background: context.Background(), Clock: clock, Log: slog.New(slog.DiscardHandler),
		Patience: Patience{Clock: clock, ServerNow: clock.Now, Trust: func(context.Context, error) error { return nil }},
	})
}

// complete accepts whatever a page shows, and partial and doubtful nothing.
func complete(*client.Clip) Assessment { return Complete }
func partial(*client.Clip) Assessment  { return Partial }
func doubtful(*client.Clip) Assessment { return Doubtful }

// readAll reads these clips one after the other and expects each to be the one.
func readAll(t *testing.T, reader *Reader[client.Clip], numbers ...int) {
	t.Helper()
	for _, i := range numbers {
		clip, err := reader.Read(t.Context(), clipID(i), time.Time{}, complete)
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

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func equalSlices[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
