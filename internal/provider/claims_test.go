package provider

import (
	"sync"
	"testing"
	"time"
)

func TestClaims(t *testing.T) {
	t.Parallel()
	owned := newClaims()
	equal(t, "free at first", owned.claimed(mediaType, "1"), false)
	equal(t, "first claim", owned.claim(mediaType, "1"), true)
	equal(t, "second claim", owned.claim(mediaType, "1"), false)
	equal(t, "claimed", owned.claimed(mediaType, "1"), true)
	equal(t, "another type with the same id", owned.claimed(clipType, "1"), false)

	equal(t, "owned is not changed", owned.changed(mediaType, "1"), false)
	owned.change(mediaType, "1")
	equal(t, "changed", owned.changed(mediaType, "1"), true)
	equal(t, "another one", owned.changed(mediaType, "2"), false)
}

func TestClaimsHaveOneWinner(t *testing.T) {
	t.Parallel()
	owned := newClaims()
	var wins [32]bool
	var all sync.WaitGroup
	for i := range wins {
		all.Go(func() { wins[i] = owned.claim(mediaType, "1") })
	}
	all.Wait()
	count := 0
	for _, won := range wins {
		if won {
			count++
		}
	}
	equal(t, "winners", count, 1)
}

func TestTakeTurn(t *testing.T) {
	t.Parallel()
	turns := newClaims()
	inside := 0 // Not guarded: the race detector would see two at once.
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			done := turns.takeTurn("same")
			defer done()
			inside++
		})
	}
	all.Wait()
	equal(t, "turns taken", inside, 16)
	equal(t, "turns left behind", len(turns.turns), 0)
}

func TestTakeTurnOfOthersDoesNotWait(t *testing.T) {
	t.Parallel()
	turns := newClaims()
	done := turns.takeTurn("one")
	defer done()
	free := make(chan struct{})
	go func() {
		defer close(free)
		turns.takeTurn("another")()
	}()
	select {
	case <-free:
	case <-time.After(10 * time.Second):
		t.Fatal("waits for a creation of something else")
	}
}
