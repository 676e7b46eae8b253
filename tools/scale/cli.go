package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// bench runs a CLI in folders of its own.
type bench struct {
	cli string
	// root is the folder of the provider's repository.
	root    string
	folder  string
	latency time.Duration
}

// result is what one command of the CLI took.
type result struct {
	requests int
	// refused are the requests that were answered 429.
	refused int
	wall    time.Duration
	// cpu is the processor time of the CLI and the provider together, and
	// providerCPU the provider's part of it.
	cpu, providerCPU time.Duration
	// memory is the peak of the provider process, in bytes; 0 if there is none.
	memory int64
}

// workspace is a folder with a configuration, and the API that it is for.
type workspace struct {
	bench   *bench
	subject subject
	server  *mockapi.Server
	folder  string
}

// newWorkspace makes a workspace of a name, with files in it. Its server is the
// caller's to close.
func (b *bench) newWorkspace(ctx context.Context, name string, of subject, server *mockapi.Server, files map[string]string) (*workspace, error) {
	w := &workspace{bench: b, subject: of, server: server, folder: filepath.Join(b.folder, name)}
	if err := os.MkdirAll(w.folder, 0o700); err != nil {
		return nil, err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(w.folder, name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	if err := os.WriteFile(w.cliConfig(), []byte(overrides(of)), 0o600); err != nil {
		return nil, err
	}
	if of.binary == "" {
		if _, err := w.run(ctx, "init"); err != nil {
			return nil, err
		}
	}
	return w, nil
}

func (w *workspace) cliConfig() string { return filepath.Join(w.folder, "terraformrc") }

// overrides is a CLI configuration that uses the built provider, without init.
func overrides(of subject) string {
	if of.binary == "" {
		return ""
	}
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", of.source, filepath.Dir(of.binary))
}

// startServer starts a mock API with the bench's latency.
func (b *bench) startServer(options mockapi.Options) (*mockapi.Server, error) {
	options.Latency = b.latency
	server := mockapi.New(options)
	if err := server.Start(); err != nil {
		return nil, err
	}
	return server, nil
}

// run carries out one command of the CLI and measures it.
func (w *workspace) run(ctx context.Context, arguments ...string) (result, error) {
	cmd := exec.CommandContext(ctx, w.bench.cli, append(arguments, "-no-color")...) //nolint:gosec // The CLI is the caller's choice.
	cmd.Dir = w.folder
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+w.cliConfig(), "CHECKPOINT_DISABLE=1", "TF_INPUT=0")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output

	w.server.ResetRequests()
	usage := watch(w.subject.binary)
	started := time.Now()
	err := cmd.Run()
	measured := result{wall: time.Since(started)}
	measured.memory, measured.providerCPU = usage()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 2 {
			err = errors.New("the plan is not empty")
		}
		return result{}, fmt.Errorf("%s: %s: %w\n%s", w.subject.name, strings.Join(arguments, " "), err, tail(output.String()))
	}
	measured.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	for _, request := range w.server.Requests() {
		measured.requests++
		if request.Status == 429 {
			measured.refused++
		}
	}
	return measured, nil
}

// tail is the end of a long output.
func tail(output string) string { return output[max(0, len(output)-4000):] }
