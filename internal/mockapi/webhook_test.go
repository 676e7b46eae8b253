package mockapi_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// receiver answers webhooks with the given statuses, then 200.
type receiver struct {
	url string

	mu       sync.Mutex
	statuses []int
	bodies   []string
}

func newReceiver(t *testing.T, statuses ...int) *receiver {
	t.Helper()
	r := &receiver{statuses: statuses}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		body, _ := io.ReadAll(request.Body)
		if request.Method != http.MethodPost || request.Header.Get("Content-Type") != "application/json" {
			t.Errorf("a webhook came as %s %v", request.Method, request.Header)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.bodies = append(r.bodies, string(body))
		if len(r.statuses) > 0 {
			w.WriteHeader(r.statuses[0])
			r.statuses = r.statuses[1:]
		}
	}))
	t.Cleanup(server.Close)
	r.url = server.URL
	return r
}

func (r *receiver) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.bodies)
}

func TestDeliveryIsRetriedWithBackoffUntil200(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Backoff: 10 * time.Second}})
	hook := newReceiver(t, 500, 204, 302)
	a.wantStatus(a.post("/webhook_subscriptions", `{"url":"`+hook.url+`"}`), http.StatusOK)
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.clock.Advance(time.Minute)
	start := a.clock.Now()
	if err := a.server.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	var statuses []int
	var times []time.Duration
	for _, d := range a.server.Deliveries() {
		statuses = append(statuses, d.Status)
		times = append(times, d.Time.Sub(start))
	}
	if !slices.Equal(statuses, []int{500, 204, 302, 200}) {
		t.Errorf("statuses are %v", statuses)
	}
	if want := []time.Duration{0, 10 * time.Second, 30 * time.Second, 70 * time.Second}; !slices.Equal(times, want) {
		t.Errorf("attempts came after %v, want %v", times, want)
	}
	if bodies := hook.received(); len(bodies) != 4 || bodies[0] != bodies[3] {
		t.Errorf("%d payloads arrived, want the same four times", len(bodies))
	}
	if got := a.get("/webhook_subscriptions").text("data.0.relationships.webhook_events.data.0.id"); got != a.server.Deliveries()[0].EventID {
		t.Errorf("the subscription's event is %q", got)
	}
}

func TestDeliveryIsGivenUp(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Attempts: 2}})
	hook := newReceiver(t, 500, 500, 500)
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: hook.url})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "http://127.0.0.1:1"})
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.server.FinishAll()
	if err := a.server.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := len(hook.received()); got != 2 {
		t.Errorf("%d attempts were made, want 2", got)
	}
	deliveries := a.server.Deliveries()
	if len(deliveries) != 4 || !slices.ContainsFunc(deliveries, func(d mockapi.Delivery) bool { return d.Error != "" }) {
		t.Errorf("the log is %+v", deliveries)
	}
}

func TestDeliveryTwice(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Twice: true}})
	hook := newReceiver(t)
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: hook.url})
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.server.FinishAll()
	a.server.Tick()
	if bodies := hook.received(); len(bodies) != 2 || bodies[0] != bodies[1] {
		t.Errorf("%d payloads arrived, want the same twice", len(bodies))
	}
}

func TestWhoIsTold(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	all, named, inactive, deleted := newReceiver(t), newReceiver(t), newReceiver(t), newReceiver(t, 500)
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: all.url})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: named.url, SubscribedEvents: []string{mockapi.EventMediaProcessingFinished}})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: inactive.url, Inactive: true})
	gone := a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: deleted.url})
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.createMedia(`{"source_url":"https://a.invalid/b.mp4"}`)
	a.server.FinishAll()
	a.server.Tick()
	a.wantStatus(a.do(http.MethodDelete, "/webhook_subscriptions/"+gone.ID, ""), http.StatusNoContent)
	if err := a.server.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	for hook, want := range map[*receiver]int{all: 1, named: 1, inactive: 0, deleted: 1} {
		if got := len(hook.received()); got != want {
			t.Errorf("%d payloads arrived at %s, want %d", got, hook.url, want)
		}
	}
}

func TestPayloadIsTheDocumentedOne(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	hook := newReceiver(t)
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: hook.url})
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4","name":"n"}`)
	a.server.FinishAll()
	a.server.Tick()
	delivered := hook.received()
	if len(delivered) != 1 {
		t.Fatalf("%d payloads arrived, want 1", len(delivered))
	}
	for name, body := range map[string]string{"delivered": delivered[0], "sample": string(mockapi.SampleWebhookPayload())} {
		var payload reply
		if err := json.Unmarshal([]byte(body), &payload.document); err != nil {
			t.Fatal(err)
		}
		for path, want := range map[string]any{
			"event":             "media.processing_finished",
			"payload.data.type": "medias",
			"payload.data.attributes.source_file_duration": "120.48",
			"payload.data.attributes.source_file_height":   720.0,
			"payload.data.relationships.transcription":     nil,
			"payload.data.transcription.data.type":         "transcriptions",
			"payload.included.0.type":                      "clips",
			"payload.included.0.attributes.rank":           0.0,
			"payload.included.0.attributes.start_time":     "10.04",
			"payload.included.0.attributes.is_processing":  nil,
			"payload.included.3.type":                      "transcriptions",
		} {
			if got := payload.at(path); got != want {
				t.Errorf("%s payload: %s is %v, want %v", name, path, got, want)
			}
		}
	}
}

func TestDeliveryByTheSystemsClock(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(arrived) }))
	t.Cleanup(hook.Close)
	server := mockapi.New(mockapi.Options{ProcessingTime: time.Millisecond})
	t.Cleanup(server.Close)
	server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: hook.URL})
	server.SeedMedia(mockapi.Media{State: mockapi.Processing})
	// Nobody asks the server anything: it has to see by itself that time is up.
	select {
	case <-arrived:
	case <-t.Context().Done():
	}
}
