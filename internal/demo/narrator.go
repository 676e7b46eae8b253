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
	// bold makes headings stand out on a terminal.
	bold bool
}

// begin starts a chapter.
func (n *narrator) begin(format string, values ...any) {
	n.chapter++
	on, off := "", ""
	if n.bold {
		on, off = "\x1b[1m", "\x1b[0m"
	}
	n.print("\n%s=== %d. %s%s  [%.1f s]\n", on, n.chapter, fmt.Sprintf(format, values...), off, n.elapsed().Seconds())
}

// beat says that something lasts.
func (n *narrator) beat(since time.Duration) {
	n.print("    still at it after %.0f s\n", since.Seconds())
}

// say tells something in a line of its own.
func (n *narrator) say(format string, values ...any) { n.print("    "+format+"\n", values...) }

func (n *narrator) elapsed() time.Duration { return time.Since(n.started) }

// print ignores errors: a reader who has gone away interrupts the run by a signal.
func (n *narrator) print(format string, values ...any) {
	_, _ = fmt.Fprintf(n.output, format, values...)
}
