package mockapi_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func TestSeedsLookOldAndFinished(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{MediaQuota: 1})
	seeded := a.server.SeedMedias(3, func(i int) mockapi.Media { return mockapi.Media{Name: fmt.Sprint(i)} })
	for i, m := range seeded {
		if m.Name != fmt.Sprint(i) || m.State != mockapi.Finished || m.ExternalID == "" || m.SourceFileDuration == 0 || m.TranscriptionID == "" {
			t.Errorf("seeded as %+v", m)
		}
		if age := a.clock.Now().Sub(m.CreatedAt); age < time.Hour || (i > 0 && !m.CreatedAt.After(seeded[i-1].CreatedAt)) {
			t.Errorf("seed %d is %s old", i, age)
		}
	}
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	if clips := a.server.Clips(); len(clips) != 0 {
		t.Errorf("seeds brought %d clips", len(clips))
	}
	clip := a.server.SeedClip(mockapi.Clip{StartTime: 5, Text: "said"})
	if clip.EndTime != 15 || clip.Text != "said" || clip.MediaFileDuration != 10 || clip.MediaID == "" {
		t.Errorf("seeded as %+v", clip)
	}
}

func TestSeedsCanBeUnderWay(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: 10 * time.Second})
	media := a.server.SeedMedia(mockapi.Media{State: mockapi.Processing})
	clip := a.server.SeedClip(mockapi.Clip{MediaID: media.ID, State: mockapi.Pending})
	if a.get("/medias/"+media.ID).at("data.attributes.is_processing") != true ||
		a.get("/clips/"+clip.ID).at("data.attributes.is_processing") != nil {
		t.Error("the seeds are not in the states that were asked for")
	}
	a.clock.Advance(20 * time.Second)
	if a.server.Medias()[0].State != mockapi.Finished || a.server.Clips()[0].State != mockapi.Finished {
		t.Error("the seeds are not finished")
	}
}

func TestChangesBehindTheClientsBack(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{ProcessingTime: 10 * time.Second})
	media := a.server.SeedMedia(mockapi.Media{})
	clip := a.server.SeedClip(mockapi.Clip{MediaID: media.ID})
	hook := a.server.SeedWebhookSubscription(mockapi.WebhookSubscription{})

	a.server.UpdateMedia(media.ID, func(m *mockapi.Media) { m.Name, m.ID, m.State = "drifted", "other", mockapi.Processing })
	a.server.UpdateClip(clip.ID, func(c *mockapi.Clip) { c.Name, c.MediaID = "drifted", "other" })
	a.server.UpdateWebhookSubscription(hook.ID, func(w *mockapi.WebhookSubscription) { w.Inactive = true })

	shown := a.wantStatus(a.get("/medias/"+media.ID), http.StatusOK)
	if shown.text("data.attributes.name") != "drifted" || shown.at("data.attributes.is_processing") != true {
		t.Errorf("the media is %s", shown.body)
	}
	a.clock.Advance(10 * time.Second)
	if a.get("/medias/"+media.ID).at("data.attributes.is_processing") != false {
		t.Error("the media is not processed again")
	}
	if got := a.get("/clips/" + clip.ID); got.text("data.attributes.name") != "drifted" || got.text("data.relationships.media.data.id") != media.ID {
		t.Errorf("the clip is %s", got.body)
	}
	if a.get("/webhook_subscriptions/"+hook.ID).at("data.attributes.active") != false {
		t.Error("the subscription is active")
	}

	for what, deleted := range map[string]func() bool{
		"clip":         func() bool { return a.server.DeleteClip(clip.ID) },
		"subscription": func() bool { return a.server.DeleteWebhookSubscription(hook.ID) },
	} {
		if !deleted() || deleted() {
			t.Errorf("the %s was not deleted exactly once", what)
		}
	}
	if a.server.UpdateMedia("none", nil) || a.server.UpdateClip("none", nil) || a.server.UpdateWebhookSubscription("none", nil) ||
		a.server.FinishProcessing("none") || a.server.DeleteMedia("none") {
		t.Error("something unknown was changed")
	}
}

func TestSnapshotsAreCopies(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	text := "text"
	media := a.server.SeedMedia(mockapi.Media{Description: &text})
	text = "changed"
	*media.Description = "changed"
	a.server.SeedClip(mockapi.Clip{MediaID: media.ID})
	a.server.Medias()[0].ClipIDs[0] = "changed"
	if got := a.server.Medias()[0]; *got.Description != "text" || got.ClipIDs[0] == "changed" {
		t.Errorf("the server's own media was changed: %+v", got)
	}
}

