package provider

import (
	"fmt"
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// values are attributes by their names; what is not among them is null.
type values = terraform.Object

// testTerraform runs commands on a state and a configuration of one resource.
// Nothing is refreshed unless a test says so.
type testTerraform struct {
	t         *testing.T
	workspace *terraform.Workspace
}

// newTerraform makes a Terraform whose provider talks to the server. It reads
// objects one by one and never retries.
func newTerraform(t *testing.T, api *testAPI) *testTerraform {
	t.Helper()
	return newTerraformIn(t, api, t.TempDir())
}

// newTerraformIn does so with the journal of an earlier process.
func newTerraformIn(t *testing.T, api *testAPI, journal string) *testTerraform {
	t.Helper()
	return &testTerraform{t: t, workspace: &terraform.Workspace{
		Config: terraform.Config{Providers: map[string]terraform.Object{"": {
			"api_key": "test-key", "base_url": api.URL + "/api/v1", "auth_method": "bearer", "max_retries": 0, "bulk_read": "off",
		}}},
		Start: func(string) (tfprotov6.ProviderServer, func(), error) {
			journal := creation.Open(journal, creation.Host{Now: api.clock.Now})
			return NewServer("test", WithClock(api.clock), WithJournal(journal))(), journal.Close, nil
		},
		SkipRefresh: true,
	}}
}

// set declares the resource, unless the configuration is nil, and puts the object
// into the state, unless it is nil. It returns the address.
func (tf *testTerraform) set(typeName string, config values, prior *terraform.Instance) string {
	resource := terraform.Resource{Type: typeName, Name: "test", Config: config}
	tf.workspace.Config.Resources, tf.workspace.State = nil, terraform.State{}
	if config != nil {
		tf.workspace.Config.Resources = []terraform.Resource{resource}
	}
	if prior != nil {
		tf.workspace.State[resource.Address()] = prior.Clone()
	}
	return resource.Address()
}

// validate checks a configuration.
func (tf *testTerraform) validate(typeName string, config values) terraform.Diagnostics {
	tf.t.Helper()
	tf.set(typeName, config, nil)
	diagnostics, err := tf.workspace.Validate(tf.t.Context())
	must(tf.t, err)
	return diagnostics
}

// planned is the plan of the resource.
type planned struct {
	*terraform.Change

	whole    *terraform.Plan
	problems terraform.Diagnostics
}

// plan plans a configuration, or the end of the resource if that is nil.
func (tf *testTerraform) plan(typeName string, config values, prior *terraform.Instance) planned {
	tf.t.Helper()
	address := tf.set(typeName, config, prior)
	plan, err := tf.workspace.Plan(tf.t.Context())
	must(tf.t, err)
	change := plan.Change(address)
	if change == nil {
		change = &terraform.Change{Address: address}
	}
	return planned{change, plan, plan.Diagnostics}
}

// carryOut applies a plan.
func (tf *testTerraform) carryOut(plan planned) (*terraform.Instance, terraform.Diagnostics) {
	tf.t.Helper()
	if plan.whole.Failed() {
		tf.t.Fatalf("planning: %s", plan.problems)
	}
	result, err := tf.workspace.ApplyPlan(tf.t.Context(), plan.whole)
	must(tf.t, err)
	return tf.workspace.State[plan.Address], result.Diagnostics
}

// apply plans and carries out a configuration, in place.
func (tf *testTerraform) apply(typeName string, config values, prior *terraform.Instance) (*terraform.Instance, terraform.Diagnostics) {
	tf.t.Helper()
	plan := tf.plan(typeName, config, prior)
	equalSlices(tf.t, "replacement", plan.Replace, nil)
	return tf.carryOut(plan)
}

// create makes a resource without any diagnostic.
func (tf *testTerraform) create(typeName string, config values) *terraform.Instance {
	tf.t.Helper()
	created, diagnostics := tf.apply(typeName, config, nil)
	nothingReported(tf.t, diagnostics)
	return created
}

// refresh reads a resource.
func (tf *testTerraform) refresh(typeName string, prior *terraform.Instance) (*terraform.Instance, terraform.Diagnostics) {
	tf.t.Helper()
	address := tf.set(typeName, nil, prior)
	diagnostics, err := tf.workspace.Refresh(tf.t.Context())
	must(tf.t, err)
	return tf.workspace.State[address], diagnostics
}

// imported imports a resource by its id.
func (tf *testTerraform) imported(typeName, id string) *terraform.Instance {
	tf.t.Helper()
	address := tf.set(typeName, values{}, nil)
	diagnostics, err := tf.workspace.Import(tf.t.Context(), address, id)
	must(tf.t, err)
	nothingReported(tf.t, diagnostics)
	return tf.workspace.State[address]
}

// unchanged expects a plan without any change.
func (tf *testTerraform) unchanged(typeName string, config values, prior *terraform.Instance) {
	tf.t.Helper()
	plan := tf.plan(typeName, config, prior)
	nothingReported(tf.t, plan.problems)
	if plan.Action == terraform.NoOp {
		return
	}
	tf.t.Errorf("planned: %s", plan.Action)
	for name, value := range plan.Attributes() {
		if before := prior.Attributes()[name]; fmt.Sprint(before) != fmt.Sprint(value) {
			tf.t.Errorf("planned: %s = %v instead of %v", name, value, before)
		}
	}
}

// text returns an attribute as text: "" for null, "?" for unknown.
func (tf *testTerraform) text(of interface{ Attributes() terraform.Object }, attribute string) string {
	tf.t.Helper()
	value, ok := of.Attributes()[attribute]
	switch {
	case !ok:
		tf.t.Fatalf("there is no attribute %s", attribute)
	case value == nil:
		return ""
	case value == terraform.Unknown{}:
		return "?"
	}
	return fmt.Sprint(value)
}

// nothingReported expects no diagnostic.
func nothingReported(t testing.TB, diagnostics terraform.Diagnostics) {
	t.Helper()
	if len(diagnostics) > 0 {
		t.Fatalf("unexpected:\n%s", diagnostics)
	}
}

// onlyReport expects exactly one diagnostic, and returns what a user sees of it.
func onlyReport(t testing.TB, diagnostics terraform.Diagnostics) string {
	t.Helper()
	if len(diagnostics) != 1 {
		t.Fatalf("got %d diagnostics, want 1:\n%s", len(diagnostics), diagnostics)
	}
	return diagnostics[0].String()
}

// count is the number of requests with this method and path.
func count(api *testAPI, request string) int {
	requests := api.received()
	return len(requests) - len(slices.DeleteFunc(requests, func(each string) bool { return each == request }))
}
