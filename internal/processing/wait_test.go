package processing

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// pollsUntil is a poll that finishes at its n-th call.
func pollsUntil(n int) func(context.Context) (bool, string, error) {
	return func(context.Context) (bool, string, error) {
		n--
		return n <= 0, "processing", nil
	}
}

func TestWaitBacksOff(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	err := (Wait{Clock: clock, Limit: time.Hour}).Until(t.Context(), pollsUntil(20))
	if err != nil {
		t.Fatal(err)
	}
	slept := clock.slept()
	equal(t, "pauses, one before each poll", len(slept), 20)
	nominal := float64(time.Second)
	for i, pause := range slept {
		if low, high := nominal*0.8, nominal*1.2; float64(pause) < low || float64(pause) > high {
			t.Errorf("pause %d is %s, want %s and at most 20%% more or less", i, pause, time.Duration(nominal))
		}
		nominal = min(nominal*1.5, float64(15*time.Second))
	}
}

func TestWaitTimesOut(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	err := Wait{Clock: clock, Limit: time.Minute}.Until(t.Context(), pollsUntil(1000))
	var timeout *TimeoutError
	if !errors.As(err, &timeout) {
		t.Fatalf("got %v", err)
	}
	equal(t, "waited", timeout.Waited, time.Minute)
	equal(t, "time passed: the last pause is cut short", clock.Now(), testStart.Add(time.Minute))
	equal(t, "message", err.Error(), "not finished after 1m0s")
}

func TestWaitWithoutTime(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	err := Wait{Clock: clock}.Until(t.Context(), func(context.Context) (bool, string, error) {
		t.Error("polled")
		return true, "", nil
	})
	var timeout *TimeoutError
	if !errors.As(err, &timeout) {
		t.Errorf("got %v", err)
	}
}

func TestWaitCountsSlowPolls(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	polls := 0
	err := Wait{Clock: clock, Limit: time.Minute}.Until(t.Context(), func(ctx context.Context) (bool, string, error) {
		polls++
		return false, "", clock.Sleep(ctx, 40*time.Second) // As a poll that has to be repeated does.
	})
	var timeout *TimeoutError
	if !errors.As(err, &timeout) {
		t.Fatalf("got %v", err)
	}
	equal(t, "polls", polls, 2)
}

func TestWaitEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := newTestClock()
	clock.onSleep = func(time.Duration) {
		if len(clock.slept()) == 2 {
			cancel()
		}
	}
	err := Wait{Clock: clock, Limit: time.Hour}.Until(ctx, pollsUntil(1000))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	equal(t, "pauses", len(clock.slept()), 2)
}

func TestWaitFailsWithThePoll(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	err := Wait{Clock: newTestClock(), Limit: time.Hour}.Until(t.Context(), func(context.Context) (bool, string, error) { return true, "", broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestSpread(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for range 100 {
		pause := spread(10 * time.Second)
		if pause < 8*time.Second || pause > 12*time.Second {
			t.Errorf("%s is out of bounds", pause)
		}
		seen[pause] = true
	}
	if len(seen) < 50 {
		t.Errorf("only %d different pauses out of 100: all resources would poll together", len(seen))
	}
}

// A wait ends at its limit, whatever the polls do with the time.
func TestWaitBoundsItsPolls(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		clock := client.SystemClock() // The bubble's.
		for name, poll := range map[string]Poll{
			"a poll that hangs": func(ctx context.Context) (bool, string, error) {
				<-ctx.Done()
				return false, "", fmt.Errorf("interrupted before there was an answer: %w", ctx.Err())
			},
			"a poll that is to be repeated later": func(context.Context) (bool, string, error) {
				return false, "", fmt.Errorf("no time left to wait 40s for the next attempt: %w", context.DeadlineExceeded)
			},
			"a poll that says nothing": func(context.Context) (bool, string, error) {
				return false, "", &InconclusiveError{Err: errors.New("a page of a proxy")}
			},
		} {
			began := time.Now()
			err := Wait{Clock: clock, Limit: 10 * time.Second}.Until(t.Context(), poll)
			var timeout *TimeoutError
			if !errors.As(err, &timeout) {
				t.Errorf("%s: got %v", name, err)
				continue
			}
			equal(t, name, time.Since(began), 10*time.Second)
			equal(t, name+": tells why the last poll told nothing", timeout.Last != nil, true)
		}
	})
}

// An interrupt ends a poll at once, and is what the wait ends with.
func TestWaitInterruptsItsPoll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(5*time.Second, cancel)
		began := time.Now()
		err := Wait{Clock: client.SystemClock(), Limit: time.Hour}.Until(ctx, func(ctx context.Context) (bool, string, error) {
			<-ctx.Done()
			return false, "", ctx.Err()
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
		equal(t, "time", time.Since(began), 5*time.Second)
	})
}

func TestWaitGoesOnAfterAPollThatSaysNothing(t *testing.T) {
	t.Parallel()
	polls := 0
	err := Wait{Clock: newTestClock(), Limit: time.Hour}.Until(t.Context(), func(context.Context) (bool, string, error) {
		if polls++; polls < 5 {
			return false, "", &InconclusiveError{Err: errors.New("a page of a proxy")}
		}
		return true, "finished", nil
	})
	equal(t, "error", err, nil)
	equal(t, "polls", polls, 5)
}

func TestWaitReports(t *testing.T) {
	t.Parallel()
	var reports []Progress
	state, err := Wait{Clock: newTestClock(), Limit: time.Hour, Report: func(p Progress) { reports = append(reports, p) }}.ForOne(t.Context(),
		func(context.Context) (State, error) { return []State{Unreported, Pending, Failed}[len(reports)], nil })
	equal(t, "error", err, nil)
	equal(t, "state", state, Failed)
	equal(t, "reports", len(reports), 3)
	equal(t, "status", reports[1].Status, "processing")
	equal(t, "finished", reports[2].Finished, true)
	equal(t, "limit", reports[2].Limit, time.Hour)
}
