package provider

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ resource.ResourceWithConfigure      = (*webhookSubscriptionResource)(nil)
	_ resource.ResourceWithIdentity       = (*webhookSubscriptionResource)(nil)
	_ resource.ResourceWithImportState    = (*webhookSubscriptionResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*webhookSubscriptionResource)(nil)
	_ resource.ResourceWithValidateConfig = (*webhookSubscriptionResource)(nil)
)

// newWebhookSubscriptionResource returns the resource
// contentgroove_webhook_subscription.
func newWebhookSubscriptionResource() resource.Resource { return &webhookSubscriptionResource{} }

type webhookSubscriptionResource struct {
	conn *connection
}

// webhookSubscriptionType is the name of the resource.
const webhookSubscriptionType = typeNamePrefix + "_webhook_subscription"

// How long reading and deleting a subscription may take, repeats included.
const (
	webhookSubscriptionCreateTimeout = 20 * time.Minute
	webhookSubscriptionReadTimeout   = 5 * time.Minute
	webhookSubscriptionDeleteTimeout = 10 * time.Minute
)

// Metadata names the resource.
func (r *webhookSubscriptionResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = webhookSubscriptionType
}

// Schema describes the resource.
func (r *webhookSubscriptionResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = webhookSubscriptionResourceSchema()
}

// IdentitySchema describes the identity.
func (r *webhookSubscriptionResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = idIdentitySchema(webhookSubscriptionDescriptions["id"])
}

// Configure takes over the connection.
func (r *webhookSubscriptionResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.conn = conn
}

// ValidateConfig warns of an event that is not documented: the API may know more
// events than its description, but a misspelt one would never be sent.
func (r *webhookSubscriptionResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config webhookSubscriptionObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	for _, event := range setStrings(config.SubscribedEvents) {
		if event != "" && !slices.Contains(webhookEvents, event) {
			resp.Diagnostics.AddAttributeWarning(path.Root("subscribed_events"), "Undocumented event", fmt.Sprintf(
				"ContentGroove does not document the event %q. If it is misspelt, nothing will be sent. Documented: %s.", event, quotedList(webhookEvents)))
		}
	}
}

// ModifyPlan replaces the subscription when its events change, also when they
// were in the configuration and are there no more. Events that the
// configuration never named, as after an import, are the API's to choose.
func (r *webhookSubscriptionResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conn == nil || req.Plan.Raw.IsNull() {
		return
	}
	if req.State.Raw.IsNull() {
		var plan webhookSubscriptionObject
		resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
		r.conn.ledger.Expect(webhookSubscriptionType, newWebhookSubscriptionRequest(&plan))
		r.warnOfTwin(plan.URL, &resp.Diagnostics)
		return
	}
	var config, state webhookSubscriptionObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	configured, diags := readPrivate[bool](ctx, req.Private, privateEventsConfigured)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conn.own(webhookSubscriptionType, state.ID.ValueString(), state.CreatedAt.ValueString()) // A plan need not refresh first.
	events := path.Root("subscribed_events")
	switch {
	case config.SubscribedEvents.IsNull():
		if configured && !slices.Equal(setStrings(state.SubscribedEvents), []string{allEvents}) {
			resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, events, types.SetUnknown(types.StringType))...)
			resp.RequiresReplace = append(resp.RequiresReplace, events)
		}
	case !config.SubscribedEvents.Equal(state.SubscribedEvents):
		resp.RequiresReplace = append(resp.RequiresReplace, events)
	}
}

// Create makes the subscription.
func (r *webhookSubscriptionResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan webhookSubscriptionObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	api, diags := r.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, webhookSubscriptionCreateTimeout)
	defer cancel()
	created, diags := createObject(ctx, r.conn, newWebhookSubscriptionCreation(api, r.conn, &plan))
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	planned := plan
	plan = webhookSubscriptionFromAPI(created.Object)
	plan.keepPlanned(planned)
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, privateEventsConfigured, !config.SubscribedEvents.IsNull())...)
	resp.Diagnostics.Append(markSeen(ctx, r.conn, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
	created.Returned()
}

// Read refreshes the state.
func (r *webhookSubscriptionResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state webhookSubscriptionObject
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	subscription := refresh[client.WebhookSubscription]{
		reader: r.conn.subscriptions, title: "Webhook subscription", label: webhookSubscriptionLabel(state.URL.ValueString()),
		id: state.ID, createdAt: state.CreatedAt, limit: webhookSubscriptionReadTimeout, assess: state.assess,
	}.run(ctx, r.conn, req, resp)
	if subscription == nil {
		return
	}
	state.refresh(subscription)
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update has nothing to send, since every argument replaces. Terraform calls it
// when the configuration of the events changes without changing them.
func (r *webhookSubscriptionResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan webhookSubscriptionObject
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete removes the subscription. One that is gone already is no error.
func (r *webhookSubscriptionResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state webhookSubscriptionObject
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	mark, diags := readPrivate[keyMark](ctx, req.Private, privateSeenWith)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(deletion[client.WebhookSubscription]{
		reader: r.conn.subscriptions, label: webhookSubscriptionLabel(state.URL.ValueString()), id: state.ID, createdAt: state.CreatedAt,
		limit: webhookSubscriptionDeleteTimeout, remove: (*client.Client).DeleteWebhookSubscription,
	}.run(ctx, r.conn, mark)...)
}

// ImportState imports by id, by identity, or by URL.
func (r *webhookSubscriptionResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importer[*client.WebhookSubscription]{
		key:    "url",
		lookup: webhookSubscriptionLookup,
		model:  func(id types.String) any { return importedWebhookSubscription(webhookSubscriptionObject{ID: id}) },
	}.run(ctx, r.conn, req, resp)
}

// webhookSubscriptionLabel is what messages call a subscription.
func webhookSubscriptionLabel(url string) string {
	return fmt.Sprintf("webhook subscription to %q", url)
}
