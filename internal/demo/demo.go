// Package demo tells the provider's story to somebody who has no account: it
// builds the provider, starts a mock of the ContentGroove API, and applies the
// scenario under examples/ to it with a real CLI, step by step.
//
// Whatever happens, it leaves nothing behind. Everything is written below one
// directory that is removed at the end, the mock lives in this process, and each
// program that it starts leads a process group that ends with the program.
package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// Options says what to demonstrate with, and where.
type Options struct {
	// CLI is Terraform or OpenTofu: a path, or a name on PATH.
	CLI string
	// Root is the root directory of the repository.
	Root string
	// Workspace is the directory in which everything is written, and which is
	// removed at the end. "" means a new one among the system's temporary files.
	Workspace string
	// Output is told the story.
	Output io.Writer
	// Color lets the CLI color its output.
	Color bool
	// Verbose shows everything that the CLI says, not only what matters.
	Verbose bool
}

const (
	// processingTime is how long the mock processes a media: long enough to see
	// the provider wait, short enough to stay awake.
	processingTime     = 2 * time.Second
	clipProcessingTime = time.Second
)

// Run gives the demonstration. It returns when everything is cleaned up, also
// when ctx ends before the story does.
func Run(ctx context.Context, options Options) (err error) {
	workspace, err := makeWorkspace(options.Workspace)
	if err != nil {
		return err
	}
	defer func() {
		if removeErr := os.RemoveAll(workspace); err == nil && removeErr != nil {
			err = fmt.Errorf("removing the workspace: %w", removeErr)
		}
	}()
	root, err := filepath.Abs(options.Root)
	if err != nil {
		return fmt.Errorf("finding the repository: %w", err)
	}

	l := layout{root: root, workspace: workspace}
	said, err := transcripts(l)
	if err != nil {
		return fmt.Errorf("reading the scenario: %w", err)
	}
	mock := mockapi.New(mockapi.Options{
		ProcessingTime: processingTime, ClipProcessingTime: clipProcessingTime, Transcripts: said,
	})
	defer mock.Close()
	if err := mock.Start(); err != nil {
		return fmt.Errorf("starting the mock API: %w", err)
	}
	receiver, err := startReceiver(ctx)
	if err != nil {
		return fmt.Errorf("starting the webhook receiver: %w", err)
	}
	defer receiver.close()

	s := &story{
		narrator: narrator{output: options.Output, started: time.Now(), bold: options.Color},
		layout:   l,
		mock:     mock,
		receiver: receiver,
		cli:      options.CLI,
		color:    options.Color,
		verbose:  options.Verbose,
	}
	return s.tell(ctx)
}

// makeWorkspace returns the absolute path of the workspace, which exists.
func makeWorkspace(wanted string) (string, error) {
	if wanted == "" {
		dir, err := os.MkdirTemp("", "contentgroove-demo-")
		if err != nil {
			return "", fmt.Errorf("making a workspace: %w", err)
		}
		return dir, nil
	}
	dir, err := filepath.Abs(wanted)
	if err != nil {
		return "", fmt.Errorf("finding the workspace: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("making a workspace: %w", err)
	}
	return dir, nil
}
