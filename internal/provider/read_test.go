package provider

import (
	"context"
	"net/http"
	"testing"
	"time"
)

func TestReadObject(t *testing.T) {
	t.Parallel()
	missing := respond(http.StatusNotFound, notFoundBody)
	found := respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0))))
	healthy := respond(http.StatusOK, emptyList)
	for name, test := range map[string]struct {
		createdAt string
		media     http.HandlerFunc
		list      http.HandlerFunc

		gone     bool
		errors   []string
		requests []string
		pauses   []time.Duration
	}{
		"found": {
			createdAt: stamp(-time.Hour), media: found, requests: []string{"GET /medias/m1"},
		},
		"documented 404": {
			createdAt: stamp(-time.Hour), media: missing, gone: true, requests: []string{"GET /medias/m1"},
		},
		"documented 404 after an import": {
			media: missing, gone: true, requests: []string{"GET /medias/m1"},
		},
		"404 page, and the API is there": {
			createdAt: stamp(-time.Hour), media: respondHTML(http.StatusNotFound), list: healthy, gone: true,
			requests: []string{"GET /medias/m1", "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"},
		},
		"404 page, and so is the list": {
			createdAt: stamp(-time.Hour), media: respondHTML(http.StatusNotFound), list: respondHTML(http.StatusNotFound),
			errors:   []string{"Error: Cannot read contentgroove_media (id m1)", "nothing at base_url", "behaves like the ContentGroove API"},
			requests: []string{"GET /medias/m1", "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"},
		},
		"404 page, and the list is a page": {
			createdAt: stamp(-time.Hour), media: respondHTML(http.StatusNotFound), list: respondHTML(http.StatusOK),
			errors:   []string{"Cannot read", "nothing at base_url"},
			requests: []string{"GET /medias/m1", "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"},
		},
		"404 page, and the key is refused": {
			createdAt: stamp(-time.Hour), media: respondHTML(http.StatusNotFound), list: respond(http.StatusUnauthorized, unauthorizedBody),
			errors:   []string{"Cannot read", "Invalid API key"},
			requests: []string{"GET /medias/m1", "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"},
		},
		"new, visible at the third look": {
			createdAt: stamp(-30 * time.Second), media: inTurn(missing, missing, found),
			requests: []string{"GET /medias/m1", "GET /medias/m1", "GET /medias/m1"},
			pauses:   []time.Duration{500 * time.Millisecond, time.Second},
		},
		"new, and really gone": {
			createdAt: stamp(-30 * time.Second), media: missing, gone: true,
			requests: []string{"GET /medias/m1", "GET /medias/m1", "GET /medias/m1"},
			pauses:   []time.Duration{500 * time.Millisecond, time.Second},
		},
		"new, then an error": {
			createdAt: stamp(0), media: inTurn(missing, respond(http.StatusInternalServerError, serverErrorBody)),
			errors:   []string{"Cannot read", "500", "Something broke"},
			requests: []string{"GET /medias/m1", "GET /medias/m1"},
			pauses:   []time.Duration{500 * time.Millisecond},
		},
		"401": {
			createdAt: stamp(0), media: respond(http.StatusUnauthorized, unauthorizedBody),
			errors: []string{"Cannot read contentgroove_media (id m1)", "Invalid API key", "CONTENTGROOVE_API_KEY"}, requests: []string{"GET /medias/m1"},
		},
		"403":           {media: respond(http.StatusForbidden, unauthorizedBody), errors: []string{"403"}, requests: []string{"GET /medias/m1"}},
		"500":           {media: respond(http.StatusInternalServerError, serverErrorBody), errors: []string{"500", "req-1"}, requests: []string{"GET /medias/m1"}},
		"410":           {media: respond(http.StatusGone, notFoundBody), errors: []string{"410"}, requests: []string{"GET /medias/m1"}},
		"a page":        {media: respondHTML(http.StatusOK), errors: []string{"not the documented document", "base_url"}, requests: []string{"GET /medias/m1"}},
		"another's":     {media: respond(http.StatusOK, `{"data":null}`), errors: []string{"not the documented document"}, requests: []string{"GET /medias/m1"}},
		"200, no media": {media: respond(http.StatusOK, notFoundBody), errors: []string{"errors despite its status"}, requests: []string{"GET /medias/m1"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			routes := map[string]http.HandlerFunc{"GET /medias/m1": test.media}
			if test.list != nil {
				routes["GET /medias"] = test.list
			}
			api := newTestAPI(t, routes)
			conn := api.connection(t)
			media, diags := readObject(t.Context(), conn, conn.medias, "m1", test.createdAt, always)
			if len(test.errors) > 0 {
				contains(t, oneDiagnostic(t, diags), test.errors...)
			} else {
				noDiagnostics(t, diags)
				equal(t, "gone", media == nil, test.gone)
			}
			equalSlices(t, "requests", api.received(), test.requests)
			equalSlices(t, "pauses", api.clock.slept(), test.pauses)
			equal(t, "claimed", conn.ledger.Owns(mediaType, "m1"), true)
		})
	}
}

func TestReadObjectByTheServersClock(t *testing.T) {
	t.Parallel()
	// The object is an hour old by the local clock, but new by the server's.
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": inTurn(
		respond(http.StatusNotFound, notFoundBody), respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0)))))})
	api.skew = -time.Hour
	conn := api.connection(t)
	media, diags := readObject(t.Context(), conn, conn.medias, "m1", stamp(-time.Hour), always)
	noDiagnostics(t, diags)
	equal(t, "gone", media == nil, false)
}

func TestReadObjectInterrupted(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, nil)
	conn := api.connection(t)
	ctx, cancel := context.WithCancel(t.Context())
	api.clock.onSleep = func(time.Duration) { cancel() }
	media, diags := readObject(ctx, conn, conn.medias, "m1", stamp(0), always)
	contains(t, oneDiagnostic(t, diags), "Error: Cannot read contentgroove_media (id m1)", "interrupted")
	equal(t, "media", media, nil)
}

func TestReadObjectWithoutAClient(t *testing.T) {
	t.Parallel()
	conn := testConnection(t, newTestClock(), configuration{})
	media, diags := readObject(t.Context(), conn, conn.medias, "m1", "", always)
	contains(t, oneDiagnostic(t, diags), "Missing API key")
	equal(t, "media", media, nil)
}
