package provider

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestProcessingOf(t *testing.T) {
	t.Parallel()
	const limit = 20 * time.Minute
	for name, test := range map[string]struct {
		isProcessing *bool
		createdAt    string
		after        time.Duration
		want         processing
	}{
		"true":                        {ptr(true), stamp(0), time.Minute, processingPending},
		"true for ever":               {ptr(true), stamp(0), 1000 * time.Hour, processingPending},
		"false":                       {ptr(false), stamp(0), 0, processingFinished},
		"null, new":                   {nil, stamp(0), limit - time.Second, processingPending},
		"null, after one timeout":     {nil, stamp(0), limit, processingFinished},
		"null, made in the future":    {nil, stamp(time.Minute), 0, processingPending},
		"null, and no creation time":  {nil, "", 0, processingFinished},
		"null, and a time in no form": {nil, "yesterday", 0, processingFinished},
	} {
		equal(t, name, processingOf(test.isProcessing, test.createdAt, testStart.Add(test.after), limit), test.want)
	}
}

func TestMediaProcessing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		media client.Media
		want  processing
	}{
		"failed":                     {client.Media{HasFetchError: true, CreatedAt: stamp(0)}, processingFailed},
		"failed, says it is at work": {client.Media{HasFetchError: true, IsProcessing: ptr(true)}, processingFailed},
		"at work":                    {client.Media{IsProcessing: ptr(true)}, processingPending},
		"finished":                   {client.Media{IsProcessing: ptr(false)}, processingFinished},
		"new":                        {client.Media{CreatedAt: stamp(0)}, processingPending},
	} {
		equal(t, name, mediaProcessing(&test.media, testStart, time.Hour), test.want)
	}
}

func TestProcessingString(t *testing.T) {
	t.Parallel()
	for state, want := range map[processing]string{
		processingFinished: "finished", processingPending: "processing", processingFailed: "failed", processing(9): "processing(9)",
	} {
		equal(t, want, state.String(), want)
	}
}

func TestIsNew(t *testing.T) {
	t.Parallel()
	equal(t, "just created", isNew(stamp(0), testStart), true)
	equal(t, "after 59 s", isNew(stamp(0), testStart.Add(59*time.Second)), true)
	equal(t, "after a minute", isNew(stamp(0), testStart.Add(time.Minute)), false)
	equal(t, "imported, without a time", isNew("", testStart), false)
}

func TestAwaitProcessing(t *testing.T) {
	t.Parallel()
	notFound := refusal(http.StatusNotFound)
	broken := refusal(http.StatusInternalServerError)
	// A step is what one poll says.
	type step struct {
		outcome processing
		err     error
	}
	for name, test := range map[string]struct {
		createdAt string
		steps     []step // The last one stays.
		want      processing
		wantErr   error
		polls     int
	}{
		"finished":              {stamp(0), []step{{processingPending, nil}, {processingFinished, nil}}, processingFinished, nil, 2},
		"failed":                {stamp(0), []step{{processingFailed, nil}}, processingFailed, nil, 1},
		"not visible yet":       {stamp(0), []step{{processingPending, notFound}, {processingPending, notFound}, {processingFinished, nil}}, processingFinished, nil, 3},
		"gone":                  {stamp(-time.Hour), []step{{processingPending, nil}, {processingPending, notFound}}, processingPending, client.ErrNotFound, 2},
		"an error ends it":      {stamp(0), []step{{processingPending, broken}}, processingPending, client.ErrServer, 1},
		"new, but not for ever": {stamp(0), []step{{processingPending, notFound}}, processingPending, client.ErrNotFound, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, _ := offline(t)
			polls := 0
			got, err := conn.awaitProcessing(t.Context(), "media", test.createdAt, time.Hour, func(context.Context) (processing, error) {
				next := test.steps[min(polls, len(test.steps)-1)]
				polls++
				return next.outcome, next.err
			})
			equal(t, "outcome", got, test.want)
			if !errors.Is(err, test.wantErr) {
				t.Errorf("error: got %v, want %v", err, test.wantErr)
			}
			if test.polls > 0 {
				equal(t, "polls", polls, test.polls)
			}
		})
	}
}

func TestStillProcessingWarning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		operation waitOperation
		err       error
		want      []string
	}{
		"timeout in a create": {waitInCreate, &waitTimeoutError{waited: time.Hour}, []string{"still not finished after 1h.", "raise timeouts.create"}},
		"timeout in update":   {waitInUpdate, &waitTimeoutError{waited: time.Minute}, []string{"raise timeouts.update"}},
		"interrupt":           {waitInCreate, context.Canceled, []string{"the wait was interrupted."}},
		"server error":        {waitInCreate, refusal(http.StatusInternalServerError), []string{"could not be read", "500", "server's side"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := diagnosticText(stillProcessingWarning(`media "a"`, "m1", test.operation, test.err))
			contains(t, text, "Warning: Processing not finished", `media "a" (id m1)`, "is in the state", "The next apply goes on waiting")
			contains(t, text, test.want...)
		})
	}
}

func TestWaitOperationLimit(t *testing.T) {
	t.Parallel()
	limits := operationTimeouts{create: time.Hour, update: time.Minute}
	equal(t, "create", waitInCreate.limit(limits), time.Hour)
	equal(t, "update", waitInUpdate.limit(limits), time.Minute)
}
