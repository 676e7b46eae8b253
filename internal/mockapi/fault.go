package mockapi

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Fault is a misfortune that befalls requests. See Inject.
type Fault struct {
	// Operation is the operation to befall (see Operations); "" means any.
	Operation string
	// Kind is what happens; "" only delays the answer.
	Kind FaultKind
	// Times is how many requests it befalls; 0 means one.
	Times int
	// Skip is how many matching requests pass unharmed before.
	Skip int
	// Delay is waited, in real time, before the answer; a slow body takes so long.
	// LateCommit waits on the server's clock instead; 0 means 1 s for it.
	Delay time.Duration
	// RetryAfter is the form of the header of RateLimited.
	RetryAfter RetryAfterForm
	// RetryAfterDelay is what that header says; 0 means 1 s.
	RetryAfterDelay time.Duration
	// RedirectTo is the Location of RedirectOtherHost; "" means the same path on
	// a host that does not exist.
	RedirectTo string
	// Match narrows the fault to some requests; nil means all. It must not read
	// the body.
	Match func(*http.Request) bool
}

// Inject makes a fault lie in wait. Of several that match a request, the one
// that was injected first befalls it. A fault comes before everything that the
// server would check, authentication and the rate limit included. The id is for
// RemoveFault.
func (s *Server) Inject(f Fault) int {
	setDefault(&f.Times, 1)
	setDefault(&f.RetryAfterDelay, time.Second)
	if f.Kind == LateCommit {
		setDefault(&f.Delay, time.Second)
	}
	s.faults.mu.Lock()
	s.faults.added++
	id := s.faults.added
	s.faults.waiting = append(s.faults.waiting, &waitingFault{Fault: f, id: id})
	s.faults.mu.Unlock()
	s.changes.announce()
	return id
}

// ClearFaults removes all faults that still lie in wait.
func (s *Server) ClearFaults() {
	s.faults.mu.Lock()
	s.faults.waiting = nil
	s.faults.mu.Unlock()
	s.changes.announce()
}

// FaultsLeft returns how many requests the faults in wait can still befall.
func (s *Server) FaultsLeft() int {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	left := 0
	for _, f := range s.faults.waiting {
		left += f.Times
	}
	return left
}

// waitingFault is a fault with what has become of it: Times and Skip count down.
type waitingFault struct {
	Fault
	id int
	// objectID is the object that NotFoundAfterCreate hides, once it was created.
	objectID string
}

type faultList struct {
	mu      sync.Mutex
	added   int
	waiting []*waitingFault
}

// take returns the fault that befalls a request, and counts it.
func (l *faultList) take(operation string, r *http.Request) (Fault, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.waiting {
		if f.Kind == NotFoundAfterCreate || (f.Operation != "" && f.Operation != operation) {
			continue
		}
		if f.Match != nil && !f.Match(r) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		l.spend(f)
		return f.Fault, true
	}
	return Fault{}, false
}

// created arms a waiting NotFoundAfterCreate with the object that an operation
// has just made.
func (l *faultList) created(operation string, body []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.waiting {
		if f.Kind != NotFoundAfterCreate || f.objectID != "" ||
			(f.Operation != "" && f.Operation != operation && createdBy[f.Operation] != operation) {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		f.objectID = documentID(body)
		return
	}
}

// hides reports whether the object that a read asks for is to be hidden once
// more by a NotFoundAfterCreate.
func (l *faultList) hides(operation, path string) bool {
	if createdBy[operation] == "" {
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, f := range l.waiting {
		if f.objectID != "" && strings.HasSuffix(path, "/"+f.objectID) {
			l.spend(f)
			return true
		}
	}
	return false
}

// spend counts one request and forgets a fault that is used up.
func (l *faultList) spend(f *waitingFault) {
	f.Times--
	if f.Times <= 0 {
		l.waiting = slices.DeleteFunc(l.waiting, func(other *waitingFault) bool { return other == f })
	}
}

// createdBy names, for each operation that reads one object, the operation that
// creates such objects.
var createdBy = map[string]string{
	OpGetMediaByID:               OpCreateMedia,
	OpGetClipByID:                OpCreateClip,
	OpGetWebhookSubscriptionByID: OpCreateWebhookSubscription,
}

func documentID(body []byte) string {
	var document struct {
		Data struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(body, &document) != nil {
		return ""
	}
	return document.Data.ID
}
