package provider

import (
	"fmt"
	"maps"
	"net/http"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestLookup(t *testing.T) {
	t.Parallel()
	many := make([]string, maxCandidates+2)
	for i := range many {
		many[i] = mediaJSON(fmt.Sprintf("m%d", i), "a", stamp(0))
	}
	for name, test := range map[string]struct {
		id, key types.String
		list    http.HandlerFunc

		want     string
		errors   []string
		requests []string
	}{
		"by id": {id: text("m1"), key: noText, want: "m1", requests: []string{"GET /medias/m1"}},
		"by an id that nothing has": {
			id: text("m9"), key: noText, requests: []string{"GET /medias/m9", probe},
			errors: []string{"Error: No such media", `There is no media with the id "m9"`, "404", "@id"},
		},
		"by name": {
			id: noText, key: text("a"), list: respond(http.StatusOK, listOf(mediaJSON("m1", "a", stamp(0)))), want: "m1",
			requests: []string{"GET /medias?filter%5Bname_eq%5D=a&page%5Bnumber%5D=1&page%5Bsize%5D=100&sort=created_at", "GET /medias/m1"},
		},
		"by a name that nothing has": {
			id: noText, key: text("a"), list: respond(http.StatusOK, emptyList),
			errors: []string{"Error: No such media", `No media has the name "a"`, "Upper and lower case count", "@name"},
		},
		"by a name that the server takes lightly": {
			id: noText, key: text("a"), list: respond(http.StatusOK, listOf(mediaJSON("m2", "A", stamp(0)), mediaJSON("m1", "a", stamp(0)), mediaJSON("m3", "a ", stamp(0)))), want: "m1",
		},
		"by a name that two have": {
			id: noText, key: text("a"), list: respond(http.StatusOK, listOf(mediaJSON("m1", "a", stamp(0)), mediaJSON("m2", "a", stamp(0)))),
			errors: []string{"Error: More than one media", `2 objects have the name "a"`, "- m1, created at " + stamp(0), "- m2,", "@name"},
		},
		"by a name that many have": {
			id: noText, key: text("a"), list: respond(http.StatusOK, listOf(many...)),
			errors: []string{"12 objects have the name", "- m9,", "- and 2 more"},
		},
		"by a name with a comma": {
			id: noText, key: text("Sales, Berlin, 2026"), list: respond(http.StatusOK, listOf(mediaJSON("m1", "Sales, Berlin, 2026", stamp(0)), mediaJSON("m2", "Berlin", stamp(0)))), want: "m1",
			requests: []string{"GET /medias?filter%5Bname_cont%5D=Berlin&page%5Bnumber%5D=1&page%5Bsize%5D=100&sort=created_at", "GET /medias/m1"},
		},
		"list fails": {
			id: noText, key: text("a"), list: respond(http.StatusUnauthorized, unauthorizedBody),
			errors: []string{`Error: Cannot look for the media with name "a"`, "401"},
		},
		"object vanishes": {
			id: noText, key: text("a"), list: respond(http.StatusOK, listOf(mediaJSON("m9", "a", stamp(0)))),
			errors: []string{"No such media"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			routes := map[string]http.HandlerFunc{"GET /medias/m1": respond(http.StatusOK, documentOf(mediaJSON("m1", "a", stamp(0))))}
			if test.list != nil {
				routes["GET /medias"] = test.list
			}
			api := newTestAPI(t, routes)
			media, diags := mediaLookup(api.connection(t)).find(t.Context(), test.id, test.key)
			if len(test.errors) > 0 {
				message := oneDiagnostic(t, diags)
				contains(t, message, test.errors...)
				if strings.Contains(message, "m10") {
					t.Errorf("too long: %s", message)
				}
			} else {
				noDiagnostics(t, diags)
				equal(t, "id", media.ID, test.want)
			}
			if test.requests != nil {
				equalSlices(t, "requests", api.received(), test.requests)
			}
		})
	}
}

func TestLookupByIDFails(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, map[string]http.HandlerFunc{"GET /clips/c1": respond(http.StatusInternalServerError, serverErrorBody)})
	_, diags := clipLookup(api.connection(t)).find(t.Context(), text("c1"), noText)
	contains(t, oneDiagnostic(t, diags), "Error: Cannot read clip c1", "500")
}

func TestLookupOfASubscriptionByURL(t *testing.T) {
	t.Parallel()
	const hook = `{"id":"w1","type":"webhook_subscription","attributes":{"url":"https://example.com/hook?a=1,2","subscribed_events":["*"],"created_at":"2026-01-01T00:00:00Z"}}`
	api := newTestAPI(t, map[string]http.HandlerFunc{
		"GET /webhook_subscriptions":    respond(http.StatusOK, listOf(hook)),
		"GET /webhook_subscriptions/w1": respond(http.StatusOK, documentOf(hook)),
	})
	found, diags := webhookSubscriptionLookup(api.connection(t)).find(t.Context(), noText, text("https://example.com/hook?a=1,2"))
	noDiagnostics(t, diags)
	equal(t, "id", found.ID, "w1")
}

func TestExactFilter(t *testing.T) {
	t.Parallel()
	for value, want := range map[string]map[string]string{
		"a":       {"name_eq": "a"},
		" a ":     {"name_eq": " a "},
		"a,bcd,e": {"name_cont": "bcd"},
		"a, b ,c": {"name_cont": "b"},
		",":       nil,
		" , ":     nil,
		"":        {"name_eq": ""},
	} {
		if got := exactFilter("name", value); !maps.Equal(got, want) {
			t.Errorf("%q: got %v, want %v", value, got, want)
		}
	}
}
