//go:build unix

package acctest

import (
	"bytes"
	"errors"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Process is a subcommand that runs while a test does something to it.
type Process struct {
	t       testing.TB
	command *exec.Cmd
	output  watchedOutput
	ended   chan struct{}
	err     error
}

// Start starts a subcommand in a process group of its own, which the processes
// that it starts belong to, too.
func (c *CLI) Start(subcommand string, arguments ...string) *Process {
	c.t.Helper()
	p := &Process{t: c.t, ended: make(chan struct{})}
	p.command = exec.CommandContext(c.t.Context(), c.program, append([]string{subcommand, "-no-color"}, arguments...)...)
	p.command.Dir, p.command.Env = c.Dir, c.env
	p.command.Stdout, p.command.Stderr = &p.output, &p.output
	p.command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.command.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		p.err = p.command.Wait()
	}()
	// Nothing that was started outlives the test.
	c.t.Cleanup(p.KillAll)
	return p
}

// Interrupt does what Ctrl-C in a terminal does: the CLI and all that it has
// started get the signal.
func (p *Process) Interrupt() { p.signal(-p.command.Process.Pid, syscall.SIGINT) }

// Kill kills the CLI alone.
func (p *Process) Kill() { p.signal(p.command.Process.Pid, syscall.SIGKILL) }

// KillAll kills the CLI and all that it has started.
func (p *Process) KillAll() { p.signal(-p.command.Process.Pid, syscall.SIGKILL) }

func (p *Process) signal(pid int, signal syscall.Signal) {
	p.t.Helper()
	if err := syscall.Kill(pid, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
		p.t.Errorf("sending %s: %s", signal, err)
	}
}

// AwaitOutput waits until the subcommand prints a text.
func (p *Process) AwaitOutput(text string) {
	p.t.Helper()
	select {
	case <-p.output.watch(text):
	case <-p.ended:
		p.t.Fatalf("it ended before it printed %q: %s", text, p.output.String())
	}
}

// Wait waits for the end, and returns what Run would.
func (p *Process) Wait() (string, error) {
	<-p.ended
	return unwrap(p.output.String()), p.err
}

// watchedOutput keeps what is printed, and tells when a text is.
type watchedOutput struct {
	mu      sync.Mutex
	printed bytes.Buffer
	awaited string
	seen    chan struct{}
}

// Write keeps what is printed.
func (o *watchedOutput) Write(data []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n, err := o.printed.Write(data)
	o.look()
	return n, err
}

// watch returns a channel that is closed when the text has been printed.
func (o *watchedOutput) watch(text string) <-chan struct{} {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.awaited, o.seen = text, make(chan struct{})
	seen := o.seen
	o.look()
	return seen
}

// look tells the watcher. The lock is held.
func (o *watchedOutput) look() {
	if o.seen != nil && strings.Contains(o.printed.String(), o.awaited) {
		close(o.seen)
		o.seen = nil
	}
}

// String is all that was printed.
func (o *watchedOutput) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.printed.String()
}
