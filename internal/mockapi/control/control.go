// Package control lets people and programs in any language look at a mock server
// and steer it over HTTP, and serves a page that shows it at work.
//
// Everything below /_mock/ is JSON. It does what the methods of [mockapi.Server]
// do, and nothing else. It is for the machine it runs on: requests for another
// host's name, and requests that a page of another origin makes, are refused.
package control

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// maxBody is more than any state that a person would send.
const maxBody = 64 << 20

// Options configures a handler.
type Options struct {
	// AllowRemote answers requests under any host name, not only under that of the
	// loopback interface.
	AllowRemote bool
}

// controller answers requests about one server.
type controller struct {
	server *mockapi.Server
}

// Handler serves the page at / and the control of a server below /_mock/.
func Handler(server *mockapi.Server, options Options) http.Handler {
	c := controller{server}
	mux := http.NewServeMux()
	for pattern, handle := range map[string]func(http.ResponseWriter, *http.Request) error{
		"GET /_mock/{$}":                     c.index,
		"GET /_mock/state":                   c.getState,
		"PUT /_mock/state":                   c.putState,
		"POST /_mock/seed":                   c.seed,
		"POST /_mock/reset":                  c.reset,
		"POST /_mock/finish":                 c.finishAll,
		"POST /_mock/finish/{id}":            c.finish,
		"GET /_mock/clock":                   c.getClock,
		"POST /_mock/clock":                  c.moveClock,
		"GET /_mock/faults":                  c.getFaults,
		"POST /_mock/faults":                 c.addFault,
		"DELETE /_mock/faults":               c.clearFaults,
		"DELETE /_mock/faults/{id}":          c.removeFault,
		"GET /_mock/requests":                c.getRequests,
		"DELETE /_mock/requests":             c.clearRequests,
		"GET /_mock/requests/{id}":           c.getRequest,
		"GET /_mock/deliveries":              c.getDeliveries,
		"GET /_mock/deliveries/{id}":         c.getDelivery,
		"POST /_mock/deliveries/{id}/resend": c.resend,
		"GET /_mock/overview":                c.getOverview,
		"GET /_mock/events":                  c.events,
		"GET /_mock/files/{kind}/{id}/{what}": func(w http.ResponseWriter, r *http.Request) error {
			return c.file(w, r)
		},
	} {
		mux.HandleFunc(pattern, answering(handle))
	}
	mux.Handle("GET /", page())
	return guard(mux, options.AllowRemote)
}

// guard refuses what a web page of somebody else could send: a request under a
// name that it has pointed at this machine, or one across origins.
func guard(next http.Handler, allowRemote bool) http.Handler {
	protected := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !allowRemote && !isLoopback(r.Host) {
			writeError(w, problem{http.StatusForbidden, "the host " + r.Host + " is not this machine's loopback interface"})
			return
		}
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		protected.ServeHTTP(w, r)
	})
}

func isLoopback(hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		host = strings.Trim(hostPort, "[]")
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// problem is an answer that says what is wrong with a request.
type problem struct {
	status  int
	message string
}

func (p problem) Error() string { return p.message }

func notFound(what string) error { return problem{http.StatusNotFound, "there is no such " + what} }

// answering makes a handler of a function that may fail.
func answering(handle func(http.ResponseWriter, *http.Request) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if err := handle(w, r); err != nil {
			writeError(w, err)
		}
	}
}

func writeError(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	var p problem
	if errors.As(err, &p) {
		status = p.status
	}
	_ = writeJSON(w, status, map[string]string{"error": err.Error()})
}

func writeJSON(w http.ResponseWriter, status int, document any) error {
	content, err := json.MarshalIndent(document, "", "  ")
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(append(content, '\n'))
	return nil
}

func ok(w http.ResponseWriter, document any) error { return writeJSON(w, http.StatusOK, document) }

func done(w http.ResponseWriter) error {
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// readJSON reads a body, and refuses members that nothing would be done with.
func readJSON(r *http.Request, into any) error {
	decoder := json.NewDecoder(io.LimitReader(r.Body, maxBody))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return problem{http.StatusBadRequest, "the body is not the JSON that is expected: " + err.Error()}
	}
	return nil
}

// index lists what there is.
func (c controller) index(w http.ResponseWriter, _ *http.Request) error {
	return ok(w, map[string]any{
		"api": c.server.URL(), "uploads": c.server.UploadURL(),
		"GET /_mock/state":                   "the account: medias, clips, webhook_subscriptions, uploads",
		"PUT /_mock/state":                   "replace the account",
		"POST /_mock/seed":                   "add objects to the account, in the form of the state",
		"POST /_mock/reset":                  "forget the account, faults, deliveries and requests",
		"POST /_mock/finish":                 "finish the processing of everything",
		"POST /_mock/finish/{id}":            "finish the processing of one media or clip",
		"GET /_mock/clock":                   "the server's time",
		"POST /_mock/clock":                  `move it: {"advance": "1h30m"}`,
		"GET /_mock/faults":                  "the faults that wait for requests, and the kinds there are",
		"POST /_mock/faults":                 `add one: {"kind": "500 before", "operation": "createMedia", "times": 2}`,
		"DELETE /_mock/faults":               "remove all faults",
		"DELETE /_mock/faults/{id}":          "remove one fault",
		"GET /_mock/requests":                "the newest requests, newest first; ?limit=, ?operation=",
		"GET /_mock/requests/{id}":           "one request with its answer",
		"DELETE /_mock/requests":             "empty the request log",
		"GET /_mock/deliveries":              "the attempts at webhook deliveries, newest first; ?limit=",
		"GET /_mock/deliveries/{id}":         "one attempt with its payload",
		"POST /_mock/deliveries/{id}/resend": "send a payload again",
		"GET /_mock/overview":                "what the page shows",
		"GET /_mock/events":                  "the same as server-sent events, at every change",
	})
}
