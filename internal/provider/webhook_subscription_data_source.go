package provider

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var (
	_ datasource.DataSourceWithConfigure        = (*webhookSubscriptionDataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*webhookSubscriptionDataSource)(nil)
)

// newWebhookSubscriptionDataSource returns the data source
// contentgroove_webhook_subscription.
func newWebhookSubscriptionDataSource() datasource.DataSource {
	return &webhookSubscriptionDataSource{}
}

type webhookSubscriptionDataSource struct {
	configuredDataSource
}

// Metadata names the data source.
func (d *webhookSubscriptionDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = webhookSubscriptionType
}

// Schema describes the data source.
func (d *webhookSubscriptionDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := webhookSubscriptionDataAttributes()
	maps.Copy(attributes, lookupAttributes(webhookSubscriptionDescriptions, "url"))
	resp.Schema = schema.Schema{
		MarkdownDescription: "One webhook subscription, looked up by its `id`, or by its `url` when exactly one subscription has it.",
		Attributes:          attributes,
	}
}

// webhookSubscriptionDataAttributes are the attributes of a subscription in data
// sources.
func webhookSubscriptionDataAttributes() map[string]schema.Attribute {
	return computedAttributes(webhookSubscriptionDescriptions, map[string]schema.Attribute{
		"active":            schema.BoolAttribute{},
		"subscribed_events": schema.SetAttribute{ElementType: types.StringType},
	})
}

// ConfigValidators ask for one way to find the subscription.
func (d *webhookSubscriptionDataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return lookupValidators("url")
}

// Read finds the subscription.
func (d *webhookSubscriptionDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var config webhookSubscriptionObject
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	_, diags := d.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	subscription, diags := webhookSubscriptionLookup(d.conn).find(ctx, config.ID, config.URL)
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}
	found := webhookSubscriptionFromAPI(subscription)
	resp.Diagnostics.Append(resp.State.Set(ctx, &found)...)
}

// webhookSubscriptionLookup finds subscriptions by id or URL.
func webhookSubscriptionLookup(conn *connection) lookup[*client.WebhookSubscription] {
	return lookup[*client.WebhookSubscription]{
		collection: webhookSubscriptionCollection, conn: conn,
		kind: "webhook subscription", key: "url",
		get:   viaClient(conn, (*client.Client).GetWebhookSubscription),
		value: func(subscription *client.WebhookSubscription) string { return subscription.URL },
	}
}
