//go:build unix

package provider_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// interruption is an apply that is cut short while a request is under way.
type interruption struct {
	name string
	// operation is the request during which it happens, and hang how the server
	// keeps it waiting; "" lets the server answer.
	operation string
	hang      mockapi.FaultKind
	// strike cuts the apply short.
	strike func(*interrupted)
	// saved tells that Terraform saves the media all the same.
	saved bool
	// puts is how often the file arrives, both applies together.
	puts int
}

func interruptions() []interruption {
	return []interruption{
		{name: "Ctrl-C during the upload", operation: mockapi.OpUpload, hang: mockapi.Timeout, strike: (*interrupted).ctrlC, puts: 1},
		{name: "Ctrl-C during the POST, which is carried out", operation: mockapi.OpCreateMedia, hang: mockapi.TimeoutAfter, strike: (*interrupted).ctrlC, saved: true, puts: 1},
		{name: "Ctrl-C during the POST, which is not carried out", operation: mockapi.OpCreateMedia, hang: mockapi.Timeout, strike: (*interrupted).ctrlC, puts: 1},
		{name: "Ctrl-C during the wait", operation: mockapi.OpGetMediaByID, strike: (*interrupted).ctrlC, saved: true, puts: 1},
		{name: "Ctrl-C twice during the POST", operation: mockapi.OpCreateMedia, hang: mockapi.TimeoutAfter, strike: (*interrupted).ctrlCTwice, puts: 1},
		{name: "provider killed during the upload", operation: mockapi.OpUpload, hang: mockapi.TimeoutAfter, strike: (*interrupted).killProvider, puts: 2},
		{name: "provider killed during the POST, which is carried out", operation: mockapi.OpCreateMedia, hang: mockapi.TimeoutAfter, strike: (*interrupted).killProvider, puts: 1},
		{name: "provider killed during the POST, which is not carried out", operation: mockapi.OpCreateMedia, hang: mockapi.Timeout, strike: (*interrupted).killProvider, puts: 1},
		{name: "provider killed during the wait", operation: mockapi.OpGetMediaByID, strike: (*interrupted).killProvider, puts: 1},
		{name: "Terraform killed during the wait", operation: mockapi.OpGetMediaByID, strike: (*interrupted).killTerraform, puts: 1},
		{name: "machine lost during the POST", operation: mockapi.OpCreateMedia, hang: mockapi.TimeoutAfter, strike: (*interrupted).killAll, puts: 1},
		{name: "machine lost during the wait", operation: mockapi.OpGetMediaByID, strike: (*interrupted).killAll, puts: 1},
	}
}

// TestAccInterruption cuts applies of the real binary short with real signals.
// After each, one more apply must end with one media, made from a file that was
// uploaded once, and with a true state.
func TestAccInterruption(t *testing.T) {
	t.Parallel()
	binary := acctest.BuildProvider(t)
	for _, test := range interruptions() {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, binary)
		})
	}
}

// interrupted is an apply under way.
type interrupted struct {
	*acctest.Process

	t *testing.T
	// providers is the file with the ids of the provider's processes.
	providers string
}

