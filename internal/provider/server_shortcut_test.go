package provider

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// A shortcut has to answer what the framework answers, whatever the state and the
// configuration look like. These tests make up many of both and ask both.

// shortcuts is a server with a mock behind it, and its framework alone.
type shortcuts struct {
	t       *testing.T
	server  *server
	schemas *tfprotov6.GetProviderSchemaResponse
	// ids are the objects of the account, by type.
	ids    map[string][]string
	random *rand.Rand
}

func newShortcutTest(t *testing.T, seed uint64) *shortcuts {
	t.Helper()
	clock := mocktest.NewClock(time.Time{})
	api := mocktest.Start(t, mockapi.Options{Clock: clock})
	made := NewServer("test", WithClock(clock), WithJournalDir(t.TempDir()))()
	own, ok := made.(*server)
	if !ok {
		t.Fatalf("the server is a %T", made)
	}
	schemas, err := own.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	s := &shortcuts{
		t: t, server: own, schemas: schemas, ids: map[string][]string{}, random: rand.New(rand.NewPCG(seed, 0)),
	}
	configured, err := own.ConfigureProvider(t.Context(), &tfprotov6.ConfigureProviderRequest{
		Config: s.dynamic(s.fill(schemas.Provider, values{"base_url": api.URL(), "api_key": mockapi.DefaultAPIKey})),
	})
	must(t, err)
	noProblems(t, configured.Diagnostics)
	states := []mockapi.ProcessingState{mockapi.Finished, mockapi.Finished, mockapi.Processing, mockapi.Pending}
	for i := range 8 {
		media := api.SeedMedia(mockapi.Media{Name: fmt.Sprintf("Call %d", i), SourceURL: "https://media.example.com/call.mp4", State: states[i%4], HasFetchError: i == 7})
		clip := api.SeedClip(mockapi.Clip{MediaID: media.ID, Name: "Summary", StartTime: 57.71, EndTime: 96.6, State: states[i%4]})
		subscription := api.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: fmt.Sprintf("https://hooks.example.com/%d", i)})
		s.ids[mediaType] = append(s.ids[mediaType], media.ID)
		s.ids[clipType] = append(s.ids[clipType], clip.ID)
		s.ids[webhookSubscriptionType] = append(s.ids[webhookSubscriptionType], subscription.ID)
	}
	return s
}

// imported imports a resource by its id and reads it.
func (s *shortcuts) imported(kind, id string) object {
	s.t.Helper()
	imported, err := s.server.frameworkServer.ImportResourceState(s.t.Context(), &tfprotov6.ImportResourceStateRequest{TypeName: kind, ID: id})
	must(s.t, err)
	noProblems(s.t, imported.Diagnostics)
	stub := imported.ImportedResources[0]
	read, err := s.server.frameworkServer.ReadResource(s.t.Context(), &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: stub.State, Private: stub.Private, CurrentIdentity: stub.Identity,
	})
	must(s.t, err)
	noProblems(s.t, read.Diagnostics)
	return object{s.decode(kind, read.NewState), read.Private, read.NewIdentity}
}

// state makes up the state of an object: as the API has it, or not quite.
func (s *shortcuts) state(kind, id string) object {
	s.t.Helper()
	state := s.imported(kind, id)
	if s.random.IntN(3) > 0 {
		all := s.attributes(state.value)
		for range s.random.IntN(3) {
			attribute := s.attribute(kind)
			if attribute.Name != "id" && !attribute.WriteOnly {
				all[attribute.Name] = s.value(attribute)
			}
		}
		state.value = s.object(kind, all)
	}
	// Without the mark of the key, which an import leaves, the shortcut has no answer.
	state.private = s.pick(nil, state.private, state.private, state.private, state.private, state.private, []byte(`{"created":"dHJ1ZQ=="}`), []byte(`{"events_configured":"dHJ1ZQ=="}`),
		[]byte(`{".import_before_read":"dHJ1ZQ==","created":"dHJ1ZQ=="}`))
	switch s.random.IntN(4) {
	case 0:
		state.identity = nil
	case 1:
		state.identity = s.imported(kind, s.ids[kind][0]).identity
	}
	return state
}

