package provider

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/boolplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// Events that a subscription can name. The API documents one event; the star
// stands for all.
const (
	allEvents                    = "*"
	eventMediaProcessingFinished = client.EventMediaProcessingFinished
)

// webhookEvents are the documented values of subscribed_events.
var webhookEvents = []string{allEvents, eventMediaProcessingFinished}

// webhookSubscriptionDescriptions say what the API's attributes of a
// subscription mean. Resource, data source and list share them.
var webhookSubscriptionDescriptions = map[string]string{
	"id":                "Id of the webhook subscription, a UUID.",
	"url":               "URL that ContentGroove sends events to, by POST. It must answer 200; anything else is retried.",
	"subscribed_events": "Events that are sent: `*` for all, or `media.processing_finished`.",
	"active":            "Whether events are sent.",
	"created_at":        "Time at which the subscription was created, in RFC 3339.",
	"updated_at":        "Time at which the subscription was last changed, in RFC 3339.",
	"user_id":           "Id of the user who owns the subscription.",
}

// webhookSubscriptionResourceSchema describes the resource.
func webhookSubscriptionResourceSchema() schema.Schema {
	describe := func(name string) string { return webhookSubscriptionDescriptions[name] }
	unchanging := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	return schema.Schema{
		MarkdownDescription: "A webhook subscription: ContentGroove sends events to a URL, at least once each.\n\n" +
			"The API cannot change a subscription, so every change of an argument replaces it. See the guide on webhooks for how to do that without missing an event.",
		Attributes: map[string]schema.Attribute{
			"id": schema.StringAttribute{MarkdownDescription: describe("id"), Computed: true, PlanModifiers: unchanging},
			"url": schema.StringAttribute{
				MarkdownDescription: describe("url") + " Changing it replaces the subscription.",
				Required:            true,
				PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
				Validators:          []validator.String{webURL()},
			},
			"subscribed_events": schema.SetAttribute{
				MarkdownDescription: describe("subscribed_events") + " Leaving it out means all events. Changing it replaces the subscription.",
				Optional:            true,
				Computed:            true,
				ElementType:         types.StringType,
				PlanModifiers:       []planmodifier.Set{setplanmodifier.UseStateForUnknown()},
				Validators: []validator.Set{
					filledSet{},
				},
			},
			"active": schema.BoolAttribute{
				MarkdownDescription: describe("active"), Computed: true,
				PlanModifiers: []planmodifier.Bool{boolplanmodifier.UseStateForUnknown()},
			},
			"created_at": schema.StringAttribute{MarkdownDescription: describe("created_at"), Computed: true, PlanModifiers: unchanging},
			"updated_at": schema.StringAttribute{MarkdownDescription: describe("updated_at"), Computed: true, PlanModifiers: unchanging},
			"user_id":    schema.StringAttribute{MarkdownDescription: describe("user_id"), Computed: true, PlanModifiers: unchanging},
		},
	}
}
