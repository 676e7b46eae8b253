package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var _ datasource.DataSourceWithConfigure = (*webhookSubscriptionsDataSource)(nil)

// newWebhookSubscriptionsDataSource returns the data source
// contentgroove_webhook_subscriptions.
func newWebhookSubscriptionsDataSource() datasource.DataSource {
	return &webhookSubscriptionsDataSource{}
}

type webhookSubscriptionsDataSource struct {
	configuredDataSource
}

// webhookSubscriptionsModel is the data source.
type webhookSubscriptionsModel struct {
	listArguments

	WebhookSubscriptions []webhookSubscriptionObject `tfsdk:"webhook_subscriptions"`
}

// Metadata names the data source.
func (d *webhookSubscriptionsDataSource) Metadata(_ context.Context, _ datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_webhook_subscriptions"
}

// Schema describes the data source.
func (d *webhookSubscriptionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "All webhook subscriptions of the account, or those that match a filter.",
		Attributes:          listDataAttributes("webhook_subscriptions", webhookSubscriptionCollection.columns.kinds(), webhookSubscriptionDataAttributes()),
	}
}

// Read lists the subscriptions.
func (d *webhookSubscriptionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var model webhookSubscriptionsModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	options, diags := model.options(ctx)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	model.WebhookSubscriptions, model.IDs, diags = listModels(ctx, d.conn, webhookSubscriptionCollection, listQuery[*client.WebhookSubscription]{ListOptions: options}, webhookSubscriptionFromAPI)
	resp.Diagnostics.Append(diags...)
	if !diags.HasError() {
		resp.Diagnostics.Append(resp.State.Set(ctx, &model)...)
	}
}
