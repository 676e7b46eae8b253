package demo

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// heartbeatInterval is how often a build says that it is still at work.
const heartbeatInterval = 5 * time.Second

// findCLI returns the absolute path of a CLI, as it is run in another directory.
func findCLI(cli string) (string, error) {
	path, err := exec.LookPath(cli)
	if err == nil {
		path, err = filepath.Abs(path)
	}
	if err != nil {
		return "", fmt.Errorf("finding the CLI: %w", err)
	}
	return path, nil
}

// installProvider builds the provider into a mirror from which `init` takes it.
// beat is called now and then while that lasts.
func installProvider(ctx context.Context, l layout, output io.Writer, beat func(time.Duration)) error {
	if err := l.prepare(); err != nil {
		return fmt.Errorf("preparing the workspace: %w", err)
	}
	started := time.Now()
	ticker := time.NewTicker(heartbeatInterval)
	defer ticker.Stop()
	built := make(chan error, 1)
	go func() {
		built <- program{
			path:        "go",
			arguments:   []string{"build", "-o", l.providerBinary(registries[0]), "."},
			directory:   l.root,
			environment: append(os.Environ(), "TMPDIR="+l.temporary()),
			output:      output,
		}.run(ctx)
	}()
	for {
		select {
		case <-ticker.C:
			beat(time.Since(started))
		case err := <-built:
			if err != nil {
				return fmt.Errorf("building the provider: %w", err)
			}
			if err := l.shareProvider(); err != nil {
				return fmt.Errorf("installing the provider: %w", err)
			}
			return nil
		}
	}
}
