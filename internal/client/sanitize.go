package client

import (
	"strings"
	"unicode"
)

// Printable returns s as one line that is safe to show in a terminal. White
// space, line breaks included, becomes a space. Every other character without a
// picture of its own becomes a dot: control characters such as ESC and
// backspace, characters of no width, those that reverse the direction of the
// text, and invalid UTF-8.
//
// All text that comes from a server passes through it before it gets into an
// error or a log. Callers that show other values of the API, such as names, pass
// those through it, too.
func Printable(s string) string {
	for _, char := range s {
		if printable(char) != char || char == unicode.ReplacementChar {
			return strings.Map(printable, strings.ToValidUTF8(s, "."))
		}
	}
	return s
}

// printable replaces a character that must not be shown.
func printable(char rune) rune {
	switch {
	case unicode.IsSpace(char):
		return ' '
	case !unicode.IsPrint(char), isBlank(char):
		return '.'
	default:
		return char
	}
}

// isBlank reports whether a character counts as a letter or symbol, but shows nothing.
func isBlank(char rune) bool {
	switch char {
	case '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0':
		return true
	default:
		return false
	}
}

// shorten cuts a text after limit characters.
func shorten(s string, limit int) string {
	count := 0
	for at := range s {
		if count == limit {
			return s[:at] + "…"
		}
		count++
	}
	return s
}
