package mockapi

import (
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"strconv"
	"time"
)

// exchange is one request and its answer on either host: what both hosts do for
// every request, and what a fault needs to break one.
type exchange struct {
	server  *Server
	writer  http.ResponseWriter
	request *http.Request
	entry   Request
	started time.Time
	// body is the request's, for observers; nil for an upload.
	body     []byte
	recorded bool
}

// begin takes a request in. It reports false when the server is closed.
func (s *Server) begin(w http.ResponseWriter, r *http.Request, host Host) (*exchange, bool) {
	if !s.enter() {
		w.WriteHeader(http.StatusServiceUnavailable)
		return nil, false
	}
	now := s.clock.Now()
	w.Header().Set("X-Request-Id", newID())
	s.setDate(w.Header(), now)
	return &exchange{
		server: s, writer: w, request: r, started: time.Now(),
		entry: Request{
			Time: now, Host: host, Method: r.Method, Path: r.URL.EscapedPath(),
			Query: r.URL.Query(), Header: r.Header.Clone(),
			RequestID: w.Header().Get("X-Request-Id"),
		},
	}, true
}

// end is for when the answer has been sent, or will not be.
func (x *exchange) end() {
	defer x.server.running.Done()
	x.record()
}

// record writes the request down, once. That comes before the client can see how
// its request ended, so that it finds its own requests in the log.
func (x *exchange) record() {
	if x.recorded {
		return
	}
	x.recorded = true
	x.entry.Duration = time.Since(x.started)
	x.server.log.add(x.entry)
	x.server.changes.announce()
	if x.server.options.Logger != nil {
		x.server.options.Logger(x.entry)
	}
}

// serve answers with what act does, or with what a fault makes of it. postpone
// plans act for a later time; it may be nil.
func (x *exchange) serve(act func() answer, postpone func(time.Duration)) {
	if x.server.faults.hides(x.entry.Operation, x.entry.Path) {
		x.entry.Fault = NotFoundAfterCreate
		x.send(failure(notFound()))
		return
	}
	fault, ok := x.server.faults.take(x.entry.Operation, x.request)
	if !ok {
		x.send(act())
		return
	}
	x.entry.Fault = fault.Kind
	behaviour := fault.Kind.behaviour()
	if behaviour.later {
		if postpone != nil {
			postpone(fault.Delay)
		}
		behaviour.answer(x, fault, answer{})
		return
	}
	var a answer
	if behaviour.acts {
		a = act()
	}
	if behaviour.slowly || x.pause(fault.Delay) {
		behaviour.answer(x, fault, a)
	}
}

// send writes an answer with its length.
func (x *exchange) send(a answer) {
	x.sendHeader(a)
	_, _ = x.writer.Write(a.body)
}

// sendHeader writes all of an answer but its body.
func (x *exchange) sendHeader(a answer) {
	h := x.writer.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if a.status != http.StatusNoContent {
		h.Set("Content-Length", strconv.Itoa(len(a.body)))
	}
	x.entry.Status = a.status
	if a.status >= http.StatusBadRequest {
		x.entry.Reason = reason(a)
	}
	x.server.log.addBodies(x.entry.RequestID, bodies{request: x.body, response: a.body, header: h.Clone()})
	x.record()
	if observe := x.server.options.Observe; observe != nil && x.entry.Fault == "" {
		observe(x.request, x.body, a.status, h.Clone(), a.body)
	}
	x.writer.WriteHeader(a.status)
}

// pause waits in real time. When the client or the server goes in the meantime,
// it drops the connection and reports false.
func (x *exchange) pause(d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-x.request.Context().Done():
	case <-x.server.ctx.Done():
	}
	x.reset()
	return false
}

// hang never answers: it waits until the client or the server goes. net/http
// notices that a client has gone only when the body has been read.
func (x *exchange) hang() {
	x.record()
	_, _ = io.Copy(io.Discard, x.request.Body)
	select {
	case <-x.request.Context().Done():
	case <-x.server.ctx.Done():
	}
	x.reset()
}

// reset breaks the connection at once, so that the client sees it reset rather
// than closed. Nothing must have been written.
func (x *exchange) reset() {
	x.record()
	conn, _, err := http.NewResponseController(x.writer).Hijack()
	if err != nil {
		x.cut()
	}
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// cut closes the connection after what has been written so far. It does not
// return: net/http has no other way to end an answer early.
func (x *exchange) cut() {
	_ = http.NewResponseController(x.writer).Flush()
	panic(http.ErrAbortHandler)
}
