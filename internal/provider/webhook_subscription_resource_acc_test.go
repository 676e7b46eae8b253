package provider_test

import (
	"fmt"
	"regexp"
	"strings"
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

const (
	subscriptionAddress = "contentgroove_webhook_subscription.test"
	receiverURL         = "https://hooks.example.com/contentgroove"
)

// subscriptionConfig is a webhook subscription with these arguments.
func subscriptionConfig(url, arguments string) string {
	return fmt.Sprintf("resource \"contentgroove_webhook_subscription\" \"test\" {\n  url = %q\n  %s\n}\n", url, arguments)
}

const finishedEvents = `subscribed_events = ["media.processing_finished"]`

// subscriptionField expects a value of an attribute.
func subscriptionField(name string, value knownvalue.Check) statecheck.StateCheck {
	return field(subscriptionAddress, name, value)
}

// events expects these events, in any order.
func events(names ...string) statecheck.StateCheck {
	checks := make([]knownvalue.Check, len(names))
	for i, name := range names {
		checks[i] = knownvalue.StringExact(name)
	}
	return subscriptionField("subscribed_events", knownvalue.SetExact(checks))
}

func TestAccWebhookSubscription_lifeCycle(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	replaced := plannedFor(subscriptionAddress, plancheck.ResourceActionDestroyBeforeCreate)
	differs := statecheck.CompareValue(compare.ValuesDiffer())
	anotherID := func() statecheck.StateCheck { return differs.AddStateValue(subscriptionAddress, tfjsonpath.New("id")) }
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{ // Without events, the API chooses all.
				Config: env.Config(subscriptionConfig(receiverURL, "")),
				ConfigPlanChecks: plannedFor(subscriptionAddress, plancheck.ResourceActionCreate,
					unknown(subscriptionAddress, "id", "subscribed_events", "active", "user_id")...),
				ConfigStateChecks: []statecheck.StateCheck{
					subscriptionField("id", knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f-]{36}$`))),
					subscriptionField("active", knownvalue.Bool(true)),
					subscriptionField("created_at", knownvalue.NotNull()),
					subscriptionField("updated_at", knownvalue.NotNull()),
					subscriptionField("user_id", knownvalue.NotNull()),
					events("*"), anotherID(),
				},
			},
			{Config: env.Config(subscriptionConfig(receiverURL, "")), ConfigPlanChecks: unchanged},
			{ // The same events, spelt out.
				Config: env.Config(subscriptionConfig(receiverURL, `subscribed_events = ["*"]`)), ConfigPlanChecks: unchanged,
			},
			{
				Config:            env.Config(subscriptionConfig(receiverURL, finishedEvents)),
				ConfigPlanChecks:  replaced,
				ConfigStateChecks: []statecheck.StateCheck{events("media.processing_finished"), anotherID()},
			},
			{ // Leaving the events out again means all of them again.
				Config:            env.Config(subscriptionConfig(receiverURL, "")),
				ConfigPlanChecks:  replaced,
				ConfigStateChecks: []statecheck.StateCheck{events("*"), anotherID()},
			},
			{
				Config:            env.Config(subscriptionConfig("https://other.example.com/contentgroove", "")),
				ConfigPlanChecks:  replaced,
				ConfigStateChecks: []statecheck.StateCheck{anotherID()},
			},
		},
	})
	if left := env.WebhookSubscriptions(); len(left) != 0 {
		t.Errorf("%d subscriptions are left after the destroy", len(left))
	}
	count(t, env, mockapi.OpCreateWebhookSubscription, 4)
}

func TestAccWebhookSubscription_withoutGap(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	const overlap = "lifecycle { create_before_destroy = true }"
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: env.Config(subscriptionConfig(receiverURL, overlap))},
			{
				Config:           env.Config(subscriptionConfig(receiverURL, overlap+"\n"+finishedEvents)),
				ConfigPlanChecks: plannedFor(subscriptionAddress, plancheck.ResourceActionCreateBeforeDestroy),
			},
		},
	})
}

func TestAccWebhookSubscription_drift(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(subscriptionConfig(receiverURL, finishedEvents))
	change := func(change func(*mockapi.WebhookSubscription)) func() {
		return func() { env.UpdateWebhookSubscription(env.WebhookSubscriptions()[0].ID, change) }
	}
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{
				PreConfig:         change(func(s *mockapi.WebhookSubscription) { s.SubscribedEvents = []string{"*"} }),
				Config:            config,
				ConfigPlanChecks:  plannedFor(subscriptionAddress, plancheck.ResourceActionDestroyBeforeCreate),
				ConfigStateChecks: []statecheck.StateCheck{events("media.processing_finished")},
			},
			{
				PreConfig:        change(func(s *mockapi.WebhookSubscription) { s.URL = "https://other.example.com/" }),
				Config:           config,
				ConfigPlanChecks: plannedFor(subscriptionAddress, plancheck.ResourceActionDestroyBeforeCreate),
			},
			{ // No argument switches a subscription on or off, so the state just tells.
				PreConfig:         change(func(s *mockapi.WebhookSubscription) { s.Inactive = true }),
				Config:            config,
				ConfigPlanChecks:  unchanged,
				ConfigStateChecks: []statecheck.StateCheck{subscriptionField("active", knownvalue.Bool(false))},
			},
			{
				PreConfig:        func() { env.DeleteWebhookSubscription(env.WebhookSubscriptions()[0].ID) },
				Config:           config,
				ConfigPlanChecks: plannedFor(subscriptionAddress, plancheck.ResourceActionCreate),
			},
			{
				PreConfig: func() { env.DeleteWebhookSubscription(env.WebhookSubscriptions()[0].ID) },
				Config:    config,
				Destroy:   true,
			},
		},
	})
}

func TestAccWebhookSubscription_import(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	config := env.Config(subscriptionConfig(receiverURL, finishedEvents))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{
			{Config: config},
			{ResourceName: subscriptionAddress, ImportState: true, ImportStateVerify: true},
			{ResourceName: subscriptionAddress, ImportState: true, ImportStateId: "url:" + receiverURL, ImportStateVerify: true},
			{ResourceName: subscriptionAddress, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config},
			{
				ResourceName: subscriptionAddress, ImportState: true, ImportStateId: "7f0f6a55-0000-4000-8000-000000000000",
				ExpectError: regexp.MustCompile(`Cannot import non-existent remote object`),
			},
			{
				PreConfig:    func() { env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: receiverURL}) },
				ResourceName: subscriptionAddress, ImportState: true, ImportStateId: "url:" + receiverURL,
				ExpectError: regexp.MustCompile(`More than one webhook subscription`),
			},
		},
	})
}

// An imported subscription whose configuration leaves the events open keeps
// those that it has.
func TestAccWebhookSubscription_importedEvents(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	seeded := env.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: receiverURL, SubscribedEvents: []string{"media.processing_finished"}})
	config := env.Config(subscriptionConfig(receiverURL, "") +
		fmt.Sprintf("import {\n  to = %s\n  id = %q\n}\n", subscriptionAddress, seeded.ID))
	resource.Test(t, resource.TestCase{
		ProtoV6ProviderFactories: env.ProviderFactories,
		Steps: []resource.TestStep{{
			Config:            config,
			ConfigPlanChecks:  plannedFor(subscriptionAddress, plancheck.ResourceActionNoop),
			ConfigStateChecks: []statecheck.StateCheck{events("media.processing_finished")},
		}},
	})
	count(t, env, mockapi.OpCreateWebhookSubscription, 0)
}

func TestAccWebhookSubscription_undocumentedEvent(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(subscriptionConfig(receiverURL, `subscribed_events = ["media.finished"]`)))
	if printed := cli.MustRun("validate"); !strings.Contains(printed, `ContentGroove does not document the event "media.finished"`) {
		t.Errorf("no warning of the event:\n%s", printed)
	}
}
