//go:build unix

package demo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

func shell(script string, output io.Writer) program {
	return program{path: "/bin/sh", arguments: []string{"-c", script}, output: output}
}

func TestProgramOutputAndError(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	err := shell("echo out; echo err >&2; exit 3", &output).run(t.Context())
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() != 3 {
		t.Errorf("got error %v, want exit status 3", err)
	}
	if got, want := output.String(), "out\nerr\n"; got != want {
		t.Errorf("got output %q, want %q", got, want)
	}
}

func TestProgramIsNotStartedAfterTheEnd(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var output bytes.Buffer
	if err := shell("echo started", &output).run(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	if output.Len() > 0 {
		t.Errorf("the program was started: %q", output.String())
	}
}

// A program is asked to stop, and told to finish what it is at.
func TestProgramIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	output := &trigger{text: "ready", fire: cancel}
	err := shell(`trap 'echo cleaned up; exit 0' INT; echo ready; while :; do sleep 0.01; done`, output).run(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got error %v, want %v", err, context.Canceled)
	}
	if !strings.HasSuffix(output.String(), "cleaned up\n") {
		t.Errorf("the program could not clean up; its output was %q", output.String())
	}
}

// A child that its parent leaves behind ends with it.
func TestProgramTakesItsChildrenAlong(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	// The child's streams are closed, as it would hold the pipe open otherwise.
	if err := shell(`sleep 600 >/dev/null 2>&1 & echo $!`, &output).run(t.Context()); err != nil {
		t.Fatal(err)
	}
	pid, err := strconv.Atoi(strings.TrimSpace(output.String()))
	if err != nil {
		t.Fatal(err)
	}
	if isRunning(pid) {
		t.Errorf("the child %d is still there", pid)
	}
}

// isRunning reports whether a process exists that is more than an entry in the
// table of processes: the orphan of a killed process may wait there to be reaped.
func isRunning(pid int) bool {
	if syscall.Kill(pid, 0) != nil {
		return false
	}
	state, err := exec.Command("ps", "-o", "stat=", "-p", strconv.Itoa(pid)).Output()
	return err != nil || !strings.HasPrefix(string(state), "Z")
}

// trigger is a writer that fires once, when it has been written a text.
type trigger struct {
	bytes.Buffer

	text string
	fire func()
}

func (w *trigger) Write(p []byte) (int, error) {
	n, err := w.Buffer.Write(p)
	if w.fire != nil && strings.Contains(w.String(), w.text) {
		w.fire()
		w.fire = nil
	}
	return n, err
}
