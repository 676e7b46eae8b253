package mockapi_test

import (
	"bytes"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

func dial(t *testing.T, base string) net.Conn {
	t.Helper()
	var dialer net.Dialer
	conn, err := dialer.DialContext(t.Context(), "tcp", strings.TrimPrefix(base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// maxCost is what no request may cost, however it is made. It leaves room for
// slow machines.
const maxCost = 500 * time.Millisecond

// ask sends a request to a handler, and checks that its answer is one that the
// service may give: JSON, and not a failure of its own.
func ask(t *testing.T, handler http.Handler, r *http.Request) {
	t.Helper()
	recorder := httptest.NewRecorder()
	started := time.Now()
	handler.ServeHTTP(recorder, r)
	if took := time.Since(started); took > maxCost {
		t.Errorf("%s %s took %s", r.Method, r.URL, took)
	}
	if recorder.Code >= http.StatusInternalServerError {
		t.Errorf("%s %s is answered %d %s", r.Method, r.URL, recorder.Code, recorder.Body)
	}
	if strings.Contains(recorder.Header().Get("Content-Type"), "json") && !json.Valid(recorder.Body.Bytes()) {
		t.Errorf("%s %s is answered %s", r.Method, r.URL, recorder.Body)
	}
}

// fuzzServers are an account in each profile.
func fuzzServers(f *testing.F) []*mockapi.Server {
	f.Helper()
	var servers []*mockapi.Server
	for _, profile := range []mockapi.Profile{mockapi.Strict, mockapi.Lenient} {
		s := mockapi.New(mockapi.Options{Profile: profile, UploadURL: "http://uploads.example.com", KeepRequests: 10, ProcessingTime: -1})
		f.Cleanup(s.Close)
		s.SeedMedias(50, func(i int) mockapi.Media {
			return mockapi.Media{ID: string(rune('a' + i)), Name: strings.Repeat("ab_%é", i+1)}
		})
		s.SeedClip(mockapi.Clip{ID: "c", MediaID: "a"})
		s.SeedWebhookSubscription(mockapi.WebhookSubscription{ID: "w"})
		servers = append(servers, s)
	}
	return servers
}

func FuzzQuery(f *testing.F) {
	for _, query := range []string{
		"filter[name_eq]=a", "filter[sourceUrl_start]=https://archive.org", "filter[name_in][]=a&filter[name_in][]=b",
		"filter[name_matches]=%25a%25a%25a%25a%25ab", "filter[rank_gt]=NaN", "filter[created_at_lt]=2024-01-01", "page[number]=2&page[size]=3",
		"page[number]=2147483647&page[size]=2147483647", "sort=-name", "filter[_]=x", "filter[]=", "filter[name_cont_any]=,,", "%zz=1;a",
	} {
		f.Add("/medias", query)
		f.Add("/clips", query)
	}
	servers := fuzzServers(f)
	f.Fuzz(func(t *testing.T, path, query string) {
		if len(query) > 16<<10 || len(path) > 1<<10 {
			return
		}
		for _, s := range servers {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", http.NoBody)
			r.URL = &url.URL{Path: "/api/v1" + path, RawQuery: query}
			r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
			ask(t, s.Handler(), r)
		}
	})
}

// FuzzFilter goes through the matchers by themselves, which a fuzzer of whole
// queries finds rarely.
func FuzzFilter(f *testing.F) {
	f.Add("name", "matches", "%a%_b%", false)
	f.Add("created_at", "gteq_any", "2024-01-01,x", true)
	f.Add("source_file_duration", "not_in", "1,1e999,NaN", false)
	f.Add("hasFetchError", "not_true", "TRUE", false)
	servers := fuzzServers(f)
	f.Fuzz(func(t *testing.T, attribute, matcher, value string, array bool) {
		name := "filter[" + attribute + "_" + matcher + "]"
		if array {
			name += "[]"
		}
		query := url.Values{name: {value}}.Encode()
		if len(query) > 16<<10 {
			return
		}
		for _, s := range servers {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v1/medias?"+query, http.NoBody)
			r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
			ask(t, s.Handler(), r)
		}
	})
}

func FuzzBody(f *testing.F) {
	for _, body := range []string{
		`{"data":{"attributes":{"source_url":"https://a.example.com/b.mp4","name":"x"}}}`,
		`{"data":{"attributes":{"name":"x","media_id":"a","start_time":1,"end_time":4e18}}}`,
		`{"data":{"attributes":{"name":"x","media_id":"a","start_time":"1e308","end_time":"1.7e308"}}}`,
		`{"data":{"attributes":{"url":"http://127.0.0.1:1/","subscribed_events":["*"]}}}`,
		`{"data":{"attributes":{"upload_id":"e30=--00"}}}`, `null`, `[`, `{"data":null}`,
	} {
		f.Add(body)
	}
	servers := fuzzServers(f)
	f.Fuzz(func(t *testing.T, body string) {
		for _, s := range servers {
			for _, target := range []string{"POST /medias", "POST /clips", "POST /webhook_subscriptions", "PUT /medias/a", "PUT /clips/c"} {
				method, path, _ := strings.Cut(target, " ")
				r := httptest.NewRequestWithContext(t.Context(), method, "/api/v1"+path, strings.NewReader(body))
				r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
				r.Header.Set("Content-Type", "application/json")
				ask(t, s.Handler(), r)
			}
			s.FinishAll()
		}
	})
}

func FuzzUpload(f *testing.F) {
	f.Add(wav(1))
	f.Add([]byte("\x00\x00\x00\x18ftypisom\x00\x00\x00\x00\x00\x00\x00\x10moov\x00\x00\x00\x08mvhd"))
	f.Add([]byte("fLaC\x00\x00\x00\x22"))
	servers := fuzzServers(f)
	f.Fuzz(func(t *testing.T, file []byte) {
		for _, s := range servers {
			upload := s.SeedUpload()
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPut, upload.URL, bytes.NewReader(file))
			r.Header.Set("Content-Length", "1")
			ask(t, s.UploadHandler(), r)
			r = httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v1/medias",
				strings.NewReader(attributesOf(`"upload_id":"`+upload.UploadID+`"`)))
			r.Header.Set("X-API-KEY", mockapi.DefaultAPIKey)
			r.Header.Set("Content-Type", "application/json")
			ask(t, s.Handler(), r)
			s.FinishAll()
			ask(t, s.Handler(), httptest.NewRequestWithContext(t.Context(), http.MethodGet,
				"/api/v1/medias?sort=-created_at&api_key="+mockapi.DefaultAPIKey, http.NoBody))
			s.Reset()
		}
	})
}
