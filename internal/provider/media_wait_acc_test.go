package provider_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const slowProcessing = 2 * time.Hour

// wants fails the test unless all of these texts were printed.
func wants(t *testing.T, printed string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(printed, text) {
			t.Errorf("%q is missing in:\n%s", text, printed)
		}
	}
}

// A wait that runs out is a warning, which plugin-testing does not show.
func TestAccMediaWait_warning(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(sourceURL+"\n"+`name = "Weekly call"`)))

	printed := cli.MustRun("apply", "-auto-approve")
	wants(t, printed, "Warning: Processing not finished", `The media "Weekly call" (id `+env.Medias()[0].ID+") exists and is in the state",
		"still not finished after 1h", "The next apply goes on waiting", "raise timeouts.create", "1 added")

	printed = cli.MustRun("apply", "-auto-approve")
	wants(t, printed, "updated in-place", "0 added, 1 changed, 0 destroyed")
	count(t, env, mockapi.OpCreateMedia, 1)

	wants(t, cli.MustRun("plan"), "No changes.")
}

func TestAccMediaWait_timeout(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	config := env.Config(mediaConfig(sourceURL + "\n" + `timeouts = { create = "15m", update = "5m" }`))
	same := statecheck.CompareValue(compare.ValuesSame())
	id := func() statecheck.StateCheck { return same.AddStateValue(mediaAddress, tfjsonpath.New("id")) }
	waited := func(want time.Duration) func() {
		before := env.Clock.Now()
		return func() {
			if got := env.Clock.Now().Sub(before); got < want || got > want+time.Second {
				t.Errorf("waited %s in all, want %s", got, want)
			}
		}
	}
	check := waited(20 * time.Minute)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: config, ExpectNonEmptyPlan: true,
				ConfigStateChecks: []statecheck.StateCheck{mediaField("is_processing", knownvalue.Bool(true)), mediaField("transcription_id", knownvalue.Null()), id()},
			},
			{ // Not tainted: the next apply goes on waiting.
				Config: config, ExpectNonEmptyPlan: true,
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate, unknown(mediaAddress, "is_processing", "transcription_id", "clip_ids")...),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("is_processing", knownvalue.Bool(true)), id()},
			},
			{ // Finished meanwhile: the refresh alone settles it.
				PreConfig:        func() { check(); env.FinishAll() },
				Config:           config,
				ConfigPlanChecks: unchanged,
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("is_processing", knownvalue.Bool(false)), mediaField("transcription_id", knownvalue.NotNull()), id(),
				},
			},
		},
	})
	count(t, env, mockapi.OpCreateMedia, 1)
}

func TestAccMediaWait_goesOn(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	config := env.Config(mediaConfig(sourceURL))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config, ExpectNonEmptyPlan: true},
			{ // Another hour is enough. What is renamed on the way is renamed first.
				Config:           env.Config(mediaConfig(sourceURL + "\n" + `name = "Weekly call"`)),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, unknown(mediaAddress, "transcription_id")...),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("name", knownvalue.StringExact("Weekly call")),
					mediaField("is_processing", knownvalue.Bool(false)), mediaField("transcription_id", knownvalue.NotNull()),
				},
			},
		},
	})
	count(t, env, mockapi.OpCreateMedia, 1)
	count(t, env, mockapi.OpUpdateMediaByID, 1)
}

func TestAccMediaWait_off(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	config := env.Config(mediaConfig(sourceURL + "\nwait_for_processing = false"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{mediaField("is_processing", knownvalue.Null())}},
			{
				PreConfig:         func() { env.Clock.Advance(slowProcessing) },
				Config:            config,
				ConfigPlanChecks:  unchanged,
				ConfigStateChecks: []statecheck.StateCheck{mediaField("is_processing", knownvalue.Bool(false)), mediaField("transcription_id", knownvalue.NotNull())},
			},
		},
	})
}

// A media that a server never gets round to is pending for one create timeout,
// and then no reason for a plan.
func TestAccMediaWait_neverProcessed(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: 1000 * time.Hour}) // null for a hundred hours
	config := env.Config(mediaConfig(sourceURL + "\n" + `timeouts = { create = "1h", update = "1m" }`))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{ // The wait has used up the time.
				Config: config, ConfigStateChecks: []statecheck.StateCheck{mediaField("is_processing", knownvalue.Null())},
			},
			{Config: config, ConfigPlanChecks: unchanged},
			{ // A longer timeout counts from the creation, too.
				Config:           env.Config(mediaConfig(sourceURL + "\n" + `timeouts = { create = "2h", update = "1m" }`)),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate, unknown(mediaAddress, "is_processing")...), ExpectNonEmptyPlan: true,
			},
		},
	})
}

