package client

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

const (
	clipDocument         = `{"data":{"id":"c1","type":"clips","attributes":{"name":"Clip","start_time":1.5,"end_time":"2.5"},"relationships":{"media":{"data":{"id":"m1"}}}}}`
	subscriptionDocument = `{"data":{"id":"w1","type":"webhook_subscriptions","attributes":{"url":"https://example.com/hook","subscribed_events":["*"],"active":true}}}`
)

// discard drops the object of an operation.
func discard[T any](_ T, err error) error { return err }

// operations is every operation on a single object.
var operations = map[string]struct {
	run          func(context.Context, *Client) error
	answer       string
	method, path string
	body         string
}{
	"create media": {
		run: func(ctx context.Context, c *Client) error {
			return discard(c.CreateMedia(ctx, MediaCreate{Name: ptr("<n> & co"), SourceURL: ptr("https://example.com/a.mp4?b=c&d=e")}))
		},
		answer: mediaDocument("m1"), method: "POST", path: "/medias",
		body: `{"data":{"attributes":{"name":"<n> & co","source_url":"https://example.com/a.mp4?b=c&d=e"}}}`,
	},
	"read media": {
		run:    func(ctx context.Context, c *Client) error { return discard(c.GetMedia(ctx, "m1")) },
		answer: mediaDocument("m1"), method: "GET", path: "/medias/m1",
	},
	"update media": {
		run: func(ctx context.Context, c *Client) error {
			return discard(c.UpdateMedia(ctx, "m1", MediaUpdate{Description: ptr("")}))
		},
		answer: mediaDocument("m1"), method: "PUT", path: "/medias/m1", body: `{"data":{"attributes":{"description":""}}}`,
	},
	"delete media": {
		run:    func(ctx context.Context, c *Client) error { return c.DeleteMedia(ctx, "m1") },
		method: "DELETE", path: "/medias/m1",
	},
	"create clip": {
		run: func(ctx context.Context, c *Client) error {
			return discard(c.CreateClip(ctx, ClipCreate{MediaID: "m1", Name: "Clip", StartTime: 0, EndTime: 12.25}))
		},
		answer: clipDocument, method: "POST", path: "/clips",
		body: `{"data":{"attributes":{"media_id":"m1","name":"Clip","start_time":0,"end_time":12.25}}}`,
	},
	"read clip": {
		run:    func(ctx context.Context, c *Client) error { return discard(c.GetClip(ctx, "c1")) },
		answer: clipDocument, method: "GET", path: "/clips/c1",
	},
	"update clip": {
		run: func(ctx context.Context, c *Client) error {
			return discard(c.UpdateClip(ctx, "c1", ClipUpdate{StartTime: ptr(0.0)}))
		},
		answer: clipDocument, method: "PUT", path: "/clips/c1", body: `{"data":{"attributes":{"start_time":0}}}`,
	},
	"delete clip": {
		run:    func(ctx context.Context, c *Client) error { return c.DeleteClip(ctx, "c1") },
		method: "DELETE", path: "/clips/c1",
	},
	"create webhook subscription": {
		run: func(ctx context.Context, c *Client) error {
			return discard(c.CreateWebhookSubscription(ctx, WebhookSubscriptionCreate{URL: "https://example.com/hook"}))
		},
		answer: subscriptionDocument, method: "POST", path: "/webhook_subscriptions",
		body: `{"data":{"attributes":{"url":"https://example.com/hook"}}}`,
	},
	"read webhook subscription": {
		run:    func(ctx context.Context, c *Client) error { return discard(c.GetWebhookSubscription(ctx, "w1")) },
		answer: subscriptionDocument, method: "GET", path: "/webhook_subscriptions/w1",
	},
	"delete webhook subscription": {
		run:    func(ctx context.Context, c *Client) error { return c.DeleteWebhookSubscription(ctx, "w1") },
		method: "DELETE", path: "/webhook_subscriptions/w1",
	},
	"create direct upload": {
		run:    func(ctx context.Context, c *Client) error { return discard(c.CreateDirectUpload(ctx)) },
		answer: `{"data":{"id":"d1","attributes":{"upload_id":"u","upload_url":"https://example.com/x?X-Amz-Signature=1"}}}`,
		method: "GET", path: "/direct_uploads",
	},
}

