package provider_test

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/provider"
)

// faultyKey is a key that can be told from anything else.
const faultyKey = "k3y-that-must-not-travel"

// Timeouts in real time. The short one is only for applies in which a request
// hangs: on a busy machine, requests may exceed it that nothing befalls.
const (
	patience   = 30 * time.Second
	impatience = 100 * time.Millisecond
)

// world is what a cell happens in.
type world struct {
	server    *mockapi.Server
	clock     *mocktest.Clock
	terraform *miniTerraform
	// elsewhere is another host, which has no business with the key.
	elsewhere *otherHost
	// file is a file to upload.
	file string
	// mediaID is a media to cut clips from.
	mediaID string
	// others are the ids of objects that belong to somebody else.
	others []string
	// made are the ids of all objects that were seen after an apply and belong to
	// nobody else.
	made map[string]bool
	// seen is all that a user was shown.
	seen string
}

// newWorld makes a server with some objects of others, and a Terraform.
func newWorld(t *testing.T, s scenario) *world {
	t.Helper()
	clock := mocktest.NewClock(time.Time{})
	w := &world{
		clock:     clock,
		made:      map[string]bool{},
		server:    mocktest.Start(t, mockapi.Options{APIKeys: []string{faultyKey}, Clock: clock}),
		elsewhere: newOtherHost(t),
		terraform: &miniTerraform{dir: filepath.Join(t.TempDir(), "journal"), clock: clock, typeName: s.typeName},
	}
	w.terraform.settings = map[string]any{"base_url": w.server.URL(), "api_key": faultyKey, "request_timeout": patience.String()}
	if s.sendsFile {
		w.file = filepath.Join(t.TempDir(), "call.wav")
		acctest.WriteWAV(t, w.file, 1)
	}
	description := faultyDescription
	for _, sourceURL := range []string{faultySourceURL, ""} {
		media := w.server.SeedMedia(mockapi.Media{Name: faultyName, Description: &description, SourceURL: sourceURL})
		w.others = append(w.others, media.ID)
		w.mediaID = media.ID
	}
	clip := w.server.SeedClip(mockapi.Clip{MediaID: w.mediaID, Name: faultyName, StartTime: faultyStart, EndTime: faultyEnd})
	hook := w.server.SeedWebhookSubscription(mockapi.WebhookSubscription{
		URL: faultyHookURL, SubscribedEvents: []string{mockapi.EventMediaProcessingFinished}, Inactive: true,
	})
	w.others = append(w.others, clip.ID, hook.ID)
	return w
}

// apply applies once, and notes what everybody can see of it.
func (w *world) apply(t *testing.T, configuration map[string]any) applied {
	t.Helper()
	result, err := w.terraform.apply(t.Context(), configuration)
	if err != nil {
		t.Fatalf("the provider broke the protocol: %s\n%s", err, printed(result.diagnostics))
	}
	w.seen += printed(result.diagnostics)
	own, _ := w.objects()
	for id := range own {
		w.made[id] = true
	}
	return result
}

// hurry makes the provider give up sooner on the operation, or not any more.
func (w *world) hurry(operation string, hurry bool) {
	limit := patience
	if hurry {
		limit = impatience
	}
	if operation == mockapi.OpUpload {
		w.terraform.options = []provider.Option{provider.WithUploadIdleTimeout(limit)}
		return
	}
	w.terraform.settings["request_timeout"] = limit.String()
}

// befallen counts the requests that a fault has befallen.
func (w *world) befallen() int {
	count := 0
	for _, request := range w.server.Requests() {
		if request.Fault != "" {
			count++
		}
	}
	return count
}

// puts counts the whole files that have arrived.
func (w *world) puts() int {
	count := 0
	for _, upload := range w.server.Uploads() {
		count += upload.Puts
	}
	return count
}

// journal is all that the provider has written down.
func (w *world) journal(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	// The folder itself goes when it is empty.
	err := filepath.WalkDir(filepath.Dir(w.terraform.dir), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		all.Write(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// otherHost records who calls.
type otherHost struct {
	*httptest.Server

	mu    sync.Mutex
	calls []string
}

func newOtherHost(t *testing.T) *otherHost {
	t.Helper()
	host := &otherHost{}
	host.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		host.mu.Lock()
		defer host.mu.Unlock()
		host.calls = append(host.calls, r.Method+" "+r.URL.String())
	}))
	t.Cleanup(host.Close)
	return host
}

// called lists the requests.
func (h *otherHost) called() []string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.calls)
}
