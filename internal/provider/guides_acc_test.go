package provider_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// guideSigned is a presigned URL with a signature of its own.
func guideSigned(signature string) string {
	return "https://recordings.s3.amazonaws.com/town-hall.mp4?X-Amz-Date=20260302T090000Z&X-Amz-Expires=3600&X-Amz-Signature=" + signature
}

// guideCLI is a working directory with the configuration of a guide.
func guideCLI(t *testing.T, server *mockapi.Server, guide string) *acctest.CLI {
	t.Helper()
	cli := exampleCLI(t, server, acctest.BuildProvider(t), exampleDir(t, "guides", guide))
	cli.Setenv("TF_VAR_archive_api_key", mockapi.DefaultAPIKey)
	cli.Setenv("TF_VAR_presigned_url", guideSigned("first"))
	cli.Setenv("TF_VAR_token_url", "https://cdn.example.com/town-hall.mp4?token=first")
	return cli
}

// The configurations of the guides can be applied as they stand.
func TestAccGuides(t *testing.T) {
	t.Parallel()
	for _, guide := range matches(t, exampleDir(t, "guides", "*", "main.tf")) {
		name := filepath.Base(filepath.Dir(guide))
		if name == "from-a-generic-provider" {
			continue // It needs the state of another provider; TestAccMove has one.
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := exampleAccount(t)
			cli := guideCLI(t, server, name)
			if strings.Contains(cli.Read("versions.tf"), ">= 1.14") {
				cli.SkipBelow(t, "1.14.0", "")
			}
			tryConfiguration(t, server, cli)
		})
	}
}

// A clip over the whole recording has its words, and a receiver stores what a
// webhook delivers of them.
func TestAccGuides_recordingToWords(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("the receiver of the guide needs Python")
	}
	server := exampleAccount(t)
	cli := guideCLI(t, server, "recording-to-words")
	receiver := exec.CommandContext(t.Context(), python, "receiver.py", "0")
	receiver.Dir = cli.Dir
	printed, err := receiver.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := receiver.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = receiver.Process.Kill()
		_ = receiver.Wait()
	})
	line, err := bufio.NewReader(printed).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	url := strings.TrimSpace(strings.TrimPrefix(line, "Listening on "))
	server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: url})

	cli.MustRun("apply", "-auto-approve")
	words := strings.TrimSpace(cli.MustRun("output -raw words"))
	if len(strings.Fields(words)) < 2 {
		t.Errorf("the clip's text is %q", words)
	}
	stored := waitForFile(t, filepath.Join(cli.Dir, "words", "*.txt"))
	if strings.TrimSpace(stored) == "" {
		t.Error("the receiver has stored nothing")
	}
}

// waitForFile waits until a file is there, which another process writes, and reads
// it.
func waitForFile(t *testing.T, pattern string) string {
	t.Helper()
	for range 500 {
		if files := matches(t, pattern); len(files) > 0 {
			content, err := os.ReadFile(files[0])
			if err != nil {
				t.Fatal(err)
			}
			return string(content)
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("there is no %s", pattern)
	return ""
}

// What a renamed, a changed and a removed file mean.
func TestAccGuides_folder(t *testing.T) {
	t.Parallel()
	server := exampleAccount(t)
	cli := guideCLI(t, server, "folder-of-recordings")
	rename := func(from, to string) {
		if err := os.Rename(filepath.Join(cli.Dir, "recordings", from), filepath.Join(cli.Dir, "recordings", to)); err != nil {
			t.Fatal(err)
		}
	}
	wants(t, cli.MustRun("apply", "-auto-approve"), "2 added, 0 changed, 0 destroyed")
	wants(t, cli.MustRun("output -json recordings"), `"standups/monday.wav"`, `"weekly-call.wav"`)

	rename("weekly-call.wav", "call.wav")
	wants(t, cli.MustRun("plan"), "1 to add, 0 to change, 1 to destroy")
	cli.Write("moved.tf", `moved {
  from = contentgroove_media.recording["weekly-call.wav"]
  to   = contentgroove_media.recording["call.wav"]
}
`)
	wants(t, cli.MustRun("apply", "-auto-approve"), "0 added, 1 changed, 0 destroyed")

	acctest.WriteWAV(t, filepath.Join(cli.Dir, "recordings", "call.wav"), 3)
	wants(t, cli.MustRun("plan"), "1 to add, 0 to change, 1 to destroy", "source_file_sha256")
	if err := os.Remove(filepath.Join(cli.Dir, "recordings", "standups", "monday.wav")); err != nil {
		t.Fatal(err)
	}
	wants(t, cli.MustRun("apply", "-auto-approve"), "1 added, 0 changed, 2 destroyed")
	wants(t, cli.MustRun("plan"), "No changes.")
}

// Another signature is no other source, and neither is another token that is
// ignored.
func TestAccGuides_signedSources(t *testing.T) {
	t.Parallel()
	cli := guideCLI(t, exampleAccount(t), "sources-in-s3-and-gcs")
	cli.MustRun("apply", "-auto-approve")
	wants(t, cli.MustRun("plan", "-var", "presigned_url="+guideSigned("second"), "-var", "token_url=https://cdn.example.com/town-hall.mp4?token=second"), "No changes.")
}

// pipelineCommand is a command of Terraform in a pipeline's description.
var pipelineCommand = regexp.MustCompile(`(?m)^\s*(?:- run:|run:|-) terraform (\S+)(.*)$`)

// The commands of the pipelines do what they are there for, all but init, which
// would fetch the provider from a registry.
func TestAccGuides_pipelines(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"github-actions.yml", "gitlab-ci.yml"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			server := exampleAccount(t)
			cli := guideCLI(t, server, "several-accounts")
			run := 0
			for _, command := range pipelineCommand.FindAllStringSubmatch(exampleFile(t, "guides", "in-a-pipeline", file), -1) {
				if command[1] == "init" {
					continue
				}
				cli.MustRun(command[1], strings.Fields(command[2])...)
				run++
			}
			if run < 2 {
				t.Errorf("%d commands were found", run)
			}
			wants(t, cli.MustRun("plan"), "No changes.")
		})
	}
}

// The script makes a line for each step out of Terraform's log.
func TestAccGuides_progress(t *testing.T) {
	t.Parallel()
	awk, err := exec.LookPath("awk")
	if err != nil {
		t.Skip("the script of the guide needs awk")
	}
	server := acctest.StartServer(t, mockapi.Options{ProcessingTime: 50 * time.Millisecond})
	cli := guideCLI(t, server, "several-accounts")
	log := filepath.Join(cli.Dir, "progress.log")
	cli.Setenv("TF_LOG_PROVIDER", "INFO")
	cli.Setenv("TF_LOG_PATH", log)
	cli.MustRun("apply", "-auto-approve")
	printed, err := exec.CommandContext(t.Context(), awk, "-f", exampleDir(t, "guides", "progress", "progress.awk"), log).Output()
	if err != nil {
		t.Fatal(err)
	}
	if lines := regexp.MustCompile(`(?m)^\d\d:\d\d:\d\d media "Weekly call": finished after \S+ of 1h$`).FindAllString(string(printed), -1); len(lines) != 2 {
		t.Errorf("the script prints:\n%s", printed)
	}
}
