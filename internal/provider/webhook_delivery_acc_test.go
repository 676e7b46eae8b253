package provider_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// receiver is a webhook receiver that answers with the given statuses, one after
// the other, and then with 200.
type receiver struct {
	URL string

	mu       sync.Mutex
	statuses []int
	bodies   []string
}

func newReceiver(t *testing.T, statuses ...int) *receiver {
	t.Helper()
	r := &receiver{statuses: statuses}
	server := httptest.NewServer(r)
	t.Cleanup(server.Close)
	r.URL = server.URL
	return r
}

// ServeHTTP notes the body and answers.
func (r *receiver) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	body, err := io.ReadAll(request.Body)
	if err != nil || request.Method != http.MethodPost || request.Header.Get("Content-Type") != "application/json" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.bodies = append(r.bodies, string(body))
	if len(r.statuses) > 0 {
		w.WriteHeader(r.statuses[0])
		r.statuses = r.statuses[1:]
	}
}

// received returns the bodies so far.
func (r *receiver) received() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.bodies
}

// subscribedMedia is a subscription of the receiver and a media whose end of
// processing it is told of.
func subscribedMedia(r *receiver, arguments string) string {
	return subscriptionConfig(r.URL, arguments) + mediaConfig(sourceURL+"\ndepends_on = ["+subscriptionAddress+"]")
}

// applyAndDeliver applies a configuration and waits for the deliveries that come of it.
func applyAndDeliver(t *testing.T, env *acctest.Env, configuration string) {
	t.Helper()
	cli := env.CLI(t)
	cli.Write("main.tf", requiredProviders+env.Config(configuration))
	cli.MustRun("apply", "-auto-approve")
	if err := env.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// A receiver that fails gets the same payload again.
func TestAccWebhookDelivery_retry(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{})
	receiver := newReceiver(t, http.StatusInternalServerError, http.StatusAccepted)
	applyAndDeliver(t, env, subscribedMedia(receiver, finishedEvents))

	bodies := receiver.received()
	if len(bodies) != 3 || bodies[0] != bodies[1] || bodies[1] != bodies[2] {
		t.Fatalf("received %d bodies, want the same one three times: %q", len(bodies), bodies)
	}
	var event struct {
		Event   string
		Payload struct {
			Data     struct{ ID string }
			Included []struct{ Type string }
		}
	}
	if err := json.Unmarshal([]byte(bodies[0]), &event); err != nil {
		t.Fatal(err)
	}
	if event.Event != "media.processing_finished" || event.Payload.Data.ID != env.Medias()[0].ID || len(event.Payload.Included) == 0 {
		t.Errorf("the event is %+v", event)
	}
	for i, delivery := range env.Deliveries() {
		want := []int{http.StatusInternalServerError, http.StatusAccepted, http.StatusOK}[i]
		if delivery.Attempt != i+1 || delivery.Status != want || delivery.SubscriptionID != env.WebhookSubscriptions()[0].ID {
			t.Errorf("delivery %d is attempt %d with status %d, want %d", i, delivery.Attempt, delivery.Status, want)
		}
	}
}

// A payload may come twice although the first was answered 200.
func TestAccWebhookDelivery_twice(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Twice: true}})
	receiver := newReceiver(t)
	applyAndDeliver(t, env, subscribedMedia(receiver, ""))
	if bodies := receiver.received(); len(bodies) != 2 || bodies[0] != bodies[1] {
		t.Errorf("received %d bodies, want the same one twice: %q", len(bodies), bodies)
	}
}

// A receiver that stays broken is given up; the subscription stays.
func TestAccWebhookDelivery_givenUp(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Attempts: 3}})
	receiver := newReceiver(t, 500, 500, 500, 500)
	applyAndDeliver(t, env, subscribedMedia(receiver, ""))
	if bodies := receiver.received(); len(bodies) != 3 {
		t.Errorf("received %d bodies, want 3", len(bodies))
	}
	if len(env.WebhookSubscriptions()) != 1 {
		t.Error("the subscription is gone")
	}
}

// A subscription that Terraform replaces without a gap misses nothing: whatever
// ends in between is told to both.
func TestAccWebhookDelivery_replaced(t *testing.T) {
	t.Parallel()
	env := acctest.New(t, mockapi.Options{ProcessingTime: slowProcessing})
	first, second := newReceiver(t), newReceiver(t)
	cli := env.CLI(t)
	apply := func(r *receiver) {
		cli.Write("main.tf", requiredProviders+env.Config(mediaConfig(sourceURL+"\nwait_for_processing = false")+
			subscriptionConfig(r.URL, "lifecycle { create_before_destroy = true }")))
		cli.MustRun("apply", "-auto-approve")
	}
	apply(first)
	// The media is finished the moment the old subscription is to be deleted.
	env.Inject(mockapi.Fault{Operation: mockapi.OpDeleteWebhookSubscriptionByID, Match: func(*http.Request) bool {
		env.FinishAll()
		env.Tick()
		return false
	}})
	apply(second)
	if err := env.WaitDeliveries(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(first.received()) != 1 || len(second.received()) != 1 {
		t.Errorf("received %d and %d events, want one each", len(first.received()), len(second.received()))
	}
}
