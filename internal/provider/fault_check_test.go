package provider_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// check holds the server and the state against the configuration.
func (c *cell) check(t *testing.T, w *world) {
	t.Helper()
	if instance := w.instance(); instance != nil && instance.Tainted {
		t.Error("the resource is tainted")
	}
	c.checkServer(t, w)
	c.checkUploads(t, w)
	c.checkSecrets(t, w)

	// Nothing is left to do, and nothing new to be seen, as the last apply has
	// shown if it had nothing to do either.
	if last := c.applies[len(c.applies)-1]; last.Plan.Empty() && !last.drifted {
		return
	}
	result := w.apply(t, c.configuration(w))
	switch {
	case result.Failed(), !result.Plan.Empty():
		t.Errorf("planning again: %s is planned\n%s", result.action, result.All())
	case result.drifted:
		t.Error("planning again: the state was not what the server has")
	}
}

// checkServer expects one object, if one is declared, which the state shows as
// it is; no other, not even for a while; and all objects of others.
func (c *cell) checkServer(t *testing.T, w *world) {
	t.Helper()
	own, left := w.objects()
	if len(left) < len(w.others) {
		t.Errorf("of the objects of others, %v are left, want %v", left, w.others)
	}
	most := 1
	if c.scenario.replaces {
		most = 2
	}
	if len(w.made) > most {
		t.Errorf("%d objects were made, want %d: %v", len(w.made), most, w.made)
	}
	state := w.instance()
	if c.scenario.config == nil {
		if len(own) > 0 || state != nil {
			t.Errorf("after the destroy the server has %v, and the state %v", own, state)
		}
		return
	}
	if len(own) != 1 {
		t.Errorf("the server has %d objects, want one: %v", len(own), own)
		return
	}
	if state == nil {
		t.Error("the object is on the server and not in the state")
		return
	}
	values := state.Attributes()
	for _, facts := range own {
		for name, want := range facts {
			if got := plain(values[name]); got != fmt.Sprint(want) {
				t.Errorf("%s is %s in the state and %v on the server", name, got, want)
			}
		}
	}
	for name, want := range c.configuration(w) {
		if got := plain(values[name]); got != fmt.Sprint(want) {
			t.Errorf("%s is %s in the state and %v in the configuration", name, got, want)
		}
	}
}

// objects are the facts about the objects that Terraform has made, by their ids,
// and the ids of those that belong to others.
func (w *world) objects() (own map[string]map[string]any, others []string) {
	own = map[string]map[string]any{}
	add := func(id string, facts map[string]any) {
		if slices.Contains(w.others, id) {
			others = append(others, id)
			return
		}
		own[id] = facts
	}
	for _, media := range w.server.Medias() {
		add(media.ID, mediaFacts(media))
	}
	for _, clip := range w.server.Clips() {
		if clip.Rank == nil { // Others are suggestions of the service's.
			add(clip.ID, clipFacts(clip))
		}
	}
	for _, subscription := range w.server.WebhookSubscriptions() {
		add(subscription.ID, subscriptionFacts(subscription))
	}
	return own, others
}

// checkUploads expects a file to be sent once, and again only if the upload
// itself failed.
func (c *cell) checkUploads(t *testing.T, w *world) {
	t.Helper()
	least, most := 0, 0
	if c.scenario.sendsFile {
		least, most = 1, 1
	}
	if c.scenario.operation == mockapi.OpUpload {
		most += c.befallen
	}
	if puts := w.puts(); puts < least || puts > most {
		t.Errorf("the file arrived %d times, want %d to %d", puts, least, most)
	}
}

