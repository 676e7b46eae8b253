package terraform_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

// apply applies and expects no diagnostics.
func apply(t *testing.T, w *terraform.Workspace) *terraform.Result {
	t.Helper()
	result, err := w.Apply(t.Context())
	if err != nil || len(result.All()) > 0 {
		t.Fatalf("%v\n%s", err, result.All())
	}
	return result
}

func equal[T any](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.EqualFunc(got, want, func(a, b T) bool { return any(a) == any(b) }) {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func TestApplyCalls(t *testing.T) {
	t.Parallel()
	w, cloud := workspace(t, thing("a", terraform.Object{"secret": "s"}))
	w.Config.Providers = map[string]terraform.Object{"": {"region": "north"}}
	apply(t, w)
	equal(t, "creation", cloud.noted(), []string{
		`start ""`, "schema", `configure "" map[region:north]`, "validate a", `plan <nil> to a, private ""`, `end ""`,
		`start ""`, `configure "" map[region:north]`, "validate a", `plan <nil> to a, private ""`, `apply <nil> to a, secret s, private "p"`, `end ""`,
	})
	if got := w.State["fake_thing.a"]; got.Attributes()["id"] != "t1" || got.Identity["id"] != "t1" || got.Tainted || got.Attributes()["secret"] != nil {
		t.Errorf("state %+v", got)
	}

	w.Config.Resources[0] = thing("a", terraform.Object{"shape": "round"})
	if result := apply(t, w); result.Plan.Action("fake_thing.a") != terraform.Replace {
		t.Errorf("planned %s", result.Plan.Action("fake_thing.a"))
	}
	equal(t, "replacement", cloud.noted(), []string{
		`start ""`, `configure "" map[region:north]`, "read t1", "validate a", `plan a to a, private "a"`, `plan <nil> to a, private "ap"`, `end ""`,
		`start ""`, `configure "" map[region:north]`, `apply a to <nil>, secret <nil>, private "app"`,
		"validate a", `plan <nil> to a, private ""`, `apply <nil> to a, secret <nil>, private "p"`, `end ""`,
	})

	w.SkipRefresh = true
	if result := apply(t, w); !result.Plan.Empty() {
		t.Errorf("planned %+v", result.Plan.Changes[0])
	}
	if _, err := w.Destroy(t.Context()); err != nil || len(w.State) > 0 || len(cloud.names()) > 0 {
		t.Errorf("after the destruction: %v %v %v", err, w.State, cloud.names())
	}
}

func TestReferences(t *testing.T) {
	t.Parallel()
	for name, parallelism := range map[string]int{"one after another": 1, "at once": 10} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, cloud := workspace(t,
				thing("b", terraform.Object{"other": terraform.Reference{Address: "fake_thing.a", Attribute: "id"}}),
				thing("a", nil),
			)
			w.Parallelism = parallelism
			w.Config.Data = []terraform.Data{{Type: "fake_count", Name: "all", Config: terraform.Object{"of": terraform.Reference{Address: "fake_thing.b", Attribute: "id"}}}}
			result := apply(t, w)
			if planned := result.Plan.Change("fake_thing.b").Attributes()["other"]; planned != (terraform.Unknown{}) {
				t.Errorf("planned reference %v", planned)
			}
			if got := w.State["fake_thing.b"].Attributes()["other"]; got != "t1" {
				t.Errorf("reference %v", got)
			}
			if got := w.State["data.fake_count.all"].Attributes()["count"]; got != 2.0 {
				t.Errorf("data %v", got)
			}
			cloud.noted()

			// The dependent is deleted first and created last.
			w.Config.Resources[1] = thing("a", terraform.Object{"shape": "round"})
			w.Config.Resources[0].Config["shape"] = "round"
			apply(t, w)
			var applied []string
			for _, line := range cloud.noted() {
				if strings.HasPrefix(line, "apply") {
					applied = append(applied, strings.Split(line, ",")[0])
				}
			}
			equal(t, "order", applied, []string{"apply b to <nil>", "apply a to <nil>", "apply <nil> to a", "apply <nil> to b"})
			if got := w.State["fake_thing.b"].Attributes()["other"]; got != "t3" {
				t.Errorf("reference %v", got)
			}
		})
	}
}

