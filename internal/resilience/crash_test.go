// Package resilience tests the promises of the provider where it hurts: processes
// that die at any moment, answers that are lost, and services that behave oddly.
package resilience_test

import (
	"context"
	"fmt"
	"hash/fnv"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// TestCrash lets processes die at every step of an apply, and goes on in several
// ways. After at most two more applies, exactly the declared objects exist, none
// of them twice, and the user was told of everything else.
func TestCrash(t *testing.T) {
	t.Parallel()
	var runs atomic.Int64
	started := time.Now()
	t.Cleanup(func() {
		_, _ = fmt.Fprintf(t.Output(), "%d runs explored in %.1f s\n", runs.Load(), time.Since(started).Seconds())
	})
	for _, kind := range things() {
		for _, setting := range settings() {
			for _, next := range setting.next {
				e := exploration{kind, setting, next}
				if setting.skip != nil && setting.skip(kind) {
					continue
				}
				t.Run(e.name(), func(t *testing.T) {
					t.Parallel()
					steps := e.explore(t, "", 0).steps
					if steps < 5 {
						t.Fatalf("an apply has only %d steps", steps)
					}
					for _, victim := range []victim{plugin, terraformItself, both} {
						for step := 1 + first(e.name(), stride()); step <= steps; step += stride() {
							runs.Add(1)
							e.explore(t, victim, step)
						}
					}
				})
			}
		}
	}
}

// stride is how many steps lie between two that are explored. With
// CONTENTGROOVE_EXPLORE=all, as make explore has it, every step is.
func stride() int {
	switch {
	case os.Getenv("CONTENTGROOVE_EXPLORE") == "all":
		return 1
	case underRace:
		return 12
	}
	return 4
}

// first spreads the steps that are explored over the explorations, so that all of
// them together have every one.
func first(name string, stride int) int {
	sum := fnv.New32()
	_, _ = sum.Write([]byte(name))
	return int(sum.Sum32() % uint32(stride)) //nolint:gosec // A small number.
}

// thing is a resource to create.
type thing struct {
	name     string
	typeName string
	// config declares it, and other is another configuration that creates another
	// object.
	config, other func(*lab) terraform.Object
	post          string
}

func things() []thing {
	return []thing{
		{
			name: "media from a URL", typeName: "contentgroove_media", post: mockapi.OpCreateMedia,
			config: func(*lab) terraform.Object {
				return terraform.Object{"name": "Weekly call", "source_url": "https://media.example.com/weekly.mp4"}
			},
			other: func(*lab) terraform.Object {
				return terraform.Object{"name": "Monthly call", "source_url": "https://media.example.com/monthly.mp4"}
			},
		},
		{
			name: "media from a file", typeName: "contentgroove_media", post: mockapi.OpCreateMedia,
			config: func(l *lab) terraform.Object { return terraform.Object{"source_file": l.file} },
			other: func(l *lab) terraform.Object {
				return terraform.Object{"source_file": l.file, "name": "Another name"}
			},
		},
		{
			name: "clip", typeName: "contentgroove_clip", post: mockapi.OpCreateClip,
			config: func(l *lab) terraform.Object {
				return terraform.Object{"media_id": l.mediaID, "name": "Summary", "start_time": 1.26, "end_time": 7.74}
			},
			other: func(l *lab) terraform.Object {
				return terraform.Object{"media_id": l.mediaID, "name": "Another", "start_time": 2.0, "end_time": 9.0}
			},
		},
		{
			name: "webhook subscription", typeName: "contentgroove_webhook_subscription", post: mockapi.OpCreateWebhookSubscription,
			config: func(*lab) terraform.Object { return terraform.Object{"url": "https://hooks.example.com/one"} },
			other:  func(*lab) terraform.Object { return terraform.Object{"url": "https://hooks.example.com/two"} },
		},
	}
}

// setting is what a run happens in.
type setting struct {
	name    string
	options mockapi.Options
	// addresses are the resources that look alike, each with its provider.
	providers []string
	storeEnd  bool
	// faults hit the first apply.
	faults func(thing) []mockapi.Fault
	skip   func(thing) bool
	// next are the ways to go on.
	next []next
	// vague reports that the service leaves room for doubt: then an apply may end
	// with candidates instead of an object.
	vague bool
}

// next is how the user goes on after the crash.
type next string

const (
	sameConfig    next = "the same configuration"
	changedConfig next = "a changed configuration"
	removed       next = "removed from the configuration"
)

func settings() []setting {
	one, every := []string{""}, []next{sameConfig, changedConfig, removed}
	again := []next{sameConfig}
	lost := func(kind mockapi.FaultKind, delay time.Duration) func(thing) []mockapi.Fault {
		return func(of thing) []mockapi.Fault {
			return []mockapi.Fault{{Operation: of.post, Kind: kind, Delay: delay}}
		}
	}
	return []setting{
		{name: "a local backend", providers: one, next: every},
		{name: "a remote backend", providers: one, next: again, storeEnd: true},
		{name: "two that look alike", providers: []string{"", ""}, next: again, storeEnd: true},
		{name: "two provider aliases", providers: []string{"", "other"}, next: again},
		{name: "a list that lags", providers: one, next: again, options: mockapi.Options{Quirks: mockapi.Quirks{ListLag: 8 * time.Second}}},
		{name: "reads that lag", providers: one, next: again, options: mockapi.Options{Quirks: mockapi.Quirks{ReadLag: 20 * time.Second}}},
		{
			name: "a slow commit", providers: one, next: every, faults: lost(mockapi.LateCommit, 14*time.Second),
			options: mockapi.Options{Quirks: mockapi.Quirks{ListLag: 8 * time.Second}},
		},
		{
			name: "a service with a mind of its own", providers: one, next: again,
			options: mockapi.Options{Quirks: mockapi.Quirks{FillNames: true, RoundTimes: time.Second, IgnoreSort: true}},
		},
		{
			name: "dates five minutes behind", providers: one, next: again, vague: true, faults: lost(mockapi.LateCommit, 0),
			options: mockapi.Options{Quirks: mockapi.Quirks{StampSkew: -5 * time.Minute}},
		},
		{
			name: "no dates", providers: one, next: again, vague: true, faults: lost(mockapi.LateCommit, 0),
			options: mockapi.Options{Quirks: mockapi.Quirks{NoDate: true, IgnoreSort: true}},
		},
	}
}

// exploration is one thing in one setting, with one way to go on.
type exploration struct {
	thing   thing
	setting setting
	next    next
}

func (e *exploration) name() string {
	return fmt.Sprintf("%s/%s/%s", e.thing.name, e.setting.name, e.next)
}

// anchor is a resource that exists before and stays, so that Terraform starts the
// provider.
var anchor = terraform.Resource{
	Type: "contentgroove_webhook_subscription", Name: "anchor", Config: terraform.Object{"url": "https://hooks.example.com/anchor"},
}

// explore runs one apply in which the victim dies at a step, and goes on.
func (e *exploration) explore(t *testing.T, victim victim, step int) *lab {
	t.Helper()
	l := newLab(t, e.setting.options)
	l.prepare(t)
	l.workspace.StoreAtEnd = e.setting.storeEnd
	if e.next == removed {
		l.anchors = []terraform.Resource{anchor}
		l.workspace.Config.Resources = l.anchors
		l.apply(t)
	}
	l.declare(e, e.thing.config)
	if e.setting.faults != nil {
		for _, fault := range e.setting.faults(e.thing) {
			l.service.Inject(fault)
		}
	}
	l.arm(victim, step)
	l.apply(t)
	l.disarm()

	l.told.Reset()
	switch e.next {
	case changedConfig:
		l.declare(e, e.thing.other)
	case removed:
		l.workspace.Config.Resources = l.anchors
	}
	last := l.apply(t)
	if last == nil || last.Failed() || e.next != sameConfig {
		last = l.apply(t)
	}
	if problem := e.check(t, l, last); problem != "" {
		t.Errorf("%s died at step %d (%s): %s\n%s", victim, step, l.where, problem, l.told.String())
	}
	return l
}

// check holds the service against the state, and both against the configuration.
func (e *exploration) check(t *testing.T, l *lab, last *terraform.Result) string {
	t.Helper()
	owners := map[string]string{}
	for address, instance := range l.workspace.State {
		id, _ := instance.Attributes()["id"].(string)
		if other, twice := owners[instance.Type+id]; twice {
			return fmt.Sprintf("%s and %s are one object", address, other)
		}
		owners[instance.Type+id] = address
	}
	told := l.told.String()
	count := 0
	for _, object := range l.objects(e.thing.typeName) {
		count++
		if _, owned := owners[e.thing.typeName+object]; owned {
			continue
		}
		if !strings.Contains(told, object) && !strings.Contains(told, "nobody knows whether it had an effect") {
			return fmt.Sprintf("nobody was told of %s", object)
		}
	}
	declared := len(l.workspace.Config.Resources)
	if e.thing.typeName != anchor.Type {
		declared -= len(l.anchors)
	}
	if most := declared + l.allowedMore(e); count > most {
		return fmt.Sprintf("%d objects exist, want at most %d", count, most)
	}
	if last == nil {
		return "the last apply was killed"
	}
	if last.Failed() {
		if e.setting.vague && strings.Contains(told, "Unclear which object") {
			return ""
		}
		return "the last apply failed"
	}
	if len(l.workspace.State) != len(l.workspace.Config.Resources) {
		return fmt.Sprintf("the state has %d resources, want %d", len(l.workspace.State), len(l.workspace.Config.Resources))
	}
	plan, err := l.workspace.Plan(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(plan.Changes, func(change *terraform.Change) bool { return change.Action != terraform.NoOp }) {
		return "the plan is not empty"
	}
	return ""
}

// allowedMore is how many objects may exist that nobody declares any more: what
// the crash has left, if the configuration has changed since.
func (l *lab) allowedMore(e *exploration) int {
	if e.next == sameConfig {
		return 0
	}
	return len(e.setting.providers)
}

// declare sets the resources that look alike.
func (l *lab) declare(e *exploration, config func(*lab) terraform.Object) {
	l.workspace.Config.Resources = slices.Clone(l.anchors)
	for i, alias := range e.setting.providers {
		l.workspace.Config.Resources = append(l.workspace.Config.Resources, terraform.Resource{
			Type: e.thing.typeName, Name: fmt.Sprintf("thing%d", i), Provider: alias, Config: config(l),
		})
	}
}

// prepare makes a file, and a media to cut clips from.
func (l *lab) prepare(t *testing.T) {
	t.Helper()
	l.file = t.TempDir() + "/call.wav"
	acctest.WriteWAV(t, l.file, 1)
	l.mediaID = l.service.SeedMedia(mockapi.Media{Name: "Source"}).ID
}

// apply applies, and remembers what the user reads. It returns nil if Terraform
// was killed.
func (l *lab) apply(t *testing.T) *terraform.Result {
	t.Helper()
	result, err := l.terraform(func() (*terraform.Result, error) { return l.workspace.Apply(context.Background()) })
	if err != nil && !l.crashed {
		t.Fatal(err)
	}
	if err != nil {
		return nil
	}
	l.told.WriteString(result.All().String())
	return result
}

// objects are the ids of what a type has on the service, apart from seeds.
func (l *lab) objects(typeName string) []string {
	var ids []string
	switch typeName {
	case "contentgroove_media":
		for _, media := range l.service.Medias() {
			if media.ID != l.mediaID {
				ids = append(ids, media.ID)
			}
		}
	case "contentgroove_clip":
		for _, clip := range l.service.Clips() {
			if clip.Rank == nil {
				ids = append(ids, clip.ID)
			}
		}
	default:
		for _, subscription := range l.service.WebhookSubscriptions() {
			ids = append(ids, subscription.ID)
		}
	}
	return ids
}
