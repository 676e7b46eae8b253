package provider_test

import (
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// misfortune is one column of the fault matrix.
type misfortune struct {
	name string
	mockapi.Fault
	// hanging tells that only a timeout of the client's ends the request.
	hanging bool
}

// misfortunes are all that can happen to a request.
func misfortunes() []misfortune {
	return []misfortune{
		{name: "reset before", Fault: mockapi.Fault{Kind: mockapi.ResetBefore}},
		{name: "reset after", Fault: mockapi.Fault{Kind: mockapi.ResetAfter}},
		{name: "500 before", Fault: mockapi.Fault{Kind: mockapi.Error500Before}},
		{name: "500 after", Fault: mockapi.Fault{Kind: mockapi.Error500After}},
		{name: "429 in seconds", Fault: mockapi.Fault{Kind: mockapi.RateLimited, RetryAfter: mockapi.RetryAfterSeconds, RetryAfterDelay: 7 * time.Second}},
		{name: "429 with a date", Fault: mockapi.Fault{Kind: mockapi.RateLimited, RetryAfter: mockapi.RetryAfterDate, RetryAfterDelay: 7 * time.Second}},
		{name: "429 without a time", Fault: mockapi.Fault{Kind: mockapi.RateLimited}},
		{name: "timeout", Fault: mockapi.Fault{Kind: mockapi.Timeout}, hanging: true},
		{name: "timeout after", Fault: mockapi.Fault{Kind: mockapi.TimeoutAfter}, hanging: true},
		{name: "truncated body", Fault: mockapi.Fault{Kind: mockapi.TruncatedBody}},
		{name: "senseless JSON", Fault: mockapi.Fault{Kind: mockapi.SenselessJSON}},
		{name: "HTML", Fault: mockapi.Fault{Kind: mockapi.HTML}},
		{name: "HTML after", Fault: mockapi.Fault{Kind: mockapi.HTMLAfter}},
		{name: "HTML 502", Fault: mockapi.Fault{Kind: mockapi.HTML502}},
		{name: "redirect", Fault: mockapi.Fault{Kind: mockapi.RedirectOtherHost}},
		{name: "slow body", Fault: mockapi.Fault{Kind: mockapi.SlowBody, Delay: 40 * time.Millisecond}},
		{name: "endless body", Fault: mockapi.Fault{Kind: mockapi.SlowBody, Delay: time.Hour}, hanging: true},
		{name: "404 after create", Fault: mockapi.Fault{Kind: mockapi.NotFoundAfterCreate}},
	}
}

// scenario is one row of the fault matrix: an operation of the API, and an apply
// that needs it.
type scenario struct {
	name string
	// operation is what the fault befalls.
	operation string
	typeName  string
	// before is applied undisturbed, if there is one.
	before func(*world) terraform.Object
	// config is applied with the fault; nil destroys.
	config func(*world) terraform.Object
	// doubt are faults that end that apply, if before is nil, or the one before
	// it, without a clear answer, so that the operation is needed at all.
	doubt []mockapi.Fault
	// resumed tells that the doubt is an earlier apply's.
	resumed bool
	// skip is how many requests to the operation the apply makes before the one
	// that is meant.
	skip int
	// readsNew tells that the object is read by its id while it is new.
	readsNew bool
	// sendsFile tells that a file is uploaded.
	sendsFile bool
	// replaces tells that config takes another object than before.
	replaces bool
}

// suffers tells whether the misfortune can happen to the scenario.
func (s scenario) suffers(m misfortune) bool {
	return m.Kind != mockapi.NotFoundAfterCreate || s.readsNew
}

const (
	faultyMedia        = "contentgroove_media"
	faultyClip         = "contentgroove_clip"
	faultySubscription = "contentgroove_webhook_subscription"
)

// acted is a fault by which nobody learns what a POST has done.
func acted(operation string) mockapi.Fault {
	return mockapi.Fault{Operation: operation, Kind: mockapi.ResetAfter}
}

// blinded is a fault that ends the search for what a POST has done. The list is
// read once before, for what is there already.
func blinded(operation string) mockapi.Fault {
	return mockapi.Fault{Operation: operation, Kind: mockapi.RedirectOtherHost, Skip: 1}
}

func scenarios() []scenario {
	return []scenario{
		{name: "createMedia from a URL", operation: mockapi.OpCreateMedia, typeName: faultyMedia, config: mediaFromURL, readsNew: true},
		{name: "createMedia from a file", operation: mockapi.OpCreateMedia, typeName: faultyMedia, config: mediaFromFile, readsNew: true, sendsFile: true},
		{name: "createMedia in a replacement", operation: mockapi.OpCreateMedia, typeName: faultyMedia, before: mediaFromURL, config: mediaFromOtherURL, replaces: true},
		{name: "getUploadUrl", operation: mockapi.OpGetUploadURL, typeName: faultyMedia, config: mediaFromFile, sendsFile: true},
		{name: "upload", operation: mockapi.OpUpload, typeName: faultyMedia, config: mediaFromFile, sendsFile: true},
		{name: "getMediaById in the wait", operation: mockapi.OpGetMediaByID, typeName: faultyMedia, config: mediaFromURL, readsNew: true},
		{name: "getMediaById in refresh", operation: mockapi.OpGetMediaByID, typeName: faultyMedia, before: unawaitedMedia, config: unawaitedMedia, readsNew: true},
		{name: "updateMediaById", operation: mockapi.OpUpdateMediaByID, typeName: faultyMedia, before: mediaFromURL, config: renamedMedia},
		{name: "deleteMediaById", operation: mockapi.OpDeleteMediaByID, typeName: faultyMedia, before: mediaFromURL},
		{name: "deleteMediaById in a replacement", operation: mockapi.OpDeleteMediaByID, typeName: faultyMedia, before: mediaFromURL, config: mediaFromOtherURL, replaces: true},
		{
			name: "getMedias after a POST in doubt", operation: mockapi.OpGetMedias, typeName: faultyMedia, config: mediaFromURL, skip: 1,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateMedia)},
		},
		{
			name: "getMedias after a POST of a file in doubt", operation: mockapi.OpGetMedias, typeName: faultyMedia, config: mediaFromFile, skip: 1, sendsFile: true,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateMedia)},
		},
		{
			name: "getMedias in the next apply", operation: mockapi.OpGetMedias, typeName: faultyMedia, config: mediaFromURL, resumed: true,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateMedia), blinded(mockapi.OpGetMedias)},
		},

		{name: "createClip", operation: mockapi.OpCreateClip, typeName: faultyClip, config: clipOf, readsNew: true},
		{name: "getClipById in the wait", operation: mockapi.OpGetClipByID, typeName: faultyClip, config: clipOf, readsNew: true},
		{name: "getClipById in refresh", operation: mockapi.OpGetClipByID, typeName: faultyClip, before: unawaitedClip, config: unawaitedClip, readsNew: true},
		{name: "getClipById in the wait of an update", operation: mockapi.OpGetClipByID, typeName: faultyClip, before: clipOf, config: recutClip, skip: 1},
		{name: "updateClipById", operation: mockapi.OpUpdateClipByID, typeName: faultyClip, before: clipOf, config: recutClip},
		{name: "deleteClipById", operation: mockapi.OpDeleteClipByID, typeName: faultyClip, before: clipOf},
		{
			name: "getClips after a POST in doubt", operation: mockapi.OpGetClips, typeName: faultyClip, config: clipOf, skip: 1,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateClip)},
		},
		{
			name: "getClips in the next apply", operation: mockapi.OpGetClips, typeName: faultyClip, config: clipOf, resumed: true,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateClip), blinded(mockapi.OpGetClips)},
		},

		{name: "createWebhookSubscription", operation: mockapi.OpCreateWebhookSubscription, typeName: faultySubscription, config: subscriptionTo, readsNew: true},
		{name: "getWebhookSubscriptionById in refresh", operation: mockapi.OpGetWebhookSubscriptionByID, typeName: faultySubscription, before: subscriptionTo, config: subscriptionTo, readsNew: true},
		{name: "createWebhookSubscription in a replacement", operation: mockapi.OpCreateWebhookSubscription, typeName: faultySubscription, before: subscriptionTo, config: subscriptionToOther, replaces: true},
		{name: "deleteWebhookSubscriptionById", operation: mockapi.OpDeleteWebhookSubscriptionByID, typeName: faultySubscription, before: subscriptionTo},
		{
			name: "getWebhookSubscriptions after a POST in doubt", operation: mockapi.OpGetWebhookSubscriptions, typeName: faultySubscription, config: subscriptionTo, skip: 1,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateWebhookSubscription)},
		},
		{
			name: "getWebhookSubscriptions in the next apply", operation: mockapi.OpGetWebhookSubscriptions, typeName: faultySubscription, config: subscriptionTo, resumed: true,
			doubt: []mockapi.Fault{acted(mockapi.OpCreateWebhookSubscription), blinded(mockapi.OpGetWebhookSubscriptions)},
		},
	}
}

