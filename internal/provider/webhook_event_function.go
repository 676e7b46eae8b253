package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

var _ function.Function = (*webhookEventFunction)(nil)

// newWebhookEventFunction returns the function webhook_event.
func newWebhookEventFunction() function.Function { return &webhookEventFunction{} }

// webhookEventFunction reads the body of a webhook.
type webhookEventFunction struct{}

// webhookEventModel is what the function returns.
type webhookEventModel struct {
	Event             types.String `tfsdk:"event"`
	Media             mediaObject  `tfsdk:"media"`
	Clips             []clipObject `tfsdk:"clips"`
	TranscriptionText types.String `tfsdk:"transcription_text"`
}

// webhookEventTypes are the attributes of what the function returns. Those of
// media and clips are taken from the data sources, so that the same expression
// works on either.
func webhookEventTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"event":              types.StringType,
		"media":              types.ObjectType{AttrTypes: attributeTypes(mediaDataAttributes())},
		"clips":              types.ListType{ElemType: types.ObjectType{AttrTypes: attributeTypes(clipDataAttributes())}},
		"transcription_text": types.StringType,
	}
}

// attributeTypes returns the types of the attributes of a data source.
func attributeTypes(attributes map[string]schema.Attribute) map[string]attr.Type {
	attributeTypes := make(map[string]attr.Type, len(attributes))
	for name, attribute := range attributes {
		attributeTypes[name] = attribute.GetType()
	}
	return attributeTypes
}

// Metadata names the function.
func (f *webhookEventFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "webhook_event"
}

// Definition describes the function.
func (f *webhookEventFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Read the body of a ContentGroove webhook",
		MarkdownDescription: "Reads the body that ContentGroove delivered to a webhook, checks it against the documented payload of `" + eventMediaProcessingFinished + "`, " +
			"and returns an object: `event`, its name; `media`, with the attributes of the data source `contentgroove_media`; `clips`, a list of objects with the " +
			"attributes of the data source `contentgroove_clip`; and `transcription_text`, what is spoken in the media, or null. Numbers are numbers, also those " +
			"that ContentGroove delivers as texts. What a delivery leaves out is null. Anything else than such a body is an error.\n\n" +
			"For pipelines that a webhook starts: they need not ask the API for what has just been delivered. " + needsFunctions,
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "json",
				MarkdownDescription: "Body of the webhook, as it was delivered: a JSON text.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: webhookEventTypes()},
	}
}

// Run reads the body.
func (f *webhookEventFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var body string
	if resp.Error = req.Arguments.Get(ctx, &body); resp.Error != nil {
		return
	}
	event, err := client.DecodeWebhookEvent([]byte(body))
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("This is not the body of a ContentGroove webhook: %s", err))
		return
	}
	result := webhookEventModel{
		Event:             types.StringValue(event.Event),
		Media:             mediaFromAPI(event.Media),
		Clips:             []clipObject{},
		TranscriptionText: types.StringPointerValue(event.Transcription),
	}
	for _, clip := range event.Clips {
		result.Clips = append(result.Clips, clipFromAPI(clip))
	}
	resp.Error = resp.Result.Set(ctx, &result)
}
