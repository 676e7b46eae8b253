package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// A service may fill in what was left out, and round what was given. That is no
// difference from the configuration: the answer to a request is remembered in
// private state, and a later answer that says the same changes nothing.

// rememberName remembers the name that the service gave to a media without one.
func rememberName(ctx context.Context, private privateWriter, asked string, media *client.Media) diag.Diagnostics {
	if asked != "" || media.Name == "" {
		return nil
	}
	return writePrivate(ctx, private, privateServiceName, media.Name)
}

// withoutServiceName returns the media without a name if the name is the one that
// the service gave, and the state has none.
func withoutServiceName(media *client.Media, state *mediaObject, given string) *client.Media {
	if given == "" || state.Name.ValueString() != "" || media.Name != given {
		return media
	}
	unnamed := *media
	unnamed.Name = ""
	return &unnamed
}

// cutTimes are the times of a clip as they were asked for, and as the service
// took them.
type cutTimes struct {
	AskedStart float64 `json:"asked_start"`
	AskedEnd   float64 `json:"asked_end"`
	Start      float64 `json:"start"`
	End        float64 `json:"end"`
}

// rememberTimes remembers what the service made of a clip's times. The times that
// are remembered of an earlier cut never match the present one.
func rememberTimes(ctx context.Context, private privateWriter, asked *clipResourceModel, clip *client.Clip) diag.Diagnostics {
	times := cutTimes{asked.StartTime.ValueFloat64(), asked.EndTime.ValueFloat64(), clip.StartTime, clip.EndTime}
	if sameTime(times.AskedStart, times.Start) && sameTime(times.AskedEnd, times.End) {
		return nil
	}
	return writePrivate(ctx, private, privateCutTimes, times)
}

// withAskedTimes returns the clip with the times that were asked for, if the
// service still has what it made of them.
func withAskedTimes(clip *client.Clip, state *clipObject, times cutTimes) *client.Clip {
	asked := state.StartTime.ValueFloat64() == times.AskedStart && state.EndTime.ValueFloat64() == times.AskedEnd
	if !asked || clip.StartTime != times.Start || clip.EndTime != times.End {
		return clip
	}
	cut := *clip
	cut.StartTime, cut.EndTime = times.AskedStart, times.AskedEnd
	return &cut
}
