package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/captions"
)

var _ function.Function = (*captionsFunction)(nil)

// captionsFunction writes clips as a file of captions or chapters.
type captionsFunction struct {
	name, format string
	// rules say what is particular to the format.
	rules string
	write func([]captions.Cue) (string, error)
}

// newClipsVTTFunction returns the function clips_vtt.
func newClipsVTTFunction() function.Function {
	return &captionsFunction{
		name: "clips_vtt", format: "WebVTT", write: captions.VTT,
		rules: "Cues may overlap. `&`, `<` and `>` are escaped.",
	}
}

// newClipsSRTFunction returns the function clips_srt.
func newClipsSRTFunction() function.Function {
	return &captionsFunction{
		name: "clips_srt", format: "SubRip", write: captions.SRT,
		rules: "Clips must not overlap, since many players show only one of them: an overlap of 10 ms or more is an error; under a shorter one the earlier cue " +
			"ends sooner. SubRip has no escapes, so a space breaks what players take for markup (`<i>`, `{\\an8}`) or for the arrow between two times. " +
			"Times end before 100 hours.",
	}
}

// captionTypes are the attributes of a clip that captions are made from. They are
// named as in the API, so that clips can be given as they are.
func captionTypes() map[string]attr.Type {
	return map[string]attr.Type{"start_time": types.NumberType, "end_time": types.NumberType, "text": types.StringType}
}

// Metadata names the function.
func (f *captionsFunction) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = f.name
}

// Definition describes the function.
func (f *captionsFunction) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: fmt.Sprintf("Write clips as a %s file", f.format),
		MarkdownDescription: fmt.Sprintf("Returns the content of a %s file with one cue for each clip that has a text: captions, or chapters when the text is a "+
			"title. Cues are sorted by start, then by end. Times are rounded to milliseconds. Line breaks in a text are kept, empty lines and control characters "+
			"are removed. Nothing is shown between two clips. %s\n\nA clip whose `text` is null or empty gets no cue: ContentGroove knows the words of a clip when "+
			"it has been cut. A clip that starts before 0, or does not end after its start, is an error. %s", f.format, f.rules, needsFunctions),
		Parameters: []function.Parameter{
			function.ListParameter{
				Name: "clips",
				MarkdownDescription: "Clips, each an object with `start_time` and `end_time` in seconds and `text`; other attributes are ignored, so resources and the " +
					"`clips` of data sources can be given as they are.",
				ElementType: types.ObjectType{AttrTypes: captionTypes()},
			},
		},
		Return: function.StringReturn{},
	}
}

// Run writes the file. Terraform ends the error of a function with a period.
func (f *captionsFunction) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var clips types.List
	if resp.Error = req.Arguments.Get(ctx, &clips); resp.Error != nil {
		return
	}
	cues := make([]captions.Cue, len(clips.Elements()))
	for i, element := range clips.Elements() {
		cue, err := captionCue(element)
		if err != nil {
			resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("No %s file can be made of these clips: clip %d %s", f.format, i, err))
			return
		}
		cues[i] = cue
	}
	file, err := f.write(cues)
	if err != nil {
		resp.Error = function.NewArgumentFuncError(0, fmt.Sprintf("No %s file can be made of these clips: %s. The first clip is clip 0", f.format, err))
		return
	}
	resp.Error = resp.Result.Set(ctx, file)
}

// captionCue reads a clip. The error continues a sentence that names the clip.
func captionCue(element attr.Value) (captions.Cue, error) {
	clip, ok := element.(types.Object)
	if !ok || clip.IsNull() {
		return captions.Cue{}, fmt.Errorf("is null")
	}
	seconds := func(name string) (*big.Float, error) {
		number, ok := clip.Attributes()[name].(types.Number)
		if !ok || number.ValueBigFloat() == nil {
			return nil, fmt.Errorf("has no %s", name)
		}
		return number.ValueBigFloat(), nil
	}
	start, err := seconds("start_time")
	if err != nil {
		return captions.Cue{}, err
	}
	end, err := seconds("end_time")
	if err != nil {
		return captions.Cue{}, err
	}
	text, _ := clip.Attributes()["text"].(types.String)
	return captions.Cue{Start: start, End: end, Text: text.ValueString()}, nil
}
