package provider

import (
	"context"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// address is the provider's in the public registry.
const address = "registry.terraform.io/contentgroove/contentgroove"

// Serve serves the provider until Terraform ends it. With debug it waits for a
// CLI that attaches itself, so that a debugger can be used.
//
// A process whose Terraform was killed is not ended by anybody: it ends itself,
// as soon as no object is being created. The next run relies on that.
func Serve(version string, debug bool) error {
	if err := SilenceSDKLogs(); err != nil {
		return err
	}
	journal := creation.Open(creation.DefaultDir(), creation.SystemHost())
	var options []tf6server.ServeOpt
	if debug {
		options = append(options, tf6server.WithManagedDebug())
	} else {
		go func() {
			awaitOrphan(context.Background(), time.Second, creation.ParentAlive(), journal.Idle)
			os.Exit(1)
		}()
	}
	if err := tf6server.Serve(address, NewServer(version, WithJournal(journal)), options...); err != nil {
		return err
	}
	journal.Close()
	return nil
}

// orphanLimit bounds how long a process outlives its Terraform.
const orphanLimit = 2 * time.Minute

// awaitOrphan returns when the parent is gone and nothing is under way any more.
func awaitOrphan(ctx context.Context, pause time.Duration, parentAlive, idle func() bool) {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	var until time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			switch {
			case parentAlive():
			case until.IsZero() && !idle():
				until = now.Add(orphanLimit)
			case idle(), now.After(until):
				return
			}
		}
	}
}

// StopProvider is called when the user presses Ctrl-C.
func (s *server) StopProvider(ctx context.Context, req *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	s.provider.journal.Stop()
	return s.frameworkServer.StopProvider(ctx, req)
}
