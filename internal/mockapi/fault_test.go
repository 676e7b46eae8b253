package mockapi_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// serveDirectly asks a server's handler without a network.
func serveDirectly(t *testing.T, server *mockapi.Server, method, target string) reply {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, http.NoBody)
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
	recorder := httptest.NewRecorder()
	server.Handler().ServeHTTP(recorder, r)
	return newReply(recorder.Code, recorder.Header(), recorder.Body.Bytes())
}

func TestFaultsActOrNotAsTheySay(t *testing.T) {
	t.Parallel()
	for _, kind := range mockapi.FaultKinds() {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			a := newAPI(t, mockapi.Options{})
			a.server.Inject(mockapi.Fault{Operation: mockapi.OpCreateMedia, Kind: kind})
			r := a.request(http.MethodPost, "/medias", attributesOf(`"source_url":"https://a.example.com/b.mp4"`))
			r.Header.Set("X-API-KEY", mockapi.DefaultAPIKey)
			if kind == mockapi.Timeout || kind == mockapi.TimeoutAfter {
				ctx, cancel := context.WithTimeout(r.Context(), 100*time.Millisecond)
				defer cancel()
				r = r.WithContext(ctx)
			}
			answer, err := a.try(r)
			clean := err == nil && answer.status == http.StatusOK && answer.text("data.id") != ""
			if mayBeClean := kind == mockapi.SlowBody || kind == mockapi.NotFoundAfterCreate; clean != mayBeClean {
				t.Errorf("the answer is %d %s, %v", answer.status, answer.body, err)
			}
			if created := len(a.server.Medias()) == 1; created != kind.Acts() {
				t.Errorf("created: %t, want %t", created, kind.Acts())
			}
			a.server.ClearFaults()
			a.wantStatus(a.post("/medias", `{"source_url":"https://a.example.com/b.mp4"}`), http.StatusOK)
		})
	}
}

func TestFaultsAreCountedAndNarrowed(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	a.server.Inject(mockapi.Fault{
		Operation: mockapi.OpGetMedias, Kind: mockapi.Error500Before, Skip: 1, Times: 2,
		Match: func(r *http.Request) bool { return r.URL.Query().Get("sort") == "name" },
	})
	var statuses []int
	for _, path := range []string{
		"/clips?sort=name", "/medias", "/medias?sort=name", "/medias?sort=name", "/medias", "/medias?sort=name", "/medias?sort=name",
	} {
		statuses = append(statuses, a.get(path).status)
	}
	for i, want := range []int{200, 200, 200, 500, 200, 500, 200} {
		if statuses[i] != want {
			t.Errorf("request %d is answered %d, want %d", i, statuses[i], want)
		}
	}
	if left := a.server.FaultsLeft(); left != 0 {
		t.Errorf("%d faults are left", left)
	}
	if got := a.server.Requests()[3].Fault; got != mockapi.Error500Before {
		t.Errorf("the log says %q", got)
	}
}

func TestNotFoundAfterCreate(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	old := a.server.SeedMedia(mockapi.Media{})
	a.server.Inject(mockapi.Fault{Kind: mockapi.NotFoundAfterCreate, Times: 2})
	path := a.createMedia(`{"source_url":"https://a.example.com/b.mp4"}`)
	a.wantStatus(a.get(path), http.StatusNotFound)
	a.wantStatus(a.get("/medias/"+old.ID), http.StatusOK)
	a.wantStatus(a.get(path), http.StatusNotFound)
	a.wantStatus(a.get(path), http.StatusOK)
	if left := a.server.FaultsLeft(); left != 0 {
		t.Errorf("%d faults are left", left)
	}
}

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	for form, want := range map[mockapi.RetryAfterForm]string{
		mockapi.RetryAfterNone:    "",
		mockapi.RetryAfterSeconds: "7",
		mockapi.RetryAfterDate:    a.clock.Now().Add(7 * time.Second).Format(http.TimeFormat),
	} {
		a.server.Inject(mockapi.Fault{Kind: mockapi.RateLimited, RetryAfter: form, RetryAfterDelay: 7 * time.Second})
		answer := a.wantStatus(a.get("/medias"), http.StatusTooManyRequests)
		if got := answer.header.Get("Retry-After"); got != want {
			t.Errorf("form %d says %q, want %q", form, got, want)
		}
	}
}

func TestRateLimit(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{RateLimit: 2, RateBurst: 3, RetryAfter: mockapi.RetryAfterSeconds})
	for range 3 {
		a.wantStatus(a.get("/medias"), http.StatusOK)
	}
	limited := a.wantStatus(a.get("/medias"), http.StatusTooManyRequests)
	if limited.header.Get("Retry-After") != "1" || limited.text("errors.0.title") == "" {
		t.Errorf("429 is %v %s", limited.header, limited.body)
	}
	a.clock.Advance(500 * time.Millisecond)
	a.wantStatus(a.get("/medias"), http.StatusOK)
	a.wantStatus(a.get("/medias"), http.StatusTooManyRequests)
}

func TestRedirectGoesElsewhere(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	a.server.Inject(mockapi.Fault{Kind: mockapi.RedirectOtherHost, RedirectTo: "https://elsewhere.example.com/x", Times: 2})
	if got := a.wantStatus(a.get("/medias"), http.StatusFound).header.Get("Location"); got != "https://elsewhere.example.com/x" {
		t.Errorf("location is %s", got)
	}
	a.wantStatus(a.post("/medias", `{}`), http.StatusTemporaryRedirect)
}

func TestUploadFaults(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	for kind, want := range map[mockapi.FaultKind]int{mockapi.Error500After: 500, mockapi.HTML502: 502} {
		_, target := a.directUpload()
		a.server.Inject(mockapi.Fault{Operation: mockapi.OpUpload, Kind: kind})
		a.wantStatus(a.putFile(target, strings.NewReader("x"), nil), want)
		uploads := a.server.Uploads()
		if got := uploads[len(uploads)-1].Received; got != kind.Acts() {
			t.Errorf("%s: received is %t", kind, got)
		}
	}
}

func TestCloseEndsWhatHangs(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	inFault := make(chan struct{})
	a.server.Inject(mockapi.Fault{Kind: mockapi.Timeout, Match: func(*http.Request) bool { close(inFault); return true }})
	failed := make(chan error, 1)
	go func() {
		_, err := a.try(a.request(http.MethodGet, "/medias", ""))
		failed <- err
	}()
	<-inFault
	a.server.Close()
	if err := <-failed; err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the request ended with %v, want a broken connection", err)
	}
}
