package bulkread

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// call answers 404 for so many times, and counts.
type call struct {
	missing, count int
	// then is the answer after that.
	then error
}

func (c *call) do(context.Context) error {
	if c.count++; c.count <= c.missing {
		return &client.APIError{Operation: "read clip", StatusCode: http.StatusNotFound}
	}
	return c.then
}

func TestPatience(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	const forever = 1 << 30
	for name, test := range map[string]struct {
		created   time.Time
		missing   int
		then      error
		untrusted error

		gone    bool
		err     error
		calls   int
		seconds float64
	}{
		"found":                             {created: start, calls: 1},
		"old and missing":                   {created: start.Add(-time.Minute), missing: forever, gone: true, calls: 1},
		"of an unknown age and missing":     {missing: forever, gone: true, calls: 1},
		"new, found at the third look":      {created: start, missing: 2, calls: 3, seconds: 1.5},
		"new, then an error":                {created: start, missing: 1, then: broken, err: broken, calls: 2, seconds: 0.5},
		"new and missing":                   {created: start, missing: forever, gone: true, calls: 12, seconds: 60},
		"nearly old and missing":            {created: start.Add(-58 * time.Second), missing: forever, gone: true, calls: 4, seconds: 2},
		"made in the future, by its clock":  {created: start.Add(time.Hour), missing: forever, gone: true, calls: 12, seconds: 60},
		"not the API's answer":              {created: start, missing: forever, untrusted: broken, err: broken, calls: 1},
		"old, and not the API's answer":     {missing: forever, untrusted: broken, err: broken, calls: 1},
		"an error of another kind is final": {created: start, then: broken, err: broken, calls: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &testClock{now: start}
			patience := Patience{Clock: clock, ServerNow: clock.Now, Trust: func(context.Context, error) error { return test.untrusted }}
			made := call{missing: test.missing, then: test.then}
			err := patience.Call(t.Context(), test.created, made.do)
			var gone *GoneError
			equal(t, "gone", errors.As(err, &gone), test.gone)
			if !test.gone {
				equal(t, "error", err, test.err)
			} else {
				equal(t, "is a 404", errors.Is(err, client.ErrNotFound), true)
			}
			equal(t, "calls", made.count, test.calls)
			equal(t, "seconds", clock.Now().Sub(start).Seconds(), test.seconds)
		})
	}
}

// An interrupt, or the end of the read's time, says nothing about the object.
func TestPatienceEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := &testClock{now: start}
	patience := Patience{Clock: clock, ServerNow: clock.Now, Trust: func(context.Context, error) error { return nil }}
	calls := 0
	err := patience.Call(ctx, start, func(context.Context) error {
		if calls++; calls == 2 {
			cancel()
		}
		return &client.APIError{StatusCode: http.StatusNotFound}
	})
	var gone *GoneError
	if !errors.Is(err, context.Canceled) || errors.As(err, &gone) || errors.Is(err, client.ErrNotFound) {
		t.Errorf("got %v", err)
	}
	equal(t, "calls", calls, 2)
}
