package provider_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// dataConfig is a data source with these arguments, under the name test.
func dataConfig(kind, arguments string) string {
	return fmt.Sprintf("data \"contentgroove_%s\" \"test\" {\n%s\n}\n", kind, arguments)
}

// dataField expects a value of an attribute of the data source.
func dataField(kind, name string, value knownvalue.Check) statecheck.StateCheck {
	return field("data.contentgroove_"+kind+".test", name, value)
}

// dataStep reads a data source and checks what it returns.
func dataStep(env *acctest.Env, kind, arguments string, checks ...statecheck.StateCheck) resource.TestStep {
	return resource.TestStep{Config: env.Config(dataConfig(kind, arguments)), ConfigStateChecks: checks}
}

// dataFailure reads a data source in vain.
func dataFailure(env *acctest.Env, kind, arguments, pattern string) resource.TestStep {
	return resource.TestStep{Config: env.Config(dataConfig(kind, arguments)), ExpectError: regexp.MustCompile(pattern)}
}

// texts expects a list of these strings.
func texts(values ...string) knownvalue.Check {
	checks := make([]knownvalue.Check, len(values))
	for i, value := range values {
		checks[i] = knownvalue.StringExact(value)
	}
	return knownvalue.ListExact(checks)
}

// none expects an empty list.
var none = knownvalue.ListSizeExact(0)

func TestAccMediaDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	description := "Every Monday"
	media := env.SeedMedia(mockapi.Media{Name: "Weekly call", Description: &description})
	clip := env.SeedClip(mockapi.Clip{MediaID: media.ID})
	env.SeedMedia(mockapi.Media{Name: "weekly call"})
	env.SeedMedia(mockapi.Media{Name: "Q&A, part 1"})
	twins := env.SeedMedias(2, func(int) mockapi.Media { return mockapi.Media{Name: "Twin"} })
	found := []statecheck.StateCheck{
		dataField("media", "id", knownvalue.StringExact(media.ID)),
		dataField("media", "name", knownvalue.StringExact("Weekly call")),
		dataField("media", "description", knownvalue.StringExact(description)),
		dataField("media", "source_url", knownvalue.StringExact(media.SourceURL)),
		dataField("media", "is_processing", knownvalue.Bool(false)),
		dataField("media", "has_fetch_error", knownvalue.Bool(false)),
		dataField("media", "clip_ids", texts(clip.ID)),
		// Which a list leaves out: a media found by its name is read once more.
		dataField("media", "transcription_id", knownvalue.StringExact(media.TranscriptionID)),
		dataField("media", "source_file_duration", knownvalue.Float64Exact(media.SourceFileDuration)),
		dataField("media", "source_file_preview_image_url", knownvalue.NotNull()),
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataFailure(env, "media", `name = "Monthly call"`, `No such media`),
			dataFailure(env, "media", `id = "7f0f6a55-0000-4000-8000-000000000000"`, `No such media`),
			dataFailure(env, "media", `name = "Twin"`, fmt.Sprintf(`(?s)More than one media.*%s.*%s`, twins[0].ID, twins[1].ID)),
			dataFailure(env, "media", "id = \"a\"\nname = \"b\"", `Invalid Attribute Combination`),
			dataFailure(env, "media", "", `Missing Attribute Configuration`),
			dataStep(env, "media", fmt.Sprintf("id = %q", media.ID), found...),
			dataStep(env, "media", `name = "Weekly call"`, found...),
			dataStep(env, "media", `name = "Q&A, part 1"`, dataField("media", "description", knownvalue.Null())),
		},
	})
}

func TestAccClipDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	rank := 0
	clip := env.SeedClip(mockapi.Clip{Name: "Questions", StartTime: 12.5, EndTime: 30, Rank: &rank, Text: "Any questions?"})
	for range 2 {
		env.SeedClip(mockapi.Clip{Name: "Twin", MediaID: clip.MediaID})
	}
	found := []statecheck.StateCheck{
		dataField("clip", "id", knownvalue.StringExact(clip.ID)),
		dataField("clip", "media_id", knownvalue.StringExact(clip.MediaID)),
		dataField("clip", "start_time", knownvalue.Float64Exact(12.5)),
		dataField("clip", "end_time", knownvalue.Float64Exact(30)),
		dataField("clip", "rank", knownvalue.Int64Exact(0)),
		dataField("clip", "text", knownvalue.StringExact(clip.Text)),
		dataField("clip", "media_file_duration", knownvalue.Float64Exact(17.5)),
		dataField("clip", "media_file_url", knownvalue.NotNull()),
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, "clip", fmt.Sprintf("id = %q", clip.ID), found...),
			dataStep(env, "clip", `name = "Questions"`, found...),
			dataFailure(env, "clip", `name = "Answers"`, `No such clip`),
			dataFailure(env, "clip", `name = "Twin"`, `More than one clip`),
		},
	})
}

func TestAccWebhookSubscriptionDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	subscription := env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: receiverURL})
	for range 2 {
		env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: receiverURL + "/twin"})
	}
	found := []statecheck.StateCheck{
		dataField("webhook_subscription", "id", knownvalue.StringExact(subscription.ID)),
		dataField("webhook_subscription", "url", knownvalue.StringExact(receiverURL)),
		dataField("webhook_subscription", "active", knownvalue.Bool(true)),
		dataField("webhook_subscription", "subscribed_events", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("*")})),
		dataField("webhook_subscription", "user_id", knownvalue.StringExact(subscription.UserID)),
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, "webhook_subscription", fmt.Sprintf("id = %q", subscription.ID), found...),
			dataStep(env, "webhook_subscription", fmt.Sprintf("url = %q", receiverURL), found...),
			dataFailure(env, "webhook_subscription", fmt.Sprintf("url = %q", receiverURL+"/"), `No such webhook subscription`),
			dataFailure(env, "webhook_subscription", fmt.Sprintf("url = %q", receiverURL+"/twin"), `More than one webhook subscription`),
		},
	})
}

func TestAccMediasDataSource(t *testing.T) {
	t.Parallel()
	// The lenient profile does not refuse an attribute that it does not know.
	env := acctest.New(t, mockapi.Options{Profile: mockapi.Strict})
	seeded := env.SeedMedias(230, func(i int) mockapi.Media {
		return mockapi.Media{Name: fmt.Sprintf("Call %03d", i), HasFetchError: i%10 == 0}
	})
	ids := make([]string, len(seeded))
	for i, media := range seeded {
		ids[i] = media.ID
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, "medias", "",
				dataField("medias", "ids", texts(ids...)), // All pages, none twice, the oldest first.
				dataField("medias", "medias", knownvalue.ListSizeExact(230)),
				statecheck.ExpectKnownValue("data.contentgroove_medias.test", tfjsonpath.New("medias").AtSliceIndex(229).AtMapKey("name"), knownvalue.StringExact("Call 229"))),
			dataStep(env, "medias", `filter = { name_cont = "1", has_fetch_error_true = "true" }`+"\n"+`sort = "-name"`,
				dataField("medias", "medias", knownvalue.ListSizeExact(12)),
				statecheck.ExpectKnownValue("data.contentgroove_medias.test", tfjsonpath.New("medias").AtSliceIndex(0).AtMapKey("name"), knownvalue.StringExact("Call 210"))),
			dataStep(env, "medias", fmt.Sprintf(`filter = { id_in = "%s,%s" }`, ids[7], ids[140]), dataField("medias", "ids", texts(ids[7], ids[140]))),
			dataStep(env, "medias", "limit = 2\n"+`sort = "-created_at"`, dataField("medias", "ids", texts(ids[229], ids[228]))),
			dataFailure(env, "medias", `filter = { nameCont = "Call" }`, `snake case`),
			dataFailure(env, "medias", `filter = { name = "Call" }`, `(?s)did\s+you\s+mean\s+name_eq`),
			dataFailure(env, "medias", `filter = { colour_eq = "red" }`, `(?s)there\s+is\s+no\s+attribute\s+colour`),
			dataFailure(env, "medias", `sort = "duration"`, `Invalid value of sort`),
			dataFailure(env, "medias", `limit = 0`, `Invalid value of limit`),
			dataStep(env, "medias", `filter = { name_eq = "Nothing" }`, dataField("medias", "ids", none), dataField("medias", "medias", none)),
		},
	})
}

