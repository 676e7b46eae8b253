package demo

import (
	"fmt"
	"io"
	"time"
)

// narrator tells what happens, and how long it took so far.
type narrator struct {
	output  io.Writer
	started time.Time
	chapter int
}

// begin starts a chapter.
func (n *narrator) begin(format string, values ...any) {
	n.chapter++
	n.print("\n=== %d. %s  [%.1f s]\n", n.chapter, fmt.Sprintf(format, values...), n.elapsed().Seconds())
}

// say tells something in a line of its own.
func (n *narrator) say(format string, values ...any) { n.print("    "+format+"\n", values...) }

func (n *narrator) elapsed() time.Duration { return time.Since(n.started) }

// print ignores errors: a reader who has gone away interrupts the run by a signal.
func (n *narrator) print(format string, values ...any) {
	_, _ = fmt.Fprintf(n.output, format, values...)
}
