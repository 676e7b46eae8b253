package provider

import (
	"net/http"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// identityOf is the identity with an id, or without one.
func identityOf(t *testing.T, id any) *tfsdk.ResourceIdentity {
	t.Helper()
	schema := idIdentitySchema("Id.")
	of := schema.Type().TerraformType(t.Context())
	return &tfsdk.ResourceIdentity{Schema: schema, Raw: tftypes.NewValue(of, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})}
}

func TestImporterID(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		request resource.ImportStateRequest
		list    http.HandlerFunc

		want     string
		errors   []string
		requests int
	}{
		"id":                        {request: resource.ImportStateRequest{ID: "m1"}, want: "m1"},
		"id with white space":       {request: resource.ImportStateRequest{ID: " m1\n"}, want: "m1"},
		"id, and an identity to be": {request: resource.ImportStateRequest{ID: "m1", Identity: identityOf(t, nil)}, want: "m1"},
		"identity":                  {request: resource.ImportStateRequest{Identity: identityOf(t, "m1")}, want: "m1"},
		"nothing":                   {request: resource.ImportStateRequest{}, errors: []string{"Error: Missing import id", "as ContentGroove shows it"}},
		"only white space":          {request: resource.ImportStateRequest{ID: "  "}, errors: []string{"Error: Missing import id"}},
		"identity without an id":    {request: resource.ImportStateRequest{Identity: identityOf(t, nil)}, errors: []string{"Error: Missing import id"}},
		"name": {
			request: resource.ImportStateRequest{ID: "name:a"}, list: respond(http.StatusOK, listOf(mediaJSON("m7", "a", stamp(0)))),
			want: "m7", requests: 1,
		},
		"name with white space and a colon": {
			request: resource.ImportStateRequest{ID: "name: a: b "}, list: respond(http.StatusOK, listOf(mediaJSON("m7", " a: b ", stamp(0)))),
			want: "m7", requests: 1,
		},
		"name of nothing": {
			request: resource.ImportStateRequest{ID: "name:a"}, list: respond(http.StatusOK, emptyList),
			errors: []string{"Error: No such media", `the name "a"`}, requests: 1,
		},
		"name of two": {
			request: resource.ImportStateRequest{ID: "name:a"}, list: respond(http.StatusOK, listOf(mediaJSON("m1", "a", stamp(0)), mediaJSON("m2", "a", stamp(0)))),
			errors: []string{"Error: More than one media", "m1", "m2"}, requests: 1,
		},
		"no name": {request: resource.ImportStateRequest{ID: "name:"}, errors: []string{"Error: Missing import id", `Nothing follows "name:"`}},
		"name, and an error": {
			request: resource.ImportStateRequest{ID: "name:a"}, list: respond(http.StatusInternalServerError, serverErrorBody),
			errors: []string{"Error: Cannot look for the media", "500"}, requests: 1,
		},
		"another attribute":      {request: resource.ImportStateRequest{ID: "url:https://a"}, errors: []string{"Error: Invalid import id", "cannot be imported by their url", `"name:" and the name`}},
		"a name without its key": {request: resource.ImportStateRequest{ID: "Weekly call"}, errors: []string{"Error: Invalid import id", `"Weekly call" cannot be an id`, `To import by the name, write "name:" in front.`}},
		"an external id":         {request: resource.ImportStateRequest{ID: "150"}, errors: []string{"Error: Invalid import id", `"150" looks like an external_id.`}},
		"an address": {
			request: resource.ImportStateRequest{ID: "https://app.contentgroove.com/medias/88e5c209-343d-4d01-ab79-df0f600cd9aa?x=1"},
			errors:  []string{"is an address. Give the id at its end: 88e5c209-343d-4d01-ab79-df0f600cd9aa."},
		},
		"an identity that is no id": {request: resource.ImportStateRequest{Identity: identityOf(t, "a b")}, errors: []string{"Error: Invalid import id", `"a b" cannot be an id`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			routes := map[string]http.HandlerFunc{}
			if test.list != nil {
				routes["GET /medias"] = test.list
			}
			api := newTestAPI(t, routes)
			id, diags := importer[*client.Media]{key: "name", lookup: mediaLookup}.id(t.Context(), api.connection(t), test.request)
			if len(test.errors) > 0 {
				contains(t, oneDiagnostic(t, diags), test.errors...)
			} else {
				noDiagnostics(t, diags)
				equal(t, "id", id, text(test.want))
			}
			equal(t, "requests", len(api.received()), test.requests)
		})
	}
}

func TestImporterNeedsAKeyOnlyToSearch(t *testing.T) {
	t.Parallel()
	conn := testConnection(t, newTestClock(), configuration{})
	byID := importer[*client.Media]{key: "name", lookup: mediaLookup}
	_, diags := byID.id(t.Context(), conn, resource.ImportStateRequest{ID: "m1"})
	noDiagnostics(t, diags)
	_, diags = byID.id(t.Context(), conn, resource.ImportStateRequest{ID: "name:a"})
	contains(t, oneDiagnostic(t, diags), "Missing API key")
}

func TestImportSetsWhatHasADefault(t *testing.T) {
	t.Parallel()
	media := importedMedia(mediaObject{ID: text("m1")})
	equal(t, "id", media.ID, text("m1"))
	equal(t, "wait", media.WaitForProcessing, types.BoolValue(true))
	equal(t, "protection", media.DeletionProtection, types.BoolValue(false))
	equal(t, "timeouts are null", media.Timeouts.IsNull(), true)
	clip := importedClip(clipObject{ID: text("c1")})
	equal(t, "wait", clip.WaitForProcessing, types.BoolValue(true))
	equal(t, "timeouts are null", clip.Timeouts.IsNull(), true)
	equal(t, "id", importedWebhookSubscription(webhookSubscriptionObject{ID: text("w1")}).ID, text("w1"))
}
