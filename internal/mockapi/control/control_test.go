package control_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/control"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// console is a mock server and its control.
type console struct {
	t      *testing.T
	server *mockapi.Server
	url    string
}

func newConsole(t *testing.T, options mockapi.Options) console {
	t.Helper()
	options.Clock, options.KeepBodies = mocktest.NewClock(time.Time{}), 10
	server := mocktest.Start(t, options)
	listener, err := control.Start(t.Context(), server, "127.0.0.1:0", control.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(listener.Close)
	return console{t, server, listener.URL()}
}

// ask sends a request, and checks the status of the answer.
func (c console) ask(method, path, body string, want int, change ...func(*http.Request)) string {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), method, c.url+path, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	for _, f := range change {
		f(r)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != want {
		c.t.Fatalf("%s %s is answered %d %s, %v; want %d", method, path, response.StatusCode, content, err, want)
	}
	return string(content)
}

// createMedia asks the API for a media, with whatever answer.
func (c console) createMedia() int {
	c.t.Helper()
	r, err := http.NewRequestWithContext(c.t.Context(), http.MethodPost, c.server.URL()+"/medias?api_key="+mockapi.DefaultAPIKey,
		strings.NewReader(`{"data":{"attributes":{"source_url":"https://a.example.com/b.mp4"}}}`))
	if err != nil {
		c.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func TestStateGoesOutAndIn(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{})
	c.ask("POST", "/_mock/seed", `{
		"medias": [{"id": "m", "name": "Talk", "transcription": "Welcome to the talk."}],
		"clips": [{"id": "c", "media_id": "m", "name": "Opening", "start_time": 1, "end_time": 9.5, "text": "Welcome"}],
		"webhook_subscriptions": [{"id": "w", "url": "http://127.0.0.1:1/"}]}`, http.StatusOK)
	before := c.ask("GET", "/_mock/state", "", http.StatusOK)
	c.ask("POST", "/_mock/reset", "", http.StatusNoContent)
	if left := c.server.Medias(); len(left) > 0 {
		t.Fatalf("a reset leaves %v", left)
	}
	if after := c.ask("PUT", "/_mock/state", before, http.StatusOK); after != before {
		t.Errorf("the state comes back as %s, want %s", after, before)
	}
	if clip := c.server.Clips()[0]; clip.Text != "Welcome" || clip.EndTime != 9.5 {
		t.Errorf("the clip is %+v", clip)
	}
	c.ask("POST", "/_mock/seed", `{"media": []}`, http.StatusBadRequest)
	c.ask("POST", "/_mock/seed", `{"clips": [{"start_time": 5, "end_time": 1}]}`, http.StatusUnprocessableEntity)
}

func TestFaultsOverHTTP(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{})
	c.ask("POST", "/_mock/faults", `{"kind":"500 before","operation":"createMedia","times":2}`, http.StatusCreated)
	if status := c.createMedia(); status != http.StatusInternalServerError {
		t.Errorf("with a fault, the answer is %d", status)
	}
	var document struct {
		Faults []struct{ ID, Times int } `json:"faults"`
		Kinds  []string                  `json:"kinds"`
	}
	if err := json.Unmarshal([]byte(c.ask("GET", "/_mock/faults", "", http.StatusOK)), &document); err != nil {
		t.Fatal(err)
	}
	if len(document.Faults) != 1 || document.Faults[0].Times != 1 || len(document.Kinds) != len(mockapi.FaultKinds()) {
		t.Errorf("the faults are %+v", document)
	}
	c.ask("DELETE", "/_mock/faults/1", "", http.StatusNoContent)
	c.ask("DELETE", "/_mock/faults/1", "", http.StatusNotFound)
	if status := c.createMedia(); status != http.StatusOK {
		t.Errorf("without a fault, the answer is %d", status)
	}
	for _, fault := range []string{`{"kind":"meteor"}`, `{}`, `{"kind":"HTML","operation":"x"}`, `{"kind":"HTML","times":-1}`, `{"kind":"HTML","retry_after":"x"}`} {
		c.ask("POST", "/_mock/faults", fault, http.StatusUnprocessableEntity)
	}
}

func TestTimeOverHTTP(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{ProcessingTime: time.Hour})
	c.createMedia()
	id := c.server.Medias()[0].ID
	before := c.server.Now()
	c.ask("POST", "/_mock/clock", `{"advance":"30m"}`, http.StatusOK)
	if got := c.server.Now().Sub(before); got != 30*time.Minute {
		t.Errorf("the clock went on by %s", got)
	}
	if progress := c.server.Progress()[id]; progress != 0.5 {
		t.Errorf("half of the time is a progress of %v", progress)
	}
	c.ask("POST", "/_mock/finish/"+id, "", http.StatusNoContent)
	c.ask("POST", "/_mock/finish/"+id, "", http.StatusNotFound)
	c.ask("POST", "/_mock/clock", `{"advance":"-1s"}`, http.StatusUnprocessableEntity)
	if state := c.server.Medias()[0].State; state != mockapi.Finished {
		t.Errorf("the media is %s", state)
	}
}

