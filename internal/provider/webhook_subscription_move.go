package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ resource.ResourceWithMoveState = (*webhookSubscriptionResource)(nil)

// MoveState takes over what another type of resource has managed.
func (r *webhookSubscriptionResource) MoveState(context.Context) []resource.StateMover {
	return mover{
		typeName: webhookSubscriptionType, collection: "webhook_subscriptions",
		model: func(id types.String) any { return importedWebhookSubscription(webhookSubscriptionObject{ID: id}) },
	}.movers()
}
