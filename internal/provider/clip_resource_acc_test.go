package provider_test

import (
	"fmt"
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

const clipAddress = "contentgroove_clip.test"

// clipConfig is a clip of a media that exists.
func clipConfig(mediaID, name string, start, end float64, arguments string) string {
	return fmt.Sprintf(`
resource "contentgroove_clip" "test" {
  media_id   = %q
  name       = %q
  start_time = %v
  end_time   = %v
  %s
}
`, mediaID, name, start, end, arguments)
}

// clipField expects a value of an attribute.
func clipField(name string, value knownvalue.Check) statecheck.StateCheck {
	return field(clipAddress, name, value)
}

// signedClipFields are those that are signed anew on every read.
var signedClipFields = []string{"media_file_url", "media_file_preview_image_url"}

func TestAccClip_lifeCycle(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media, other := env.SeedMedia(mockapi.Media{}), env.SeedMedia(mockapi.Media{})
	same, differs := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesDiffer())
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config: env.Config(clipConfig(media.ID, "Questions", 12.5, 30, "")),
				ConfigPlanChecks: plannedFor(clipAddress, plancheck.ResourceActionCreate,
					unknown(clipAddress, "id", "text", "media_file_url", "is_processing")...),
				ConfigStateChecks: []statecheck.StateCheck{
					clipField("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
					clipField("is_processing", knownvalue.Bool(false)),
					clipField("text", knownvalue.NotNull()),
					clipField("rank", knownvalue.Null()),
					clipField("start_char", knownvalue.NotNull()),
					clipField("end_char", knownvalue.NotNull()),
					clipField("external_id", knownvalue.NotNull()),
					clipField("processing_started_at", knownvalue.NotNull()),
					clipField("media_file_url", knownvalue.NotNull()),
					clipField("media_file_content_type", knownvalue.StringExact("video/mp4")),
					clipField("media_file_duration", knownvalue.Float64Exact(17.5)),
					clipField("media_file_height", knownvalue.NotNull()),
					clipField("media_file_width", knownvalue.NotNull()),
					clipField("wait_for_processing", knownvalue.Bool(true)),
					same.AddStateValue(clipAddress, tfjsonpath.New("id")),
				},
			},
			{Config: env.Config(clipConfig(media.ID, "Questions", 12.5, 30, "")), ConfigPlanChecks: unchanged},
			{ // Less than a frame is no other cut.
				Config: env.Config(clipConfig(media.ID, "Questions", 12.505, 29.995, "")), ConfigPlanChecks: unchanged,
			},
			{ // A name needs no new cut.
				Config: env.Config(clipConfig(media.ID, "Questions and answers", 12.5, 30, "")),
				ConfigPlanChecks: plannedFor(clipAddress, plancheck.ResourceActionUpdate,
					plancheck.ExpectKnownValue(clipAddress, tfjsonpath.New("text"), knownvalue.NotNull())),
				ConfigStateChecks: []statecheck.StateCheck{
					clipField("name", knownvalue.StringExact("Questions and answers")),
					same.AddStateValue(clipAddress, tfjsonpath.New("id")),
				},
			},
			{
				Config: env.Config(clipConfig(media.ID, "Questions and answers", 20, 30, "")),
				ConfigPlanChecks: plannedFor(clipAddress, plancheck.ResourceActionUpdate,
					unknown(clipAddress, "text", "media_file_url", "media_file_duration", "is_processing")...),
				ConfigStateChecks: []statecheck.StateCheck{
					clipField("is_processing", knownvalue.Bool(false)),
					clipField("media_file_duration", knownvalue.Float64Exact(10)),
					same.AddStateValue(clipAddress, tfjsonpath.New("id")),
					differs.AddStateValue(clipAddress, tfjsonpath.New("id")),
				},
			},
			{
				Config:           env.Config(clipConfig(other.ID, "Questions and answers", 20, 30, "")),
				ConfigPlanChecks: plannedFor(clipAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{
					clipField("media_id", knownvalue.StringExact(other.ID)),
					differs.AddStateValue(clipAddress, tfjsonpath.New("id")),
				},
			},
		},
	})
	if left := env.Clips(); len(left) != 0 {
		t.Errorf("%d clips are left after the destroy", len(left))
	}
	count(t, env, mockapi.OpCreateClip, 2)
	count(t, env, mockapi.OpUpdateClipByID, 2)
	count(t, env, mockapi.OpDeleteClipByID, 2)
}

