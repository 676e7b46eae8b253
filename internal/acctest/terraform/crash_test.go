package terraform_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

// three is a workspace of three things, of which b refers to a.
func three(t *testing.T) (*terraform.Workspace, *cloud) {
	t.Helper()
	return workspace(t, thing("a", nil), thing("b", terraform.Object{"other": terraform.Reference{Address: "fake_thing.a", Attribute: "id"}}), thing("c", nil))
}

// stores records what is stored, as "reason: number of instances".
func stores(w *terraform.Workspace) *[]string {
	var all []string
	w.Hooks.AfterStore = func(_ *terraform.Run, address string) {
		all = append(all, fmt.Sprintf("%s: %d", address, len(w.State)))
	}
	return &all
}

func TestStore(t *testing.T) {
	t.Parallel()
	w, _ := three(t)
	stored := stores(w)
	apply(t, w)
	equal(t, "stored", *stored, []string{"fake_thing.a: 1", "fake_thing.b: 2", "fake_thing.c: 3", ": 3"})

	w, _ = three(t)
	w.StoreAtEnd = true
	stored = stores(w)
	apply(t, w)
	equal(t, "stored at the end", *stored, []string{": 3"})
}

// What was stored before Terraform was killed is there, and nothing else.
func TestKill(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		set    func(*terraform.Workspace, *cloud)
		stored int
		things []string
	}{
		"before a store": {func(w *terraform.Workspace, _ *cloud) {
			w.Hooks.BeforeStore = func(run *terraform.Run, address string) {
				if address == "fake_thing.b" {
					run.Kill()
				}
			}
		}, 1, []string{"a", "b"}},
		"after a store": {func(w *terraform.Workspace, _ *cloud) {
			w.Hooks.AfterStore = func(run *terraform.Run, address string) {
				if address == "fake_thing.b" {
					run.Kill()
				}
			}
		}, 2, []string{"a", "b"}},
		"before the only store": {func(w *terraform.Workspace, _ *cloud) {
			w.StoreAtEnd = true
			w.Hooks.BeforeStore = func(run *terraform.Run, _ string) { run.Kill() }
		}, 0, []string{"a", "b", "c"}},
		"in a call": {func(w *terraform.Workspace, cloud *cloud) {
			cloud.inApply = func(ctx context.Context, _, name string) {
				if name == "b" {
					w.Running().Kill()
					<-ctx.Done()
				}
			}
		}, 1, []string{"a", "b"}},
		"before an answer is seen": {func(w *terraform.Workspace, _ *cloud) {
			w.Hooks.AfterCall = func(run *terraform.Run, call terraform.Call) {
				if call.Method == "ApplyResourceChange" {
					run.Kill()
				}
			}
		}, 0, []string{"a"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, cloud := three(t)
			test.set(w, cloud)
			if _, err := w.Apply(t.Context()); !errors.Is(err, terraform.ErrKilled) {
				t.Errorf("the apply ended with %v", err)
			}
			w.Running().Wait()
			if len(w.State) != test.stored {
				t.Errorf("%d are stored, want %d", len(w.State), test.stored)
			}
			equal(t, "things", cloud.names(), test.things)
			if ends := slices.DeleteFunc(cloud.noted(), func(line string) bool { return !strings.HasPrefix(line, "end") }); len(ends) != 1 {
				t.Errorf("after the plan, providers were ended: %q", ends)
			}
		})
	}
}

// Terraform goes on without a plugin that was killed, where it is not needed.
func TestKillPlugin(t *testing.T) {
	t.Parallel()
	for name, die := range map[string]func(*terraform.Run){
		"from outside":      func(run *terraform.Run) { run.KillPlugin("west") },
		"by its own doing":  func(*terraform.Run) { runtime.Goexit() },
		"and hangs forever": func(run *terraform.Run) { run.KillPlugin("west"); select {} },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, cloud := three(t)
			w.Config.Resources[0].Provider = "west"
			cloud.inApply = func(_ context.Context, alias, _ string) {
				if alias == "west" {
					die(w.Running())
				}
			}
			result, err := w.Apply(t.Context())
			if err != nil || len(result.Diagnostics) != 1 || !strings.Contains(result.Diagnostics.String(), "did not respond") {
				t.Errorf("%v\n%s", err, result.Diagnostics)
			}
			if len(w.State) != 1 || w.State["fake_thing.c"] == nil {
				t.Errorf("state %v", w.State)
			}
			equal(t, "things", cloud.names(), []string{"a", "c"})
			if noted := cloud.noted(); noted[len(noted)-1] != `end ""` {
				t.Errorf("at the end: %q", noted)
			}
		})
	}
}