// What the configurations say. An older object that looks exactly the same is on
// the server from the start, and must never be taken for the new one.
const (
	faultyName        = "Weekly call"
	faultyDescription = "Every Monday"
	faultySourceURL   = "https://media.example.com/weekly-call.mp4"
	faultyHookURL     = "https://hooks.example.com/contentgroove"
	faultyStart       = 2.5
	faultyEnd         = 12.25
)

func mediaFromURL(*world) terraform.Object {
	return terraform.Object{"source_url": faultySourceURL, "name": faultyName, "description": faultyDescription}
}

func mediaFromFile(w *world) terraform.Object {
	return terraform.Object{"source_file": w.file, "name": faultyName, "description": faultyDescription}
}

func mediaFromOtherURL(*world) terraform.Object {
	return terraform.Object{"source_url": "https://media.example.com/other.mp4", "name": faultyName, "description": faultyDescription}
}

func unawaitedMedia(w *world) terraform.Object {
	return with(mediaFromURL(w), "wait_for_processing", false)
}

func renamedMedia(w *world) terraform.Object { return with(mediaFromURL(w), "name", "Interview") }

func clipOf(w *world) terraform.Object {
	return terraform.Object{"media_id": w.mediaID, "name": faultyName, "start_time": faultyStart, "end_time": faultyEnd}
}

func unawaitedClip(w *world) terraform.Object { return with(clipOf(w), "wait_for_processing", false) }

func recutClip(w *world) terraform.Object { return with(clipOf(w), "end_time", faultyEnd+5) }

func subscriptionTo(*world) terraform.Object {
	return terraform.Object{"url": faultyHookURL, "subscribed_events": []string{mockapi.EventMediaProcessingFinished}}
}

func subscriptionToOther(*world) terraform.Object {
	return terraform.Object{"url": faultyHookURL + "/other"}
}

func with(configuration terraform.Object, name string, value any) terraform.Object {
	configuration[name] = value
	return configuration
}
