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
	c, err := New(Options{APIKey: testKey})
	if err != nil {
		t.Fatal(err)
	}
	local, err := New(Options{APIKey: testKey, BaseURL: "http://127.0.0.1:4010"})
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string][2]bool{ // by the public API, by a local one
		"https://uploads.example.com/x?sig=hush":   {true, true},
		"http://uploads.example.com/x?sig=hush":    {false, true},
		"http://127.0.0.1:9000/x?sig=hush":         {true, true},
		"ftp://uploads.example.com/x?sig=hush":     {false, false},
		"/x?sig=hush":                              {false, false},
		"(example) https://example.com/x?sig=hush": {false, false},
		"https://exa mple.com/x?sig=hush":          {false, false},
	} {
		for i, client := range []*Client{c, local} {
			_, err := client.uploadTarget(address)
			if (err == nil) != want[i] || err != nil && strings.Contains(err.Error(), "hush") {
				t.Errorf("%s by %s: got %v", address, client.BaseURL(), err)
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
