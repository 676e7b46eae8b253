package provider_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

const mediaAddress = "contentgroove_media.test"

// mediaConfig is a media with these arguments.
func mediaConfig(arguments string) string {
	return fmt.Sprintf("resource \"contentgroove_media\" \"test\" {\n%s\n}\n", arguments)
}

const sourceURL = `source_url = "https://media.example.com/weekly-call.mp4"`

// mediaField expects a value of an attribute.
func mediaField(name string, value knownvalue.Check) statecheck.StateCheck {
	return field(mediaAddress, name, value)
}

// planned expects an action on the media and the values of a plan.
func planned(action plancheck.ResourceActionType, checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return plannedFor(mediaAddress, action, checks...)
}

func TestAccMedia_lifeCycle(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	same := statecheck.CompareValue(compare.ValuesSame())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: env.Config(mediaConfig(sourceURL)),
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate,
					plancheck.ExpectUnknownValue(mediaAddress, tfjsonpath.New("id")),
					plancheck.ExpectUnknownValue(mediaAddress, tfjsonpath.New("transcription_id"))),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
					mediaField("name", knownvalue.Null()),
					mediaField("description", knownvalue.Null()),
					mediaField("is_processing", knownvalue.Bool(false)),
					mediaField("has_fetch_error", knownvalue.Bool(false)),
					mediaField("transcription_id", knownvalue.NotNull()),
					mediaField("clip_ids", knownvalue.ListPartial(map[int]knownvalue.Check{0: knownvalue.NotNull()})),
					mediaField("source_file_duration", knownvalue.NotNull()),
					mediaField("source_file_sha256", knownvalue.Null()),
					mediaField("wait_for_processing", knownvalue.Bool(true)),
					mediaField("deletion_protection", knownvalue.Bool(false)),
					same.AddStateValue(mediaAddress, tfjsonpath.New("id")),
				},
			},
			{Config: env.Config(mediaConfig(sourceURL)), ConfigPlanChecks: unchanged},
			{
				Config: env.Config(mediaConfig(sourceURL + "\n" + `name = "Weekly call"` + "\n" + `description = "Every Monday"`)),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate,
					plancheck.ExpectKnownValue(mediaAddress, tfjsonpath.New("transcription_id"), knownvalue.NotNull())),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("name", knownvalue.StringExact("Weekly call")),
					mediaField("description", knownvalue.StringExact("Every Monday")),
					same.AddStateValue(mediaAddress, tfjsonpath.New("id")),
				},
			},
			{ // Leaving name and description out removes them.
				Config:           env.Config(mediaConfig(sourceURL)),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("name", knownvalue.Null()),
					mediaField("description", knownvalue.Null()),
					same.AddStateValue(mediaAddress, tfjsonpath.New("id")),
				},
			},
			{ // An empty text is the same as none: Terraform shows it, the API gets no request.
				Config:            env.Config(mediaConfig(sourceURL + "\n" + `description = ""`)),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("description", knownvalue.StringExact(""))},
			},
			{Config: env.Config(mediaConfig(sourceURL + "\n" + `description = ""`)), ConfigPlanChecks: unchanged},
			{
				Config:           env.Config(mediaConfig(`source_url = "https://media.example.com/another.mp4"`)),
				ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			},
		},
	})
	if left := env.Medias(); len(left) != 0 {
		t.Errorf("%d media are left after the destroy", len(left))
	}
	count(t, env, "createMedia", 2)
	count(t, env, "updateMediaById", 2)
	count(t, env, "deleteMediaById", 2)
}

func TestAccMedia_requests(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(sourceURL + "\nwait_for_processing = false"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: config,
				ConfigPlanChecks: resource.ConfigPlanChecks{PostApplyPreRefresh: []plancheck.PlanCheck{acctest.PlanCheckFunc(func() error {
					if got := len(env.Requests()); got != 2 {
						return fmt.Errorf("the apply sent %d requests, want a look at the list and the creation", got)
					}
					env.ResetRequests()
					return nil
				})}},
			},
		},
	})
}

func TestAccMedia_drift(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(sourceURL + "\n" + `name = "Weekly call"`))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig: func() {
					env.UpdateMedia(env.Medias()[0].ID, func(media *mockapi.Media) { media.Name = "Renamed by hand" })
				},
				Config:            config,
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("name", knownvalue.StringExact("Weekly call"))},
			},
			{
				PreConfig:        func() { env.DeleteMedia(env.Medias()[0].ID) },
				Config:           config,
				ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			},
			{ // Gone before the destroy, which is no error.
				PreConfig: func() { env.DeleteMedia(env.Medias()[0].ID) },
				Config:    config,
				Destroy:   true,
			},
		},
	})
}

func TestAccMedia_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(sourceURL + "\n" + `name = "Weekly call"`))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				ResourceName: mediaAddress, ImportState: true, ImportStateVerify: true,
				// Signed anew on every read.
				ImportStateVerifyIgnore: []string{"source_file_preview_image_url"},
			},
			{ResourceName: mediaAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config},
		},
	})
}

func TestAccMedia_importUnknownID(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{{
			Config: env.Config(mediaConfig(sourceURL)), ResourceName: mediaAddress, ImportState: true,
			ImportStateId: "7f0f6a55-0000-4000-8000-000000000000",
			ExpectError:   regexp.MustCompile(`(?i)cannot import non-existent remote object|does not exist`),
		}},
	})
}

func TestAccMedia_sourceFile(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	folder := t.TempDir()
	file, renamed := filepath.Join(folder, "call.wav"), filepath.Join(folder, "weekly.wav")
	acctest.WriteWAV(t, file, 1)
	fromFile := func(name string) string { return env.Config(mediaConfig(fmt.Sprintf("source_file = %q", name))) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: fromFile(file),
				ConfigStateChecks: []statecheck.StateCheck{
					mediaField("source_url", knownvalue.Null()),
					mediaField("source_file_sha256", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{64}$`))),
					mediaField("source_file_content_type", knownvalue.StringRegexp(regexp.MustCompile(`^audio/`))),
					mediaField("source_file_duration", knownvalue.Float64Exact(1)),
				},
			},
			{Config: fromFile(file), ConfigPlanChecks: unchanged},
			{ // Another path with the same bytes is the same file.
				PreConfig: func() {
					if err := os.Rename(file, renamed); err != nil {
						t.Fatal(err)
					}
				},
				Config:           fromFile(renamed),
				ConfigPlanChecks: planned(plancheck.ResourceActionUpdate),
			},
			{
				PreConfig:        func() { acctest.WriteWAV(t, renamed, 2) },
				Config:           fromFile(renamed),
				ConfigPlanChecks: planned(plancheck.ResourceActionDestroyBeforeCreate),
			},
			{ // A file that vanishes is a warning, not a replacement.
				PreConfig: func() {
					if err := os.Remove(renamed); err != nil {
						t.Fatal(err)
					}
				},
				Config:           fromFile(renamed),
				ConfigPlanChecks: unchanged,
			},
		},
	})
	count(t, env, "upload", 2)
}
