package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

// get decodes a document the way an operation does.
func get[T any](t testing.TB, document string, read func(context.Context, *Client) (T, error)) (T, error) {
	t.Helper()
	c, _ := newClient(t, newServer(t, respond(200, document)), retries(0))
	return read(t.Context(), c)
}

func getMedia(ctx context.Context, c *Client) (*Media, error) { return c.GetMedia(ctx, "m1") }

func getClip(ctx context.Context, c *Client) (*Clip, error) { return c.GetClip(ctx, "c1") }

func TestMediaIsDecodedInFull(t *testing.T) {
	t.Parallel()
	got, err := get(t, `{"data":{"id":"m1","type":"medias","surprise":[1],"attributes":{
		"name":"Talk","description":"d","source_url":"https://example.com/a.mp4","external_id":"474","is_processing":false,
		"has_fetch_error":true,"created_at":"2026-01-02T03:04:05.678Z","original_created_at":"o","processing_started_at":"p",
		"source_created_at":"s","source_file_content_type":"video/mp4","source_file_duration":57.71,"source_file_height":240,
		"source_file_width":320.0,"source_file_preview_image_url":"https://example.com/p.png","unknown":{"a":[]}},
		"relationships":{"clips":{"data":[{"id":"c1","type":"clips"},{"id":2}]},"transcription":{"data":{"id":"t1","type":"transcriptions"}}}},
		"links":{"self":"http://api.contentgroove.com/api/v1/medias/m1"}}`, getMedia)
	if err != nil {
		t.Fatal(err)
	}
	want := &Media{
		ID: "m1", Name: "Talk", Description: ptr("d"), SourceURL: ptr("https://example.com/a.mp4"), ExternalID: ptr("474"),
		IsProcessing: ptr(false), HasFetchError: true, CreatedAt: "2026-01-02T03:04:05.678Z", OriginalCreatedAt: ptr("o"),
		ProcessingStartedAt: ptr("p"), SourceCreatedAt: ptr("s"), SourceFileContentType: ptr("video/mp4"), SourceFileDuration: ptr(57.71),
		SourceFileHeight: ptr(240.0), SourceFileWidth: ptr(320.0), SourceFilePreviewImageURL: ptr("https://example.com/p.png"),
		ClipIDs: []string{"c1", "2"}, TranscriptionID: Optional[string]{Present: true, Value: ptr("t1")},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestNullsOfANewMedia(t *testing.T) {
	t.Parallel()
	got, err := get(t, `{"data":{"id":7,"attributes":{"name":"","description":null,"external_id":null,"is_processing":null,"has_fetch_error":null,
		"source_file_duration":null,"source_file_height":""},"relationships":{"clips":{"data":[]},"transcription":{"data":null}}}}`,
		func(ctx context.Context, c *Client) (*Media, error) { return c.GetMedia(ctx, "7") })
	if err != nil {
		t.Fatal(err)
	}
	want := &Media{ID: "7", ClipIDs: []string{}, TranscriptionID: Optional[string]{Present: true}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestClipIsDecodedInFull(t *testing.T) {
	t.Parallel()
	got, err := get(t, `{"data":{"id":"c1","attributes":{"name":"Clip","start_time":"57.71","end_time":60,"start_char":"12","end_char":120.0,
		"rank":0,"text":"hello","external_id":150,"is_processing":"true","created_at":"c","processing_started_at":"p",
		"media_file_url":"https://example.com/c.mp4","media_file_content_type":"video/mp4","media_file_preview_image_url":"https://example.com/c.png",
		"media_file_content_duration":"2.29","media_file_height":"720","media_file_width":1280},
		"relationships":{"media":{"data":{"id":"m1","type":"medias"}}}}}`, getClip)
	if err != nil {
		t.Fatal(err)
	}
	want := &Clip{
		ID: "c1", MediaID: "m1", Name: "Clip", StartTime: 57.71, EndTime: 60, StartChar: ptr(int64(12)), EndChar: ptr(int64(120)),
		Rank: ptr(int64(0)), Text: ptr("hello"), ExternalID: ptr("150"), IsProcessing: ptr(true), CreatedAt: "c", ProcessingStartedAt: ptr("p"),
		MediaFileURL: ptr("https://example.com/c.mp4"), MediaFileContentType: ptr("video/mp4"), MediaFilePreviewImageURL: ptr("https://example.com/c.png"),
		MediaFileDuration: ptr(2.29), MediaFileHeight: ptr(720.0), MediaFileWidth: ptr(1280.0),
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestBothNamesOfTheClipDuration(t *testing.T) {
	t.Parallel()
	for attributes, want := range map[string]float64{
		`"media_file_duration":1.5`:                                        1.5,
		`"media_file_content_duration":"1.5"`:                              1.5,
		`"media_file_duration":null,"media_file_content_duration":"1.5"`:   1.5,
		`"media_file_duration":"1.5","media_file_content_duration":null`:   1.5,
		`"media_file_duration":"1.50","media_file_content_duration":"9.9"`: 1.5,
	} {
		clip, err := get(t, `{"data":{"id":"c1","attributes":{`+attributes+`}}}`, getClip)
		if err != nil || clip.MediaFileDuration == nil || *clip.MediaFileDuration != want {
			t.Errorf("%s: got %+v, %v", attributes, clip, err)
		}
	}
}

func TestWebhookSubscriptionIsDecodedInFull(t *testing.T) {
	t.Parallel()
	got, err := get(t, `{"data":{"id":"w1","attributes":{"url":"https://example.com/hook","subscribed_events":["media.processing_finished"],"active":true,
		"created_at":"c","updated_at":"u"},"relationships":{"user":{"data":{"id":"u1"}},"webhook_events":{"data":[]}}}}`,
		func(ctx context.Context, c *Client) (*WebhookSubscription, error) {
			return c.GetWebhookSubscription(ctx, "w1")
		})
	want := &WebhookSubscription{
		ID: "w1", URL: "https://example.com/hook", SubscribedEvents: []string{"media.processing_finished"}, Active: ptr(true),
		CreatedAt: "c", UpdatedAt: ptr("u"), UserID: ptr("u1"),
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v, %v\nwant %+v", got, err, want)
	}
}

func TestTranscriptionIsFoundInBothPlaces(t *testing.T) {
	t.Parallel()
	known := func(id string) Optional[string] { return Optional[string]{Present: true, Value: &id} }
	for document, want := range map[string]Optional[string]{
		``:                                      {},
		`,"relationships":null`:                 {},
		`,"relationships":{}`:                   {},
		`,"relationships":{"transcription":{}}`: {},
		`,"relationships":{"transcription":{"links":{"self":"x"}}}`:                                    {},
		`,"relationships":{"transcription":null}`:                                                      {Present: true},
		`,"relationships":{"transcription":{"data":null}}`:                                             {Present: true},
		`,"relationships":{"transcription":{"data":{"id":"t1"}}}`:                                      known("t1"),
		`,"relationships":{"transcription":{"data":{"id":41}}}`:                                        known("41"),
		`,"transcription":{"data":{"id":"t2","attributes":{"text":"x"}}}`:                              known("t2"),
		`,"transcription":{"id":"t3","type":"transcriptions"}`:                                         known("t3"),
		`,"relationships":{"transcription":{"data":{"id":"t1"}}},"transcription":{"data":{"id":"t2"}}`: known("t1"),
	} {
		media, err := get(t, `{"data":{"id":"m1","attributes":{}`+document+`}}`, getMedia)
		if err != nil || !reflect.DeepEqual(media.TranscriptionID, want) {
			t.Errorf("%s: got %+v, %v", document, media, err)
		}
	}
}

func TestScalars(t *testing.T) {
	t.Parallel()
	decode := func(target json.Unmarshaler, value func() any) func(string) string {
		return func(data string) string {
			if err := json.Unmarshal([]byte(data), target); err != nil {
				return "error"
			}
			return fmt.Sprint(value())
		}
	}
	var (
		n number
		i integer
		b boolean
		s anyText
	)
	show := map[string]func(string) string{
		"number":  decode(&n, func() any { return deref(n.value) }),
		"integer": decode(&i, func() any { return deref(i.value) }),
		"boolean": decode(&b, func() any { return deref(b.value) }),
		"text":    decode(&s, func() any { return deref(s.value) }),
	}
	for _, test := range []struct{ data, number, integer, boolean, text string }{
		{`null`, "nil", "nil", "nil", "nil"},
		{`""`, "nil", "nil", "nil", ""},
		{`12`, "12", "12", "error", "12"},
		{`"12"`, "12", "12", "error", "12"},
		{`12.0`, "12", "12", "error", "12.0"},
		{`"12.0"`, "12", "12", "error", "12.0"},
		{`12.5`, "12.5", "error", "error", "12.5"},
		{`-1e3`, "-1000", "-1000", "error", "-1e3"},
		{`9223372036854775807`, "9.223372036854776e+18", "9223372036854775807", "error", "9223372036854775807"},
		{`9223372036854775808`, "9.223372036854776e+18", "error", "error", "9223372036854775808"},
		{`1e400`, "error", "error", "error", "1e400"},
		{`"NaN"`, "error", "error", "error", "NaN"},
		{`"Inf"`, "error", "error", "error", "Inf"},
		{`"-Infinity"`, "error", "error", "error", "-Infinity"},
		{`"0x10"`, "error", "error", "error", "0x10"},
		{`"1_000"`, "error", "error", "error", "1_000"},
		{`"12 s"`, "error", "error", "error", "12 s"},
		{`true`, "error", "error", "true", "error"},
		{`"false"`, "error", "error", "false", "false"},
		{`"a\n\u00e4"`, "error", "error", "error", "a\nä"},
		{`{}`, "error", "error", "error", "error"},
		{`[1]`, "error", "error", "error", "error"},
	} {
		for kind, want := range map[string]string{"number": test.number, "integer": test.integer, "boolean": test.boolean, "text": test.text} {
			if got := show[kind](test.data); got != want {
				t.Errorf("%s as %s: got %s, want %s", test.data, kind, got, want)
			}
		}
	}
}

func deref[T any](pointer *T) any {
	if pointer == nil {
		return "nil"
	}
	return *pointer
}

func TestWrongTypesNameTheAttribute(t *testing.T) {
	t.Parallel()
	for document, want := range map[string]string{
		`{"data":{"id":"c1","attributes":{"start_time":{"a":1}}}}`:                          "data.attributes.start_time",
		`{"data":{"id":"c1","attributes":{"end_time":"NaN"}}}`:                              "data.attributes.end_time",
		`{"data":{"id":"c1","attributes":{"rank":1.5}}}`:                                    "data.attributes.rank",
		`{"data":{"id":"c1","attributes":{"name":5}}}`:                                      "data.attributes.name",
		`{"data":{"id":"c1","attributes":{"is_processing":"maybe"}}}`:                       "data.attributes.is_processing",
		`{"data":{"id":"c1","attributes":{"external_id":true}}}`:                            "data.attributes.external_id",
		`{"data":{"id":{},"attributes":{}}}`:                                                "data.id",
		`{"data":{"id":"c1","attributes":[]}}`:                                              "data.attributes",
		`{"data":{"id":"c1","attributes":{},"relationships":{"media":{"data":{"id":[]}}}}}`: "data.relationships.media.data.id",
		`{"data":[]}`: "its data is of",
		`[]`:          "its top level is a JSON array",
		`{"data":`:    "unexpected end of JSON input",
	} {
		clip, err := get(t, document, getClip)
		malformed, ok := errors.AsType[*MalformedError](err)
		if clip != nil || !ok || !strings.Contains(malformed.Err.Error(), want) {
			t.Errorf("%s: got %v, %v", document, clip, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(clipDocument))
	f.Add([]byte(subscriptionDocument))
	f.Add([]byte(mediaDocument("m1")))
	f.Add([]byte(`{"data":[` + mediaObject("m1") + `],"links":{"next":null}}`))
	f.Add([]byte(`{"data":{"id":1,"attributes":{"rank":"1e2","start_time":"NaN"},"relationships":{"media":{"data":null},"clips":{"data":[null]}},"transcription":{"id":3}}}`))
	f.Add([]byte(`{"errors":[{"code":1,"source":{"pointer":null}},"x",[{}]],"error":{"name":["bad"]}}`))
	c, err := New(Options{APIKey: testKey})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		checkDecoded(t, body, mediaCollection)
		checkDecoded(t, body, clipCollection)
		checkDecoded(t, body, webhookSubscriptionCollection)
		checkDecoded(t, body, directUploadCollection)
		_ = checkDeleted(body)

		refused := &APIError{Operation: "fuzz"}
		readErrorBody(c.redact, refused, answer{status: 404, body: body})
		if text := refused.Error(); strings.Contains(text, testKey) {
			t.Errorf("the key is in %q", text)
		}
	})
}

// checkDecoded holds what is true of every body: one that is accepted yields
// objects with ids, and numbers that can be passed on.
func checkDecoded[W, T any](t *testing.T, body []byte, k collection[W, T]) {
	t.Helper()
	if doc, err := decodeDocument[W](body); err == nil {
		if object, err := k.object(doc.Data); err == nil {
			if k.id(object) == "" {
				t.Errorf("no id in %+v", object)
			}
			if _, err := json.Marshal(object); err != nil {
				t.Error(err)
			}
		}
	}
	list := newListing(k, ListOptions{})
	objects, links, err := list.decode(body)
	if err == nil {
		links.promiseMore(len(objects), 100)
		if fresh := list.unseen(objects); len(fresh) > len(objects) || len(fresh) == 0 && len(objects) > 0 {
			t.Errorf("%d of %d objects are new", len(fresh), len(objects))
		}
	}
}
