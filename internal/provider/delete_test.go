package provider

import (
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestDeleteObject(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		createdAt string
		answer    http.HandlerFunc
		errors    []string
		// requests are those after the first.
		requests []string
	}{
		"deleted":      {answer: respond(http.StatusNoContent, "")},
		"gone already": {answer: respond(http.StatusNotFound, notFoundBody), requests: []string{probe}},
		"new, and not visible yet": {
			createdAt: stamp(0), answer: inTurn(respond(http.StatusNotFound, notFoundBody), respond(http.StatusNoContent, "")),
			requests: []string{probe, "DELETE /medias/m1"},
		},
		"not the API's 404": {answer: respondHTML(http.StatusNotFound), errors: []string{`Cannot delete media "a" (id m1)`, "says nothing about the object"}},
		"refused":           {answer: respond(http.StatusUnauthorized, unauthorizedBody), errors: []string{`Error: Cannot delete media "a" (id m1)`, "401", "Check the API key"}},
		"failed":            {answer: respond(http.StatusInternalServerError, serverErrorBody), errors: []string{"500"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"DELETE /medias/m1": test.answer, "GET /medias": respond(http.StatusOK, emptyList)})
			conn := api.connection(t)
			diags := deletion[client.Media]{
				reader: conn.medias, label: `media "a"`, id: text("m1"), createdAt: text(test.createdAt), limit: time.Minute, remove: (*client.Client).DeleteMedia,
			}.run(t.Context(), conn, keyMark{})
			if len(test.errors) > 0 {
				contains(t, oneDiagnostic(t, diags), test.errors...)
			} else {
				noDiagnostics(t, diags)
			}
			equalSlices(t, "requests", api.received(), append([]string{"DELETE /medias/m1"}, test.requests...))
		})
	}
}
