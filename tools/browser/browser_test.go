// Package browser tests the page of the mock API in Chromium. It is a module of
// its own, so that the provider does not depend on the driver of a browser.
package browser

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/control"
)

// patience bounds the whole of a test, on a machine that is busy.
const patience = 3 * time.Minute

// findBrowser returns Chromium's path, or skips the test.
func findBrowser(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	t.Skip("There is no Chromium here: the page's data is tested without a browser in internal/mockapi/control.")
	return ""
}

// scene is a mock, its page in a browser, and a receiver of webhooks.
type scene struct {
	t        *testing.T
	ctx      context.Context //nolint:containedctx // It is the browser.
	server   *mockapi.Server
	status   atomic.Int32
	receiver *httptest.Server

	mu       sync.Mutex
	problems []string
}

func newScene(t *testing.T) *scene {
	t.Helper()
	browser := findBrowser(t)
	s := &scene{t: t}
	s.status.Store(http.StatusInternalServerError)
	s.receiver = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(int(s.status.Load()))
	}))
	t.Cleanup(s.receiver.Close)
	s.server = mockapi.New(mockapi.Options{
		ProcessingTime: -1, KeepBodies: 100, Webhooks: mockapi.WebhookOptions{Backoff: time.Hour},
	})
	t.Cleanup(s.server.Close)
	if err := s.server.Start(); err != nil {
		t.Fatal(err)
	}
	listener, err := control.Start(t.Context(), s.server, "127.0.0.1:0", control.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(listener.Close)
	s.open(browser, listener.URL())
	return s
}

// open starts the browser and loads the page.
func (s *scene) open(browser, url string) {
	s.t.Helper()
	allocator, cancel := chromedp.NewExecAllocator(context.Background(), append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(time.Minute))...)
	s.t.Cleanup(cancel)
	ctx, cancel := chromedp.NewContext(allocator)
	s.t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, patience)
	s.t.Cleanup(cancel)
	s.ctx = ctx
	chromedp.ListenTarget(ctx, s.hear)
	s.do("open the page", runtime.Enable(), log.Enable(), chromedp.EmulateViewport(1280, 900), chromedp.Navigate(url),
		chromedp.WaitVisible("#connection.live"))
}

// hear collects what the browser complains about.
func (s *scene) hear(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		s.problems = append(s.problems, e.ExceptionDetails.Error())
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning {
			s.problems = append(s.problems, fmt.Sprintf("console %s: %s", e.Type, e.Args[0].Value))
		}
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError {
			s.problems = append(s.problems, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (s *scene) do(what string, actions ...chromedp.Action) {
	s.t.Helper()
	if err := chromedp.Run(s.ctx, actions...); err != nil {
		s.t.Fatalf("%s: %v", what, err)
	}
}

func (s *scene) text(selector string) string {
	s.t.Helper()
	var text string
	s.do("read "+selector, chromedp.Text(selector, &text, chromedp.ByQuery))
	return text
}

// post creates an object through the API.
func (s *scene) post(path, attributes string) int {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.server.URL()+path,
		strings.NewReader(`{"data":{"attributes":`+attributes+`}}`))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, response.Body)
	_ = response.Body.Close()
	return response.StatusCode
}

// shoot takes a picture of the whole page in each width and color scheme, if a
// directory for them is named.
func (s *scene) shoot(name string) {
	s.t.Helper()
	dir := os.Getenv("BROWSER_SCREENSHOTS")
	if dir == "" {
		return
	}
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int64{400, 1280, 2000} {
			var picture []byte
			s.do("take a picture",
				emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}),
				chromedp.EmulateViewport(width, 900), chromedp.FullScreenshot(&picture, 100))
			file := filepath.Join(dir, fmt.Sprintf("%s-%d-%s.png", name, width, scheme))
			if err := errors.Join(os.MkdirAll(dir, 0o700), os.WriteFile(file, picture, 0o600)); err != nil {
				s.t.Fatal(err)
			}
		}
	}
	s.do("restore the size", emulation.SetEmulatedMedia(), chromedp.EmulateViewport(1280, 900))
}

func TestPage(t *testing.T) {
	t.Parallel()
	s := newScene(t)

	// A media shows up while somebody else creates it, and is processed.
	s.post("/webhook_subscriptions", `{"url":"`+s.receiver.URL+`/hooks/content"}`)
	s.post("/medias", `{"name":"Weekly call","source_url":"https://media.example.com/weekly-call.mp4"}`)
	s.do("see the media", chromedp.WaitVisible(`//h3[text()="Weekly call"]`), chromedp.WaitVisible(".media progress"))
	id := s.server.Medias()[0].ID
	s.post("/clips", `{"name":"The figures","media_id":"`+id+`","start_time":20,"end_time":47.5}`)
	s.do("finish its processing", chromedp.Click(".media .right button"), chromedp.WaitVisible(".timeline button"),
		chromedp.WaitVisible(".transcript mark"))
	if got := s.text(".media .badge"); got != "finished" {
		t.Errorf("the media is %q", got)
	}
	s.do("load the picture", chromedp.Poll(`document.querySelector("img.thumb").naturalWidth > 0`, nil))

	// A delivery fails, and is sent again by hand.
	s.do("see the failed delivery", chromedp.WaitVisible(".attempts .badge.bad"))
	s.status.Store(http.StatusOK)
	s.do("send it again", chromedp.Click(".attempts .resend"), chromedp.WaitVisible(".attempts .badge.good"))

	// A fault is switched on, and befalls a request.
	s.do("inject a fault", chromedp.SetValue("#fault-kind", "500 before"), chromedp.SetValue("#fault-operation", "createMedia"),
		chromedp.Click("#fault-add"), chromedp.WaitVisible("#fault-list li"))
	s.post("/medias", `{"name":"Unborn","source_url":"https://media.example.com/unborn.mp4"}`)
	s.do("see the fault", chromedp.WaitVisible(".row .note.bad"), chromedp.WaitNotPresent("#fault-list li"))
	if got := s.text(".row .note.bad"); !strings.Contains(got, "fault: 500 before") {
		t.Errorf("the log says %q", got)
	}

	// More to look at, for the pictures.
	s.post("/medias", `{"name":"Interview with the team","source_url":"https://media.example.com/interview.mp3"}`)
	s.post("/medias", `{"name":"Lost recording","source_url":"https://media.invalid/lost.mp4"}`)
	s.do("inject another fault", chromedp.SetValue("#fault-kind", "rate limited"), chromedp.Click("#fault-add"), chromedp.WaitVisible("#fault-list li"))
	s.shoot("page")

	// A request can be looked at, without its key.
	s.do("open a request", chromedp.SetValue("#request-filter", "createClip"),
		chromedp.SendKeys("#request-filter", " "), chromedp.Poll(`document.querySelectorAll(".row").length === 1`, nil),
		chromedp.Focus(".row"), chromedp.SendKeys(".row", "\r"), chromedp.WaitVisible("#detail[open]"),
		chromedp.WaitVisible("#detail pre"))
	shown := s.text("#detail-body")
	if !strings.Contains(shown, "The figures") || !strings.Contains(shown, "Authorization: ***") || strings.Contains(shown, mockapi.DefaultAPIKey) {
		t.Errorf("the request is shown as %s", shown)
	}
	s.shoot("request")

	s.mu.Lock()
	defer s.mu.Unlock()
	for _, problem := range s.problems {
		t.Errorf("the browser says %s", problem)
	}
}
