package client

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

func TestUploadURLsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	clients := make([]*Client, 3)
	for i, address := range []string{DefaultBaseURL, "https://10.1.2.3/api", "http://127.0.0.1:4010"} {
		var err error
		if clients[i], err = New(Options{APIKey: testKey, BaseURL: address}); err != nil {
			t.Fatal(err)
		}
	}
	for address, want := range map[string][3]string{ // by a public API, by one in a private network, by a local one; "" if it is taken
		"https://uploads.example.com/x?sig=hush":        {"", "", ""},
		"https://8.8.8.8/x?sig=hush":                    {"", "", ""},
		"https://[2606:4700::1111]/x?sig=hush":          {"", "", ""},
		"http://uploads.example.com/x?sig=hush":         {"uploads.example.com that is not https", "not https", "not https"},
		"http://10.1.2.3/x?sig=hush":                    {"not https", "not https", "not https"},
		"http://127.0.0.1:9000/x?sig=hush":              {"not https", "not https", ""},
		"http://localhost:9000/x?sig=hush":              {"not https", "not https", ""},
		"https://localhost:9000/x?sig=hush":             {"localhost:9000, an address of this machine or its network", "", ""},
		"https://127.0.0.1:9000/x?sig=hush":             {"an address of this machine", "", ""},
		"https://[::1]/x?sig=hush":                      {"an address of this machine", "", ""},
		"https://0.0.0.0/x?sig=hush":                    {"an address of this machine", "", ""},
		"https://10.9.9.9/x?sig=hush":                   {"an address of this machine", "", ""},
		"https://192.168.1.1/x?sig=hush":                {"an address of this machine", "", ""},
		"https://169.254.169.254/latest/hush?sig=hush":  {"an address of this machine", "", ""},
		"https://[fe80::1]/x?sig=hush":                  {"an address of this machine", "", ""},
		"https://[fd00::1]/x?sig=hush":                  {"an address of this machine", "", ""},
		"https://[::ffff:10.0.0.1]/x?sig=hush":          {"an address of this machine", "", ""},
		"https://100.64.1.1/x?sig=hush":                 {"an address of this machine", "", ""},
		"https://user:hush@uploads.example.com/?s=hush": {"with credentials in it", "with credentials", "with credentials"},
		"ftp://uploads.example.com/x?sig=hush":          {"neither https nor http", "neither", "neither"},
		"file://localhost/hush":                         {"neither https nor http", "neither", "neither"},
		"/x?sig=hush":                                   {"not valid", "not valid", "not valid"},
		"(example) https://example.com/x?sig=hush":      {"not valid", "not valid", "not valid"},
		"https://exa mple.com/x?sig=hush":               {"not valid", "not valid", "not valid"},
	} {
		for i, client := range clients {
			_, err := client.uploadTarget(address)
			switch {
			case want[i] == "" && err != nil, want[i] != "" && (err == nil || !strings.Contains(err.Error(), want[i])),
				err != nil && strings.Contains(err.Error(), "hush"):
				t.Errorf("%s by %s: got %v, want %q", address, client.BaseURL(), err, want[i])
			}
		}
	}
}

func TestTheAPIHandsOutNonsense(t *testing.T) {
	t.Parallel()
	path, _ := writeFile(t, 10)
	for _, body := range []string{
		`{"data":{"id":"d1","attributes":{"upload_id":"hush"}}}`,
		`{"data":{"id":"d1","attributes":{"upload_url":"https://example.com/hush?sig=hush"}}}`,
		`{"data":{"attributes":{"upload_id":"hush","upload_url":{"hush":1}}}}`,
		`{"data":{"attributes":{"upload_id":"hush","upload_url":"https://example.com/hush`,
		`{"data":{"attributes":{"upload_id":"hush","upload_url":"http://example.com/hush?sig=hush"}}}`,
	} {
		c, err := New(Options{APIKey: testKey, BaseURL: "https://example.com"})
		if err != nil {
			t.Fatal(err)
		}
		s := newServer(t, respond(200, body))
		c.base, err = parseBaseURL(s.baseURL())
		if err != nil {
			t.Fatal(err)
		}
		c.base.Scheme = "http"
		_, err = c.UploadFile(t.Context(), path)
		if err == nil || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: got %v", body, err)
		}
	}
}

func TestDirectUploadsDoNotShowTheirURL(t *testing.T) {
	t.Parallel()
	upload := &DirectUpload{UploadID: "hush-id", UploadURL: "https://example.com/hush?hush"}
	var logged bytes.Buffer
	slog.New(slog.NewJSONHandler(&logged, nil)).Info("x", "pointer", upload, "value", *upload)
	slog.New(slog.NewTextHandler(&logged, nil)).Info("x", "pointer", upload, "value", *upload)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&logged, verb+verb, upload, *upload)
	}
	logged.WriteString(upload.String())
	if strings.Contains(logged.String(), "hush") || strings.Contains(logged.String(), hex.EncodeToString([]byte("hush"))) {
		t.Errorf("got %s", &logged)
	}
}
