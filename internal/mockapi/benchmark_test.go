package mockapi_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// The mock must not be what a benchmark of the provider measures.

func BenchmarkShowMedia(b *testing.B) {
	benchmarkGet(b, func(medias []mockapi.Media) string { return "/medias/" + medias[len(medias)/2].ID })
}

func BenchmarkPageOfMedias(b *testing.B) {
	benchmarkGet(b, func([]mockapi.Media) string { return "/medias?page[number]=50&page[size]=100" })
}

func BenchmarkPageOfMediasByName(b *testing.B) {
	benchmarkGet(b, func([]mockapi.Media) string { return "/medias?page[number]=50&page[size]=100&sort=-name" })
}

// benchmarkGet asks an account of 10,000 medias, without a network between.
func benchmarkGet(b *testing.B, path func([]mockapi.Media) string) {
	b.Helper()
	server := mockapi.New(mockapi.Options{})
	b.Cleanup(server.Close)
	medias := server.SeedMedias(10_000, func(i int) mockapi.Media {
		return mockapi.Media{Name: fmt.Sprintf("Media %d", i*7919%10_000)}
	})
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, "/api/v1"+path(medias), http.NoBody)
	r.Header.Set("Authorization", "Bearer "+mockapi.DefaultAPIKey)
	handler := server.Handler()
	b.ReportAllocs()
	for b.Loop() {
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, r)
		if recorder.Code != http.StatusOK {
			b.Fatal(recorder.Body.String())
		}
	}
}