// config makes up a configuration of an object: one that fits, or not quite.
func (s *shortcuts) config(kind string, state tftypes.Value) tftypes.Value {
	config := s.attributes(state)
	for _, attribute := range s.schemas.ResourceSchemas[kind].Block.Attributes {
		configurable, none := attribute.Optional || attribute.Required, tftypes.NewValue(attribute.ValueType(), nil)
		switch chance := s.random.IntN(20); {
		case !configurable, attribute.Optional && chance < 4:
			config[attribute.Name] = none
		case chance == 19:
			config[attribute.Name] = s.value(attribute)
		}
	}
	return s.object(kind, config)
}

// attribute picks one, often a flag: these decide most.
func (s *shortcuts) attribute(kind string) *tfprotov6.SchemaAttribute {
	all := s.schemas.ResourceSchemas[kind].Block.Attributes
	if s.random.IntN(2) == 0 {
		all = slices.DeleteFunc(slices.Clone(all), func(a *tfprotov6.SchemaAttribute) bool { return !a.ValueType().Is(tftypes.Bool) })
	}
	return all[s.random.IntN(len(all))]
}

// value makes up a value of an attribute.
func (s *shortcuts) value(attribute *tfprotov6.SchemaAttribute) tftypes.Value {
	kind := attribute.ValueType()
	if s.random.IntN(4) == 0 {
		return tftypes.NewValue(kind, nil)
	}
	text := tftypes.NewValue(tftypes.String, pickOne(s.random, "", "a name", "https://media.example.com/call.mp4", "2026-01-02T03:04:05.678Z", allEvents))
	switch {
	case kind.Is(tftypes.String):
		return text
	case kind.Is(tftypes.Bool):
		return tftypes.NewValue(kind, s.random.IntN(2) == 0)
	case kind.Is(tftypes.Number) && (strings.HasSuffix(attribute.Name, "_time") || strings.HasSuffix(attribute.Name, "_duration")):
		return tftypes.NewValue(kind, big.NewFloat(pickOne(s.random, 0, 57.71, 57.715)))
	case kind.Is(tftypes.Number): // Whole, or it would not have come through the validation.
		return tftypes.NewValue(kind, pickOne(s.random, 0, 1, 1080))
	case kind.Is(tftypes.List{}), kind.Is(tftypes.Set{}):
		return tftypes.NewValue(kind, []tftypes.Value{text}[:s.random.IntN(2)])
	}
	timeouts := map[string]tftypes.Value{}
	for _, operation := range []string{"create", "read", "update", "delete"} {
		timeouts[operation] = tftypes.NewValue(tftypes.String, nil)
	}
	timeouts["create"] = tftypes.NewValue(tftypes.String, "90m")
	return tftypes.NewValue(kind, timeouts)
}

func pickOne[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

func (s *shortcuts) pick(from ...[]byte) []byte { return pickOne(s.random, from...) }

// answer is what Terraform reads from a response.
type answer struct {
	State    string
	Private  map[string][]byte
	Identity string
	Replace  []string
	Problems []string
}

func (s *shortcuts) answer(kind string, state *tfprotov6.DynamicValue, private []byte, identity *tfprotov6.ResourceIdentityData, problems []*tfprotov6.Diagnostic) answer {
	s.t.Helper()
	var a answer
	if state != nil {
		a.State = s.decode(kind, state).String()
	}
	if len(private) > 0 {
		must(s.t, json.Unmarshal(private, &a.Private))
	}
	if identity != nil && identity.IdentityData != nil {
		value, err := identity.IdentityData.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}})
		must(s.t, err)
		a.Identity = value.String()
	}
	for _, problem := range problems {
		a.Problems = append(a.Problems, problem.Summary+": "+problem.Detail)
	}
	return a
}

// eachKind runs a test for every type of resource, with several seeds.
func eachKind(t *testing.T, test func(t *testing.T, s *shortcuts, kind string)) {
	t.Helper()
	for kind := range newShortcuts() {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(3) {
				test(t, newShortcutTest(t, seed), kind)
			}
		})
	}
}