// What is under way is finished and stored at once; nothing else is begun.
func TestInterrupt(t *testing.T) {
	t.Parallel()
	w, cloud := three(t)
	w.StoreAtEnd = true
	stored := stores(w)
	cloud.inApply = func(_ context.Context, _, name string) {
		if name == "b" {
			w.Running().Interrupt()
		}
	}
	result, err := w.Apply(t.Context())
	if err != nil || !strings.Contains(result.Diagnostics.String(), "interrupted") {
		t.Errorf("%v\n%s", err, result.Diagnostics)
	}
	equal(t, "stored", *stored, []string{": 1", "fake_thing.b: 2", ": 2"})
	equal(t, "things", cloud.names(), []string{"a", "b"})
	if noted := cloud.noted(); !slices.Contains(noted, `stop ""`) || noted[len(noted)-1] != `end ""` {
		t.Errorf("calls %q", noted)
	}
}

// Terraform refuses what a provider must not answer.
func TestBrokenProtocol(t *testing.T) {
	t.Parallel()
	set := func(encoded **tfprotov6.DynamicValue, name string, value any) {
		of := thingType.AttributeTypes[name]
		attribute, err := terraform.Value(of, value)
		if err != nil {
			panic(err)
		}
		all := read(*encoded)
		all[name] = attribute
		*encoded = write(all)
	}
	for name, test := range map[string]struct {
		bend func(response any)
		want string
	}{
		"plan differs from the configuration": {func(response any) {
			if plan, ok := response.(*tfprotov6.PlanResourceChangeResponse); ok {
				set(&plan.PlannedState, "size", 7)
			}
		}, "the plan has size"},
		"write-only value in a plan": {func(response any) {
			if plan, ok := response.(*tfprotov6.PlanResourceChangeResponse); ok {
				set(&plan.PlannedState, "secret", "s")
			}
		}, "secret is write-only"},
		"no plan": {func(response any) {
			if plan, ok := response.(*tfprotov6.PlanResourceChangeResponse); ok {
				plan.PlannedState = write(nil)
			}
		}, "is null"},
		"result differs from the plan": {func(response any) {
			if apply, ok := response.(*tfprotov6.ApplyResourceChangeResponse); ok {
				set(&apply.NewState, "name", "z")
			}
		}, "name was planned as"},
		"unknown result": {func(response any) {
			if apply, ok := response.(*tfprotov6.ApplyResourceChangeResponse); ok {
				set(&apply.NewState, "id", terraform.Unknown{})
			}
		}, "unknown values"},
		"no result": {func(response any) {
			if apply, ok := response.(*tfprotov6.ApplyResourceChangeResponse); ok {
				apply.NewState = write(nil)
			}
		}, "vanished"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, cloud := workspace(t, thing("a", nil))
			cloud.bend = func(_ string, response any) { test.bend(response) }
			_, err := w.Apply(t.Context())
			if err == nil || !strings.Contains(err.Error(), "broke the protocol for fake_thing.a") || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got %v", err)
			}
		})
	}
	t.Run("plan changes in the apply", func(t *testing.T) {
		t.Parallel()
		w, cloud := workspace(t, thing("a", terraform.Object{"size": 1}))
		apply(t, w)
		w.Config.Resources[0].Config["size"] = 2
		plan, err := w.Plan(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		cloud.bend = func(_ string, response any) {
			if plan, ok := response.(*tfprotov6.PlanResourceChangeResponse); ok {
				set(&plan.PlannedState, "size", 1) // The prior value: allowed, but not what was planned.
			}
		}
		if _, err = w.ApplyPlan(t.Context(), plan); err == nil || !strings.Contains(err.Error(), "to no-op") {
			t.Errorf("got %v", err)
		}
	})
}

func TestCyclesAndMistakes(t *testing.T) {
	t.Parallel()
	w, _ := workspace(t,
		thing("a", terraform.Object{"other": terraform.Reference{Address: "fake_thing.b", Attribute: "id"}}),
		thing("b", terraform.Object{"other": terraform.Reference{Address: "fake_thing.a", Attribute: "id"}}),
	)
	if _, err := w.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "cycle") {
		t.Errorf("got %v", err)
	}
	w, _ = workspace(t, thing("a", terraform.Object{"colour": "red"}))
	if _, err := w.Plan(t.Context()); err == nil || !strings.Contains(err.Error(), "no attribute colour") {
		t.Errorf("got %v", err)
	}
}
