package provider

import (
	"maps"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// terraform does to a provider what Terraform does, without its binary: it
// speaks the plugin protocol with it.
type terraform struct {
	t       *testing.T
	server  tfprotov6.ProviderServer
	schemas *tfprotov6.GetProviderSchemaResponse
}

// values are attributes by their names; what is not among them is null.
type values map[string]any

// unknownValue is an attribute that is only known after an apply.
type unknownValue struct{}

// object is a resource in the state.
type object struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// plan is what Terraform is told in a plan.
type plan struct {
	object

	replace  []string
	problems []*tfprotov6.Diagnostic
}

// newTerraform configures the provider for the server. It reads objects one by
// one and never retries.
func newTerraform(t *testing.T, api *testAPI) *terraform {
	t.Helper()
	return newTerraformIn(t, api, t.TempDir())
}

// newTerraformIn does so with the journal of an earlier process.
func newTerraformIn(t *testing.T, api *testAPI, journal string) *terraform {
	t.Helper()
	server := NewServer("test", WithClock(api.clock), WithJournalDir(journal))()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	tf := &terraform{t: t, server: server, schemas: schemas}
	resp, err := server.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "1.11.4",
		Config: tf.dynamic(tf.fill(schemas.Provider, values{
			"api_key": "test-key", "base_url": api.URL + "/api/v1", "auth_method": "bearer", "max_retries": 0, "bulk_read": "off",
		})),
	})
	must(t, err)
	noProblems(t, resp.Diagnostics)
	return tf
}

// fill makes an object of a schema's type.
func (tf *terraform) fill(schema *tfprotov6.Schema, given values) tftypes.Value {
	tf.t.Helper()
	of, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		tf.t.Fatal("the schema is no object")
	}
	given = maps.Clone(given)
	attributes := map[string]tftypes.Value{}
	for name, attribute := range of.AttributeTypes {
		var value any
		switch each := given[name].(type) {
		case unknownValue:
			value = tftypes.UnknownValue
		case []string:
			elements := []tftypes.Value{}
			for _, element := range each {
				elements = append(elements, tftypes.NewValue(tftypes.String, element))
			}
			value = elements
		case values:
			elements := map[string]tftypes.Value{}
			for name, attribute := range attribute.(tftypes.Object).AttributeTypes { //nolint:forcetypeassert // A test would fail.
				elements[name] = tftypes.NewValue(attribute, each[name])
			}
			value = elements
		default:
			value = each
		}
		attributes[name] = tftypes.NewValue(attribute, value)
		delete(given, name)
	}
	for name := range given {
		tf.t.Fatalf("there is no attribute %s", name)
	}
	return tftypes.NewValue(of, attributes)
}

func (tf *terraform) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	tf.t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	must(tf.t, err)
	return &encoded
}

func (tf *terraform) decode(kind string, encoded *tfprotov6.DynamicValue) tftypes.Value {
	tf.t.Helper()
	of := tf.schemas.ResourceSchemas[kind].ValueType()
	if encoded == nil {
		return tftypes.NewValue(of, nil)
	}
	value, err := encoded.Unmarshal(of)
	must(tf.t, err)
	return value
}

// none is the state of what does not exist.
func (tf *terraform) none(kind string) object {
	return object{value: tftypes.NewValue(tf.schemas.ResourceSchemas[kind].ValueType(), nil)}
}