func TestValidatesLikeTheFramework(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *shortcuts, kind string) { //nolint:thelper // It is the test.
		taken, wrong := 0, 0
		for range 200 {
			config := s.config(kind, s.state(kind, s.ids[kind][0]).value)
			if s.random.IntN(4) == 0 {
				all, attribute := s.attributes(config), s.attribute(kind)
				all[attribute.Name] = tftypes.NewValue(attribute.ValueType(), tftypes.UnknownValue)
				config = s.object(kind, all)
			}
			req := &tfprotov6.ValidateResourceConfigRequest{TypeName: kind, Config: s.dynamic(config)}
			want, err := s.server.frameworkServer.ValidateResourceConfig(t.Context(), req)
			must(t, err)
			if len(want.Diagnostics) > 0 {
				wrong++
			}
			if s.server.validatePlain(t.Context(), req) == nil {
				continue
			}
			taken++
			for _, problem := range want.Diagnostics {
				t.Errorf("%s passes, but the framework says: %s: %s", config, problem.Summary, problem.Detail)
			}
		}
		if taken < 10 || wrong < 10 {
			t.Errorf("the shortcut was taken %d times; of all configurations, %d were wrong", taken, wrong)
		}
	})
}

func TestPlansLikeTheFramework(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *shortcuts, kind string) { //nolint:thelper // It is the test.
		taken := map[string]int{}
		for range 150 {
			state := s.state(kind, pickOne(s.random, s.ids[kind]...))
			config, proposed, what := s.object(kind, nil), s.object(kind, nil), "deleted"
			if s.random.IntN(4) > 0 {
				config = s.config(kind, state.value)
				proposed, what = terraform.Propose(s.schemas.ResourceSchemas[kind], state.value, config), "unchanged"
			}
			req := &tfprotov6.PlanResourceChangeRequest{
				TypeName: kind, Config: s.dynamic(config), PriorState: s.dynamic(state.value), ProposedNewState: s.dynamic(proposed),
				PriorPrivate: state.private, PriorIdentity: state.identity,
			}
			got := s.server.planPlain(req)
			if got == nil {
				continue
			}
			taken[what]++
			want, err := s.server.frameworkServer.PlanResourceChange(t.Context(), req)
			must(t, err)
			shortAnswer := s.answer(kind, got.PlannedState, got.PlannedPrivate, got.PlannedIdentity, got.Diagnostics)
			longAnswer := s.answer(kind, want.PlannedState, want.PlannedPrivate, want.PlannedIdentity, want.Diagnostics)
			for _, attribute := range want.RequiresReplace {
				longAnswer.Replace = append(longAnswer.Replace, attribute.String())
			}
			if difference := cmp.Diff(longAnswer, shortAnswer); difference != "" {
				t.Errorf("state %s\nconfiguration %s\nthe framework (-) and the shortcut (+) differ:\n%s", state.value, config, difference)
			}
		}
		for _, what := range []string{"deleted", "unchanged"} {
			if taken[what] < 10 {
				t.Errorf("the shortcut for %s was taken only %d times", what, taken[what])
			}
		}
	})
}

func TestReadsLikeTheFramework(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *shortcuts, kind string) { //nolint:thelper // It is the test.
		taken := map[bool]int{}
		for range 150 {
			id := pickOne(s.random, s.ids[kind]...)
			state := s.state(kind, id)
			req := &tfprotov6.ReadResourceRequest{
				TypeName: kind, CurrentState: s.dynamic(state.value), Private: state.private, CurrentIdentity: state.identity,
			}
			got := s.server.readListed(t.Context(), req)
			if got == nil {
				continue
			}
			want, err := s.server.frameworkServer.ReadResource(t.Context(), req)
			must(t, err)
			shortAnswer := s.answer(kind, got.NewState, got.Private, got.NewIdentity, got.Diagnostics)
			longAnswer := s.answer(kind, want.NewState, want.Private, want.NewIdentity, want.Diagnostics)
			if difference := cmp.Diff(longAnswer, shortAnswer); difference != "" {
				t.Errorf("state %s\nthe framework (-) and the shortcut (+) differ:\n%s", state.value, difference)
			}
			taken[shortAnswer.State != state.value.String()]++
		}
		// What differs in an argument is not taken from a page, so that few change.
		if taken[false] < 10 || taken[true] < 2 {
			t.Errorf("the shortcut was taken %d times for an object that was as before, and %d times for one that was not", taken[false], taken[true])
		}
	})
}

