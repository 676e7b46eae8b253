package captions

import (
	"fmt"
	"regexp"
	"strings"
)

const (
	// srtEnd is the first time that SubRip cannot express: it has two digits for
	// the hours.
	srtEnd = 100 * hour
	// srtOverlap is the longest overlap that is removed by ending the earlier cue
	// sooner: less than one frame of a video with 60 frames a second, as comes
	// from times that were rounded to frames.
	srtOverlap = 10 * millisecond
)

// srtMarkup is what players read as markup or as the arrow between two times.
// SubRip has no escapes, so a space is put in to break it.
var srtMarkup = regexp.MustCompile(`<[A-Za-z/!]|\{[\\A-Za-z]|-->`)

// SRT returns a SubRip file. Cues must not overlap, since many players show only
// one of them.
func SRT(cues []Cue) (string, error) {
	scheduled, err := schedule(cues)
	if err != nil {
		return "", err
	}
	var file strings.Builder
	for i, cue := range scheduled {
		if i+1 < len(scheduled) {
			if cue.end, err = endBefore(cue, scheduled[i+1]); err != nil {
				return "", err
			}
		}
		if cue.end >= srtEnd {
			return "", fmt.Errorf("clip %d ends at %s, and SubRip ends before 100 hours; use WebVTT", cue.index, cue.end)
		}
		if i > 0 {
			file.WriteString("\n")
		}
		text := srtMarkup.ReplaceAllStringFunc(strings.Join(cue.lines, "\n"), func(markup string) string {
			return markup[:len(markup)-1] + " " + markup[len(markup)-1:]
		})
		fmt.Fprintf(&file, "%d\n%s --> %s\n%s\n", i+1, srtTime(cue.start), srtTime(cue.end), text)
	}
	return file.String(), nil
}

// endBefore returns the end of a cue that the next one follows.
func endBefore(cue, next timedText) (Time, error) {
	overlap := cue.end - next.start
	switch {
	case overlap <= 0:
		return cue.end, nil
	case overlap < srtOverlap && next.start > cue.start:
		return next.start, nil
	}
	return 0, fmt.Errorf("clips %d and %d overlap, from %s to %s, which SubRip does not allow; use WebVTT, or leave one of them out",
		cue.index, next.index, next.start, min(cue.end, next.end))
}

// srtTime formats a time as SubRip does, with a comma.
func srtTime(t Time) string { return strings.Replace(t.String(), ".", ",", 1) }
