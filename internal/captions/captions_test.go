package captions

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// cue makes a cue from numbers as Terraform reads them.
func cue(t testing.TB, start, end, text string) Cue {
	t.Helper()
	return Cue{Start: seconds(t, start), End: seconds(t, end), Text: text}
}

func TestVTT(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cues []Cue
		want string
	}{
		"none": {nil, "WEBVTT\n"},
		"two": {
			[]Cue{cue(t, "0.8", "3.4", "Good morning."), cue(t, "3.4", "5", "Nothing is blocked.")},
			"WEBVTT\n\n00:00:00.800 --> 00:00:03.400\nGood morning.\n\n00:00:03.400 --> 00:00:05.000\nNothing is blocked.\n",
		},
		"sorted, with a gap": {
			[]Cue{cue(t, "10", "11", "c"), cue(t, "1", "9", "b"), cue(t, "1", "2", "a")},
			"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\na\n\n00:00:01.000 --> 00:00:09.000\nb\n\n00:00:10.000 --> 00:00:11.000\nc\n",
		},
		"equal times keep their order": {
			[]Cue{cue(t, "1", "2", "first"), cue(t, "1", "2", "second")},
			"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nfirst\n\n00:00:01.000 --> 00:00:02.000\nsecond\n",
		},
		"markup":              {[]Cue{cue(t, "0", "1", `<b>R&D</b> --> &lt;`)}, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n&lt;b&gt;R&amp;D&lt;/b&gt; --&gt; &amp;lt;\n"},
		"empty lines":         {[]Cue{cue(t, "0", "1", "\r\none\r\n\r\n \ttwo\u2028three\x00\x1b[0m\n")}, "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\none\ntwo\nthree[0m\n"},
		"no text":             {[]Cue{cue(t, "0", "1", ""), cue(t, "1", "2", " \n\t"), cue(t, "2", "3", "c")}, "WEBVTT\n\n00:00:02.000 --> 00:00:03.000\nc\n"},
		"many hours":          {[]Cue{cue(t, "360000", "360001.5", "late")}, "WEBVTT\n\n100:00:00.000 --> 100:00:01.500\nlate\n"},
		"under a millisecond": {[]Cue{cue(t, "1.0001", "1.0002", "a")}, "WEBVTT\n\n00:00:01.000 --> 00:00:01.001\na\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := VTT(test.cues)
			if err != nil || got != test.want {
				t.Errorf("got %q (%v), want %q", got, err, test.want)
			}
		})
	}
}

