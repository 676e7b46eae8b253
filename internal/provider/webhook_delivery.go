package provider

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"
)

// webhookSender delivers events as ContentGroove does.
type webhookSender struct {
	http      *http.Client
	userAgent string
	limit     time.Duration
}

// newWebhookSender returns a sender that gives each delivery so much time. It
// knows nothing of the API but the certificate authorities and the user agent.
func newWebhookSender(conn *connection, limit time.Duration) *webhookSender {
	return &webhookSender{
		http: &http.Client{
			Transport: &http.Transport{
				Proxy:             http.ProxyFromEnvironment,
				TLSClientConfig:   &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: conn.configuration.rootCAs},
				ForceAttemptHTTP2: true,
				// Deliveries are far apart in real life: each makes a connection.
				DisableKeepAlives: true,
			},
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		userAgent: conn.options.userAgent,
		limit:     limit,
	}
}

// maxWebhookAnswer is how much of an answer is read. Only its status counts.
const maxWebhookAnswer = 64 << 10

// send delivers one event. Its error does not show the address, which may hold
// a secret.
func (s *webhookSender) send(ctx context.Context, address string, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return errors.New("the URL cannot be used")
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", s.userAgent)

	response, err := s.http.Do(request)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("no answer within %s", duration(s.limit))
	case err != nil:
		return cause(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the answer was %d %s", response.StatusCode, http.StatusText(response.StatusCode))
	}
	// The answer has arrived when its body has.
	if _, err := io.Copy(io.Discard, io.LimitReader(response.Body, maxWebhookAnswer)); err != nil {
		if errors.Is(err, context.DeadlineExceeded) {
			return fmt.Errorf("the answer was not complete within %s", duration(s.limit))
		}
		return fmt.Errorf("the answer was cut off: %w", err)
	}
	return nil
}

// cause is an error of net/http without the address that it begins with.
func cause(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return failed.Err
	}
	return err
}

// Ids in the sample event, which no real object has.
const (
	sampleMediaID         = "00000000-0000-4000-8000-000000000001"
	sampleClipID          = "00000000-0000-4000-8000-000000000002"
	sampleTranscriptionID = "00000000-0000-4000-8000-000000000003"
)

// sampleWebhookEvent is the body of a delivery for a media that does not exist.
// It has the documented structure and its peculiarities: some numbers are texts,
// and the transcription stands beside the relationships.
func sampleWebhookEvent(now time.Time) ([]byte, error) {
	type object = map[string]any
	stamp := now.UTC().Format("2006-01-02T15:04:05.000Z")
	related := func(kind, id string) object { return object{"type": kind, "id": id} }
	const text = "This event was sent to try out a webhook receiver."
	return json.Marshal(object{
		"event": eventMediaProcessingFinished,
		"payload": object{
			"data": object{
				"id": sampleMediaID, "type": "medias",
				"attributes": object{
					"name": "Webhook test", "description": "Sample event. No such media exists.", "external_id": "1",
					"source_url": "https://media.example.com/webhook-test.mp4", "is_processing": false, "has_fetch_error": false,
					"created_at": stamp, "original_created_at": stamp, "processing_started_at": stamp, "source_created_at": stamp,
					"source_file_content_type": "video/mp4", "source_file_duration": "12.5", "source_file_height": 720, "source_file_width": 1280,
					"source_file_preview_image_url": "https://media.example.com/webhook-test.jpg",
				},
				"relationships": object{"clips": object{"data": []object{related("clips", sampleClipID)}}},
				"transcription": object{"data": related("transcriptions", sampleTranscriptionID)},
			},
			"included": []object{{
				"id": sampleClipID, "type": "clips",
				"attributes": object{
					"name": "trying out a webhook receiver", "text": text, "external_id": "1", "rank": 0,
					"start_time": "1.25", "end_time": "4.5", "start_char": 0, "end_char": fmt.Sprint(len(text)), "created_at": stamp,
					"media_file_url": "https://media.example.com/webhook-test-clip.mp4", "media_file_content_type": "video/mp4",
					"media_file_duration": 3.25, "media_file_height": 720, "media_file_width": 1280,
					"media_file_preview_image_url": "https://media.example.com/webhook-test-clip.jpg",
				},
				"relationships": object{"media": object{"data": related("medias", sampleMediaID)}},
			}, {
				"id": sampleTranscriptionID, "type": "transcriptions",
				"attributes":    object{"text": text},
				"relationships": object{},
			}},
		},
	})
}
