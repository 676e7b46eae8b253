// Command contentgroove-mock serves a mock of the ContentGroove Developer API on
// this machine, so that the provider can be tried without an account.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/control"
)

// version is set by the linker.
var version = "dev"

// The exit codes.
const (
	exitFailed = 1
	exitUsage  = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(report(run(ctx, os.Args[1:], os.Stdout, os.Stderr), os.Stderr))
}

// report says how a run went wrong, if it did, and returns the exit code.
func report(err error, stderr io.Writer) int {
	if err == nil || errors.Is(err, flag.ErrHelp) {
		return 0
	}
	_, _ = fmt.Fprintln(stderr, "contentgroove-mock:", err)
	var wrong usageError
	if errors.As(err, &wrong) {
		return exitUsage
	}
	return exitFailed
}

// usageError is a command line that is not understood.
type usageError struct{ error }

// run serves until ctx ends. What it says on start goes to stdout, the log to
// stderr, so that the former can be evaluated by a shell.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) (err error) {
	settings, err := parseFlags(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return err
	case err != nil:
		return usageError{err}
	case settings.showVersion:
		_, err := fmt.Fprintln(stdout, "contentgroove-mock", version)
		return err
	}
	if !settings.quiet {
		log := newLogPrinter(stderr)
		settings.options.Logger, settings.options.DeliveryLogger = log.printRequest, log.printDelivery
	}
	removeFiles, err := settings.prepareFiles()
	if err != nil {
		return err
	}
	defer removeFiles()

	server := mockapi.New(settings.options)
	defer server.Close()
	if err := settings.fill(server, stderr); err != nil {
		return err
	}
	if err := server.StartAt(settings.address, settings.uploadAddress); err != nil {
		return err
	}
	if settings.controlAddress != "" {
		listener, err := control.Start(ctx, server, settings.controlAddress, control.Options{AllowRemote: settings.allowRemote})
		if err != nil {
			return err
		}
		defer listener.Close()
		_, _ = fmt.Fprintf(stderr, "The page is at %s\n", listener.URL())
	}
	return settings.serve(ctx, server, stdout)
}

// serve says where the server is, and waits.
func (s settings) serve(ctx context.Context, server *mockapi.Server, stdout io.Writer) error {
	exports := fmt.Sprintf("export CONTENTGROOVE_BASE_URL=%s; export CONTENTGROOVE_API_KEY=%s\n",
		shellQuote(server.URL()), shellQuote(s.options.APIKeys[0]))
	if s.readyFile != "" {
		if err := writeReadyFile(s.readyFile, exports); err != nil {
			return err
		}
		defer func() { _ = os.Remove(s.readyFile) }() //nolint:gosec // Its user names the file.
	}
	if _, err := io.WriteString(stdout, exports); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

// fill gives the account what it has from the start.
func (s settings) fill(server *mockapi.Server, stderr io.Writer) error {
	if s.stateFile != "" {
		report := func(err error) { _, _ = fmt.Fprintln(stderr, "contentgroove-mock:", err) }
		if err := server.Persist(s.stateFile, report); err != nil {
			return fmt.Errorf("loading the state: %w", err)
		}
	}
	if s.seedFile != "" {
		seed, err := mockapi.ReadState(s.seedFile)
		if err == nil {
			err = server.Seed(seed)
		}
		if err != nil {
			return fmt.Errorf("seeding: %w", err)
		}
	}
	server.SeedMedias(s.seed, func(int) mockapi.Media { return mockapi.Media{} })
	return nil
}

// prepareFiles makes the directory for uploads, and returns what removes it if
// nobody asked for it.
func (s *settings) prepareFiles() (remove func(), err error) {
	remove = func() {}
	o := &s.options
	switch {
	case o.FilesDir == "" && s.stateFile != "":
		o.FilesDir = s.stateFile + ".files"
	case o.FilesDir == "":
		o.FilesDir, err = os.MkdirTemp("", "contentgroove-mock-")
		return func() { _ = os.RemoveAll(o.FilesDir) }, err //nolint:gosec // It was made in the line above.
	}
	return remove, os.MkdirAll(o.FilesDir, 0o700)
}