func TestAccClip_drift(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	config := env.Config(clipConfig(media.ID, "Questions", 12.5, 30, ""))
	change := func(change func(*mockapi.Clip)) func() {
		return func() { env.UpdateClip(env.Clips()[0].ID, change) }
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:         change(func(clip *mockapi.Clip) { clip.Name = "Renamed by hand" }),
				Config:            config,
				ConfigPlanChecks:  plannedFor(clipAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{clipField("name", knownvalue.StringExact("Questions"))},
			},
			{
				PreConfig:         change(func(clip *mockapi.Clip) { clip.EndTime = 40 }),
				Config:            config,
				ConfigPlanChecks:  plannedFor(clipAddress, plancheck.ResourceActionUpdate),
				ConfigStateChecks: []statecheck.StateCheck{clipField("end_time", knownvalue.Float64Exact(30))},
			},
			{ // Rounded by the API, which is no drift.
				PreConfig:        change(func(clip *mockapi.Clip) { clip.EndTime = 30.004 }),
				Config:           config,
				ConfigPlanChecks: unchanged,
			},
			{
				PreConfig:        func() { env.DeleteClip(env.Clips()[0].ID) },
				Config:           config,
				ConfigPlanChecks: plannedFor(clipAddress, plancheck.ResourceActionCreate),
			},
			{ // A media takes its clips with it, and what is gone needs no destroy.
				PreConfig: func() { env.DeleteMedia(media.ID) },
				Config:    config,
				Destroy:   true,
			},
		},
	})
}

func TestAccClip_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	config := env.Config(clipConfig(media.ID, "Questions", 12.5, 30, ""))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{ResourceName: clipAddress, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: signedClipFields},
			{
				ResourceName: clipAddress, ImportState: true, ImportStateId: "name:Questions",
				ImportStateVerify: true, ImportStateVerifyIgnore: signedClipFields,
			},
			{ResourceName: clipAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config},
			{
				ResourceName: clipAddress, ImportState: true, ImportStateId: "7f0f6a55-0000-4000-8000-000000000000",
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
			{
				ResourceName: clipAddress, ImportState: true, ImportStateId: "name:Answers",
				ExpectError: regexp.MustCompile(`No such clip`),
			},
		},
	})
}

func TestAccClip_times(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{SourceFileDuration: 60})
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:      env.Config(clipConfig(media.ID, "Backwards", 30, 12.5, "")),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`Clip ends before it starts`),
			},
			{
				Config:      env.Config(clipConfig(media.ID, "Negative", -1, 12.5, "")),
				PlanOnly:    true,
				ExpectError: regexp.MustCompile(`start_time`),
			},
			{ // Only the API knows how long a media is. Its pointer lands on the argument.
				Config:      env.Config(clipConfig(media.ID, "Too long", 12.5, 61, "")),
				ExpectError: regexp.MustCompile(`(?s)Cannot create clip "Too long".*end_time\s+=\s+61`),
			},
		},
	})
	count(t, env, mockapi.OpCreateClip, 1)
}

func TestAccClip_ofNewMedia(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(sourceURL) + `
resource "contentgroove_clip" "test" {
  count = 2

  media_id   = contentgroove_media.test.id
  name       = "Chapter ${count.index + 1}"
  start_time = 40 * count.index
  end_time   = 40 * count.index + 12.5
}
`)
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			// The refresh finds the new clips among those of the media, which is no change.
			{Config: config, ConfigPlanChecks: unchanged, ConfigStateChecks: []statecheck.StateCheck{
				mediaField("clip_ids", knownvalue.ListSizeExact(5)),
			}},
		},
	})
}
