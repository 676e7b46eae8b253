package captions

import (
	"fmt"
	"strings"
)

// vttEscapes are the characters that start markup in WebVTT. Escaping ">" also
// keeps an arrow in a text from being read as one between two times.
var vttEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// VTT returns a WebVTT file. Cues may overlap.
func VTT(cues []Cue) (string, error) {
	scheduled, err := schedule(cues)
	if err != nil {
		return "", err
	}
	var file strings.Builder
	file.WriteString("WEBVTT\n")
	for _, cue := range scheduled {
		fmt.Fprintf(&file, "\n%s --> %s\n%s\n", cue.start, cue.end, vttEscapes.Replace(strings.Join(cue.lines, "\n")))
	}
	return file.String(), nil
}
