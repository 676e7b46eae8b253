package provider

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

func TestMediaProcessing(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		media client.Media
		want  processing.State
	}{
		"failed":                     {client.Media{HasFetchError: true, CreatedAt: stamp(0)}, processing.Failed},
		"failed, says it is at work": {client.Media{HasFetchError: true, IsProcessing: ptr(true)}, processing.Failed},
		"at work":                    {client.Media{IsProcessing: ptr(true)}, processing.Pending},
		"finished":                   {client.Media{IsProcessing: ptr(false)}, processing.Finished},
		"new":                        {client.Media{CreatedAt: stamp(0)}, processing.Unreported},
	} {
		equal(t, name, mediaProcessing(&test.media), test.want)
	}
}

func TestProcessingWait(t *testing.T) {
	t.Parallel()
	media := func(more string) http.HandlerFunc {
		return respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0), more)))
	}
	working, finished, failed := media(`,"is_processing":true`), media(`,"is_processing":false`), media(`,"has_fetch_error":true`)
	missing, page := respond(http.StatusNotFound, notFoundBody), respondHTML(http.StatusNotFound)
	broken := respond(http.StatusInternalServerError, serverErrorBody)
	for name, test := range map[string]struct {
		createdAt string
		protected bool
		answers   []http.HandlerFunc // The last one stays.

		want     processing.State
		gone     bool
		problem  string
		requests int // 0 for any number.
	}{
		"finished":                     {stamp(0), false, []http.HandlerFunc{working, finished}, processing.Finished, false, "", 2},
		"failed":                       {stamp(0), false, []http.HandlerFunc{failed}, processing.Failed, false, "", 1},
		"null for a while":             {stamp(-time.Hour), false, []http.HandlerFunc{media(""), media(""), finished}, processing.Finished, false, "", 3},
		"not visible yet":              {stamp(0), false, []http.HandlerFunc{missing, missing, finished}, processing.Finished, false, "", 0},
		"gone":                         {stamp(-time.Hour), false, []http.HandlerFunc{working, missing}, processing.Pending, true, "Error: Media is gone", 0},
		"new and gone":                 {stamp(0), false, []http.HandlerFunc{missing}, processing.Unreported, true, "Error: Media is gone", 0},
		"protected and gone":           {stamp(-time.Hour), true, []http.HandlerFunc{working, missing}, processing.Pending, false, "Error: A protected object is gone", 0},
		"an error ends it":             {stamp(0), false, []http.HandlerFunc{broken}, processing.Unreported, false, "Warning: Processing not finished", 1},
		"a 404 of a proxy does not":    {stamp(-time.Hour), false, []http.HandlerFunc{page, page, page, finished}, processing.Finished, false, "", 4},
		"a 404 of a proxy to the last": {stamp(-time.Hour), false, []http.HandlerFunc{page}, processing.Unreported, false, "says nothing about the object", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": inTurn(test.answers...), "GET /medias": respond(http.StatusOK, emptyList)})
			conn := api.connection(t)
			created, _ := parseTime(test.createdAt)
			state, gone, diags := processingWait[client.Media]{
				reader: conn.medias, title: "Media", label: `media "a"`, id: "m1", createdAt: created, operation: waitInCreate,
				limit: time.Hour, protected: test.protected, take: mediaProcessing,
			}.run(t.Context(), conn)
			if test.problem == "" {
				noDiagnostics(t, diags)
			} else {
				contains(t, oneDiagnostic(t, diags), test.problem)
			}
			equal(t, "state", state, test.want)
			equal(t, "gone", gone, test.gone)
			if test.requests > 0 {
				equal(t, "requests", len(api.received()), test.requests)
			}
		})
	}
}

// A server that asks for a longer pause than there is time left does not prolong
// the wait.
func TestProcessingWaitKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "40")
		respond(http.StatusServiceUnavailable, serverErrorBody)(w, r)
	}})
	settings := api.connection(t).configuration
	settings.maxRetries = 5
	conn := testConnection(t, api.clock, settings)
	_, gone, diags := processingWait[client.Media]{
		reader: conn.medias, title: "Media", label: `media "a"`, id: "m1", operation: waitInCreate, limit: 10 * time.Second, take: mediaProcessing,
	}.run(t.Context(), conn)
	contains(t, oneDiagnostic(t, diags), "Warning: Processing not finished", "still not finished after 10s", "503", "raise timeouts.create")
	equal(t, "gone", gone, false)
	equal(t, "time", api.clock.Now().Sub(testStart), 10*time.Second)
}

func TestStillProcessingWarning(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		operation waitOperation
		err       error
		want      []string
	}{
		"timeout in a create": {waitInCreate, &processing.TimeoutError{Waited: time.Hour}, []string{"still not finished after 1h.", "raise timeouts.create"}},
		"timeout in update":   {waitInUpdate, &processing.TimeoutError{Waited: time.Minute}, []string{"raise timeouts.update"}},
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
