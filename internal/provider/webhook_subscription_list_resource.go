package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ list.ListResource              = (*webhookSubscriptionListResource)(nil)
	_ list.ListResourceWithConfigure = (*webhookSubscriptionListResource)(nil)
)

// newWebhookSubscriptionListResource returns the list resource
// contentgroove_webhook_subscription.
func newWebhookSubscriptionListResource() list.ListResource {
	return &webhookSubscriptionListResource{}
}

// webhookSubscriptionListResource lists what the resource manages: it has its
// name and its connection.
type webhookSubscriptionListResource struct {
	webhookSubscriptionResource
}

// ListResourceConfigSchema describes the list block.
func (r *webhookSubscriptionListResource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "The webhook subscriptions of the account, or those that match a filter, for import in bulk. " + needsListResources,
		Attributes:          listBlockAttributes(webhookSubscriptionCollection.columns.kinds()),
	}
}

// List streams the subscriptions.
func (r *webhookSubscriptionListResource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	listed[*client.WebhookSubscription]{
		collection: webhookSubscriptionCollection,
		model: func(subscription *client.WebhookSubscription) any {
			return importedWebhookSubscription(webhookSubscriptionFromAPI(subscription))
		},
	}.stream(ctx, r.conn, req, &selection{}, stream)
}
