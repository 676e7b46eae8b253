package provider_test

import (
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// captionClip is a clip as a function takes it.
func captionClip(start, end, text any) any {
	return terraform.Object{"start_time": start, "end_time": end, "text": text}
}

func TestCaptions(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	protocol := env.Session(t)
	clips := []any{captionClip(31.2, 48.0, "In orbit"), captionClip(48.0, 50.0, nil), captionClip(4.0, 15.5, "Countdown")}
	for name, want := range map[string]string{
		"clips_vtt": "WEBVTT\n\n00:00:04.000 --> 00:00:15.500\nCountdown\n\n00:00:31.200 --> 00:00:48.000\nIn orbit\n",
		"clips_srt": "1\n00:00:04,000 --> 00:00:15,500\nCountdown\n\n2\n00:00:31,200 --> 00:00:48,000\nIn orbit\n",
	} {
		result, problem := protocol.Call(name, clips)
		if problem != nil || result != want {
			t.Errorf("%s: got %q (%v), want %q", name, result, problem, want)
		}
	}
	if len(env.Requests()) > 0 {
		t.Error("the API was called")
	}
}

func TestCaptionsRefuse(t *testing.T) {
	t.Parallel()
	protocol := acctest.New(t, mockapi.Options{}).Session(t)
	tests := map[string]struct {
		function string
		clips    []any
		want     string
	}{
		"null clip": {"clips_vtt", []any{captionClip(1.0, 2.0, "a"), nil}, "No WebVTT file can be made of these clips: clip 1 is null"},
		"no start":  {"clips_vtt", []any{captionClip(nil, 2.0, "a")}, "clip 0 has no start_time"},
		"no end":    {"clips_srt", []any{captionClip(1.0, nil, "a")}, "No SubRip file can be made of these clips: clip 0 has no end_time"},
		"negative":  {"clips_srt", []any{captionClip(-1.0, 2.0, "a")}, "the start of clip 0 is negative; times count from the start of the recording"},
		"overlap": {
			"clips_srt",
			[]any{captionClip(0.0, 2.0, "a"), captionClip(1.0, 3.0, "b")},
			"clips 0 and 1 overlap, from 00:00:01.000 to 00:00:02.000, which SubRip does not allow; use WebVTT, or leave one of them out. The first clip is clip 0",
		},
	}
	for name, test := range tests {
		_, problem := protocol.Call(test.function, test.clips)
		if problem == nil || problem.FunctionArgument == nil || *problem.FunctionArgument != 0 {
			t.Fatalf("%s: got %v, want an error of the argument", name, problem)
		}
		wants(t, problem.Text, test.want)
	}
}

func TestTimecode(t *testing.T) {
	t.Parallel()
	protocol := acctest.New(t, mockapi.Options{}).Session(t)
	if result, problem := protocol.Call("timecode", "00:01:30.5"); problem != nil || result != 90.5 {
		t.Errorf("timecode: got %v, %v", result, problem)
	}
	if result, problem := protocol.Call("format_timecode", 3723.0625); problem != nil || result != "01:02:03.063" {
		t.Errorf("format_timecode: got %v, %v", result, problem)
	}
	if _, problem := protocol.Call("timecode", "1m30s"); problem == nil {
		t.Error("timecode accepts 1m30s")
	} else {
		wants(t, problem.Text, `The time code "1m30s" is not a time: write hours, minutes and seconds as in 00:01:30.5`)
	}
	if _, problem := protocol.Call("format_timecode", -1.0); problem == nil {
		t.Error("format_timecode accepts -1")
	} else {
		wants(t, problem.Text, "The time is negative; times count from the start of the recording")
	}
}
