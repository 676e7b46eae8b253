package bulkread

import (
	"context"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// A list that hangs costs the reads that wait for it a share of their time, and
// those that come later nothing. After two such failures it is left alone.
func TestReaderAListThatHangs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ limit, share time.Duration }{
		"a quarter of a short time": {8 * time.Second, 2 * time.Second},
		"the most of a long time":   {time.Hour, MaxShare},
		"without a deadline":        {0, MaxShare},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := account{maximum: 100, size: 100, held: make(chan struct{})}
				reader := account.readerAt(client.SystemClock()) // The bubble's.
				readAll(t, reader, upTo(singleReads)...)
				read := func(i int) time.Duration {
					began, ctx := time.Now(), t.Context()
					if test.limit > 0 {
						limited, cancel := context.WithTimeout(ctx, test.limit)
						defer cancel()
						ctx = limited
					}
					clip, err := reader.Read(ctx, clipID(i), time.Time{}, complete)
					if err != nil || clip.Name != "read singly" {
						t.Errorf("got %v, %v", clip, err)
					}
					return time.Since(began)
				}
				round := func() {
					var all sync.WaitGroup
					for i := range 10 {
						all.Go(func() { equal(t, "time of a read", read(i), test.share) })
					}
					all.Wait()
					synctest.Wait()
					equal(t, "time of a later read", read(20), 0)
				}
				round()
				equal(t, "cancelled pages", account.cancelled, 1)
				time.Sleep(PageLifetime)
				round()
				equal(t, "cancelled pages, once more", account.cancelled, 2)
				time.Sleep(time.Hour)
				equal(t, "time of a read after two failures", read(30), 0)
				equal(t, "pages", account.pages, 2)
			})
		})
	}
}

// A list that fails is asked once more after a while, and then left alone.
func TestReaderAListThatFails(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ times, pages, gets int }{
		"always": {0, 2, singleReads + 30},
		"once":   {1, 2, singleReads + 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := account{maximum: 100, size: 100, broken: 1, brokenTimes: test.times}
				reader, clock := account.reader()
				readAll(t, reader, upTo(singleReads)...)
				for range 3 {
					readAll(t, reader, upTo(10)...)
					synctest.Wait()
					must(t, clock.Sleep(t.Context(), PageLifetime/2+time.Second))
				}
				equal(t, "pages", account.pages, test.pages)
				if test.times == 0 {
					equal(t, "single reads", len(account.gets), test.gets)
				}
			})
		})
	}
}

// A list that lags behind shows objects as they were. What is not as expected is
// read singly, however many these are.
func TestReaderAListThatLags(t *testing.T) {
	t.Parallel()
	account := account{maximum: 100, size: 100}
	reader, _ := account.reader()
	readAll(t, reader, upTo(singleReads)...)
	for i := range 50 {
		clip, err := reader.Read(t.Context(), clipID(i), time.Time{}, doubtful)
		must(t, err)
		equal(t, "name", clip.Name, "read singly")
	}
}

// Whatever a server makes of the size that it is asked for, the reader finds the
// best one, and needs few requests beyond what that takes.
func TestReaderFindsThePageSize(t *testing.T) {
	t.Parallel()
	const count = 1000
	for name, test := range map[string]struct{ maximum, fallback, best int }{
		"as asked":               {100, 0, 100},
		"a maximum of 50":        {50, 0, 50},
		"a maximum of 30":        {30, 0, 30},
		"falls back from 50":     {50, 25, 50},
		"falls back from 99":     {99, 30, 50},
		"falls back from 30":     {30, 20, 30},
		"falls back to the same": {30, 30, 30},
		"falls back from 40":     {40, 20, 30},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				account := account{maximum: test.maximum, fallback: test.fallback, size: count}
				reader, _ := account.reader()
				readAll(t, reader, upTo(count)...)
				synctest.Wait()
				equal(t, "page size", reader.size.ask, test.best)
				requests, limit := len(account.gets)+account.pages, count/test.best+5
				if requests > limit {
					t.Errorf("%d requests, want at most %d", requests, limit)
				}
			})
		})
	}
}
