package provider

import (
	"context"
	"encoding/json"
	"iter"
	"slices"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// newWebhookSubscriptionRequest returns the request for a plan. It identifies the
// creation.
func newWebhookSubscriptionRequest(plan *webhookSubscriptionObject) client.WebhookSubscriptionCreate {
	request := client.WebhookSubscriptionCreate{URL: plan.URL.ValueString()}
	if known(plan.SubscribedEvents) {
		request.SubscribedEvents = setStrings(plan.SubscribedEvents)
		slices.Sort(request.SubscribedEvents)
	}
	return request
}

// newWebhookSubscriptionCreation describes the subscription that the plan asks
// for.
func newWebhookSubscriptionCreation(api *client.Client, conn *connection, plan *webhookSubscriptionObject) creation.Spec[*client.WebhookSubscription] {
	request := newWebhookSubscriptionRequest(plan)
	return creation.Spec[*client.WebhookSubscription]{
		Kind:    webhookSubscriptionType,
		Label:   webhookSubscriptionLabel(request.URL),
		Request: request,
		Traits:  creation.Traits{"url": request.URL},
		Turn:    request.URL,
		Post: func(ctx context.Context, _ json.RawMessage) (*client.WebhookSubscription, error) {
			return api.CreateWebhookSubscription(ctx, request)
		},
		Get: func(ctx context.Context, id, createdAt string) (*client.WebhookSubscription, error) {
			return getCreated(ctx, conn, conn.subscriptions, id, createdAt)
		},
		Newest: func(ctx context.Context) iter.Seq2[*client.WebhookSubscription, error] {
			return api.WebhookSubscriptions(ctx, client.ListOptions{Sort: newestFirst})
		},
		Describe: func(subscription *client.WebhookSubscription) creation.Facts {
			return creation.Facts{
				ID: subscription.ID, Name: subscription.URL, CreatedAt: subscription.CreatedAt,
				Traits: creation.Traits{"url": subscription.URL},
			}
		},
		Possible: func(subscription *client.WebhookSubscription) bool {
			return request.SubscribedEvents == nil ||
				slices.Equal(slices.Sorted(slices.Values(subscription.SubscribedEvents)), request.SubscribedEvents)
		},
	}
}
