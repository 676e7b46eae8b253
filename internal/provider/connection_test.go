package provider

import (
	"net/http"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

func TestConnectionClientRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		configuration configuration
		want          []string
	}{
		"unknown values": {
			configuration: configuration{apiKey: "key", unknown: []string{"request_timeout", "base_url"}},
			want:          []string{"Provider configuration not known yet", "base_url, request_timeout", "-target"},
		},
		"no key": {
			configuration: configuration{baseURL: client.DefaultBaseURL},
			want:          []string{"Missing API key", "CONTENTGROOVE_API_KEY", "https://app.contentgroove.com/api_keys", "@api_key"},
		},
		"what the client refuses": {
			configuration: configuration{apiKey: "key", baseURL: "http://api.example.com"},
			want:          []string{"Invalid provider configuration", "base URL"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn := testConnection(t, newTestClock(), test.configuration)
			api, diags := conn.client()
			contains(t, oneDiagnostic(t, diags), test.want...)
			if api != nil {
				t.Error("got a client")
			}
			if _, again := conn.client(); len(again) != 1 {
				t.Errorf("the second call says something else: %v", again)
			}
		})
	}
}

func TestConnectionClientIsBuiltOnce(t *testing.T) {
	t.Parallel()
	conn, _ := offline(t)
	first, diags := conn.client()
	noDiagnostics(t, diags)
	second, _ := conn.client()
	if first != second {
		t.Error("two clients: limits and connections would not be shared")
	}
}

func TestConnectionServerNow(t *testing.T) {
	t.Parallel()
	t.Run("without a client it is the local time", func(t *testing.T) {
		t.Parallel()
		conn := testConnection(t, newTestClock(), configuration{})
		equal(t, "now", conn.serverNow(), testStart)
	})
	t.Run("after an answer it is the server's time", func(t *testing.T) {
		t.Parallel()
		api := newTestAPI(t, map[string]http.HandlerFunc{"GET /medias": respond(http.StatusOK, emptyList)})
		api.skew = time.Hour
		conn := api.connection(t)
		must(t, conn.confirmBaseURL(t.Context()))
		if off := conn.serverNow().Sub(testStart.Add(time.Hour)); off.Abs() > time.Second {
			t.Errorf("off by %s", off)
		}
	})
}

func TestConnectionFrom(t *testing.T) {
	t.Parallel()
	want, _ := offline(t)
	got, diags := connectionFrom(want)
	noDiagnostics(t, diags)
	equal(t, "connection", got, want)

	got, diags = connectionFrom(nil)
	noDiagnostics(t, diags)
	equal(t, "before the provider is configured", got, nil)

	_, diags = connectionFrom("something else")
	contains(t, oneDiagnostic(t, diags), "Unexpected provider data", "got string", "bug in the provider")
}