func TestUpgradesLikeTheFramework(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, s *shortcuts, kind string) { //nolint:thelper // It is the test.
		taken := 0
		for range 50 {
			stored := plainValue(t, s.state(kind, s.ids[kind][0]).value)
			state, ok := stored.(map[string]any)
			if !ok {
				t.Fatalf("the state is a %T", stored)
			}
			switch s.random.IntN(4) {
			case 0:
				state["no_more"] = map[string]any{"an": "attribute"}
			case 1:
				delete(state, slices.Sorted(maps.Keys(state))[s.random.IntN(len(state))])
			}
			encoded, err := json.Marshal(state)
			must(t, err)
			req := &tfprotov6.UpgradeResourceStateRequest{TypeName: kind, Version: int64(s.random.IntN(5) / 4), RawState: &tfprotov6.RawState{JSON: encoded}}
			got := s.server.upgradeCurrent(req)
			if got == nil {
				continue
			}
			taken++
			want, err := s.server.frameworkServer.UpgradeResourceState(t.Context(), req)
			must(t, err)
			shortAnswer, longAnswer := s.answer(kind, got.UpgradedState, nil, nil, got.Diagnostics), s.answer(kind, want.UpgradedState, nil, nil, want.Diagnostics)
			if difference := cmp.Diff(longAnswer, shortAnswer); difference != "" {
				t.Errorf("state %s\nthe framework (-) and the shortcut (+) differ:\n%s", encoded, difference)
			}
		}
		if taken < 10 {
			t.Errorf("the shortcut was taken only %d times", taken)
		}
	})
}

// plainValue is a value as JSON has it.
func plainValue(t *testing.T, value tftypes.Value) any {
	t.Helper()
	switch kind := value.Type(); {
	case value.IsNull():
		return nil
	case kind.Is(tftypes.String):
		var text string
		must(t, value.As(&text))
		return text
	case kind.Is(tftypes.Bool):
		var flag bool
		must(t, value.As(&flag))
		return flag
	case kind.Is(tftypes.Number):
		var number big.Float
		must(t, value.As(&number))
		return json.Number(number.Text('g', -1))
	case kind.Is(tftypes.List{}), kind.Is(tftypes.Set{}):
		var elements []tftypes.Value
		must(t, value.As(&elements))
		plain := []any{}
		for _, element := range elements {
			plain = append(plain, plainValue(t, element))
		}
		return plain
	}
	var members map[string]tftypes.Value
	must(t, value.As(&members))
	plain := map[string]any{}
	for name, member := range members {
		plain[name] = plainValue(t, member)
	}
	return plain
}

// A shortcut knows the defaults of boolean arguments only.
func TestShortcutsKnowAllDefaults(t *testing.T) {
	t.Parallel()
	known := map[string][]string{
		mediaType: {"deletion_protection", "wait_for_processing"}, clipType: {"wait_for_processing"}, webhookSubscriptionType: nil,
	}
	for kind, shortcut := range newShortcuts() {
		equalSlices(t, "defaults of "+kind, slices.Sorted(maps.Keys(shortcut.defaults)), known[kind])
	}
}

func TestNoShortcutBeforeTheProviderIsConfigured(t *testing.T) {
	t.Parallel()
	s := newShortcutTest(t, 0)
	state := s.imported(mediaType, s.ids[mediaType][0])
	s.server.provider.conn.Store(nil)
	if resp := s.server.planPlain(&tfprotov6.PlanResourceChangeRequest{
		TypeName: mediaType, PriorState: s.dynamic(state.value), ProposedNewState: s.dynamic(s.object(mediaType, nil)), Config: s.dynamic(s.object(mediaType, nil)),
	}); resp != nil {
		t.Errorf("a plan without a provider: %v", resp)
	}
	if resp := s.server.readListed(t.Context(), &tfprotov6.ReadResourceRequest{TypeName: mediaType, CurrentState: s.dynamic(state.value)}); resp != nil {
		t.Errorf("a read without a provider: %v", resp)
	}
}
