package provider

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

// newHookAPI is a server that makes subscriptions.
func newHookAPI(t *testing.T) *testAPI {
	t.Helper()
	const made = `{"id":"w1","type":"webhook_subscription","attributes":{"url":%q,"subscribed_events":%s,"active":true,"created_at":"2026-03-04T05:06:07Z"}}`
	return newTestAPI(t, map[string]http.HandlerFunc{
		"POST /webhook_subscriptions": func(w http.ResponseWriter, r *http.Request) {
			var request struct {
				Data struct {
					Attributes struct {
						URL    string          `json:"url"`
						Events json.RawMessage `json:"subscribed_events"`
					} `json:"attributes"`
				} `json:"data"`
			}
			body, _ := io.ReadAll(r.Body)
			if err := json.Unmarshal(body, &request); err != nil {
				t.Error(err)
			}
			events := `["*"]`
			if len(request.Data.Attributes.Events) > 0 {
				events = string(request.Data.Attributes.Events)
			}
			respond(http.StatusOK, documentOf(fmt.Sprintf(made, request.Data.Attributes.URL, events)))(w, r)
		},
		"GET /webhook_subscriptions/imported": respond(http.StatusOK, documentOf(
			`{"id":"imported","attributes":{"url":"https://example.com","subscribed_events":["media.processing_finished"],"created_at":"2026-03-04T05:06:07Z"}}`)),
		"DELETE /webhook_subscriptions/w1": respond(http.StatusNoContent, ""),
	})
}

// events are the planned or stored events, "?" if they are not known.
func events(of interface{ Attributes() terraform.Object }) []string {
	list, known := of.Attributes()["subscribed_events"].([]any)
	if !known {
		return []string{"?"}
	}
	var all []string
	for _, event := range list {
		all = append(all, fmt.Sprint(event))
	}
	slices.Sort(all)
	return all
}

func TestWebhookSubscriptionPlan(t *testing.T) {
	t.Parallel()
	const url, finished = "https://example.com", eventMediaProcessingFinished
	for name, test := range map[string]struct {
		before, after values // Before is nil for an import.
		replace       []string
		events        []string
	}{
		"nothing":                   {values{"url": url}, values{"url": url}, nil, []string{"*"}},
		"nothing, with events":      {values{"url": url, "subscribed_events": []string{finished}}, values{"url": url, "subscribed_events": []string{finished}}, nil, []string{finished}},
		"in another order":          {values{"url": url, "subscribed_events": []string{"*", finished}}, values{"url": url, "subscribed_events": []string{finished, "*"}}, nil, []string{"*", finished}},
		"another URL":               {values{"url": url}, values{"url": url + "/b"}, []string{"url"}, []string{"?"}},
		"URL not known yet":         {values{"url": url}, values{"url": terraform.Unknown{}}, []string{"url"}, []string{"?"}},
		"events added":              {values{"url": url}, values{"url": url, "subscribed_events": []string{finished}}, []string{"subscribed_events"}, []string{finished}},
		"the same events, spelled":  {values{"url": url}, values{"url": url, "subscribed_events": []string{"*"}}, nil, []string{"*"}},
		"events not known yet":      {values{"url": url}, values{"url": url, "subscribed_events": terraform.Unknown{}}, []string{"subscribed_events"}, []string{"?"}},
		"events removed":            {values{"url": url, "subscribed_events": []string{finished}}, values{"url": url}, []string{"subscribed_events"}, []string{"?"}},
		"all events, no more named": {values{"url": url, "subscribed_events": []string{"*"}}, values{"url": url}, nil, []string{"*"}},
		"imported, not named":       {nil, values{"url": url}, nil, []string{finished}},
		"imported, named":           {nil, values{"url": url, "subscribed_events": []string{finished}}, nil, []string{finished}},
		"imported, others named":    {nil, values{"url": url, "subscribed_events": []string{"*"}}, []string{"subscribed_events"}, []string{"*"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tf := newTerraform(t, newHookAPI(t))
			var before *terraform.Instance
			if test.before != nil {
				before = tf.create(webhookSubscriptionType, test.before)
			} else {
				before = tf.imported(webhookSubscriptionType, "imported")
			}
			planned := tf.plan(webhookSubscriptionType, test.after, before)
			nothingReported(t, planned.problems)
			equalSlices(t, "replace", planned.Replace, test.replace)
			equalSlices(t, "events", events(planned), test.events)
			if test.replace == nil {
				tf.unchanged(webhookSubscriptionType, test.after, before)
			}
		})
	}
}

func TestWebhookSubscriptionLifeCycle(t *testing.T) {
	t.Parallel()
	api := newHookAPI(t)
	tf := newTerraform(t, api)
	created := tf.create(webhookSubscriptionType, values{"url": "https://example.com"})
	equal(t, "id", tf.text(created, "id"), "w1")
	equalSlices(t, "events", events(created), []string{"*"})

	must(t, api.clock.Sleep(t.Context(), time.Hour))
	gone, problems := tf.refresh(webhookSubscriptionType, created)
	contains(t, onlyReport(t, problems), "WARNING: Webhook subscription is gone", "w1")
	equal(t, "left the state", gone == nil, true)

	_, problems = tf.apply(webhookSubscriptionType, nil, created)
	nothingReported(t, problems)
	equalSlices(t, "requests", api.received(), []string{lookAtSubscriptions, "POST /webhook_subscriptions", "GET /webhook_subscriptions/w1", probe, "DELETE /webhook_subscriptions/w1"})
}

func TestWebhookSubscriptionValidation(t *testing.T) {
	t.Parallel()
	tf := newTerraform(t, newHookAPI(t))
	nothingReported(t, tf.validate(webhookSubscriptionType, values{"url": "https://example.com", "subscribed_events": []string{"*", eventMediaProcessingFinished}}))
	nothingReported(t, tf.validate(webhookSubscriptionType, values{"url": terraform.Unknown{}, "subscribed_events": terraform.Unknown{}}))
	for name, test := range map[string]struct {
		config values
		want   []string
	}{
		"event that is not documented": {values{"url": "https://example.com", "subscribed_events": []string{"media.procesing_finished"}}, []string{"WARNING: Undocumented event", "media.procesing_finished", "media.processing_finished"}},
		"no event":                     {values{"url": "https://example.com", "subscribed_events": []string{}}, []string{"ERROR", "a set with at least one element"}},
		"event without a name":         {values{"url": "https://example.com", "subscribed_events": []string{""}}, []string{"ERROR", "one of them is empty"}},
		"no URL":                       {values{"url": "example.com"}, []string{"ERROR", "absolute http or https URL"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			inner := *tf
			inner.t = t
			contains(t, onlyReport(t, inner.validate(webhookSubscriptionType, test.config)), test.want...)
		})
	}
}
