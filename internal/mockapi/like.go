package mockapi

import "strings"

// likePattern is a pattern of SQL's LIKE, taken apart at its percent signs: %
// stands for any text and _ for any one character.
type likePattern struct {
	// segments are what stands between percent signs. The first has to be where
	// the text begins, the last where it ends.
	segments []string
}

func newLikePattern(pattern string) likePattern {
	return likePattern{strings.Split(pattern, "%")}
}

// matches takes the first place for each segment in turn. A later place for one
// could not help those after it, so nothing is ever tried twice: the time is
// bounded by the product of both lengths, however many percent signs there are.
func (p likePattern) matches(s string) bool {
	last := len(p.segments) - 1
	rest, ok := cutSegment(s, p.segments[0])
	if !ok {
		return false
	}
	if last == 0 {
		return rest == ""
	}
	for _, segment := range p.segments[1:last] {
		if rest, ok = afterSegment(rest, segment); !ok {
			return false
		}
	}
	return endsWithSegment(rest, p.segments[last])
}

// cutSegment removes a segment from the beginning of s.
func cutSegment(s, segment string) (rest string, ok bool) {
	if !strings.Contains(segment, "_") {
		return strings.CutPrefix(s, segment)
	}
	for _, want := range segment {
		size := runeSize(s)
		if size == 0 || want != '_' && !strings.HasPrefix(s, string(want)) {
			return "", false
		}
		s = s[size:]
	}
	return s, true
}

// afterSegment returns what follows the first place where a segment fits.
func afterSegment(s, segment string) (rest string, ok bool) {
	if !strings.Contains(segment, "_") {
		_, rest, ok = strings.Cut(s, segment)
		return rest, ok
	}
	for {
		if rest, ok = cutSegment(s, segment); ok || s == "" {
			return rest, ok
		}
		s = s[runeSize(s):]
	}
}

func endsWithSegment(s, segment string) bool {
	if !strings.Contains(segment, "_") {
		return strings.HasSuffix(s, segment)
	}
	characters, wanted := []rune(s), len([]rune(segment))
	if len(characters) < wanted {
		return false
	}
	rest, ok := cutSegment(string(characters[len(characters)-wanted:]), segment)
	return ok && rest == ""
}

// runeSize is the length of the first character; 0 for the empty string.
func runeSize(s string) int {
	for i := range s {
		if i > 0 {
			return i
		}
	}
	return len(s)
}
