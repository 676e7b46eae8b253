package client

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// journal collects every log line and error.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// logger writes lines of every level to the journal.
func (j *journal) logger() *slog.Logger {
	return slog.New(slog.NewJSONHandler(j, &slog.HandlerOptions{Level: slog.Level(math.MinInt)}))
}

// note writes an error and all that it wraps, in the forms that people print.
func (j *journal) note(err error) {
	if err == nil {
		return
	}
	_, _ = fmt.Fprintf(j, "%v\n%+v\n%#v\n", err, err, err)
	j.note(errors.Unwrap(err))
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		for _, inner := range several.Unwrap() {
			j.note(inner)
		}
	}
}

// echo answers with everything that a careless server could repeat.
func echo(status int, contentType string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", contentType+";key="+testKey)
		w.Header().Set("X-Request-Id", "req "+testKey)
		w.WriteHeader(status)
		key := r.Header.Get("X-Api-Key") + strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ") + r.URL.Query().Get("api_key")
		words := fmt.Sprintf("%s at http://%s%s with %s, https://files.example.com/f?X-Amz-Signature=%s", key, r.Host, r.RequestURI, url.QueryEscape(key), uploadSecret)
		if contentType == "application/json" {
			_, _ = fmt.Fprintf(w, `{"errors":[{"code":%[1]q,"title":%[1]q,"detail":%[1]q,"source":{"pointer":%[1]q}},%[1]q,{%[1]q:[%[1]q]}]}`, words)
			return
		}
		_, _ = io.WriteString(w, words)
	}
}

// TestSecretsStayInside runs every operation into every sort of trouble, with
// all that is logged and returned collected, and looks for the key and for the
// signatures of upload URLs.
func TestSecretsStayInside(t *testing.T) {
	t.Parallel()
	troubles := map[string]http.HandlerFunc{
		"success":       nil,
		"reset":         reset,
		"truncated":     truncate,
		"senseless":     echo(200, "text/plain"),
		"errors in 200": echo(200, "application/json"),
		"400":           echo(400, "application/json"),
		"401 page":      echo(401, "text/html"),
		"429":           echo(429, "application/json"),
		"500":           echo(500, "text/html"),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://user:"+uploadSecret+"@other.example.com/"+r.URL.RawQuery+"?"+r.URL.RawQuery, http.StatusFound)
		},
		"redirect home": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/loop?"+r.URL.RawQuery+"&X-Amz-Signature="+uploadSecret, http.StatusFound)
		},
		"bad redirect": respond(302, "", "Location", "http://[::1/?api_key="+testKey),
		"bad header": func(w http.ResponseWriter, _ *http.Request) {
			hijackAndSay(w, "HTTP/1.1 200 OK\r\nContent-Length: "+testKey+"\r\n\r\n")
		},
		"no HTTP": func(w http.ResponseWriter, _ *http.Request) { hijackAndSay(w, testKey+"\r\n\r\n") },
		"timeout": hang,
	}
	for _, method := range []AuthMethod{AuthBearer, AuthXAPIKey, AuthQuery} {
		for trouble, handler := range troubles {
			t.Run(string(method)+"/"+trouble, func(t *testing.T) {
				t.Parallel()
				var collected journal
				s := newServer(t, handler)
				c, _ := newClient(t, s, retries(1), func(o *Options) {
					o.AuthMethod = method
					if trouble == "timeout" {
						o.RequestTimeout = 20 * time.Millisecond
					}
					o.Logger = collected.logger()
				})
				for name, operation := range operations {
					if handler == nil {
						s.answerWith(respond(200, operation.answer))
					}
					_, _ = fmt.Fprintln(&collected, name)
					collected.note(operation.run(t.Context(), c))
				}
				for _, err := range c.Clips(t.Context(), ListOptions{Filter: map[string]string{"name_cont": testKey}}) {
					collected.note(err)
				}
				collected.mustNotHold(t)
			})
		}
	}
}

// TestUploadSecretsStayInside does the same for the sending of files.
func TestUploadSecretsStayInside(t *testing.T) {
	t.Parallel()
	for trouble, handler := range map[string]http.HandlerFunc{
		"success": nil,
		"reset":   reset,
		"expired": func(w http.ResponseWriter, r *http.Request) {
			storeError(403, "AccessDenied", r.RequestURI+" has expired")(w, r)
		},
		"text":     echo(400, "text/plain"),
		"page":     echo(500, "text/html"),
		"redirect": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.RequestURI+"x", http.StatusFound) },
		"no HTTP":  func(w http.ResponseWriter, r *http.Request) { hijackAndSay(w, r.RequestURI+"\r\n\r\n") },
	} {
		t.Run(trouble, func(t *testing.T) {
			t.Parallel()
			var collected journal
			u := newUploadHost(t, handler)
			c, _ := newClient(t, u.server, retries(1), func(o *Options) {
				o.AuthMethod = AuthQuery
				o.UploadProgressInterval = time.Nanosecond
				o.Logger = collected.logger()
			})
			path, _ := writeFile(t, 100_000)
			_, err := c.UploadFile(t.Context(), path)
			if (err == nil) != (handler == nil) {
				t.Errorf("got %v", err)
			}
			collected.note(err)
			u.host.CloseClientConnections()
			_, err = c.UploadFile(context.Background(), path)
			collected.note(err)
			collected.mustNotHold(t, "bucket/")
		})
	}
}

// hijackAndSay writes to the connection what no HTTP server would.
func hijackAndSay(w http.ResponseWriter, words string) {
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(err)
	}
	_, _ = io.WriteString(connection, words)
	_ = connection.Close()
}

func (j *journal) mustNotHold(t *testing.T, more ...string) {
	t.Helper()
	text := j.text.String()
	if text == "" {
		t.Fatal("nothing was collected")
	}
	secrets := append(more, testKey, url.QueryEscape(testKey), url.PathEscape(testKey), base64.StdEncoding.EncodeToString([]byte(testKey)), uploadSecret)
	for _, secret := range secrets {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%q leaked: …%s", secret, text[max(0, at-200):at+len(secret)])
		}
	}
}
