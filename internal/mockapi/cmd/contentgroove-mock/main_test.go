package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// lockedBuffer may be written while it is read.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

func TestRunServesUntilItIsStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	readyFile := filepath.Join(t.TempDir(), "ready")
	stdout, stdin := io.Pipe()
	var log lockedBuffer
	done := make(chan error, 1)
	go func() {
		done <- run(ctx, []string{
			"-addr", "127.0.0.1:0", "-upload-addr", "127.0.0.1:0", "-control-addr", "127.0.0.1:0", "-api-key", "s3cret key", "-seed", "3", "-ready-file", readyFile,
		}, stdin, &log)
	}()
	line := make([]byte, 4096)
	n, err := stdout.Read(line)
	if err != nil {
		t.Fatal(err)
	}
	said := string(line[:n])
	_, rest, _ := strings.Cut(said, "export CONTENTGROOVE_BASE_URL=")
	baseURL, rest, ok := strings.Cut(rest, "; ")
	if !ok || rest != "export CONTENTGROOVE_API_KEY='s3cret key'\n" {
		t.Fatalf("on start it says %q", said)
	}
	if content, err := os.ReadFile(readyFile); err != nil || string(content) != said {
		t.Errorf("the ready file holds %q, %v", content, err)
	}

	request, err := http.NewRequestWithContext(ctx, http.MethodGet, baseURL+"/medias?sort=name&api_key=s3cret+key", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || strings.Count(string(body), `"type":"medias"`) != 3 {
		t.Errorf("the list is %s, %v", body, err)
	}

	stop()
	if err := <-done; err != nil {
		t.Errorf("it ended with %v", err)
	}
	if got := log.String(); !strings.Contains(got, "/api/v1/medias?sort=name  200  getMedias") || strings.Contains(got, "s3cret") {
		t.Errorf("the request log is %q", got)
	}
	if _, err := os.Stat(readyFile); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the ready file is still there: %v", err)
	}
}

func TestFlagsThatAreRefused(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"-addr", "0.0.0.0:0"},
		{"-addr", ":0"},
		{"-upload-addr", "192.0.2.1:80"},
		{"-api-key", ""},
		{"-seed", "-1"},
		{"-upload-url", "foo"},
		{"-profile", "loose"},
		{"-retry-after", "later"},
		{"-control-addr", "0.0.0.0:0"},
		{"serve"},
		{"-nonsense"},
	} {
		if _, err := parseFlags(args, io.Discard); err == nil {
			t.Errorf("%q is accepted", args)
		}
	}
	if _, err := parseFlags([]string{"-addr", "0.0.0.0:0", "-allow-remote"}, io.Discard); err != nil {
		t.Errorf("-allow-remote does not help: %v", err)
	}
	if _, err := parseFlags([]string{"-h"}, io.Discard); !errors.Is(err, flag.ErrHelp) {
		t.Errorf("help ends with %v", err)
	}
}
