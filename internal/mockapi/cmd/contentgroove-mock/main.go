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
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintln(os.Stderr, "contentgroove-mock:", err)
		os.Exit(1)
	}
}

// run serves until ctx ends. What it says on start goes to stdout, the request
// log to stderr, so that the former can be evaluated by a shell.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	settings, err := parseFlags(args, stderr)
	if err != nil {
		return err
	}
	if !settings.quiet {
		settings.options.Logger = newRequestPrinter(stderr).print
	}
	server := mockapi.New(settings.options)
	defer server.Close()
	server.SeedMedias(settings.seed, func(int) mockapi.Media { return mockapi.Media{} })
	if err := server.StartAt(settings.address, settings.uploadAddress); err != nil {
		return err
	}

	exports := fmt.Sprintf("export CONTENTGROOVE_BASE_URL=%s; export CONTENTGROOVE_API_KEY=%s\n",
		shellQuote(server.URL()), shellQuote(settings.options.APIKeys[0]))
	if settings.readyFile != "" {
		if err := writeReadyFile(settings.readyFile, exports); err != nil {
			return err
		}
		defer func() { _ = os.Remove(settings.readyFile) }() //nolint:gosec // Its user names the file.
	}
	if _, err := io.WriteString(stdout, exports); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
