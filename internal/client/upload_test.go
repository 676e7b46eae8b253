package client

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// uploadSecret is the signature in the URLs of the test's upload host.
const uploadSecret = "deadbeefsignature"

// uploadHost is an API that hands out URLs, and the host they are on.
type uploadHost struct {
	*server // The API.

	host *httptest.Server
	// done is closed when the test ends. A server does not notice that a client
	// has gone while there is a body left to read, so handlers wait for this.
	done chan struct{}

	mu       sync.Mutex
	handlers []http.HandlerFunc
	requests []*http.Request
	bodies   [][]byte
}

// newUploadHost answers uploads with one handler after the other; the last one
// stays. A nil handler takes the file.
func newUploadHost(t testing.TB, handlers ...http.HandlerFunc) *uploadHost {
	t.Helper()
	u := &uploadHost{handlers: handlers, done: make(chan struct{})}
	u.host = httptest.NewServer(http.HandlerFunc(u.serve))
	t.Cleanup(u.host.Close)
	t.Cleanup(func() { close(u.done) })
	count := 0
	u.server = newServer(t, func(w http.ResponseWriter, r *http.Request) {
		count++
		respond(200, directUploadDocument(fmt.Sprintf("upload-%d", count), fmt.Sprintf("%s/bucket/key%d?X-Amz-Signature=%s", u.host.URL, count, uploadSecret)))(w, r)
	})
	return u
}

func directUploadDocument(id, address string) string {
	return fmt.Sprintf(`{"data":{"id":"d1","type":"direct_upload_blobs","attributes":{"upload_id":%q,"upload_url":%q}}}`, id, address)
}