func (i interruption) run(t *testing.T, binary string) {
	t.Helper()
	reached, finish := make(chan struct{}, 1), atomic.Bool{}
	var server *mockapi.Server
	server = acctest.StartServer(t, mockapi.Options{
		ProcessingTime: -1, // Until somebody ends it.
		Logger: func(request mockapi.Request) {
			if finish.Load() {
				server.FinishAll()
			}
			if request.Operation == i.operation && request.Fault == i.hang {
				select {
				case reached <- struct{}{}:
				default:
				}
			}
		},
	})
	directory, providers := recordedProvider(t, binary)
	cli := acctest.NewCLI(t, directory)
	acctest.WriteWAV(t, filepath.Join(cli.Dir, "call.wav"), 1)
	cli.Write("main.tf", requiredProviders+providerBlock(server, `request_timeout = "3s"`)+
		mediaConfig(`name = "Weekly call"`+"\n"+`source_file = "call.wav"`))
	if i.hang != "" {
		server.Inject(mockapi.Fault{Operation: i.operation, Kind: i.hang})
	}

	apply := cli.Start("apply", "-auto-approve")
	select {
	case <-reached:
	case <-t.Context().Done():
		t.Fatal("the request did not come")
	}
	i.strike(&interrupted{Process: apply, t: t, providers: providers})
	output, err := apply.Wait()
	if err == nil {
		t.Errorf("the apply was not cut short:\n%s", output)
	}
	if saved := stateID(t, cli); (saved != "") != i.saved {
		t.Errorf("after the interruption the state has the id %q; the apply printed:\n%s", saved, output)
	}

	finish.Store(true)
	server.FinishAll()
	output = cli.MustRun("apply", "-auto-approve")
	medias := server.Medias()
	if len(medias) != 1 {
		t.Fatalf("the server has %d media, want one; the second apply printed:\n%s", len(medias), output)
	}
	if id := stateID(t, cli); id != medias[0].ID {
		t.Errorf("the state has the id %q, and the server %s", id, medias[0].ID)
	}
	puts := 0
	for _, upload := range server.Uploads() {
		puts += upload.Puts
	}
	if puts != i.puts {
		t.Errorf("the file arrived %d times, want %d", puts, i.puts)
	}
	// A plan with changes has the exit status 2.
	cli.MustRun("plan", "-detailed-exitcode")
	if left, err := filepath.Glob(filepath.Join(cli.Dir, ".terraform", "contentgroove", "*", "*.json")); err != nil || len(left) > 0 {
		t.Errorf("the journal still has %v (%v)", left, err)
	}
}

// ctrlC is one Ctrl-C.
func (i *interrupted) ctrlC() { i.Interrupt() }

// ctrlCTwice is what an impatient user does.
func (i *interrupted) ctrlCTwice() {
	i.Interrupt()
	i.AwaitOutput("Interrupt received")
	i.Interrupt()
}

// killProvider kills the provider's process.
func (i *interrupted) killProvider() {
	i.t.Helper()
	pid, err := lastPID(i.providers)
	if err != nil {
		i.t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		i.t.Fatal(err)
	}
}

// killTerraform kills the CLI, which leaves the provider's process alive.
func (i *interrupted) killTerraform() { i.Kill() }

// killAll leaves nobody alive, as a crash of the machine does.
func (i *interrupted) killAll() { i.KillAll() }

// lastPID is the id of the provider's process that was started last: the one
// that applies.
func lastPID(providers string) (int, error) {
	content, err := os.ReadFile(providers)
	if err != nil {
		return 0, err
	}
	lines := strings.Fields(string(content))
	if len(lines) == 0 {
		return 0, errors.New("the provider was not started")
	}
	return strconv.Atoi(lines[len(lines)-1])
}

// recordedProvider makes a directory with a provider that runs the built one,
// and returns the file to which each process adds its id first.
func recordedProvider(t testing.TB, binary string) (directory, providers string) {
	t.Helper()
	const name = "terraform-provider-contentgroove"
	directory = t.TempDir()
	providers = filepath.Join(directory, "pids")
	script := fmt.Sprintf("#!/bin/sh\necho $$ >> '%s'\nexec '%s' \"$@\"\n", providers, filepath.Join(binary, name))
	if err := os.WriteFile(filepath.Join(directory, name), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	return directory, providers
}

// providerBlock is a provider block for a server of its own.
func providerBlock(server *mockapi.Server, arguments ...string) string {
	return (&acctest.Env{Server: server}).ProviderBlock(arguments...)
}

// stateID is the id of the only resource in the state; "" if there is none.
func stateID(t *testing.T, cli *acctest.CLI) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(cli.Dir, "terraform.tfstate"))
	if os.IsNotExist(err) || err == nil && len(content) == 0 {
		return "" // An empty file is what a Terraform leaves that is killed.
	}
	if err != nil {
		t.Fatal(err)
	}
	var state struct {
		Resources []struct {
			Instances []struct {
				Status     string
				Attributes struct{ ID string }
			}
		}
	}
	if err := json.Unmarshal(content, &state); err != nil {
		t.Fatal(err)
	}
	for _, resource := range state.Resources {
		if len(resource.Instances) == 0 {
			continue
		}
		instance := resource.Instances[0]
		if instance.Status != "" {
			t.Errorf("the media is %s", instance.Status)
		}
		return instance.Attributes.ID
	}
	return ""
}
