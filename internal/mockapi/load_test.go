package mockapi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi/mocktest"
)

// Many clients at once get the answers that they expect, and the server's memory
// does not grow with their number of requests. It takes half a minute of both
// cores, so it is run on request: CONTENTGROOVE_MOCK_LOAD=1.
func TestLoad(t *testing.T) { //nolint:paralleltest // It takes all there is, and measures memory.
	if os.Getenv("CONTENTGROOVE_MOCK_LOAD") == "" {
		t.Skip("CONTENTGROOVE_MOCK_LOAD is not set")
	}
	const clients, duration = 500, 20 * time.Second
	server := mocktest.Start(t, mockapi.Options{KeepRequests: 2000, KeepBodies: 500, ProcessingTime: time.Millisecond})
	server.SeedMedias(1000, func(int) mockapi.Media { return mockapi.Media{} })
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(t.Context(), duration)
	defer cancel()
	var requests, unexpected atomic.Int64
	ask := func(method, path, body string, want int) string {
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL()+path, strings.NewReader(body))
		if err != nil {
			t.Error(err)
			return ""
		}
		r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		requests.Add(1)
		response, err := transport.RoundTrip(r)
		if err != nil {
			unexpected.Add(1)
			return ""
		}
		defer response.Body.Close()
		content, _ := io.ReadAll(response.Body)
		if response.StatusCode != want {
			unexpected.Add(1)
		}
		return newReply(response.StatusCode, response.Header, content).text("data.id")
	}
	var memory []uint64
	var running sync.WaitGroup
	for i := range clients {
		running.Go(func() {
			for ctx.Err() == nil {
				id := ask(http.MethodPost, "/medias", `{"data":{"attributes":{"source_url":"https://a.example.com/b.mp4"}}}`, 200)
				ask(http.MethodGet, "/medias/"+id, "", 200)
				ask(http.MethodGet, fmt.Sprintf("/medias?page[size]=10&page[number]=%d", i%100+1), "", 200)
				ask(http.MethodDelete, "/medias/"+id, "", 204)
			}
		})
	}
	ticker := time.NewTicker(4 * time.Second)
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ticker.C:
			runtime.GC()
			var stats runtime.MemStats
			runtime.ReadMemStats(&stats)
			memory = append(memory, stats.HeapAlloc>>20)
		case <-ctx.Done():
		}
	}
	running.Wait()
	t.Logf("%d requests, heap in MiB every 4 s: %v", requests.Load(), memory)
	if n := unexpected.Load(); n > 0 {
		t.Errorf("%d answers are unexpected", n)
	}
	if first, last := memory[0], memory[len(memory)-1]; last > 2*first+50 {
		t.Errorf("the heap grew from %d to %d MiB", first, last)
	}
}
