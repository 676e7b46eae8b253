package mockapi

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"
)

// Host is one of the two hosts of the service.
type Host string

// The hosts.
const (
	HostAPI    Host = "api"
	HostUpload Host = "upload"
)

// Request is what the request log remembers of a request. Header and Query are as
// the client sent them, credentials included: tests look for those in the wrong
// places. They must not be changed.
type Request struct {
	// Time is when it came, on the server's clock.
	Time time.Time
	Host Host
	// Operation is the operation's name (see Operations); "" for a path or method
	// that the API does not know.
	Operation string
	Method    string
	// Path is the escaped path.
	Path      string
	Query     url.Values
	Header    http.Header
	BodyBytes int64
	// Status is the status of the answer; 0 when none was sent.
	Status int
	// RequestID is the X-Request-Id of the answer.
	RequestID string
	// Duration is how long the server took to come to the answer, in real time.
	Duration time.Duration
	// Reason is the first thing that an answer of 4xx or 5xx says about why.
	Reason string
	// Fault is what befell the request; "" for none.
	Fault FaultKind
}

// Requests returns the requests so far, in the order in which they were
// answered. A request is there before its client has the answer.
func (s *Server) Requests() []Request {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	return slices.Clone(s.log.requests)
}

// CountRequests returns how many requests an operation had; "" counts all, those
// included that belong to no operation.
func (s *Server) CountRequests(operation string) int {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	if operation == "" {
		return s.log.total
	}
	return s.log.counts[operation]
}

// ResetRequests empties the request log and its counts.
func (s *Server) ResetRequests() {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	s.log.requests, s.log.counts, s.log.total = nil, nil, 0
	s.log.bodies, s.log.withBodies = nil, nil
}

// requestLog keeps the newest requests, and counts all of them.
type requestLog struct {
	mu       sync.Mutex
	keep     int
	requests []Request
	counts   map[string]int
	total    int

	// bodies are those of the newest requests, by their ids; withBodies has the ids
	// in the order in which they came.
	keepBodies int
	bodies     map[string]bodies
	withBodies []string
}

// bodies are what is kept of the content of a request and its answer.
type bodies struct {
	request, response []byte
	header            http.Header
}

// maxKeptBody is how much of a body is kept.
const maxKeptBody = 32 << 10

func (l *requestLog) addBodies(id string, b bodies) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.keepBodies <= 0 {
		return
	}
	if l.bodies == nil {
		l.bodies = map[string]bodies{}
	}
	if len(l.withBodies) >= l.keepBodies {
		delete(l.bodies, l.withBodies[0])
		l.withBodies = l.withBodies[1:]
	}
	b.request, b.response = firstPart(b.request), firstPart(b.response)
	l.bodies[id] = b
	l.withBodies = append(l.withBodies, id)
}

func firstPart(body []byte) []byte { return slices.Clone(body[:min(len(body), maxKeptBody)]) }

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	// Dropping the older half at once keeps the cost of a request constant.
	if len(l.requests) >= l.keep {
		l.requests = slices.Clone(l.requests[len(l.requests)-l.keep/2:])
	}
	l.requests = append(l.requests, r)
	if l.counts == nil {
		l.counts = map[string]int{}
	}
	l.counts[r.Operation]++
	l.total++
}