func (u *uploadHost) serve(w http.ResponseWriter, r *http.Request) {
	u.mu.Lock()
	u.requests = append(u.requests, r)
	handler := u.handlers[0]
	if len(u.handlers) > 1 {
		u.handlers = u.handlers[1:]
	}
	u.mu.Unlock()
	if handler != nil {
		handler(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.bodies = append(u.bodies, body)
}

func (u *uploadHost) uploads() int {
	u.mu.Lock()
	defer u.mu.Unlock()
	return len(u.requests)
}

// writeFile makes a file of some size in a directory of its own.
func writeFile(t testing.TB, size int) (path string, content []byte) {
	t.Helper()
	content = bytes.Repeat([]byte("0123456789abcdef"), size/16+1)[:size]
	path = filepath.Join(t.TempDir(), "talk.mp4")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path, content
}

// storeError answers like an object store.
func storeError(status int, code, message string) http.HandlerFunc {
	return respond(status, `<?xml version="1.0" encoding="UTF-8"?>`+"\n<Error><Code>"+code+"</Code><Message>"+message+"</Message><RequestId>x</RequestId></Error>",
		"Content-Type", "application/xml")
}

func TestUploadSendsTheFileAndNothingElse(t *testing.T) {
	t.Parallel()
	for _, method := range []AuthMethod{AuthBearer, AuthXAPIKey, AuthQuery} {
		u := newUploadHost(t, nil)
		c, _ := newClient(t, u.server, func(o *Options) { o.AuthMethod = method })
		path, content := writeFile(t, 3<<20+17)
		got, err := c.UploadFile(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(content)
		if got.UploadID != "upload-1" || got.File.SHA256() != hex.EncodeToString(sum[:]) || got.File.Size() != int64(len(content)) || got.File.Path() != path {
			t.Errorf("got %+v", got)
		}
		if now, err := sourcefile.Inspect(path, MaxUploadBytes); err != nil || !now.Unchanged(got.File) {
			t.Errorf("the file is not the one that was sent: %v", err)
		}
		if len(u.bodies) != 1 || !bytes.Equal(u.bodies[0], content) {
			t.Error("another file arrived")
		}
		request := u.requests[0]
		if request.Method != http.MethodPut || !request.Close || request.ContentLength != int64(len(content)) || len(request.TransferEncoding) > 0 ||
			request.RequestURI != "/bucket/key1?X-Amz-Signature="+uploadSecret {
			t.Errorf("got %+v", request)
		}
		allowed := map[string]bool{"Content-Length": true, "User-Agent": true, "Expect": true, "Connection": true}
		for name := range request.Header {
			if !allowed[name] {
				t.Errorf("the header %s was sent", name)
			}
		}
		if request.Header.Get("Expect") != "100-continue" {
			t.Error("the host was not asked for its consent")
		}
		if u.received()[0].header.Get("Authorization")+u.received()[0].header.Get("X-Api-Key")+fmt.Sprint(u.received()[0].query["api_key"]) == "[]" {
			t.Error("the API was not given the key")
		}
	}
}

func TestUploadAttempts(t *testing.T) {
	t.Parallel()
	expired := storeError(403, "AccessDenied", "Request has expired")
	for name, test := range map[string]struct {
		handlers []http.HandlerFunc
		retries  int
		uploads  int
		waits    int
		says     string // "" for success
	}{
		"at once":             {handlers: []http.HandlerFunc{nil}, uploads: 1},
		"500":                 {handlers: []http.HandlerFunc{storeError(500, "InternalError", "oops"), nil}, retries: 3, uploads: 2, waits: 1},
		"503 and reset":       {handlers: []http.HandlerFunc{storeError(503, "SlowDown", "slow"), reset, nil}, retries: 3, uploads: 3, waits: 2},
		"429":                 {handlers: []http.HandlerFunc{respond(429, "", "Retry-After", "9"), nil}, retries: 3, uploads: 2, waits: 1},
		"a web page":          {handlers: []http.HandlerFunc{afterBody(page(200)), nil}, retries: 3, uploads: 2, waits: 1},
		"always 500":          {handlers: []http.HandlerFunc{storeError(500, "InternalError", "oops")}, retries: 2, uploads: 3, waits: 2, says: "answered 500 Internal Server Error: InternalError: oops; gave up after 3 attempts"},
		"expired once":        {handlers: []http.HandlerFunc{expired, nil}, uploads: 2},
		"expired twice":       {handlers: []http.HandlerFunc{expired, expired, nil}, retries: 3, uploads: 2, says: "answered 403 Forbidden: AccessDenied: Request has expired"},
		"expired after a 500": {handlers: []http.HandlerFunc{storeError(500, "x", "y"), expired, nil}, retries: 1, uploads: 3, waits: 1},
		"400":                 {handlers: []http.HandlerFunc{storeError(400, "InvalidRequest", "not like this")}, retries: 3, uploads: 1, says: "answered 400 Bad Request: InvalidRequest: not like this"},
		"too large":           {handlers: []http.HandlerFunc{storeError(400, "EntityTooLarge", "too big")}, retries: 3, uploads: 1, says: "EntityTooLarge: too big; ContentGroove takes files of up to 5 GB"},
		"413":                 {handlers: []http.HandlerFunc{page(413)}, retries: 3, uploads: 1, says: "Please log in</body></html>; ContentGroove takes files of up to 5 GB"},
		"a redirect":          {handlers: []http.HandlerFunc{respond(307, "", "Location", "https://example.com/?hush")}, retries: 3, uploads: 1, says: "answered 307 Temporary Redirect"},
		"plain text":          {handlers: []http.HandlerFunc{respond(405, "use POST\n", "Content-Type", "text/plain")}, retries: 3, uploads: 1, says: "405 Method Not Allowed: use POST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u := newUploadHost(t, test.handlers...)
			c, clock := newClient(t, u.server, retries(test.retries))
			path, content := writeFile(t, 100_000)
			got, err := c.UploadFile(t.Context(), path)
			if u.uploads() != test.uploads || len(u.received()) != test.uploads || len(clock.slept()) != test.waits {
				t.Errorf("%d uploads by %d permissions after waits of %v", u.uploads(), len(u.received()), clock.slept())
			}
			if test.says != "" {
				if err == nil || got != nil || !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "bucket") || strings.Contains(err.Error(), "hush") {
					t.Errorf("got %v, want %q", err, test.says)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(u.bodies[0], content) || got.UploadID != fmt.Sprintf("upload-%d", test.uploads) {
				t.Errorf("got %+v", got)
			}
		})
	}
}

// afterBody lets a handler answer when the whole body has arrived.
func afterBody(handler http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		handler(w, r)
	}
}

// The time that it takes to send a file is not time spent in retries.
func TestALongUploadIsRepeatedNonetheless(t *testing.T) {
	t.Parallel()
	var clock *fakeClock
	u := newUploadHost(t, func(w http.ResponseWriter, r *http.Request) {
		_ = clock.Sleep(r.Context(), time.Hour)
		respond(503, ``)(w, r)
	}, nil)
	c, fake := newClient(t, u.server, func(o *Options) { o.MaxRetryTime = time.Minute })
	clock = fake
	path, _ := writeFile(t, 100)
	if _, err := c.UploadFile(t.Context(), path); err != nil {
		t.Error(err)
	}
}

func TestARefusalSparesSendingTheFile(t *testing.T) {
	t.Parallel()
	u := newUploadHost(t, storeError(400, "EntityTooLarge", "too big"))
	c, _ := newClient(t, u.server)
	path, _ := writeFile(t, 64)
	if err := os.Truncate(path, 2<<30); err != nil { // Sparse: it takes no space on the disk.
		t.Fatal(err)
	}
	var logged bytes.Buffer
	c.log = slog.New(slog.NewJSONHandler(&logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if _, err := c.UploadFile(t.Context(), path); err == nil {
		t.Error("the host took it")
	}
	if !strings.Contains(logged.String(), `"request_bytes":0,"status":400`) {
		t.Errorf("the log says %s", &logged)
	}
}

func TestUploadRefusesFilesItNeedNotSend(t *testing.T) {
	t.Parallel()
	u := newUploadHost(t, nil)
	c, _ := newClient(t, u.server)
	directory := t.TempDir()
	empty := filepath.Join(directory, "empty")
	huge := filepath.Join(directory, "huge")
	for _, path := range []string{empty, huge} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Truncate(huge, MaxUploadBytes+1); err != nil {
		t.Fatal(err)
	}
	for path, words := range map[string]string{
		filepath.Join(directory, "missing"): "does not exist",
		directory:                           "is a directory",
		empty:                               "is empty",
		huge:                                "too large: 5368709121 bytes, and at most 5368709120 are allowed",
		os.DevNull:                          "not a regular file",
	} {
		_, err := c.UploadFile(t.Context(), path)
		if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: got %v, want %q", path, err, words)
		}
	}
	if len(u.received()) != 0 {
		t.Error("a permission was asked for")
	}
}

func TestUploadNoticesThatTheFileChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"shorter":  func(path string) error { return os.Truncate(path, 10) },
		"longer":   func(path string) error { return os.Truncate(path, 10<<20) },
		"touched":  func(path string) error { return os.Chtimes(path, time.Time{}, time.Now().Add(time.Hour)) },
		"removed":  os.Remove,
		"replaced": func(path string) error { _ = os.Remove(path); return os.WriteFile(path, []byte("x"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, _ := writeFile(t, 4<<20)
			u := newUploadHost(t, func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.CopyN(io.Discard, r.Body, 1000)
				if err := change(path); err != nil {
					t.Error(err)
				}
				_, _ = io.Copy(io.Discard, r.Body)
			})
			c, _ := newClient(t, u.server)
			_, err := c.UploadFile(t.Context(), path)
			changed, ok := errors.AsType[*sourcefile.ChangedError](err)
			if !ok || changed.Path != path || u.uploads() != 1 {
				t.Errorf("%d uploads, error %v", u.uploads(), err)
			}
		})
	}
}

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
