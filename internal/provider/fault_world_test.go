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

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
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
	workspace *terraform.Workspace
	// address is that of the resource.
	address string
	// options are those of the next provider.
	options []provider.Option
	// journalDir is where the provider keeps its journal.
	journalDir string
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
		address:   s.typeName + ".test",
		// The provider makes the folder itself.
		journalDir: filepath.Join(t.TempDir(), "journal"),
	}
	w.workspace = &terraform.Workspace{
		Config: terraform.Config{
			Providers: map[string]terraform.Object{"": {"base_url": w.server.URL(), "api_key": faultyKey, "request_timeout": patience.String()}},
		},
		Start: func(string) (tfprotov6.ProviderServer, func(), error) {
			journal := creation.Open(w.journalDir, creation.Host{Now: w.clock.Now})
			options := append([]provider.Option{provider.WithClock(w.clock), provider.WithJournal(journal)}, w.options...)
			return provider.NewServer("test", options...)(), journal.Close, nil
		},
	}
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

// applied is what an apply came to.
type applied struct {
	*terraform.Result

	action terraform.Action
	// drifted tells that the refresh changed more than a signature.
	drifted bool
}

// apply applies once, and notes what everybody can see of it. Without a
// configuration it destroys.
func (w *world) apply(t *testing.T, configuration terraform.Object) applied {
	t.Helper()
	w.workspace.Config.Resources = nil
	if typeName, name, _ := strings.Cut(w.address, "."); configuration != nil {
		w.workspace.Config.Resources = []terraform.Resource{{Type: typeName, Name: name, Config: configuration}}
	}
	before := w.instance().Attributes()
	result, err := w.workspace.Apply(t.Context())
	if err != nil {
		t.Fatalf("%s\n%s", err, result.All())
	}
	w.seen += result.All().String()
	own, _ := w.objects()
	for id := range own {
		w.made[id] = true
	}
	drifted := !equalObjects(before, result.Plan.State[w.address].Attributes())
	return applied{Result: result, action: result.Plan.Action(w.address), drifted: drifted}
}

// instance is the resource in the state; nil if there is none.
func (w *world) instance() *terraform.Instance { return w.workspace.State[w.address] }

// hurry makes the provider give up sooner on the operation, or not any more.
func (w *world) hurry(operation string, hurry bool) {
	limit := patience
	if hurry {
		limit = impatience
	}
	if operation == mockapi.OpUpload {
		w.options = []provider.Option{provider.WithUploadIdleTimeout(limit)}
		return
	}
	w.workspace.Config.Providers[""]["request_timeout"] = limit.String()
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
	err := filepath.WalkDir(filepath.Dir(w.journalDir), func(path string, entry fs.DirEntry, err error) error {
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
