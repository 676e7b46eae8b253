package provider_test

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// later is a value that Terraform does not know before the apply that changes it.
func later(value string) string {
	return "resource \"terraform_data\" \"later\" {\n  input = " + value + "\n}\n"
}

const laterOutput = "terraform_data.later.output"

func TestAccUnknown_mediaSourceURL(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := func(name string) string {
		return env.Config(later(fmt.Sprintf(`{ url = "https://media.example.com/%[1]s.mp4", name = %[1]q, wait = true, limit = "1h" }`, name)) + mediaConfig(`
  source_url          = terraform_data.later.output.url
  name                = terraform_data.later.output.name
  description         = terraform_data.later.output.name
  wait_for_processing = terraform_data.later.output.wait
  deletion_protection = !terraform_data.later.output.wait
  timeouts            = { create = terraform_data.later.output.limit }`))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:            config("call"),
				ConfigPlanChecks:  planned(plancheck.ResourceActionCreate, unknown(mediaAddress, "source_url", "name", "wait_for_processing")...),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("name", knownvalue.StringExact("call")), mediaField("source_file_sha256", knownvalue.Null())},
			},
			{Config: config("call"), ConfigPlanChecks: unchanged},
			{
				Config:            config("talk"),
				ConfigPlanChecks:  planned(plancheck.ResourceActionDestroyBeforeCreate, unknown(mediaAddress, "source_url", "name")...),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("name", knownvalue.StringExact("talk"))},
			},
		},
	})
}

// A name that is not known yet is no reason to replace anything.
func TestAccUnknown_mediaName(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := func(name string) string {
		return env.Config(later(fmt.Sprintf("%q", name)) + mediaConfig(sourceURL+"\nname = "+laterOutput))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config("call")},
			{
				Config:            config("talk"),
				ConfigPlanChecks:  planned(plancheck.ResourceActionUpdate, unknown(mediaAddress, "name")...),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("name", knownvalue.StringExact("talk"))},
			},
		},
	})
	count(t, env, mockapi.OpCreateMedia, 1)
}

// A file that another resource writes during the apply need not exist at plan
// time.
func TestAccUnknown_mediaSourceFile(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	file := filepath.Join(t.TempDir(), "call.wav")
	acctest.WriteWAV(t, file, 1)
	copied := file + "-copy.wav"
	config := env.Config(fmt.Sprintf(`
resource "terraform_data" "later" {
  input = %[2]q

  provisioner "local-exec" {
    command = "cp '%[1]s' '%[2]s'"
  }
}
`, file, copied) + mediaConfig("source_file = "+laterOutput))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:            config,
				ConfigPlanChecks:  planned(plancheck.ResourceActionCreate, unknown(mediaAddress, "source_file", "source_file_sha256")...),
				ConfigStateChecks: []statecheck.StateCheck{mediaField("source_file_sha256", knownvalue.NotNull())},
			},
			{Config: config, ConfigPlanChecks: unchanged},
		},
	})
	count(t, env, mockapi.OpUpload, 1)
}

func TestAccUnknown_clip(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	config := func(start float64) string {
		return env.Config(later(fmt.Sprintf(`{ media = %q, start = %v }`, media.ID, start)) + `
resource "contentgroove_clip" "test" {
  media_id   = terraform_data.later.output.media
  name       = "From ${terraform_data.later.output.start}"
  start_time = terraform_data.later.output.start
  end_time   = terraform_data.later.output.start + 10
}
`)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:            config(10),
				ConfigPlanChecks:  plannedFor(clipAddress, plancheck.ResourceActionCreate, unknown(clipAddress, "media_id", "name", "start_time", "end_time")...),
				ConfigStateChecks: []statecheck.StateCheck{clipField("end_time", knownvalue.Float64Exact(20))},
			},
			{Config: config(10), ConfigPlanChecks: unchanged},
			{ // The media may be another one: Terraform does not know yet.
				Config:            config(15),
				ConfigPlanChecks:  plannedFor(clipAddress, plancheck.ResourceActionDestroyBeforeCreate, unknown(clipAddress, "media_id", "start_time")...),
				ConfigStateChecks: []statecheck.StateCheck{clipField("end_time", knownvalue.Float64Exact(25))},
			},
		},
	})
}

// Times that are not known yet cut the same clip anew.
func TestAccUnknown_clipTimes(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media := env.SeedMedia(mockapi.Media{})
	config := func(end string) string {
		return env.Config(later(end) + fmt.Sprintf(`
resource "contentgroove_clip" "test" {
  media_id   = %q
  name       = "Questions"
  start_time = 10
  end_time   = terraform_data.later.output
}
`, media.ID))
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config("20")},
			{
				Config:            config("30"),
				ConfigPlanChecks:  plannedFor(clipAddress, plancheck.ResourceActionUpdate, unknown(clipAddress, "end_time", "media_file_url")...),
				ConfigStateChecks: []statecheck.StateCheck{clipField("end_time", knownvalue.Float64Exact(30)), clipField("media_file_duration", knownvalue.Float64Exact(20))},
			},
		},
	})
	count(t, env, mockapi.OpCreateClip, 1)
}

func TestAccUnknown_subscription(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := func(receiver, events string) string {
		return env.Config(later(fmt.Sprintf(`{ url = %q, events = %s }`, receiver, events)) + `
resource "contentgroove_webhook_subscription" "test" {
  url               = terraform_data.later.output.url
  subscribed_events = terraform_data.later.output.events
}
`)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{
				Config:            config(receiverURL, `["media.processing_finished"]`),
				ConfigPlanChecks:  plannedFor(subscriptionAddress, plancheck.ResourceActionCreate, unknown(subscriptionAddress, "url", "subscribed_events")...),
				ConfigStateChecks: []statecheck.StateCheck{events("media.processing_finished")},
			},
			{Config: config(receiverURL, `["media.processing_finished"]`), ConfigPlanChecks: unchanged},
			{
				Config:            config(receiverURL, "null"), // Known to be left out only during the apply.
				ConfigPlanChecks:  plannedFor(subscriptionAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{events("*")},
			},
		},
	})
}

// One event of several that is not known yet.
func TestAccUnknown_event(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(later(`"media.processing_finished"`) + subscriptionConfig(receiverURL, "subscribed_events = ["+laterOutput+"]"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{events("media.processing_finished")}},
			{Config: config, ConfigPlanChecks: unchanged},
		},
	})
}

// A data source waits for an id that only the apply brings.
func TestAccUnknown_dataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(mediaConfig(sourceURL+"\n"+`name = "Weekly call"`) +
		dataConfig("media", "id = "+mediaAddress+".id") + dataConfig("clips", "media_id = "+mediaAddress+".id"))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config, ConfigStateChecks: []statecheck.StateCheck{
				dataField("media", "name", knownvalue.StringExact("Weekly call")),
				dataField("clips", "ids", knownvalue.ListSizeExact(3)),
			}},
			{Config: config, ConfigPlanChecks: unchanged},
		},
	})
}
