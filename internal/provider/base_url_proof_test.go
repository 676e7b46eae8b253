package provider

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestConfirmBaseURL(t *testing.T) {
	t.Parallel()
	healthy := respond(http.StatusOK, emptyList)
	for name, test := range map[string]struct {
		answer http.HandlerFunc
		// confirmed are the outcomes of three calls.
		confirmed [3]bool
		requests  int
	}{
		"the API":                         {healthy, [3]bool{true, true, true}, 1},
		"key refused":                     {respond(http.StatusUnauthorized, unauthorizedBody), [3]bool{}, 3},
		"something else":                  {respondHTML(http.StatusNotFound), [3]bool{}, 3},
		"an API of another kind":          {respond(http.StatusNotFound, notFoundBody), [3]bool{}, 3},
		"a failure is not kept for ever":  {inTurn(respond(http.StatusInternalServerError, serverErrorBody), healthy), [3]bool{false, true, true}, 2},
		"a success is kept for the run's": {inTurn(healthy, respondHTML(http.StatusNotFound)), [3]bool{true, true, true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias": test.answer})
			conn := api.connection(t)
			for i, want := range test.confirmed {
				equal(t, "confirmed", conn.confirmBaseURL(t.Context()) == nil, want)
				equal(t, "requests", len(api.received()), min(i+1, test.requests))
			}
		})
	}
}

// Whatever the API has answered as documented is a proof, so that no probe is
// needed.
func TestAnAnswerProvesTheBaseURL(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /clips/c1": respond(http.StatusOK, documentOf(clipJSON("c1", "m1", "a", 0, 1)))})
	conn := api.connection(t)
	_, err := conn.clips.Get(t.Context(), "c1")
	must(t, err)
	must(t, conn.confirmBaseURL(t.Context()))
	equalSlices(t, "requests", api.received(), []string{"GET /clips/c1"})
}

// All callers share a probe, each as long as its own context lasts, and the probe
// ends with the last of them.
func TestBaseURLProofIsShared(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var proof baseURLProof
		probes, cancelled := 0, 0
		hang := func(ctx context.Context) error {
			probes++
			<-ctx.Done()
			cancelled++
			return ctx.Err()
		}
		ctx, cancel := context.WithCancel(t.Context())
		other, cancelOther := context.WithCancel(t.Context())
		var all sync.WaitGroup
		for _, ctx := range []context.Context{ctx, ctx, other} {
			all.Go(func() {
				if err := proof.require(ctx, context.Background(), hang); !errors.Is(err, context.Canceled) {
					t.Errorf("got %v", err)
				}
			})
		}
		synctest.Wait()
		cancel()
		synctest.Wait()
		equal(t, "probes", probes, 1)
		equal(t, "cancelled while somebody waits", cancelled, 0)
		cancelOther()
		all.Wait()
		synctest.Wait()
		equal(t, "cancelled", cancelled, 1)
		must(t, proof.require(t.Context(), context.Background(), func(context.Context) error { time.Sleep(time.Second); return nil }))
		equal(t, "given", proof.given(), true)
	})
}
