// Command contentgroove-demo shows the provider at work, without an account: it
// applies examples/scenario to a mock of the ContentGroove API, with a real
// Terraform or OpenTofu. It is run in the root of the repository.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/demo"
)

func main() {
	options := demo.Options{Output: os.Stdout, Color: wantsColor(os.Stdout)}
	flag.StringVar(&options.CLI, "cli", "terraform", "Terraform or OpenTofu: a `path`, or a name on PATH")
	flag.StringVar(&options.Root, "root", ".", "root `directory` of the repository")
	flag.StringVar(&options.Workspace, "workspace", "", "`directory` to work in, which is removed at the end with everything in it (default: a new one)")
	flag.BoolVar(&options.Verbose, "verbose", os.Getenv("V") == "1", "show everything that the CLI says (default: if the variable V is 1)")
	playground := flag.Bool("playground", false, "start a mock, its page and a receiver, and make a directory to try things in")
	flag.Parse()

	ctx := untilInterrupted(context.Background())
	run := demo.Run
	if *playground {
		run = demo.Playground
	}
	err := run(ctx, options)
	os.Exit(report(ctx, err, os.Stderr))
}

// report says how a run went wrong, if it did, and returns the exit code: as
// shells do, 128 and the number of the signal that ended the run.
func report(ctx context.Context, err error, output io.Writer) int {
	var interrupted interruption
	switch {
	case err == nil:
		return 0
	case errors.As(context.Cause(ctx), &interrupted):
		_, _ = fmt.Fprintf(output, "\nThe demo has stopped (%v) and cleaned up.\n", interrupted)
		return 128 + int(interrupted.Signal)
	default:
		_, _ = fmt.Fprintf(output, "\nThe demo failed: %v\n", err)
		return 1
	}
}

// untilInterrupted returns a context that the first signal to stop ends, with an
// interruption as its cause. Later signals are dropped, so that nothing cuts the
// cleaning up short.
//
// SIGPIPE is among the signals: it comes when the output goes to a program such
// as head that has seen enough, and would otherwise kill this one on the spot.
func untilInterrupted(parent context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(parent)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGPIPE)
	go func() {
		if s, ok := (<-signals).(syscall.Signal); ok {
			cancel(interruption{s})
		}
	}()
	return ctx
}

// interruption is the signal that ended a context.
type interruption struct{ syscall.Signal }

func (i interruption) Error() string { return i.String() }

// wantsColor reports whether file is a terminal of somebody who has not asked
// for plain text (https://no-color.org).
func wantsColor(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("NO_COLOR") == ""
}
