//go:build unix

package demo

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// options are those of a run that tells output its story.
func options(t *testing.T, output io.Writer) Options {
	t.Helper()
	if os.Getenv("TF_ACC") == "" {
		t.Skip("acceptance tests run when TF_ACC is set")
	}
	cli := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if cli == "" {
		cli = "terraform"
	}
	return Options{CLI: cli, Root: filepath.Join("..", ".."), Workspace: filepath.Join(t.TempDir(), "w"), Output: output}
}

func TestRun(t *testing.T) {
	t.Parallel()
	var output bytes.Buffer
	o := options(t, &output)
	if err := Run(t.Context(), o); err != nil {
		t.Fatalf("the demo failed: %v\n%s", err, output.String())
	}
	for _, text := range []string{
		"Plan: 7 to add, 0 to change, 0 to destroy.",
		"Apply complete! Resources: 7 added",
		"Good morning. Yesterday we shipped the new upload page.",
		"media.processing_finished, media.processing_finished",
		"No changes.",
		"0 added, 1 changed, 0 destroyed",
		"Destroy complete! Resources: 7 destroyed.",
		"The mock API has no media",
	} {
		if !strings.Contains(output.String(), text) {
			t.Errorf("the story lacks %q", text)
		}
	}
	if lines := strings.Count(output.String(), "\n"); lines > 75 {
		t.Errorf("the story has %d lines, which is more than a screen", lines)
	}
	if strings.Contains(output.String(), "\x1b[") {
		t.Error("the story is colored")
	}
	nothingIsLeft(t, o.Workspace)
	if t.Failed() {
		t.Log(output.String())
	}
}

// An interruption leaves nothing behind, whenever it comes.
func TestRunInterrupted(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"while the provider is built": "Building the provider",
		"while the CLI starts":        "Initializing",
		"in a plan":                   "Planning",
		"in an apply":                 `contentgroove_media.standup: Creating...`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			output := &trigger{text: text, fire: cancel}
			o := options(t, output)
			o.Verbose = true
			if err := Run(ctx, o); !errors.Is(err, context.Canceled) {
				t.Errorf("got error %v, want %v\n%s", err, context.Canceled, output.String())
			}
			nothingIsLeft(t, o.Workspace)
		})
	}
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	workspace := filepath.Join(t.TempDir(), "w")
	err := Run(t.Context(), Options{CLI: "no-such-cli", Root: filepath.Join("..", ".."), Workspace: workspace, Output: io.Discard})
	if !errors.Is(err, exec.ErrNotFound) {
		t.Errorf("got error %v, want %v", err, exec.ErrNotFound)
	}
	nothingIsLeft(t, workspace)
}

// nothingIsLeft checks that the workspace is gone, and every process with it:
// the provider and all of its arguments live there.
func nothingIsLeft(t *testing.T, workspace string) {
	t.Helper()
	if _, err := os.Stat(workspace); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the workspace is still there: %v", err)
	}
	processes, err := exec.Command("ps", "-A", "-o", "args=").Output()
	if errors.Is(err, exec.ErrNotFound) {
		t.Log("Without ps, nobody looks for processes that were left behind.")
		return
	}
	if err != nil {
		t.Fatalf("listing the processes: %v", err)
	}
	for process := range strings.Lines(string(processes)) {
		if strings.Contains(process, workspace) {
			t.Errorf("a process is still there: %s", process)
		}
	}
}

func TestEnvironment(t *testing.T) {
	t.Parallel()
	user := []string{"HOME=/home/me", "TF_VAR_media_name=mine", "TF_CLI_ARGS=-help", "CONTENTGROOVE_API_KEY=real-key"}
	for name, test := range map[string]struct {
		color bool
		want  string
		lacks string
	}{
		"plain": {false, "TF_CLI_ARGS=-no-color", "TF_CLI_ARGS=-help"},
		"color": {true, "HOME=/home/me", "TF_CLI_ARGS"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := strings.Join(environment(user, layout{workspace: "/w"}, "http://127.0.0.1:1/api/v1", test.color), "\n")
			for _, want := range []string{test.want, "HOME=/home/me", "CONTENTGROOVE_BASE_URL=http://127.0.0.1:1/api/v1", "TF_CLI_CONFIG_FILE=/w/cli.tfrc"} {
				if !strings.Contains(got, want) {
					t.Errorf("the environment lacks %s:\n%s", want, got)
				}
			}
			for _, unwanted := range []string{test.lacks, "real-key", "TF_VAR_"} {
				if strings.Contains(got, unwanted) {
					t.Errorf("the environment has %s:\n%s", unwanted, got)
				}
			}
		})
	}
}
