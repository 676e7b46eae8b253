package demo

import (
	"bytes"
	"io"
	"regexp"
	"strings"
)

// told are the lines of a CLI that belong into the story: what is planned in one
// line, what became of each resource, and how it ended.
var told = regexp.MustCompile(`^(Plan: |No changes\.|Apply complete!|Destroy complete!|(Terraform|OpenTofu) v)` +
	`|has been successfully initialized!` +
	`|: (Creation|Modifications) complete after`)

// escapes are the colors of a terminal.
var escapes = regexp.MustCompile("\x1b\\[[0-9;]*m")

// digest passes on the lines that are told, indented, and keeps everything for
// the case that the program fails.
type digest struct {
	output  io.Writer
	all     bytes.Buffer
	pending []byte
}

func (d *digest) Write(p []byte) (int, error) {
	_, _ = d.all.Write(p)
	d.pending = append(d.pending, p...)
	for {
		line, rest, ok := bytes.Cut(d.pending, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		d.pending = rest
		plain := strings.TrimSpace(escapes.ReplaceAllString(string(line), ""))
		if told.MatchString(plain) {
			plain, _, _ = strings.Cut(plain, " [id=")
			_, _ = io.WriteString(d.output, "    "+plain+"\n")
		}
	}
}

// warnings are the titles of what the CLI warned of.
func (d *digest) warnings() []string {
	var titles []string
	for line := range strings.Lines(escapes.ReplaceAllString(d.all.String(), "")) {
		line = strings.TrimSpace(strings.TrimLeft(line, "│╷╵ "))
		if strings.HasPrefix(line, "Warning: ") && !strings.Contains(line, "lock file") {
			titles = append(titles, line)
		}
	}
	return titles
}
