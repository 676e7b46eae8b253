package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

// deferring speaks the protocol with a provider: the in-process Terraform does not
// defer.
type deferring struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// value encodes an object of a schema; what is left out is null.
func (d *deferring) value(schema *tfprotov6.Schema, given any) *tfprotov6.DynamicValue {
	d.t.Helper()
	value, err := terraform.Value(schema.ValueType(), given)
	must(d.t, err)
	encoded, err := terraform.Dynamic(value)
	must(d.t, err)
	return encoded
}

// configureLater configures the provider with a URL that is not known yet, as by a
// client that allows deferral or does not.
func configureLater(t *testing.T, deferralAllowed bool) *deferring {
	t.Helper()
	server := NewServer("test", WithJournalDir(t.TempDir()))()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	tf := &deferring{t: t, server: server, schemas: schemas}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config:             tf.value(schemas.Provider, values{"api_key": "test-key", "base_url": terraform.Unknown{}}),
		ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{DeferralAllowed: deferralAllowed},
	})
	must(t, err)
	equal(t, "problems", len(resp.Diagnostics), 0)
	return tf
}

// webhookState is a subscription that exists already.
func (tf *deferring) webhookState() *tfprotov6.DynamicValue {
	tf.t.Helper()
	return tf.value(tf.schemas.ResourceSchemas[webhookSubscriptionType], values{
		"id": "74833f44-e851-4291-be81-18e0e2885787", "url": "https://hooks.example.com/a", "subscribed_events": []any{"*"},
	})
}

func checkDeferred(t *testing.T, deferred *tfprotov6.Deferred, problems []*tfprotov6.Diagnostic) {
	t.Helper()
	equal(t, "problems", len(problems), 0)
	if deferred == nil || deferred.Reason != tfprotov6.DeferredReasonProviderConfigUnknown {
		t.Errorf("got %v, want it deferred because the provider's configuration is unknown", deferred)
	}
}

// checkRefused wants the error that names the unknown attribute.
func checkRefused(t *testing.T, deferred *tfprotov6.Deferred, problems []*tfprotov6.Diagnostic) {
	t.Helper()
	if deferred != nil || len(problems) != 1 {
		t.Fatalf("got %v and %v, want one error", deferred, problems)
	}
	contains(t, problems[0].Summary+problems[0].Detail, "Provider configuration not known yet", "base_url")
}

// In Terraform Stacks, the configuration of a provider may come from another
// component that is not applied yet. What needs it waits for the next round.
func TestProtocolDeferral(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		allowed bool
		check   func(*testing.T, *tfprotov6.Deferred, []*tfprotov6.Diagnostic)
	}{
		"allowed":     {true, checkDeferred},
		"not allowed": {false, checkRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tf := configureLater(t, test.allowed)

			read, err := tf.server.ReadResource(t.Context(), &tfprotov6.ReadResourceRequest{
				TypeName: webhookSubscriptionType, CurrentState: tf.webhookState(),
				ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{DeferralAllowed: test.allowed},
			})
			must(t, err)
			test.check(t, read.Deferred, read.Diagnostics)

			schema := tf.schemas.DataSourceSchemas["contentgroove_medias"]
			listed, err := tf.server.ReadDataSource(t.Context(), &tfprotov6.ReadDataSourceRequest{
				TypeName: "contentgroove_medias", Config: tf.value(schema, values{}),
				ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{DeferralAllowed: test.allowed},
			})
			must(t, err)
			test.check(t, listed.Deferred, listed.Diagnostics)
		})
	}
}

// A resource that shows no difference is deferred as well: whether it exists is
// not known.
func TestProtocolDeferral_plan(t *testing.T) {
	t.Parallel()
	tf := configureLater(t, true)
	schema := tf.schemas.ResourceSchemas[webhookSubscriptionType]
	config := tf.value(schema, values{"url": "https://hooks.example.com/a"})
	for name, prior := range map[string]*tfprotov6.DynamicValue{
		"create":    tf.value(schema, nil),
		"no change": tf.webhookState(),
	} {
		proposed := prior
		if name == "create" {
			proposed = config
		}
		resp, err := tf.server.PlanResourceChange(t.Context(), &tfprotov6.PlanResourceChangeRequest{
			TypeName: webhookSubscriptionType, PriorState: prior, ProposedNewState: proposed, Config: config,
			ClientCapabilities: &tfprotov6.PlanResourceChangeClientCapabilities{DeferralAllowed: true},
		})
		must(t, err)
		t.Log(name)
		checkDeferred(t, resp.Deferred, resp.Diagnostics)
	}
}
