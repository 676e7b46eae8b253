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

// bench runs a CLI in a folder of its own.
type bench struct {
	cli     string
	folder  string
	latency time.Duration
}

// result is what one Terraform command took.
type result struct {
	command  string
	requests int
	wall     time.Duration
	// cpu is the processor time of Terraform and the provider together.
	cpu time.Duration
	// memory is the peak of the provider process, in bytes; 0 if there is none.
	memory int64
}

// commands are measured in this order.
var commands = [][]string{
	{"apply", "-auto-approve"},
	{"plan", "-detailed-exitcode"},
	{"destroy", "-auto-approve"},
}

// measure runs all commands over n objects.
func (b *bench) measure(ctx context.Context, subject subject, n int) ([]result, error) {
	server := mockapi.New(mockapi.Options{Latency: b.latency})
	if err := server.Start(); err != nil {
		return nil, err
	}
	defer server.Close()
	folder := filepath.Join(b.folder, fmt.Sprintf("%s-%d", subject.name, n))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	files := map[string]string{
		"main.tf":     subject.config(n, server.URL(), mockapi.DefaultAPIKey),
		"terraformrc": overrides(subject),
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o600); err != nil {
			return nil, err
		}
	}
	if subject.binary == "" {
		if _, err := b.terraform(ctx, subject, folder, "init"); err != nil {
			return nil, err
		}
	}
	var results []result
	for _, arguments := range commands {
		server.ResetRequests()
		measured, err := b.terraform(ctx, subject, folder, arguments...)
		if err != nil {
			return nil, err
		}
		measured.requests = len(server.Requests())
		results = append(results, measured)
	}
	return results, nil
}

// overrides is a CLI configuration that uses the built provider, without init.
func overrides(subject subject) string {
	if subject.binary == "" {
		return ""
	}
	return fmt.Sprintf("provider_installation {\n  dev_overrides {\n    %q = %q\n  }\n  direct {}\n}\n", subject.source, filepath.Dir(subject.binary))
}

// terraform runs one command and measures it.
func (b *bench) terraform(ctx context.Context, subject subject, folder string, arguments ...string) (result, error) {
	//nolint:gosec // The CLI is the caller's choice.
	cmd := exec.CommandContext(ctx, b.cli, append(arguments, "-no-color", "-input=false")...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "TF_CLI_CONFIG_FILE="+filepath.Join(folder, "terraformrc"), "CHECKPOINT_DISABLE=1")
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output

	peak := watchMemory(subject.binary)
	started := time.Now()
	err := cmd.Run()
	wall := time.Since(started)
	memory := peak()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) && exit.ExitCode() == 2 {
			err = errors.New("the plan is not empty")
		}
		return result{}, fmt.Errorf("%s: %w\n%s", strings.Join(arguments, " "), err, tail(output.String()))
	}
	return result{
		command: arguments[0], wall: wall, memory: memory,
		cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
	}, nil
}

// tail is the end of a long output.
func tail(output string) string { return output[max(0, len(output)-4000):] }
