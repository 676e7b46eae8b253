package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"
)

// patience is how long a program that was asked to stop may take to do so.
const patience = 15 * time.Second

// program is a program to run.
type program struct {
	path        string
	arguments   []string
	directory   string
	environment []string
	output      io.Writer // of both streams
}

// run runs the program and returns when it has ended, with all its children. It
// is asked to stop when ctx ends.
func (p program) run(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, p.path, p.arguments...) //nolint:gosec // The caller chooses the CLI.
	cmd.Dir = p.directory
	cmd.Env = p.environment
	// Not the caller's own stream: a program that sits in a background process
	// group may be stopped for touching a terminal.
	cmd.Stdout = writerOnly{p.output}
	cmd.Stderr = cmd.Stdout
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	cmd.WaitDelay = patience
	leadGroup(cmd)
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("starting %s: %w", p.path, err)
	}
	err := cmd.Wait()
	endGroup(cmd)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return fmt.Errorf("%w of %s", err, cmd)
	}
	return err
}

// writerOnly hides that a writer is a file, so that programs get a pipe.
type writerOnly struct{ io.Writer }
