package client

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fullMedia is a media with every attribute, as long as a real one.
func fullMedia(i int) string {
	return fmt.Sprintf(`{"id":"f98fae60-8086-41d5-8966-%012d","type":"medias","attributes":{"name":"Weekly call %[1]d","description":%q,
		"source_url":"https://example.com/recordings/%[1]d.mp4","external_id":"%[1]d","is_processing":false,"has_fetch_error":false,
		"created_at":"2026-01-02T03:04:05.678Z","original_created_at":"2026-01-02T03:04:05.678Z","processing_started_at":"2026-01-02T03:04:06.678Z",
		"source_created_at":null,"source_file_content_type":"video/mp4","source_file_duration":"3599.04","source_file_height":1080,"source_file_width":1920,
		"source_file_preview_image_url":"https://files.example.com/p/%[1]d.png?signature=%s"},
		"relationships":{"clips":{"data":[{"id":"c%[1]d-1","type":"clips"},{"id":"c%[1]d-2","type":"clips"},{"id":"c%[1]d-3","type":"clips"}]}}}`,
		i, strings.Repeat("A talk about nothing. ", 10), strings.Repeat("f", 64))
}

func BenchmarkDecodePageOf100Medias(b *testing.B) {
	objects := make([]string, 100)
	for i := range objects {
		objects[i] = fullMedia(i)
	}
	body := []byte(`{"data":[` + strings.Join(objects, ",") + `],"links":{"self":"s","current":"c"}}`)
	list := newListing(mediaCollection, ListOptions{})
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		decoded, _, err := list.decode(body)
		if err != nil || len(decoded) != 100 {
			b.Fatal(len(decoded), err)
		}
	}
}

func BenchmarkGetMedia(b *testing.B) {
	body := `{"data":` + fullMedia(1) + `}`
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, body) }))
	b.Cleanup(s.Close)
	c, err := New(Options{BaseURL: s.URL, APIKey: testKey})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.GetMedia(context.Background(), "m1"); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkUpload sends sparse files of two sizes: memory per upload must not
// depend on the size.
func BenchmarkUpload(b *testing.B) {
	for _, size := range []int64{1 << 20, 256 << 20} {
		b.Run(fmt.Sprintf("%dMiB", size>>20), func(b *testing.B) {
			host := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				_, _ = io.CopyBuffer(io.Discard, struct{ io.Reader }{r.Body}, make([]byte, 1<<20))
			}))
			b.Cleanup(host.Close)
			api := httptest.NewServer(respond(200, directUploadDocument("u", host.URL+"/x?X-Amz-Signature=y")))
			b.Cleanup(api.Close)
			c, err := New(Options{BaseURL: api.URL, APIKey: testKey})
			if err != nil {
				b.Fatal(err)
			}
			path := filepath.Join(b.TempDir(), "sparse.mp4")
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				b.Fatal(err)
			}
			if err := os.Truncate(path, size); err != nil {
				b.Fatal(err)
			}
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := c.UploadFile(context.Background(), path); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