// validate checks a configuration.
func (tf *terraform) validate(kind string, config values) []*tfprotov6.Diagnostic {
	tf.t.Helper()
	resp, err := tf.server.ValidateResourceConfig(tf.t.Context(), &tfprotov6.ValidateResourceConfigRequest{
		TypeName: kind, Config: tf.dynamic(tf.fill(tf.schemas.ResourceSchemas[kind], config)),
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	must(tf.t, err)
	return resp.Diagnostics
}

// plan plans a configuration, or the end of the resource if that is nil.
func (tf *terraform) plan(kind string, config values, prior object) plan {
	tf.t.Helper()
	schema := tf.schemas.ResourceSchemas[kind]
	configured, proposed := tf.none(kind).value, tf.none(kind).value
	if config != nil {
		configured = tf.fill(schema, config)
		proposed = tf.propose(schema, configured, prior.value)
	}
	resp, err := tf.server.PlanResourceChange(tf.t.Context(), &tfprotov6.PlanResourceChangeRequest{
		TypeName: kind, PriorState: tf.dynamic(prior.value), ProposedNewState: tf.dynamic(proposed), Config: tf.dynamic(configured),
		PriorPrivate: prior.private, PriorIdentity: prior.identity,
	})
	must(tf.t, err)
	planned := plan{
		object:   object{tf.decode(kind, resp.PlannedState), resp.PlannedPrivate, resp.PlannedIdentity},
		problems: resp.Diagnostics,
	}
	for _, attribute := range resp.RequiresReplace {
		name, ok := attribute.LastStep().(tftypes.AttributeName)
		if !ok {
			tf.t.Errorf("%s is no attribute", attribute)
		}
		planned.replace = append(planned.replace, string(name))
	}
	return planned
}

// propose merges configuration and state as Terraform does: a computed attribute
// that is not configured keeps its value, and nothing write-only is planned.
func (tf *terraform) propose(schema *tfprotov6.Schema, config, prior tftypes.Value) tftypes.Value {
	tf.t.Helper()
	configured, before := tf.attributes(config), tf.attributes(prior)
	for _, attribute := range schema.Block.Attributes {
		value := configured[attribute.Name]
		switch {
		case attribute.WriteOnly:
			configured[attribute.Name] = tftypes.NewValue(value.Type(), nil)
		case attribute.Computed && value.IsNull() && !prior.IsNull():
			configured[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(config.Type(), configured)
}

// object is a value of the resource's type.
func (tf *terraform) object(kind string, attributes map[string]tftypes.Value) tftypes.Value {
	return tftypes.NewValue(tf.schemas.ResourceSchemas[kind].ValueType(), attributes)
}

func (tf *terraform) attributes(value tftypes.Value) map[string]tftypes.Value {
	tf.t.Helper()
	var attributes map[string]tftypes.Value
	must(tf.t, value.As(&attributes))
	return maps.Clone(attributes) // A value hands out its own.
}

// change carries out what was planned.
func (tf *terraform) change(kind string, config values, prior object, planned plan) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	noErrors(tf.t, planned.problems)
	configured := tf.none(kind).value
	if config != nil {
		configured = tf.fill(tf.schemas.ResourceSchemas[kind], config)
	}
	resp, err := tf.server.ApplyResourceChange(tf.t.Context(), &tfprotov6.ApplyResourceChangeRequest{
		TypeName: kind, PriorState: tf.dynamic(prior.value), PlannedState: tf.dynamic(planned.value), Config: tf.dynamic(configured),
		PlannedPrivate: planned.private, PlannedIdentity: planned.identity,
	})
	must(tf.t, err)
	return object{tf.decode(kind, resp.NewState), resp.Private, resp.NewIdentity}, resp.Diagnostics
}

// apply plans and carries out a configuration, in place.
func (tf *terraform) apply(kind string, config values, prior object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	planned := tf.plan(kind, config, prior)
	if !prior.value.IsNull() {
		equalSlices(tf.t, "replacement", planned.replace, nil)
	}
	return tf.change(kind, config, prior, planned)
}

// create makes a resource without any diagnostic.
func (tf *terraform) create(kind string, config values) object {
	tf.t.Helper()
	created, problems := tf.apply(kind, config, tf.none(kind))
	noProblems(tf.t, problems)
	return created
}

// refresh reads a resource.
func (tf *terraform) refresh(kind string, prior object) (object, []*tfprotov6.Diagnostic) {
	tf.t.Helper()
	resp, err := tf.server.ReadResource(tf.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: tf.dynamic(prior.value), Private: prior.private, CurrentIdentity: prior.identity,
	})
	must(tf.t, err)
	return object{tf.decode(kind, resp.NewState), resp.Private, resp.NewIdentity}, resp.Diagnostics
}

// imported imports a resource by its id and reads it.
func (tf *terraform) imported(kind, id string) object {
	tf.t.Helper()
	resp, err := tf.server.ImportResourceState(tf.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id})
	must(tf.t, err)
	noProblems(tf.t, resp.Diagnostics)
	stub := resp.ImportedResources[0]
	read, problems := tf.refresh(kind, object{tf.decode(kind, stub.State), stub.Private, stub.Identity})
	noProblems(tf.t, problems)
	return read
}

// unchanged expects a plan without any change.
func (tf *terraform) unchanged(kind string, config values, prior object) {
	tf.t.Helper()
	planned := tf.plan(kind, config, prior)
	noProblems(tf.t, planned.problems)
	equalSlices(tf.t, "replacement", planned.replace, nil)
	differences, err := planned.value.Diff(prior.value)
	must(tf.t, err)
	for _, difference := range differences {
		if len(difference.Path.Steps()) > 0 {
			tf.t.Errorf("planned: %s", difference)
		}
	}
}

// text returns an attribute as text: "" for null, "?" for unknown.
func (tf *terraform) text(from object, attribute string) string {
	tf.t.Helper()
	value, ok := tf.attributes(from.value)[attribute]
	switch {
	case !ok:
		tf.t.Fatalf("there is no attribute %s", attribute)
	case !value.IsKnown():
		return "?"
	case value.IsNull():
		return ""
	}
	var text string
	must(tf.t, value.As(&text))
	return text
}

// noErrors fails the test on an error of the protocol.
func noErrors(t testing.TB, problems []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, problem := range problems {
		if problem.Severity == tfprotov6.DiagnosticSeverityError {
			t.Fatalf("unexpected error: %s: %s", problem.Summary, problem.Detail)
		}
	}
}

// oneProblem expects exactly one, and returns what a user sees of it.
func oneProblem(t testing.TB, problems []*tfprotov6.Diagnostic) string {
	t.Helper()
	if len(problems) != 1 {
		for _, problem := range problems {
			t.Logf("%s: %s", problem.Summary, problem.Detail)
		}
		t.Fatalf("got %d diagnostics, want 1", len(problems))
	}
	text := problems[0].Severity.String() + ": " + problems[0].Summary + ": " + problems[0].Detail
	if problems[0].Attribute != nil {
		text += " @" + problems[0].Attribute.String()
	}
	return text
}

// count is the number of requests with this method and path.
func count(api *testAPI, request string) int {
	number := 0
	for _, each := range api.received() {
		if each == request {
			number++
		}
	}
	return number
}
