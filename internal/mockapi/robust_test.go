package mockapi_test

import (
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func escapeQuery(query string) string { return strings.ReplaceAll(query, " ", "%20") }

func TestClipsBeyondTheEndOfTheirMedia(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	media := a.createMedia(`{` + aSource + `}`)
	id := strings.TrimPrefix(media, "/medias/")
	for _, end := range []string{"4e18", "1e308"} {
		a.wantStatus(a.post("/clips", `{"media_id":"`+id+`","name":"x","start_time":0,"end_time":`+end+`}`), http.StatusUnprocessableEntity)
	}
	// How long the media is, is not known yet.
	clip := a.wantStatus(a.post("/clips", `{"media_id":"`+id+`","name":"x","start_time":100,"end_time":1000}`), http.StatusOK)
	a.server.FinishAll()
	path := "/clips/" + clip.text("data.id")
	finished := a.get(path)
	if got := finished.at("data.attributes.media_file_duration"); got != "20.48" {
		t.Errorf("the clip's file lasts %v s, want to the end of the media", got)
	}
	for _, attributes := range []string{`{"name":"new"}`, `{"name":"newer","start_time":100,"end_time":1000}`} {
		if got := a.put(path, attributes); got.status != http.StatusOK {
			t.Errorf("the clip cannot be renamed: %s", got.body)
		}
	}
	a.wantStatus(a.put(path, `{"end_time":999}`), http.StatusUnprocessableEntity)
}

// Whatever a media is seeded with, every answer is JSON.
func TestNumbersThatJSONDoesNotHave(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	media := a.server.SeedMedia(mockapi.Media{SourceFileDuration: math.Inf(1)})
	a.server.SeedClip(mockapi.Clip{MediaID: media.ID, StartTime: math.NaN(), EndTime: math.Inf(1)})
	for _, path := range []string{"/medias", "/clips", "/medias/" + media.ID} {
		a.wantStatus(a.get(path), http.StatusOK)
	}
}

// A pattern that invites trying every combination is answered at once.
func TestPatternsCostLittle(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	a.server.SeedMedias(200, func(int) mockapi.Media { return mockapi.Media{Name: strings.Repeat("a", 2000)} })
	for _, pattern := range []string{strings.Repeat("%a", 500) + "b", strings.Repeat("%_", 500) + "b", strings.Repeat("a", 1500) + "_b%"} {
		started := time.Now()
		answer := a.wantStatus(a.get("/medias?filter[name_matches]="+url.QueryEscape(pattern)), http.StatusOK)
		if took := time.Since(started); len(answer.ids()) > 0 || took > 5*time.Second {
			t.Errorf("%.20s… finds %d and takes %s", pattern, len(answer.ids()), took)
		}
	}
}

// A receiver that never answers does not keep the others waiting.
func TestReceiversThatHang(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	release := make(chan struct{})
	hanging := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		<-release
	}))
	defer hanging.Close()
	defer close(release)
	const events = 40
	got := make(chan struct{}, events)
	prompt := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { got <- struct{}{} }))
	defer prompt.Close()
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: hanging.URL})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: prompt.URL})
	for range events {
		a.createMedia(`{` + aSource + `}`)
	}
	a.server.FinishAll()
	a.server.Deliveries() // whoever looks makes the server send what is due
	for range events {
		select {
		case <-got:
		case <-t.Context().Done():
			t.Fatal("the prompt receiver did not get everything")
		}
	}
}

func TestRemoteReceiversGetNothing(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{Webhooks: mockapi.WebhookOptions{Attempts: 1}})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "https://hooks.example.com/x"})
	a.createMedia(`{` + aSource + `}`)
	a.server.FinishAll()
	a.server.Tick()
	deliveries := a.server.Deliveries()
	if len(deliveries) != 1 || !strings.Contains(deliveries[0].Error, "not on this machine") {
		t.Errorf("the deliveries are %v", deliveries)
	}
}

func TestLogsAreBounded(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{KeepRequests: 10, Webhooks: mockapi.WebhookOptions{Keep: 10, Attempts: 1}})
	a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{URL: "https://hooks.example.com/x"})
	for range 30 {
		a.createMedia(`{` + aSource + `}`)
	}
	a.server.FinishAll()
	a.server.Tick()
	if requests, deliveries := len(a.server.Requests()), len(a.server.Deliveries()); requests > 10 || deliveries > 10 {
		t.Errorf("%d requests and %d deliveries are kept", requests, deliveries)
	}
}

func TestUploadWithoutALength(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	_, target := a.directUpload()
	conn := dial(t, a.server.UploadURL())
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, "PUT "+u.RequestURI()+" HTTP/1.1\r\nHost: "+u.Host+"\r\nConnection: close\r\n\r\n")
	answer, _ := io.ReadAll(conn)
	if !strings.HasPrefix(string(answer), "HTTP/1.1 411 ") {
		t.Errorf("the answer is %s", answer)
	}
}
