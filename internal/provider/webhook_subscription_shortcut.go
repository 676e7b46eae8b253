package provider

import (
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func newWebhookSubscriptionShortcut() *shortcut {
	everything := tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, allEvents)})
	s := &shortcut{
		refresh: listedRefresh(func(conn *connection) *objectReader[client.WebhookSubscription] { return conn.subscriptions },
			(*webhookSubscriptionObject).refresh, (*webhookSubscriptionObject).assess),
		valid: func(attributeValues) bool { return true },
		// Events that are not in the configuration may have been once, and only the
		// private state knows. That makes no difference when they are the default.
		settled: func(config, state attributeValues) bool {
			return !config["subscribed_events"].IsNull() || state["subscribed_events"].Equal(everything)
		},
	}
	return s.describe(webhookSubscriptionResourceSchema())
}
