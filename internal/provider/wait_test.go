package provider

import (
	"context"
	"errors"
	"testing"
	"time"
)

// pollsUntil is a poll that finishes at its n-th call.
func pollsUntil(n int) func(context.Context) (bool, string, error) {
	return func(context.Context) (bool, string, error) {
		n--
		return n <= 0, "processing", nil
	}
}

func TestWaitUntilBacksOff(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	if err := waitUntil(t.Context(), clock, time.Hour, "media", pollsUntil(20)); err != nil {
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

func TestWaitUntilTimesOut(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	err := waitUntil(t.Context(), clock, time.Minute, "media", pollsUntil(1000))
	var timeout *waitTimeoutError
	if !errors.As(err, &timeout) {
		t.Fatalf("got %v", err)
	}
	equal(t, "waited", timeout.waited, time.Minute)
	equal(t, "time passed: the last pause is cut short", clock.Now(), testStart.Add(time.Minute))
	equal(t, "message", err.Error(), "still not finished after 1m")
}

func TestWaitUntilWithoutTime(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	err := waitUntil(t.Context(), clock, 0, "media", func(context.Context) (bool, string, error) {
		t.Error("polled")
		return true, "", nil
	})
	var timeout *waitTimeoutError
	if !errors.As(err, &timeout) {
		t.Errorf("got %v", err)
	}
}

func TestWaitUntilCountsSlowPolls(t *testing.T) {
	t.Parallel()
	clock := newTestClock()
	polls := 0
	err := waitUntil(t.Context(), clock, time.Minute, "media", func(ctx context.Context) (bool, string, error) {
		polls++
		return false, "", clock.Sleep(ctx, 40*time.Second) // As a poll that has to be repeated does.
	})
	var timeout *waitTimeoutError
	if !errors.As(err, &timeout) {
		t.Fatalf("got %v", err)
	}
	equal(t, "polls", polls, 2)
}

func TestWaitUntilEndsWithTheContext(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	clock := newTestClock()
	clock.onSleep = func(time.Duration) {
		if len(clock.slept()) == 2 {
			cancel()
		}
	}
	err := waitUntil(ctx, clock, time.Hour, "media", pollsUntil(1000))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	equal(t, "pauses", len(clock.slept()), 2)
}

func TestWaitUntilFailsWithThePoll(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	err := waitUntil(t.Context(), newTestClock(), time.Hour, "media", func(context.Context) (bool, string, error) { return true, "", broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

func TestJitteredSpreads(t *testing.T) {
	t.Parallel()
	seen := map[time.Duration]bool{}
	for range 100 {
		pause := jittered(10 * time.Second)
		if pause < 8*time.Second || pause > 12*time.Second {
			t.Errorf("%s is out of bounds", pause)
		}
		seen[pause] = true
	}
	if len(seen) < 50 {
		t.Errorf("only %d different pauses out of 100: all resources would poll together", len(seen))
	}
}
