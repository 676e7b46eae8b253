package mockapi_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// directUpload asks for a presigned URL.
func (a api) directUpload() (uploadID, uploadURL string) {
	a.t.Helper()
	answer := a.wantStatus(a.get("/direct_uploads"), http.StatusOK)
	return answer.text("data.attributes.upload_id"), answer.text("data.attributes.upload_url")
}

func (a api) putFile(uploadURL string, body io.Reader, change func(*http.Request)) reply {
	a.t.Helper()
	r, err := http.NewRequestWithContext(a.t.Context(), http.MethodPut, uploadURL, body)
	if err != nil {
		a.t.Fatal(err)
	}
	if change != nil {
		change(r)
	}
	return a.send(r)
}

func TestUploadBecomesAMedia(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	id, target := a.directUpload()
	if host := strings.SplitN(target, "/", 4)[2]; host == strings.SplitN(a.server.URL(), "/", 4)[2] {
		t.Errorf("the upload host %s is the API's", host)
	}
	a.wantStatus(a.post("/medias", `{"upload_id":"`+id+`"}`), http.StatusUnprocessableEntity)

	file := wav(2)
	answer := a.wantStatus(a.putFile(target, bytes.NewReader(file), nil), http.StatusOK)
	if answer.body != "" {
		t.Errorf("an upload is answered %q, want nothing", answer.body)
	}
	digest := sha256.Sum256(file)
	upload := a.server.Uploads()[0]
	if upload.SHA256 != hex.EncodeToString(digest[:]) || upload.Size != int64(len(file)) || !upload.Received || upload.Puts != 1 {
		t.Errorf("the upload is kept as %+v", upload)
	}
	// The signed id does not expire with the URL, and is good for more than one.
	a.clock.Advance(30 * 24 * time.Hour)
	for range 2 {
		path := a.createMedia(`{"upload_id":"` + id + `"}`)
		a.clock.Advance(time.Minute)
		media := a.get(path)
		for name, want := range map[string]any{
			"source_file_content_type": "audio/wav", "source_file_duration": 2.0, "source_file_width": nil,
			"source_url": nil, "has_fetch_error": false,
		} {
			if got := media.at("data.attributes." + name); got != want {
				t.Errorf("%s is %v, want %v", name, got, want)
			}
		}
	}
	other := newAPI(t, mockapi.Options{})
	other.wantStatus(other.post("/medias", `{"upload_id":"`+id+`"}`), http.StatusUnprocessableEntity)
}

func TestUploadOfSomethingElseCannotBeFetched(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	id, target := a.directUpload()
	a.wantStatus(a.putFile(target, strings.NewReader("plain text"), nil), http.StatusOK)
	path := a.createMedia(`{"upload_id":"` + id + `"}`)
	a.server.FinishAll()
	if a.get(path).at("data.attributes.has_fetch_error") != true {
		t.Error("a text became a media")
	}
}

func TestUploadHostRefuses(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{MaxUploadBytes: 100, UploadExpiry: time.Hour})
	header := func(name, value string) func(*http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	query := func(name, value string) func(*http.Request) {
		return func(r *http.Request) {
			q := r.URL.Query()
			q.Set(name, value)
			r.URL.RawQuery = q.Encode()
		}
	}
	for name, test := range map[string]struct {
		change func(*http.Request)
		size   int
		want   int
		code   string
	}{
		"nothing":           {size: 100, want: 200},
		"an empty file":     {size: 0, want: 200},
		"bearer":            {header("Authorization", "Bearer x"), 10, 400, "InvalidArgument"},
		"API key header":    {header("X-API-KEY", "x"), 10, 400, "InvalidArgument"},
		"API key in query":  {query("api_key", "x"), 10, 400, "InvalidArgument"},
		"content type":      {header("Content-Type", "video/mp4"), 10, 403, "AccessDenied"},
		"unsigned header":   {header("X-Amz-Acl", "public-read"), 10, 403, "AccessDenied"},
		"chunked":           {func(r *http.Request) { r.ContentLength = -1 }, 10, 411, "MissingContentLength"},
		"another path":      {func(r *http.Request) { r.URL.Path += "x" }, 10, 403, "SignatureDoesNotMatch"},
		"another expiry":    {query("X-Amz-Expires", "999999"), 10, 403, "SignatureDoesNotMatch"},
		"another parameter": {query("x-id", "PutObject"), 10, 403, "SignatureDoesNotMatch"},
		"no signature":      {func(r *http.Request) { r.URL.RawQuery = "" }, 10, 403, "SignatureDoesNotMatch"},
		"POST":              {func(r *http.Request) { r.Method = http.MethodPost }, 10, 405, "MethodNotAllowed"},
		"too large a file":  {nil, 101, 400, "EntityTooLarge"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := a.in(t)
			_, target := a.directUpload()
			var body io.Reader = http.NoBody
			if test.size > 0 {
				body = bytes.NewReader(make([]byte, test.size))
			}
			answer := a.wantStatus(a.putFile(target, body, test.change), test.want)
			if !strings.Contains(answer.body, test.code) {
				t.Errorf("the answer is %s, want code %s", answer.body, test.code)
			}
		})
	}
}

func TestUploadURLExpires(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{UploadExpiry: time.Hour})
	_, target := a.directUpload()
	a.clock.Advance(time.Hour + time.Second)
	answer := a.wantStatus(a.putFile(target, strings.NewReader("x"), nil), http.StatusForbidden)
	if !strings.Contains(answer.body, "expired") {
		t.Errorf("the answer does not say so: %s", answer.body)
	}
	if a.server.Uploads()[0].Received {
		t.Error("the file was taken")
	}
}

// unread fails a test when a client sends what it was told not to.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.ErrUnexpectedEOF
}

func TestTooLargeAFileIsRefusedBeforeItIsSent(t *testing.T) {
	t.Parallel()
	a := newAPI(t, mockapi.Options{})
	_, target := a.directUpload()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, target, unread{t})
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = 5<<30 + 1
	r.Header.Set("Expect", "100-continue")
	transport := &http.Transport{ExpectContinueTimeout: time.Minute}
	defer transport.CloseIdleConnections()
	response, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusBadRequest {
		t.Errorf("status is %d, want 400", response.StatusCode)
	}
}

func TestUploadNeedsAnAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]int{"": 500, "http://uploads.example.com/base": 200} {
		server := mockapi.New(mockapi.Options{UploadURL: address})
		t.Cleanup(server.Close)
		answer := serveDirectly(t, server, http.MethodGet, "/api/v1/direct_uploads")
		if answer.status != want {
			t.Errorf("%q: status is %d, want %d", address, answer.status, want)
		}
		target, err := url.Parse(answer.text("data.attributes.upload_url"))
		if err != nil || (want == 200 && !strings.HasPrefix(target.Path, "/base/")) {
			t.Errorf("the upload URL is %v, %v", target, err)
		}
	}
}
