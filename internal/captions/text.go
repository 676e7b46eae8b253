package captions

import (
	"strings"
	"unicode"
)

// textLines returns the lines of a text that have something in them. An empty
// line would end the cue, and control characters are not allowed in it.
func textLines(text string) []string {
	var lines []string
	for _, line := range strings.FieldsFunc(strings.ToValidUTF8(text, "\uFFFD"), isLineBreak) {
		line = strings.TrimSpace(strings.Map(printable, line))
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// isLineBreak reports whether any parser takes the character for the end of a
// line, also those that follow Unicode rather than the format.
func isLineBreak(r rune) bool {
	switch r {
	case '\n', '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return true
	}
	return false
}

// printable turns a tab into a space, and drops the other control characters and
// the byte order mark, which parsers accept at the start of a file only.
func printable(r rune) rune {
	switch {
	case r == '\t':
		return ' '
	case unicode.IsControl(r) || r == '\uFEFF':
		return -1
	}
	return r
}