func TestAccMediaWait_fetchError(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	const missing = `source_url = "https://media.example.invalid/weekly-call.mp4"`
	differs := statecheck.CompareValue(compare.ValuesDiffer())
	id := func() statecheck.StateCheck { return differs.AddStateValue(mediaAddress, tfjsonpath.New("id")) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:      env.Config(mediaConfig(missing + "\ndeletion_protection = true")),
				ExpectError: regexp.MustCompile(`(?s)Source could not be fetched.*media\.example\.invalid`),
			},
			{ // The source is there now: the failed media is made anew. It has nothing to protect.
				Config:            env.Config(mediaConfig(sourceURL)),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("has_fetch_error", knownvalue.Bool(false)), id()},
			},
			{ // The same, noticed by a refresh.
				PreConfig: func() {
					env.UpdateMedia(env.Medias()[0].ID, func(media *mockapi.Media) { media.HasFetchError = true })
				},
				Config:            env.Config(mediaConfig(sourceURL)),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("has_fetch_error", knownvalue.Bool(false)), id()},
			},
		},
	})
	count(t, env, mockapi.OpCreateMedia, 3)
	if left := env.Medias(); len(left) != 0 {
		t.Errorf("%d media are left", len(left))
	}
}

// Who does not wait is told by the attribute alone.
func TestAccMediaWait_fetchErrorWithoutWait(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(`source_url = "https://media.example.invalid/weekly-call.mp4"` + "\nwait_for_processing = false"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:         func() { env.Clock.Advance(time.Hour) },
				Config:            config,
				ConfigPlanChecks:  unchanged,
				ConfigStateChecks: []statecheck.StateCheck{mediaField("has_fetch_error", knownvalue.Bool(true))},
			},
		},
	})
}

func TestAccMediaWait_deletedMeanwhile(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(sourceURL)))
	cli.MustRun("apply", "-auto-approve")

	// The refresh still finds it, the first poll does not.
	reads := 0
	env.Inject(mockapi.Fault{Operation: mockapi.OpGetMediaByID, Times: 100, Match: func(*http.Request) bool {
		if reads++; reads == 2 {
			env.DeleteMedia(env.Medias()[0].ID)
		}
		return false
	}})
	printed, err := cli.Run("apply", "-auto-approve")
	if err == nil {
		t.Fatalf("the apply succeeded:\n%s", printed)
	}
	wants(t, printed, "Media is gone", "was deleted while it was being processed")
	wants(t, cli.MustRun("plan"), "1 to add, 0 to change, 0 to destroy")
}

func TestAccMediaTimeouts_invalid(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	steps := make([]resource.TestStep, 0, 3)
	for _, value := range []string{"90", "soon", "-1m"} {
		steps = append(steps, resource.TestStep{
			Config:      env.Config(mediaConfig(sourceURL + "\n" + `timeouts = { create = "` + value + `" }`)),
			PlanOnly:    true,
			ExpectError: regexp.MustCompile(`is\s+not\s+a\s+positive\s+duration`),
		})
	}
	resource.Test(t, resource.TestCase{ProtoV6ProviderFactories: env.ProviderFactories, Steps: steps})
	count(t, env, "", 0)
}

// Without a single request, changes of what only Terraform knows are stored.
func TestAccMedia_settingsOnly(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: env.Config(mediaConfig(sourceURL))},
			{
				Config:            env.Config(mediaConfig(sourceURL + "\nwait_for_processing = false\n" + `timeouts = { create = "2h" }`)),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate, plancheck.ExpectKnownValue(mediaAddress, tfjsonpath.New("transcription_id"), knownvalue.NotNull())),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("wait_for_processing", knownvalue.Bool(false))},
			},
		},
	})
	count(t, env, mockapi.OpUpdateMediaByID, 0)
}

func TestAccMedia_deletionProtection(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	protected := env.Config(mediaConfig(sourceURL + "\ndeletion_protection = true"))
	refused := regexp.MustCompile(`(?s)Deletion protection is on.*deletion_protection\s+=\s+false\s+and\s+apply`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: protected},
			{Config: protected, Destroy: true, ExpectError: refused},
			{Config: env.Config(""), ExpectError: refused}, // Removed from the configuration.
			{
				Config:      env.Config(mediaConfig(`source_url = "https://media.example.com/another.mp4"` + "\ndeletion_protection = true")),
				ExpectError: refused,
			},
			{ // Lifting it and replacing at once is refused as well: the state decides.
				Config:      env.Config(mediaConfig(`source_url = "https://media.example.com/another.mp4"`)),
				ExpectError: refused,
			},
			{Config: protected, ConfigPlanChecks: unchanged},
			{Config: env.Config(mediaConfig(sourceURL)), ConfigPlanChecks: planned(plancheck.ResourceActionUpdate)},
		},
	})
	count(t, env, mockapi.OpDeleteMediaByID, 1)
}
