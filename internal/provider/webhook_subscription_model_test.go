package provider

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// fullSubscription has a value for everything.
func fullSubscription(seed string) *client.WebhookSubscription {
	return &client.WebhookSubscription{
		ID: "id" + seed, URL: "https://example.com/" + seed, SubscribedEvents: []string{allEvents}, Active: ptr(true),
		CreatedAt: "created" + seed, UpdatedAt: ptr("updated" + seed), UserID: ptr("user" + seed),
	}
}

func TestWebhookSubscriptionFromAPI(t *testing.T) {
	t.Parallel()
	sameAttributes(t, webhookSubscriptionFromAPI(fullSubscription("1")), webhookSubscriptionObject{
		ID: text("id1"), URL: text("https://example.com/1"), SubscribedEvents: stringSet([]string{"*"}), Active: types.BoolValue(true),
		CreatedAt: text("created1"), UpdatedAt: text("updated1"), UserID: text("user1"),
	})
	sameAttributes(t, webhookSubscriptionFromAPI(&client.WebhookSubscription{ID: "1", URL: "u"}), webhookSubscriptionObject{
		ID: text("1"), URL: text("u"), SubscribedEvents: stringSet(nil),
	})
}

func TestWebhookSubscriptionKeepPlanned(t *testing.T) {
	t.Parallel()
	planned := webhookSubscriptionFromAPI(fullSubscription("22"))
	model := webhookSubscriptionFromAPI(fullSubscription("1"))
	model.keepPlanned(planned)
	sameAttributes(t, model, planned)

	open := webhookSubscriptionObject{
		ID: anyText, URL: text("u"), SubscribedEvents: types.SetUnknown(types.StringType), Active: types.BoolUnknown(),
		CreatedAt: anyText, UpdatedAt: anyText, UserID: anyText,
	}
	model = webhookSubscriptionFromAPI(fullSubscription("1"))
	model.keepPlanned(open)
	want := webhookSubscriptionFromAPI(fullSubscription("1"))
	want.URL = text("u")
	sameAttributes(t, model, want)
}

func TestWebhookSubscriptionCreationMatches(t *testing.T) {
	t.Parallel()
	plan := webhookSubscriptionObject{URL: text("u"), SubscribedEvents: stringSet([]string{"b", "a"})}
	everything := webhookSubscriptionObject{URL: text("u"), SubscribedEvents: types.SetUnknown(types.StringType)}
	for name, test := range map[string]struct {
		plan         webhookSubscriptionObject
		subscription client.WebhookSubscription
		want         bool
	}{
		"the same":              {plan, client.WebhookSubscription{URL: "u", SubscribedEvents: []string{"a", "b"}}, true},
		"in another order":      {plan, client.WebhookSubscription{URL: "u", SubscribedEvents: []string{"b", "a"}}, true},
		"other events":          {plan, client.WebhookSubscription{URL: "u", SubscribedEvents: []string{"a"}}, false},
		"another URL":           {plan, client.WebhookSubscription{URL: "v", SubscribedEvents: []string{"a", "b"}}, false},
		"left to the API":       {everything, client.WebhookSubscription{URL: "u", SubscribedEvents: []string{allEvents}}, true},
		"left to the API, else": {everything, client.WebhookSubscription{URL: "v"}, false},
	} {
		equal(t, name, newWebhookSubscriptionCreation(nil, nil, &test.plan).Matches(&test.subscription), test.want)
	}
}
