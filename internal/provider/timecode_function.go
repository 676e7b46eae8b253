package provider

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/captions"
)

var _ function.Function = (*timecodeFunction)(nil)

// newTimecodeFunction returns the function timecode.
func newTimecodeFunction() function.Function { return &timecodeFunction{} }

// timecodeFunction reads a time code.
type timecodeFunction struct{}

// Metadata names the function.
func (f *timecodeFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "timecode"
}

// Definition describes the function.
func (f *timecodeFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Turn a time code into seconds",
		MarkdownDescription: "Returns the seconds that a time code stands for, for arguments such as the `start_time` of a `contentgroove_clip`. It reads hours, minutes and " +
			"seconds (`00:01:30.5`), minutes and seconds (`1:30`), and seconds (`90.5`). The decimal mark is a period or a comma. Minutes and seconds after a colon " +
			"are below 60; hours may have more than two digits. The function `format_timecode` is its reverse. " + needsFunctions,
		Parameters: []function.Parameter{
			function.StringParameter{Name: "timecode", MarkdownDescription: "Time code from the start of the media, as in `00:01:30.5`."},
		},
		// A number rather than a float, so that the result equals the same number in
		// a configuration.
		Return: function.NumberReturn{},
	}
}

// Run reads the time code.
func (f *timecodeFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var text string
	if resp.Error = req.Arguments.Get(ctx, &text); resp.Error != nil {
		return
	}
	seconds, err := captions.ParseTimecode(text)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("The time code %q %s", text, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, seconds)
}
