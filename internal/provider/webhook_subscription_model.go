package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// webhookSubscriptionObject is a subscription as the API shows it. The resource,
// the data source and the list all hold one.
type webhookSubscriptionObject struct {
	ID               types.String `tfsdk:"id"`
	URL              types.String `tfsdk:"url"`
	SubscribedEvents types.Set    `tfsdk:"subscribed_events"`
	Active           types.Bool   `tfsdk:"active"`
	CreatedAt        types.String `tfsdk:"created_at"`
	UpdatedAt        types.String `tfsdk:"updated_at"`
	UserID           types.String `tfsdk:"user_id"`
}

// webhookSubscriptionFromAPI turns an API object into attributes.
func webhookSubscriptionFromAPI(subscription *client.WebhookSubscription) webhookSubscriptionObject {
	return webhookSubscriptionObject{
		ID:               types.StringValue(subscription.ID),
		URL:              types.StringValue(subscription.URL),
		SubscribedEvents: stringSet(subscription.SubscribedEvents),
		Active:           types.BoolPointerValue(subscription.Active),
		CreatedAt:        optionalString(&subscription.CreatedAt),
		UpdatedAt:        optionalString(subscription.UpdatedAt),
		UserID:           optionalString(subscription.UserID),
	}
}

// refresh takes over what the API says.
func (m *webhookSubscriptionObject) refresh(subscription *client.WebhookSubscription) {
	*m = webhookSubscriptionFromAPI(subscription)
}

// assess judges what a page of a list shows of the subscription. The API cannot
// change one, so a difference is confirmed by a read of the subscription itself.
// After an import nothing is known yet.
func (m *webhookSubscriptionObject) assess(listed *client.WebhookSubscription) bulkread.Assessment {
	differs := m.URL.ValueString() != listed.URL || !m.SubscribedEvents.Equal(stringSet(listed.SubscribedEvents))
	if known(m.CreatedAt) && differs {
		return bulkread.Doubtful
	}
	return bulkread.Complete
}

// webhookSubscriptionCandidate returns the facts by which a message names a
// subscription.
func webhookSubscriptionCandidate(subscription *client.WebhookSubscription) candidate {
	return candidate{id: subscription.ID, name: subscription.URL, createdAt: subscription.CreatedAt}
}

// importedWebhookSubscription is the resource right after an import. Nothing but
// the id need be known of the object yet.
func importedWebhookSubscription(object webhookSubscriptionObject) webhookSubscriptionObject {
	if object.SubscribedEvents.IsNull() {
		object.SubscribedEvents = types.SetNull(types.StringType)
	}
	return object
}

// keepPlanned puts the planned values back where the plan had any.
func (m *webhookSubscriptionObject) keepPlanned(planned webhookSubscriptionObject) {
	keep(&m.ID, planned.ID)
	keep(&m.URL, planned.URL)
	keep(&m.SubscribedEvents, planned.SubscribedEvents)
	keep(&m.Active, planned.Active)
	keep(&m.CreatedAt, planned.CreatedAt)
	keep(&m.UpdatedAt, planned.UpdatedAt)
	keep(&m.UserID, planned.UserID)
}