// A limit asks for no more than it needs.
func TestAccMediasDataSource_limit(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	env.SeedMedias(150, func(int) mockapi.Media { return mockapi.Media{} })
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(dataConfig("medias", "limit = 20")))
	cli.MustRun("plan")
	count(t, env, mockapi.OpGetMedias, 1)
	if size := env.Requests()[0].Query.Get("page[size]"); size != "20" {
		t.Errorf("asked for a page of %s, want 20", size)
	}
}

func TestAccClipsDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	media, other := env.SeedMedia(mockapi.Media{SourceFileDuration: 3600}), env.SeedMedia(mockapi.Media{})
	ids := make([]string, 120)
	for i := range ids {
		clip := mockapi.Clip{MediaID: media.ID, StartTime: float64(i)}
		if i < 3 {
			clip.Rank = &i
		}
		ids[i] = env.SeedClip(clip).ID
	}
	env.SeedClip(mockapi.Clip{MediaID: other.ID})
	of := func(media mockapi.Media, more string) string { return fmt.Sprintf("media_id = %q\n%s", media.ID, more) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, "clips", "", dataField("clips", "ids", knownvalue.ListSizeExact(121))),
			dataStep(env, "clips", of(media, ""), dataField("clips", "ids", texts(ids...))),
			dataStep(env, "clips", of(media, `filter = { rank_not_null = "true" }`), dataField("clips", "ids", texts(ids[:3]...))),
			dataStep(env, "clips", of(media, "limit = 101"), dataField("clips", "ids", texts(ids[:101]...))),
			dataStep(env, "clips", of(other, `filter = { start_time_gt = "100" }`), dataField("clips", "ids", none), dataField("clips", "clips", none)),
			dataStep(env, "clips", `media_id = "7f0f6a55-0000-4000-8000-000000000000"`, dataField("clips", "ids", none)),
		},
	})
}

func TestAccWebhookSubscriptionsDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	ids := make([]string, 101) // The list has pages, though it documents no parameter for them.
	for i := range ids {
		ids[i] = env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: fmt.Sprintf("https://hooks.example.com/%03d", i)}).ID
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, "webhook_subscriptions", "",
				dataField("webhook_subscriptions", "ids", texts(ids...)),
				dataField("webhook_subscriptions", "webhook_subscriptions", knownvalue.ListSizeExact(101))),
			dataStep(env, "webhook_subscriptions", `filter = { url_end = "/042" }`, dataField("webhook_subscriptions", "ids", texts(ids[42]))),
			dataStep(env, "webhook_subscriptions", `limit = 31`, dataField("webhook_subscriptions", "ids", texts(ids[:31]...))),
			dataStep(env, "webhook_subscriptions", `filter = { url_start = "https://nobody.example.com/" }`, dataField("webhook_subscriptions", "ids", none)),
		},
	})
}

func TestAccAPIConfigurationDataSource(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	const kind = "api_configuration"
	withKey := func(key string) string {
		return strings.Replace(env.Config(dataConfig(kind, "")), fmt.Sprintf("%q", mockapi.DefaultAPIKey), fmt.Sprintf("%q", key), 1)
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			dataStep(env, kind, "",
				dataField(kind, "base_url", knownvalue.StringExact(env.URL())),
				dataField(kind, "auth_method", knownvalue.StringExact("bearer")),
				dataField(kind, "authenticated", knownvalue.Bool(true)),
				dataField(kind, "max_upload_bytes", knownvalue.Int64Exact(5<<30)),
				dataField(kind, "supported_audio_formats", knownvalue.SetSizeExact(6)),
				dataField(kind, "webhook_events", knownvalue.SetExact([]knownvalue.Check{knownvalue.StringExact("media.processing_finished")}))),
			{ // A wrong key is an answer, not an error.
				Config:            withKey("wrong"),
				ConfigStateChecks: []statecheck.StateCheck{dataField(kind, "authenticated", knownvalue.Bool(false))},
			},
			{ // But a failure of the API is one.
				PreConfig:   func() { env.Inject(mockapi.Fault{Kind: mockapi.Error500Before, Times: 100}) },
				Config:      env.Config(dataConfig(kind, "")),
				ExpectError: regexp.MustCompile(`Cannot check the API key`),
			},
		},
	})
}
