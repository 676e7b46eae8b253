package provider

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var (
	_ action.Action              = (*webhookTestAction)(nil)
	_ action.ActionWithConfigure = (*webhookTestAction)(nil)
)

// newWebhookTestAction returns the action contentgroove_webhook_test.
func newWebhookTestAction() action.Action { return &webhookTestAction{} }

// webhookTestAction tries out a receiver of webhooks. It does not use the API.
type webhookTestAction struct {
	configuredAction
}

// webhookTestModel is the action's configuration.
type webhookTestModel struct {
	URL     types.String `tfsdk:"url"`
	Timeout types.String `tfsdk:"timeout"`
}

// webhookTestTimeout is the default time limit of one delivery. The API does not
// document its own.
const webhookTestTimeout = 10 * time.Second

// testDeliveries is how often the event is sent. ContentGroove delivers at least
// once, so a receiver has to stand the same event twice.
const testDeliveries = 2

// Metadata names the action.
func (a *webhookTestAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_webhook_test"
}

// Schema describes the action.
func (a *webhookTestAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Tries out a receiver of webhooks before ContentGroove does: sends a sample `" + eventMediaProcessingFinished + "` event as " +
			"ContentGroove would, by POST with a JSON body, from the machine that runs Terraform, and then the very same event again. Fails unless both " +
			"are answered 200 in time: ContentGroove delivers every event at least once. " + needsActions + "\n\n" +
			"The media of the event has the id `" + sampleMediaID + "`, which no real media has, so that a receiver can tell. " +
			"Redirects are not followed, and the API key is not sent.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{
				MarkdownDescription: "URL of the receiver, as a webhook subscription has it.",
				Required:            true,
				Validators:          []validator.String{webURL()},
			},
			"timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long the receiver may take to answer each of the two, as a duration such as `5s`. Default: `%s`.", duration(webhookTestTimeout)),
				Optional:            true,
				Validators:          []validator.String{positiveDuration()},
			},
		},
	}
}

// Invoke sends the event twice. The second time shows something even when the
// first has failed: a receiver may only be slow to wake up.
func (a *webhookTestAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model webhookTestModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	limit, diags := durationOr(model.Timeout, path.Root("timeout"), webhookTestTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	clock := a.conn.options.clock
	body, err := sampleWebhookEvent(clock.Now())
	if err != nil {
		resp.Diagnostics.AddError("Cannot make the sample event", err.Error())
		return
	}
	sender := newWebhookSender(a.conn, limit)
	report := progress(resp.SendProgress)
	outcomes, failures := []string{}, 0
	for number := range testDeliveries {
		report.say("Sending the sample event, %d of %d.", number+1, testDeliveries)
		started := clock.Now()
		err := sender.send(ctx, model.URL.ValueString(), body)
		outcome := fmt.Sprintf("delivery %d was answered 200", number+1)
		if err != nil {
			failures++
			outcome = fmt.Sprintf("delivery %d failed: %s", number+1, err)
		}
		outcome += fmt.Sprintf(" (after %s)", duration(clock.Now().Sub(started).Round(time.Millisecond)))
		report.say("The %s.", outcome)
		outcomes = append(outcomes, outcome)
	}
	if failures > 0 {
		resp.Diagnostics.AddAttributeError(path.Root("url"), "Webhook receiver failed", fmt.Sprintf(
			"Not every delivery to %s was answered 200:\n  - %s\n\nContentGroove repeats a delivery until it is answered 200, a limited number of times, and "+
				"may deliver an event twice. The receiver has to answer both with 200, and to act on the second as if it had not come.",
			publicURL(model.URL.ValueString()), strings.Join(outcomes, "\n  - ")))
	}
}