func TestTaint(t *testing.T) {
	t.Parallel()
	w, cloud := workspace(t, thing("a", nil))
	cloud.bend = func(call string, response any) {
		if apply, ok := response.(*tfprotov6.ApplyResourceChangeResponse); ok && call == "apply" {
			apply.Diagnostics = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "S", Detail: "D"}}
		}
	}
	result, err := w.Apply(t.Context())
	if err != nil || result.All().String() != "ERROR: S: D\n" || !w.State["fake_thing.a"].Tainted {
		t.Fatalf("%v %s %+v", err, result.All(), w.State["fake_thing.a"])
	}
	cloud.bend = nil
	if result := apply(t, w); result.Plan.Action("fake_thing.a") != terraform.Replace || w.State["fake_thing.a"].Tainted {
		t.Errorf("planned %s, state %+v", result.Plan.Action("fake_thing.a"), w.State["fake_thing.a"])
	}
	equal(t, "things", cloud.names(), []string{"a"})
}

func TestDriftAndOrphans(t *testing.T) {
	t.Parallel()
	w, cloud := workspace(t, thing("a", nil), thing("b", nil))
	apply(t, w)
	cloud.things["t1"]["name"] = text("drifted")
	w.Config.Resources = w.Config.Resources[:1]
	result := apply(t, w)
	equal(t, "drifted", result.Plan.Drifted, []string{"fake_thing.a"})
	if result.Plan.Action("fake_thing.a") != terraform.Update || result.Plan.Action("fake_thing.b") != terraform.Delete {
		t.Errorf("planned %s and %s", result.Plan.Action("fake_thing.a"), result.Plan.Action("fake_thing.b"))
	}
	equal(t, "things", cloud.names(), []string{"a"})

	delete(cloud.things, "t1")
	if diagnostics, err := w.Refresh(t.Context()); err != nil || len(diagnostics) > 0 || len(w.State) > 0 {
		t.Errorf("%v %s %v", err, diagnostics, w.State)
	}
}

func TestAliases(t *testing.T) {
	t.Parallel()
	w, cloud := workspace(t, thing("a", nil), thing("b", nil))
	w.Config.Resources[1].Provider = "west"
	w.Config.Providers = map[string]terraform.Object{"west": {"region": terraform.KnownAfterApply{Value: "west"}}}
	apply(t, w)
	noted := cloud.noted()
	for _, want := range []string{`configure "west" map[region:{}]`, `configure "west" map[region:west]`, `end "west"`, `end ""`} {
		if !slices.Contains(noted, want) {
			t.Errorf("%q is missing in %q", want, noted)
		}
	}
}

func TestImportAndMove(t *testing.T) {
	t.Parallel()
	w, _ := workspace(t, thing("a", nil))
	apply(t, w)
	for way, imported := range map[string]func() (terraform.Diagnostics, error){
		"id": func() (terraform.Diagnostics, error) { return w.Import(t.Context(), "fake_thing.a", "t1") },
		"identity": func() (terraform.Diagnostics, error) {
			return w.ImportByIdentity(t.Context(), "fake_thing.a", terraform.Object{"id": "t1"})
		},
	} {
		w.State = nil
		if diagnostics, err := imported(); err != nil || len(diagnostics) > 0 || w.State["fake_thing.a"].Attributes()["name"] != "a" {
			t.Errorf("%s: %v %s %+v", way, err, diagnostics, w.State)
		}
	}
	if diagnostics, err := w.Import(t.Context(), "fake_thing.a", "none"); err != nil || !strings.Contains(diagnostics.String(), "non-existent") {
		t.Errorf("%v %s", err, diagnostics)
	}
	w.State = nil
	diagnostics, err := w.Move(t.Context(), terraform.Moved{Type: "null_resource", State: `{"id":"t1"}`}, "fake_thing.a")
	if err != nil || len(diagnostics) > 0 || w.State["fake_thing.a"].Attributes()["name"] != "moved from null_resource" {
		t.Errorf("%v %s %+v", err, diagnostics, w.State)
	}
	if result := apply(t, w); result.Plan.Action("fake_thing.a") != terraform.NoOp {
		t.Errorf("planned %s", result.Plan.Action("fake_thing.a")) // The refresh has found its real name.
	}
}

func TestValidate(t *testing.T) {
	t.Parallel()
	w, cloud := workspace(t, thing("a", nil), thing("b", terraform.Object{"other": terraform.Reference{Address: "fake_thing.a", Attribute: "id"}}))
	cloud.bend = func(call string, response any) {
		if validate, ok := response.(*tfprotov6.ValidateResourceConfigResponse); ok && call == "validate" {
			validate.Diagnostics = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "S", Detail: "D"}}
		}
	}
	diagnostics, err := w.Validate(t.Context())
	if err != nil || diagnostics.String() != "WARNING: S: D\nWARNING: S: D\n" || diagnostics[1].Address != "fake_thing.b" {
		t.Errorf("%v %s", err, diagnostics)
	}
	equal(t, "calls", cloud.noted(), []string{`start ""`, "schema", "validate a", "validate b", `end ""`})
}