func TestSRT(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		cues []Cue
		want string
	}{
		"none": {nil, ""},
		"two": {
			[]Cue{cue(t, "3.4", "5", "Nothing is blocked."), cue(t, "0.8", "3.4", "Good morning.")},
			"1\n00:00:00,800 --> 00:00:03,400\nGood morning.\n\n2\n00:00:03,400 --> 00:00:05,000\nNothing is blocked.\n",
		},
		"numbers without gaps": {
			[]Cue{cue(t, "0", "1", "a"), cue(t, "1", "2", ""), cue(t, "2", "3", "c")},
			"1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:02,000 --> 00:00:03,000\nc\n",
		},
		"markup":            {[]Cue{cue(t, "0", "1", `<i>a</i> {\an8}b --> 1 < 2 & 3 > 2`)}, "1\n00:00:00,000 --> 00:00:01,000\n< i>a< /i> { \\an8}b -- > 1 < 2 & 3 > 2\n"},
		"under a frame":     {[]Cue{cue(t, "0", "1.009", "a"), cue(t, "1", "2", "b")}, "1\n00:00:00,000 --> 00:00:01,000\na\n\n2\n00:00:01,000 --> 00:00:02,000\nb\n"},
		"last of its hours": {[]Cue{cue(t, "0", "359999.999", "a")}, "1\n00:00:00,000 --> 99:59:59,999\na\n"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := SRT(test.cues)
			if err != nil || got != test.want {
				t.Errorf("got %q (%v), want %q", got, err, test.want)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		format func([]Cue) (string, error)
		cues   []Cue
		want   string
	}{
		"negative":       {VTT, []Cue{cue(t, "0", "1", "a"), cue(t, "-1", "1", "b")}, "the start of clip 1 is negative; times count from the start of the recording"},
		"too large":      {VTT, []Cue{cue(t, "0", "1e12", "a")}, "the end of clip 0 is too large; times are seconds and end before 1000000 hours"},
		"infinite":       {SRT, []Cue{cue(t, "0", "Inf", "a")}, "the end of clip 0 is too large; times are seconds and end before 1000000 hours"},
		"backwards":      {VTT, []Cue{cue(t, "5", "4", "a")}, "clip 0 ends at 00:00:04.000, which is not after its start at 00:00:05.000"},
		"empty":          {SRT, []Cue{cue(t, "5", "5", "a")}, "clip 0 ends at 00:00:05.000, which is not after its start at 00:00:05.000"},
		"without a text": {VTT, []Cue{cue(t, "5", "4", "")}, "clip 0 ends at 00:00:04.000, which is not after its start at 00:00:05.000"},
		"100 hours":      {SRT, []Cue{cue(t, "0", "359999.9996", "a")}, "clip 0 ends at 100:00:00.000, and SubRip ends before 100 hours; use WebVTT"},
		"overlap":        {SRT, []Cue{cue(t, "1", "3", "b"), cue(t, "0", "2", "a")}, "clips 1 and 0 overlap, from 00:00:01.000 to 00:00:02.000, which SubRip does not allow; use WebVTT, or leave one of them out"},
		"same start":     {SRT, []Cue{cue(t, "0", "0.005", "a"), cue(t, "0", "2", "b")}, "clips 0 and 1 overlap, from 00:00:00.000 to 00:00:00.005, which SubRip does not allow; use WebVTT, or leave one of them out"},
		"nearly a frame": {SRT, []Cue{cue(t, "0", "1.01", "a"), cue(t, "1", "2", "b")}, "clips 0 and 1 overlap, from 00:00:01.000 to 00:00:01.010, which SubRip does not allow; use WebVTT, or leave one of them out"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := test.format(test.cues); err == nil || err.Error() != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}

var (
	vttTiming = regexp.MustCompile(`^\d{2,}:[0-5]\d:[0-5]\d\.\d{3} --> \d{2,}:[0-5]\d:[0-5]\d\.\d{3}$`)
	srtTiming = regexp.MustCompile(`^\d{2}:[0-5]\d:[0-5]\d,\d{3} --> \d{2}:[0-5]\d:[0-5]\d,\d{3}$`)
	vttPlain  = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)

// Any text is read back as it was given, apart from empty lines and control
// characters: a parser that splits at empty lines finds as many cues as were
// written, and no markup in them.
func FuzzCaptions(f *testing.F) {
	f.Add("Good morning.", "a\n\nb")
	f.Add("--> 00:00:01.000 --> 00:00:02.000", "\r\r1\r\n00:00:00,000 --> 00:00:01,000\r\nx")
	f.Add("WEBVTT", "NOTE & <c.x>&amp;</c>\u2028\u2029\u0085\x00\xff")
	f.Add("--->", "<<b>{{\\an8}")
	f.Fuzz(func(t *testing.T, first, second string) {
		cues := []Cue{cue(t, "0", "1", first), cue(t, "1", "2", second)}
		var want []string
		for _, text := range []string{first, second} {
			if lines := textLines(text); len(lines) > 0 {
				want = append(want, strings.Join(lines, "\n"))
			}
		}

		vtt, err := VTT(cues)
		if err != nil {
			t.Fatal(err)
		}
		header, rest, _ := strings.Cut(vtt, "\n")
		if header != "WEBVTT" {
			t.Fatalf("the file starts with %q", header)
		}
		var got []string
		for _, block := range blocks(rest) {
			timing, payload, _ := strings.Cut(block, "\n")
			if !vttTiming.MatchString(timing) || strings.ContainsAny(payload, "<>") {
				t.Errorf("%q is not a cue", block)
			}
			got = append(got, vttPlain.Replace(payload))
		}
		if !slices.Equal(got, want) {
			t.Errorf("WebVTT: got %q, want %q", got, want)
		}

		srt, err := SRT(cues)
		if err != nil {
			t.Fatal(err)
		}
		found := blocks(srt)
		if len(found) != len(want) {
			t.Fatalf("SubRip: got %q, want %q", found, want)
		}
		for i, block := range found {
			lines := strings.SplitN(block, "\n", 3)
			if len(lines) != 3 || !srtTiming.MatchString(lines[1]) || srtMarkup.MatchString(lines[2]) {
				t.Fatalf("%q is not a cue", block)
			}
			if bare(lines[2]) != bare(want[i]) {
				t.Errorf("SubRip: got %q, want %q", lines[2], want[i])
			}
		}
	})
}

// blocks are the parts of a file between empty lines.
func blocks(file string) []string {
	var found []string
	for _, block := range strings.Split(file, "\n\n") {
		if block = strings.Trim(block, "\n"); block != "" {
			found = append(found, block)
		}
	}
	return found
}

// bare is a text without its spaces, some of which only break markup.
func bare(text string) string { return strings.ReplaceAll(text, " ", "") }
