package client

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

func TestUploadEndsWhenNothingMoves(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]http.HandlerFunc{
		"before the file": func(http.ResponseWriter, *http.Request) {},
		"half-way":        func(_ http.ResponseWriter, r *http.Request) { _, _ = io.CopyN(io.Discard, r.Body, 1000) },
		"after the file":  func(_ http.ResponseWriter, r *http.Request) { _, _ = io.Copy(io.Discard, r.Body) },
		"in the answer's body": afterBody(func(w http.ResponseWriter, _ *http.Request) {
			_ = http.NewResponseController(w).Flush()
		}),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var u *uploadHost
			u = newUploadHost(t, func(w http.ResponseWriter, r *http.Request) {
				handler(w, r)
				<-u.done
			})
			c, _ := newClient(t, u.server, retries(0), func(o *Options) { o.UploadIdleTimeout = 200 * time.Millisecond })
			path, _ := writeFile(t, 32<<20)
			_, err := c.UploadFile(t.Context(), path)
			if err == nil || !strings.Contains(err.Error(), "no progress for 200ms, after ") || errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// It is the standing still that ends an upload, not its whole duration.
func TestAnUploadThatMovesSlowlyGoesOn(t *testing.T) {
	t.Parallel()
	path, _ := writeFile(t, 1000)
	synctest.Test(t, func(t *testing.T) {
		c, err := New(Options{APIKey: testKey, UploadIdleTimeout: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		file, err := sourcefile.Inspect(path, MaxUploadBytes)
		if err != nil {
			t.Fatal(err)
		}
		reading, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		var idle atomic.Bool
		body := c.newUploadBody(t.Context(), reading, func() { idle.Store(true) })
		for range 10 {
			time.Sleep(59 * time.Second)
			if _, err := io.ReadFull(body, make([]byte, 100)); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(59 * time.Second)
		synctest.Wait()
		if idle.Load() {
			t.Error("ended although it moved")
		}
		time.Sleep(2 * time.Second)
		synctest.Wait()
		if !idle.Load() {
			t.Error("goes on although it stands still")
		}

		body.stop()
		if _, err := body.Read(make([]byte, 1)); !errors.Is(err, os.ErrClosed) {
			t.Errorf("read after the end: %v", err)
		}
	})
}

func TestAnInterruptedUpload(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var u *uploadHost
	u = newUploadHost(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.CopyN(io.Discard, r.Body, 1000)
		cancel()
		<-u.done
	})
	c, _ := newClient(t, u.server)
	path, _ := writeFile(t, 32<<20)
	_, err := c.UploadFile(ctx, path)
	if !errors.Is(err, context.Canceled) || u.uploads() != 1 || !strings.Contains(err.Error(), "of 33554432 bytes") {
		t.Errorf("%d uploads, error %v", u.uploads(), err)
	}
}

func TestUploadProgressIsLogged(t *testing.T) {
	t.Parallel()
	u := newUploadHost(t, nil)
	var logged bytes.Buffer
	c, clock := newClient(t, u.server, func(o *Options) {
		o.Logger = slog.New(slog.NewJSONHandler(&logged, nil))
		o.UploadProgressInterval = 2 * time.Second
	})
	c.options.Clock = tickingClock{clock}
	path, _ := writeFile(t, 1<<20)
	if _, err := c.UploadFile(t.Context(), path); err != nil {
		t.Fatal(err)
	}
	lines := strings.Count(logged.String(), "Uploading a file")
	if lines < 2 || !strings.Contains(logged.String(), `"size":1048576,"percent":`) || !strings.Contains(logged.String(), `"bytes_per_second":`) {
		t.Errorf("%d lines: %s", lines, &logged)
	}
}

// tickingClock advances by a second whenever somebody looks at it.
type tickingClock struct{ *fakeClock }

func (c tickingClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(time.Second)
	return c.now
}
