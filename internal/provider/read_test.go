package provider

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// probe is the request that looks for the API at the base URL.
const probe = "GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"

// mediaRefresh reads the media m1.
func mediaRefresh(conn *connection, createdAt string) refresh[client.Media] {
	return refresh[client.Media]{
		reader: conn.medias, title: "Media", label: `media "a"`, id: text("m1"), createdAt: text(createdAt), limit: time.Hour,
		assess: func(*client.Media) bulkread.Assessment { return bulkread.Complete },
	}
}

func TestRefresh(t *testing.T) {
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
			createdAt: stamp(-time.Hour), media: missing, list: healthy, gone: true, requests: []string{"GET /medias/m1", probe},
		},
		"documented 404 after an import": {
			media: missing, list: healthy, gone: true, requests: []string{"GET /medias/m1", probe},
		},
		"documented 404, and no API at base_url": {
			createdAt: stamp(-time.Hour), media: missing, list: missing,
			errors:   []string{"Error: Cannot read contentgroove_media (id m1)", "nothing at base_url", "behaves like the ContentGroove API"},
			requests: []string{"GET /medias/m1", probe},
		},
		"documented 404, and the list is a page": {
			createdAt: stamp(-time.Hour), media: missing, list: respondHTML(http.StatusOK),
			errors:   []string{"Cannot read", "nothing at base_url"},
			requests: []string{"GET /medias/m1", probe},
		},
		"documented 404, and the key is refused": {
			createdAt: stamp(-time.Hour), media: missing, list: respond(http.StatusUnauthorized, unauthorizedBody),
			errors:   []string{"Cannot read", "Invalid API key"},
			requests: []string{"GET /medias/m1", probe},
		},
		"404 page": {
			createdAt: stamp(-time.Hour), media: respondHTML(http.StatusNotFound), list: healthy,
			errors:   []string{"Error: Cannot read contentgroove_media (id m1)", "404", "says nothing about the object", "Check base_url (http://127.0.0.1"},
			requests: []string{"GET /medias/m1"},
		},
		"404 of another JSON API": {
			createdAt: stamp(-time.Hour), media: respond(http.StatusNotFound, `{"error":"Not found"}`), list: healthy,
			errors:   []string{"Cannot read", "says nothing about the object"},
			requests: []string{"GET /medias/m1"},
		},
		"new, visible at the third look": {
			createdAt: stamp(-30 * time.Second), media: inTurn(missing, missing, found), list: healthy,
			requests: []string{"GET /medias/m1", probe, "GET /medias/m1", "GET /medias/m1"},
			pauses:   []time.Duration{500 * time.Millisecond, time.Second},
		},
		"new, and really gone": {
			createdAt: stamp(-55 * time.Second), media: missing, list: healthy, gone: true,
			requests: []string{"GET /medias/m1", probe, "GET /medias/m1", "GET /medias/m1", "GET /medias/m1", "GET /medias/m1"},
			pauses:   []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 1500 * time.Millisecond},
		},
		"new, then an error": {
			createdAt: stamp(0), media: inTurn(missing, respond(http.StatusInternalServerError, serverErrorBody)), list: healthy,
			errors:   []string{"Cannot read", "500", "Something broke"},
			requests: []string{"GET /medias/m1", probe, "GET /medias/m1"},
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
			media, diags := mediaRefresh(conn, test.createdAt).read(t.Context(), conn, keyMark{})
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

func TestRefreshByTheServersClock(t *testing.T) {
	t.Parallel()
	// The object is an hour old by the local clock, but new by the server's.
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias/m1": inTurn(
		respond(http.StatusNotFound, notFoundBody), respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0))))),
		"GET /medias": respond(http.StatusOK, emptyList)})
	api.skew = -time.Hour
	conn := api.connection(t)
	media, diags := mediaRefresh(conn, stamp(-time.Hour)).read(t.Context(), conn, keyMark{})
	noDiagnostics(t, diags)
	equal(t, "gone", media == nil, false)
}

func TestRefreshInterrupted(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias": respond(http.StatusOK, emptyList)})
	conn := api.connection(t)
	ctx, cancel := context.WithCancel(t.Context())
	api.clock.onSleep = func(time.Duration) { cancel() }
	media, diags := mediaRefresh(conn, stamp(0)).read(ctx, conn, keyMark{})
	contains(t, oneDiagnostic(t, diags), "Error: Cannot read contentgroove_media (id m1)", "interrupted")
	equal(t, "media", media, nil)
}

func TestRefreshWithoutAClient(t *testing.T) {
	t.Parallel()
	conn := testConnection(t, newTestClock(), configuration{})
	media, diags := mediaRefresh(conn, "").read(t.Context(), conn, keyMark{})
	contains(t, oneDiagnostic(t, diags), "Missing API key")
	equal(t, "media", media, nil)
}
