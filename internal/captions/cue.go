// Package captions writes timed texts as WebVTT and SubRip files, and reads and
// writes time codes. It promises files that a strict parser reads back as the
// cues that were given: one for each cue with a text, in the order of time, with
// the times rounded to milliseconds and nothing added between.
package captions

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// Cue is a text and the seconds from the start of a recording between which it
// is shown.
type Cue struct {
	Start, End *big.Float
	Text       string
}

// timedText is a cue in the units of the formats.
type timedText struct {
	start, end Time
	lines      []string
	// index is the position of the cue in the caller's list, for messages.
	index int
}

// schedule checks the cues and sorts them by time. A cue without a text is left
// out: neither format has a use for it, and SubRip parsers take it for an error.
func schedule(cues []Cue) ([]timedText, error) {
	var scheduled []timedText
	for i, cue := range cues {
		start, err := TimeOf(cue.Start)
		if err != nil {
			return nil, fmt.Errorf("the start of clip %d %w", i, err)
		}
		end, err := TimeOf(cue.End)
		if err != nil {
			return nil, fmt.Errorf("the end of clip %d %w", i, err)
		}
		if cue.End.Cmp(cue.Start) <= 0 {
			return nil, fmt.Errorf("clip %d ends at %s, which is not after its start at %s", i, end, start)
		}
		if end == start {
			end++ // Shorter than a millisecond. The formats refuse a cue without a duration.
		}
		if lines := textLines(cue.Text); len(lines) > 0 {
			scheduled = append(scheduled, timedText{start: start, end: end, lines: lines, index: i})
		}
	}
	slices.SortStableFunc(scheduled, func(a, b timedText) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	return scheduled, nil
}
