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
		answer http.HandlerFunc
		errors []string
		// requests are those after the first.
		requests []string
	}{
		"deleted":      {answer: respond(http.StatusNoContent, "")},
		"gone already": {answer: respond(http.StatusNotFound, notFoundBody)},
		"not the API":  {answer: respond(http.StatusNotFound, "<html>Not Found</html>"), errors: []string{"nothing at base_url"}, requests: []string{"GET /medias?page%5Bnumber%5D=1&page%5Bsize%5D=1"}},
		"refused":      {answer: respond(http.StatusUnauthorized, unauthorizedBody), errors: []string{`Error: Cannot delete media "a" (id m1)`, "401", "Check the API key"}},
		"failed":       {answer: respond(http.StatusInternalServerError, serverErrorBody), errors: []string{"500"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := newTestAPI(t, map[string]http.HandlerFunc{"DELETE /medias/m1": test.answer})
			conn := api.connection(t)
			diags := deleteObject(t.Context(), conn, conn.medias, time.Minute, "m1", `media "a"`, (*client.Client).DeleteMedia)
			if len(test.errors) > 0 {
				contains(t, oneDiagnostic(t, diags), test.errors...)
			} else {
				noDiagnostics(t, diags)
			}
			equalSlices(t, "requests", api.received(), append([]string{"DELETE /medias/m1"}, test.requests...))
			equal(t, "changed", conn.claims.changed(mediaType, "m1"), true)
		})
	}
}