func TestOperationsSendWhatTheAPIExpects(t *testing.T) {
	t.Parallel()
	for name, operation := range operations {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			answer := respond(200, operation.answer)
			if operation.answer == "" {
				answer = func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }
			}
			s := newServer(t, answer)
			c, _ := newClient(t, s)
			if err := operation.run(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if len(s.received()) != 1 {
				t.Fatalf("%d requests", len(s.received()))
			}
			request := s.received()[0]
			if want := strings.ReplaceAll(testBasePath, " ", "%20") + operation.path; request.uri != want || request.method != operation.method {
				t.Errorf("got %s %s, want %s %s", request.method, request.uri, operation.method, want)
			}
			if got := request.header.Get("Accept") + " " + request.header.Get("User-Agent"); got != "application/json client-test/1.0" {
				t.Errorf("headers %q", got)
			}
			if operation.body == "" {
				if request.body != "" || request.header.Get("Content-Type") != "" || request.chunked {
					t.Errorf("a body was sent: %+v", request)
				}
				return
			}
			sameJSON(t, request.body, operation.body)
			if request.header.Get("Content-Type") != "application/json" || request.contentLength != int64(len(request.body)) {
				t.Errorf("got %+v", request)
			}
		})
	}
}

func TestOperationsNameThemselvesInErrors(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(400, `{"errors":[{"title":"Bad Request","detail":"no","status":400}]}`, "X-Request-Id", "req-7"))
	c, _ := newClient(t, s)
	for name, operation := range operations {
		err := operation.run(t.Context(), c)
		if err == nil || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("%s: got %v", name, err)
			continue
		}
		refused, ok := errors.AsType[*APIError](err)
		if !ok || refused.Operation != name || refused.Method != operation.method || refused.Path != testBasePath+operation.path ||
			refused.StatusCode != 400 || refused.RequestID != "req-7" || refused.Attempts != 1 || !refused.Documented ||
			refused.Errors[0] != (ErrorObject{Title: "Bad Request", Detail: "no", Status: "400"}) {
			t.Errorf("%s: got %+v", name, refused)
		}
	}
}

func TestIDsAreEscaped(t *testing.T) {
	t.Parallel()
	for id, want := range map[string]string{
		"plain-1": "plain-1",
		"a/b":     "a%2Fb",
		"../x":    "..%2Fx",
		"..":      "%2E%2E",
		".":       "%2E",
		"a?b#c":   "a%3Fb%23c",
		"a b%2f":  "a%20b%252f",
		"ä":       "%C3%A4",
		"\n":      "%0A",
	} {
		s := newServer(t, respond(404, ``))
		c, _ := newClient(t, s)
		if _, err := c.GetMedia(t.Context(), id); !errors.Is(err, ErrNotFound) {
			t.Errorf("%q: %v", id, err)
			continue
		}
		if got := s.received()[0].uri; !strings.HasSuffix(got, "/api/v1/medias/"+want) {
			t.Errorf("%q: asked for %s", id, got)
		}
	}
}

func TestEmptyIDsAreRefused(t *testing.T) {
	t.Parallel()
	s := newServer(t, respond(200, `{"data":[]}`))
	c, _ := newClient(t, s)
	ctx := t.Context()
	for name, err := range map[string]error{
		"read media":                  discard(c.GetMedia(ctx, "")),
		"update media":                discard(c.UpdateMedia(ctx, "", MediaUpdate{})),
		"delete media":                c.DeleteMedia(ctx, ""),
		"read clip":                   discard(c.GetClip(ctx, "")),
		"update clip":                 discard(c.UpdateClip(ctx, "", ClipUpdate{})),
		"delete clip":                 c.DeleteClip(ctx, ""),
		"read webhook subscription":   discard(c.GetWebhookSubscription(ctx, "")),
		"delete webhook subscription": c.DeleteWebhookSubscription(ctx, ""),
	} {
		if err == nil || err.Error() != name+": the id is empty" {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if n := len(s.received()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
