//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"
)

func TestReport(t *testing.T) {
	t.Parallel()
	interrupted, cancel := context.WithCancelCause(t.Context())
	cancel(interruption{syscall.SIGTERM})
	for name, test := range map[string]struct {
		ctx  context.Context
		err  error
		code int
		says string
	}{
		"success":     {t.Context(), nil, 0, ""},
		"failure":     {t.Context(), errors.New("no mock"), 1, "The demo failed: no mock"},
		"interrupted": {interrupted, context.Canceled, 143, "The demo has stopped (terminated) and cleaned up."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var output bytes.Buffer
			if code := report(test.ctx, test.err, &output); code != test.code {
				t.Errorf("got exit code %d, want %d", code, test.code)
			}
			if said := strings.TrimSpace(output.String()); said != test.says {
				t.Errorf("said %q, want %q", said, test.says)
			}
		})
	}
}

func TestUntilInterrupted(t *testing.T) {
	t.Parallel()
	ctx := untilInterrupted(t.Context())
	if err := ctx.Err(); err != nil {
		t.Fatalf("ended before the signal: %v", err)
	}
	// The second one must not end the program.
	for range 2 {
		if err := syscall.Kill(os.Getpid(), syscall.SIGHUP); err != nil {
			t.Fatal(err)
		}
	}
	<-ctx.Done()
	var cause interruption
	if !errors.As(context.Cause(ctx), &cause) || cause.Signal != syscall.SIGHUP {
		t.Errorf("got cause %v, want the signal", context.Cause(ctx))
	}
}
