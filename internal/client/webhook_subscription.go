package client

import (
	"context"
	"iter"
)

// WebhookSubscription asks ContentGroove to POST events to a URL. Times are
// RFC 3339 texts. The API cannot change a subscription.
type WebhookSubscription struct {
	ID, URL string
	// SubscribedEvents are names of events; "*" means all.
	SubscribedEvents []string
	Active           *bool
	CreatedAt        string
	UpdatedAt        *string
	// UserID is the user whom the subscription belongs to.
	UserID *string
}

// WebhookSubscriptionCreate describes a subscription to create.
type WebhookSubscriptionCreate struct {
	// URL is where events are sent.
	URL string
	// SubscribedEvents is left out of the request if nil, which the API takes as all events.
	SubscribedEvents []string
}

type webhookSubscriptionCreateAttributes struct {
	URL              string   `json:"url"`
	SubscribedEvents []string `json:"subscribed_events,omitzero"`
}

// webhookSubscriptionResource is a subscription as the API sends it.
type webhookSubscriptionResource struct {
	ID         identifier `json:"id"`
	Attributes *struct {
		URL              string   `json:"url"`
		SubscribedEvents []string `json:"subscribed_events"`
		Active           boolean  `json:"active"`
		CreatedAt        string   `json:"created_at"`
		UpdatedAt        *string  `json:"updated_at"`
	} `json:"attributes"`
	Relationships struct {
		User Optional[linkage] `json:"user"`
	} `json:"relationships"`
}

func (r *webhookSubscriptionResource) object() (*WebhookSubscription, error) {
	attributes := r.Attributes
	if attributes == nil {
		return nil, errNoAttributes
	}
	return &WebhookSubscription{
		ID:               string(r.ID),
		URL:              attributes.URL,
		SubscribedEvents: attributes.SubscribedEvents,
		Active:           attributes.Active.value,
		CreatedAt:        attributes.CreatedAt,
		UpdatedAt:        attributes.UpdatedAt,
		UserID:           relatedID(r.Relationships.User).Value,
	}, nil
}

var webhookSubscriptionCollection = collection[webhookSubscriptionResource, *WebhookSubscription]{
	path:     "webhook_subscriptions",
	singular: "webhook subscription",
	plural:   "webhook subscriptions",
	convert:  (*webhookSubscriptionResource).object,
	id:       func(subscription *WebhookSubscription) string { return subscription.ID },
}

// CreateWebhookSubscription creates a subscription. It fails with an
// [*AmbiguousError] if the subscription may exist nonetheless.
func (c *Client) CreateWebhookSubscription(ctx context.Context, create WebhookSubscriptionCreate) (*WebhookSubscription, error) {
	return webhookSubscriptionCollection.create(ctx, c, webhookSubscriptionCreateAttributes(create), create.URL)
}

// GetWebhookSubscription returns one subscription, or [ErrNotFound].
func (c *Client) GetWebhookSubscription(ctx context.Context, id string) (*WebhookSubscription, error) {
	return webhookSubscriptionCollection.get(ctx, c, id)
}

// DeleteWebhookSubscription deletes a subscription. It fails with [ErrNotFound]
// if there was none.
func (c *Client) DeleteWebhookSubscription(ctx context.Context, id string) error {
	return webhookSubscriptionCollection.delete(ctx, c, id)
}

// WebhookSubscriptions iterates over all subscriptions, across pages, none
// twice. An error ends it.
func (c *Client) WebhookSubscriptions(ctx context.Context, options ListOptions) iter.Seq2[*WebhookSubscription, error] {
	return items(webhookSubscriptionCollection.pages(ctx, c, options))
}

// WebhookSubscriptionPage returns one page of the list of all subscriptions, numbered from 1. The page
// behind the last is empty.
func (c *Client) WebhookSubscriptionPage(ctx context.Context, options ListOptions, number int) (Page[*WebhookSubscription], error) {
	return webhookSubscriptionCollection.page(ctx, c, options, number)
}
