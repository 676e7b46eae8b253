package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/function"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/captions"
)

var _ function.Function = (*formatTimecodeFunction)(nil)

// newFormatTimecodeFunction returns the function format_timecode.
func newFormatTimecodeFunction() function.Function { return &formatTimecodeFunction{} }

// formatTimecodeFunction writes a time code.
type formatTimecodeFunction struct{}

// Metadata names the function.
func (f *formatTimecodeFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "format_timecode"
}

// Definition describes the function.
func (f *formatTimecodeFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Turn seconds into a time code",
		MarkdownDescription: "Returns a number of seconds as hours, minutes, seconds and milliseconds, as in `00:01:30.500`. It rounds to milliseconds, and half a " +
			"millisecond upwards; hours have two digits or more. The function `timecode` is its reverse. " + needsFunctions,
		Parameters: []function.Parameter{
			function.NumberParameter{Name: "seconds", MarkdownDescription: "Seconds from the start of the media, 0 or more."},
		},
		Return: function.StringReturn{},
	}
}

// Run writes the time code.
func (f *formatTimecodeFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var seconds *big.Float
	if resp.Error = req.Arguments.Get(ctx, &seconds); resp.Error != nil {
		return
	}
	time, err := captions.TimeOf(seconds)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("The time %s", err))
		return
	}
	resp.Error = resp.Result.Set(ctx, time.String())
}
