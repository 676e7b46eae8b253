package check

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"time"
)

// mock is the mock API's program while it runs.
type mock struct {
	process   *exec.Cmd
	baseURL   string
	apiKey    string
	remaining chan error
}

// announcement is the line in which the mock API says how it is reached.
var announcement = regexp.MustCompile(`CONTENTGROOVE_BASE_URL='?([^';]+)'?; export CONTENTGROOVE_API_KEY='?([^';]+)'?`)

// startMock starts the program on free ports of the loopback interface. It ends
// with ctx at the latest.
func startMock(ctx context.Context, program string) (*mock, error) {
	process := exec.CommandContext(ctx, program,
		"-addr", "127.0.0.1:0", "-upload-addr", "127.0.0.1:0", "-processing-time", "100ms", "-quiet")
	process.Env = cleanEnvironment()
	process.Stderr = os.Stderr
	process.Cancel = func() error { return process.Process.Signal(os.Interrupt) }
	process.WaitDelay = 10 * time.Second
	output, err := process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := process.Start(); err != nil {
		return nil, err
	}
	reader := bufio.NewReader(output)
	line, err := reader.ReadString('\n')
	found := announcement.FindStringSubmatch(line)
	if found == nil {
		return nil, errors.Join(fmt.Errorf("the mock API announced %q: want its URL and key", line), err,
			process.Process.Kill(), process.Wait())
	}
	m := &mock{process: process, baseURL: found[1], apiKey: found[2], remaining: make(chan error, 1)}
	go func() {
		_, err := io.Copy(io.Discard, reader)
		m.remaining <- err
	}()
	return m, nil
}

// environment points the provider to the mock API.
func (m *mock) environment() []string {
	return []string{"CONTENTGROOVE_BASE_URL=" + m.baseURL, "CONTENTGROOVE_API_KEY=" + m.apiKey}
}

func (m *mock) stop() error {
	if err := m.process.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	return errors.Join(<-m.remaining, m.process.Wait())
}
