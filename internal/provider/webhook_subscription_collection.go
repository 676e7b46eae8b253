package provider

import "github.com/contentgroove/terraform-provider-contentgroove/internal/client"

// webhookSubscriptionCollection is the list of webhook subscriptions.
var webhookSubscriptionCollection = collection[*client.WebhookSubscription]{
	singular: "the webhook subscription", plural: "webhook subscriptions",
	page:     (*client.Client).WebhookSubscriptionPage,
	describe: webhookSubscriptionCandidate,
	columns: columns[*client.WebhookSubscription]{
		"id":         {textColumn, func(s *client.WebhookSubscription) any { return s.ID }},
		"url":        {textColumn, func(s *client.WebhookSubscription) any { return s.URL }},
		"active":     {flagColumn, func(s *client.WebhookSubscription) any { return nullableFlag(s.Active) }},
		"created_at": {timeColumn, func(s *client.WebhookSubscription) any { return timeValue(s.CreatedAt) }},
		"updated_at": {timeColumn, func(s *client.WebhookSubscription) any { return nullableTime(s.UpdatedAt) }},
		"user_id":    {textColumn, func(s *client.WebhookSubscription) any { return nullable(s.UserID) }},
	},
}