func TestReset(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{MediaQuota: 1})
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.server.Inject(mockapi.Fault{Kind: mockapi.HTML})
	a.server.Reset()
	if len(a.server.Medias())+len(a.server.Requests())+a.server.CountRequests("")+a.server.FaultsLeft() != 0 {
		t.Error("something is left")
	}
	a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
}

func TestRequestLog(t *testing.T) {
	t.Parallel()
	var logged []mockapi.Request
	a := newAPI(t, mockapi.Options{KeepRequests: 4, Logger: func(r mockapi.Request) { logged = append(logged, r) }})
	created := a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`)
	a.get("/medias?sort=name")
	a.get("/nowhere")
	requests := a.server.Requests()
	if first := requests[0]; first.Operation != mockapi.OpCreateMedia || first.Method != http.MethodPost || first.Status != 200 ||
		first.Host != mockapi.HostAPI || first.BodyBytes == 0 || first.Header.Get("Authorization") == "" ||
		first.RequestID != created.header.Get("X-Request-Id") {
		t.Errorf("the create is logged as %+v", first)
	}
	if requests[1].Query.Get("sort") != "name" || requests[2].Operation != "" || requests[2].Status != http.StatusNotFound {
		t.Errorf("the log is %+v", requests)
	}
	for range 7 {
		a.get("/medias")
	}
	if got := len(a.server.Requests()); got > 4 {
		t.Errorf("%d requests are kept, want at most 4", got)
	}
	if a.server.CountRequests(mockapi.OpGetMedias) != 8 || a.server.CountRequests("") != 10 || len(logged) != 10 {
		t.Errorf("the counts are wrong, or the logger missed something: %d", len(logged))
	}
}

func TestObserveSeesWholeExchanges(t *testing.T) {
	t.Parallel()
	var seen []string
	a := newAPI(t, mockapi.Options{Observe: func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte) {
		seen = append(seen, fmt.Sprintf("%s %t %d %s %t", r.Method, len(requestBody) > 0, status, header.Get("Content-Type"), len(responseBody) > 0))
	}})
	path := a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.server.Inject(mockapi.Fault{Kind: mockapi.HTML})
	a.get(path)
	a.do(http.MethodDelete, path, "")
	if want := []string{"POST true 200 application/json; charset=utf-8 true", "DELETE false 204  false"}; !slices.Equal(seen, want) {
		t.Errorf("observed %q, want %q", seen, want)
	}
}

func TestBasePath(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{BasePath: "/some/proxy/v1/"})
	a.wantStatus(a.get("/medias"), http.StatusOK)
	answer := serveDirectly(t, a.server, http.MethodGet, "/api/v1/medias")
	a.wantStatus(answer, http.StatusNotFound)
}

func TestStartTwiceAndAfterClose(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	if a.server.Start() == nil {
		t.Error("a server can be started twice")
	}
	a.server.Close()
	a.server.Close()
	if answer := serveDirectly(t, a.server, http.MethodGet, "/api/v1/medias"); answer.status != http.StatusServiceUnavailable {
		t.Errorf("a closed server answers %d", answer.status)
	}
	if err := mockapi.New(mockapi.Options{}).StartAt("256.0.0.1:0", "127.0.0.1:0"); err == nil {
		t.Error("an address that is none was listened on")
	}
}

func TestManyClientsAtOnce(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	var clients sync.WaitGroup
	for i := range 10 {
		clients.Go(func() {
			a := a
			for range 10 {
				created := a.post("/medias", fmt.Sprintf(`{"source_url":"https://a.example.com/b.mp4","name":"%d"}`, i))
				a.clock.Advance(time.Second)
				path := "/medias/" + created.text("data.id")
				a.put(path, `{"description":"x"}`)
				a.get("/medias?page[size]=5&sort=-name")
				if i%2 == 0 {
					a.do(http.MethodDelete, path, "")
				}
			}
		})
	}
	clients.Wait()
	medias := a.server.Medias()
	if len(medias) != 50 {
		t.Fatalf("%d medias are left, want 50", len(medias))
	}
	for i := range medias[1:] {
		if !medias[i+1].CreatedAt.After(medias[i].CreatedAt) {
			t.Errorf("medias %d and %d are not in the order of their creation", i, i+1)
		}
	}
}