func TestRequestsHideTheKey(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{})
	c.createMedia()
	list := c.ask("GET", "/_mock/requests?operation=createMedia", "", http.StatusOK)
	one := c.ask("GET", "/_mock/requests/"+c.server.Requests()[0].RequestID, "", http.StatusOK)
	for _, shown := range []string{list, one} {
		if strings.Contains(shown, mockapi.DefaultAPIKey) || !strings.Contains(shown, "***") {
			t.Errorf("the key is not hidden in %s", shown)
		}
	}
	if !strings.Contains(one, "https://a.example.com/b.mp4") {
		t.Errorf("the request is shown without its body: %s", one)
	}
	c.ask("GET", "/_mock/requests/unknown", "", http.StatusNotFound)
}

func TestDeliveriesAreSentAgain(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Attempts: 1}})
	got := make(chan struct{}, 2)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusTeapot)
		got <- struct{}{}
	}))
	defer receiver.Close()
	c.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: receiver.URL})
	c.createMedia()
	c.server.FinishAll()
	c.server.Tick()
	first := c.server.Deliveries()[0]
	if payload := c.ask("GET", "/_mock/deliveries/"+first.ID, "", http.StatusOK); !strings.Contains(payload, `"media.processing_finished"`) {
		t.Errorf("the delivery is %s", payload)
	}
	c.ask("POST", "/_mock/deliveries/"+first.ID+"/resend", "", http.StatusNoContent)
	c.server.Tick()
	<-got
	<-got
	if all := c.server.Deliveries(); len(all) != 2 || all[1].Attempt != 2 || all[1].EventID != first.EventID {
		t.Errorf("the deliveries are %+v", all)
	}
	c.ask("POST", "/_mock/deliveries/unknown/resend", "", http.StatusNotFound)
}

// The page lives on events: the state at once, and again after a change.
func TestEvents(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{ProcessingTime: -1})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+"/_mock/events", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	created := false
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var o struct {
			Medias   []struct{ State string } `json:"medias"`
			Requests []struct{ Operation string }
		}
		if err := json.Unmarshal([]byte(data), &o); err != nil {
			t.Fatal(err)
		}
		if !created {
			created = true
			c.createMedia()
			continue
		}
		if len(o.Medias) == 1 && len(o.Requests) == 1 {
			if o.Medias[0].State != "processing" {
				t.Errorf("the event has %s", data)
			}
			return
		}
	}
	t.Error("the events end before the media shows up")
}

func TestThePageIsServed(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{})
	page := c.ask("GET", "/", "", http.StatusOK)
	for _, part := range []string{"style.css", "dom.js", "media.js", "traffic.js", "app.js", "icon.svg"} {
		c.ask("GET", "/"+part, "", http.StatusOK)
		if !strings.Contains(page, `"`+part+`"`) {
			t.Errorf("the page does not use %s", part)
		}
	}
	if strings.Contains(page, "http://") || strings.Contains(page, "https://") {
		t.Error("the page refers to another host")
	}
	media := c.server.SeedMedia(mockapi.Media{})
	c.ask("GET", "/_mock/files/medias/"+media.ID+"/preview.jpg", "", http.StatusOK)
	for name, line := range map[string]string{"index": "/_mock/faults", "overview": media.ID} {
		path := map[string]string{"index": "/_mock/", "overview": "/_mock/overview"}[name]
		if got := c.ask("GET", path, "", http.StatusOK); !strings.Contains(got, line) {
			t.Errorf("the %s is %s", name, got)
		}
	}
}

func TestOtherPagesAreRefused(t *testing.T) {
	t.Parallel()
	c := newConsole(t, mockapi.Options{})
	c.ask("POST", "/_mock/reset", "", http.StatusForbidden, func(r *http.Request) { r.Header.Set("Origin", "https://evil.example.com") })
	c.ask("GET", "/_mock/state", "", http.StatusForbidden, func(r *http.Request) { r.Host = "evil.example.com" })
}