// checkSecrets looks for the key, and for presigned URLs, where they must not be.
func (c *cell) checkSecrets(t *testing.T, w *world) {
	t.Helper()
	if calls := w.elsewhere.called(); len(calls) > 0 {
		t.Errorf("another host was called: %v", calls)
	}
	for _, request := range w.server.Requests() {
		if request.Host == mockapi.HostUpload && strings.Contains(fmt.Sprint(request.Header, request.Query, request.Path), faultyKey) {
			t.Error("the upload host has got the key")
		}
	}
	secrets := []string{faultyKey}
	for _, upload := range w.server.Uploads() {
		secrets = append(secrets, "/"+upload.Key) // As the presigned URL has it.
	}
	state := &terraform.Instance{}
	if instance := w.instance(); instance != nil {
		state = instance
	}
	for where, text := range map[string]string{
		"the state":         fmt.Sprint(state.Attributes()),
		"the private state": string(state.Private),
		"a message":         w.seen,
		"the journal":       w.journal(t),
	} {
		for _, secret := range secrets {
			if strings.Contains(text, secret) {
				t.Errorf("%s holds %s", where, secret)
			}
		}
	}
}

// configuration is the declared one; nil if nothing is declared.
func (c *cell) configuration(w *world) terraform.Object {
	if c.scenario.config == nil {
		return nil
	}
	return c.scenario.config(w)
}

// null is how a null value is printed.
const null = "null"

// plain prints a value of the state as fmt prints one of the server's.
func plain(value any) string {
	if value == nil {
		return null
	}
	if text, ok := value.(string); ok {
		if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
			return moment(at)
		}
	}
	return fmt.Sprint(value)
}

// moment prints a time of the server's as plain does.
func moment(at time.Time) string {
	if at.IsZero() {
		return null
	}
	return at.UTC().Truncate(time.Millisecond).Format(time.RFC3339Nano)
}

// orNull is the value as fmt prints it, or null for one that is not set.
func orNull[T comparable](value T) string {
	var unset T
	if value == unset {
		return null
	}
	return fmt.Sprint(value)
}

// progress is how a state of processing is shown.
func progress(state mockapi.ProcessingState) string {
	return map[mockapi.ProcessingState]string{mockapi.Finished: "false", mockapi.Processing: "true", mockapi.Pending: null}[state]
}

func mediaFacts(media mockapi.Media) map[string]any {
	return map[string]any{
		"id":                       media.ID,
		"name":                     orNull(media.Name),
		"description":              *media.Description,
		"source_url":               orNull(media.SourceURL),
		"is_processing":            progress(media.State),
		"has_fetch_error":          media.HasFetchError,
		"external_id":              orNull(media.ExternalID),
		"created_at":               moment(media.CreatedAt),
		"original_created_at":      moment(media.OriginalCreatedAt),
		"processing_started_at":    moment(media.ProcessingStartedAt),
		"source_created_at":        moment(media.SourceCreatedAt),
		"source_file_content_type": orNull(media.SourceFileContentType),
		"source_file_duration":     orNull(media.SourceFileDuration),
		"source_file_height":       orNull(media.SourceFileHeight),
		"source_file_width":        orNull(media.SourceFileWidth),
		"clip_ids":                 fmt.Sprint(media.ClipIDs),
		"transcription_id":         orNull(media.TranscriptionID),
	}
}

func clipFacts(clip mockapi.Clip) map[string]any {
	return map[string]any{
		"id":                      clip.ID,
		"media_id":                clip.MediaID,
		"name":                    clip.Name,
		"start_time":              clip.StartTime,
		"end_time":                clip.EndTime,
		"is_processing":           progress(clip.State),
		"external_id":             orNull(clip.ExternalID),
		"created_at":              moment(clip.CreatedAt),
		"processing_started_at":   moment(clip.ProcessingStartedAt),
		"media_file_content_type": orNull(clip.MediaFileContentType),
		"media_file_duration":     orNull(clip.MediaFileDuration),
		"rank":                    null,
	}
}

func subscriptionFacts(subscription mockapi.WebhookSubscription) map[string]any {
	return map[string]any{
		"id":                subscription.ID,
		"url":               subscription.URL,
		"subscribed_events": fmt.Sprint(subscription.SubscribedEvents),
		"active":            !subscription.Inactive,
		"created_at":        moment(subscription.CreatedAt),
		"updated_at":        moment(subscription.UpdatedAt),
		"user_id":           subscription.UserID,
	}
}
