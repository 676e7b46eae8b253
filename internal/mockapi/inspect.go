package mockapi

import (
	"net/http"
	"slices"
	"time"
)

// ActiveFault is a fault that lies in wait.
type ActiveFault struct {
	Fault
	ID int
}

// ActiveFaults returns the faults that lie in wait, the first injected first.
// Their Times and Skip are what is left of them.
func (s *Server) ActiveFaults() []ActiveFault {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	var active []ActiveFault
	for _, f := range s.faults.waiting {
		active = append(active, ActiveFault{f.Fault, f.id})
	}
	return active
}

// RemoveFault removes one fault that lies in wait. It reports false when there is
// none with this id.
func (s *Server) RemoveFault(id int) bool {
	s.faults.mu.Lock()
	before := len(s.faults.waiting)
	s.faults.waiting = slices.DeleteFunc(s.faults.waiting, func(f *waitingFault) bool { return f.id == id })
	removed := len(s.faults.waiting) < before
	s.faults.mu.Unlock()
	s.changes.announce()
	return removed
}

// Exchange is a request with its answer as a whole.
type Exchange struct {
	Request
	RequestBody    []byte
	ResponseHeader http.Header
	ResponseBody   []byte
}

// Exchange returns a request by its id. The bodies are those of the newest
// Options.KeepBodies requests, each cut to its first 32 KiB.
func (s *Server) Exchange(requestID string) (Exchange, bool) {
	s.log.mu.Lock()
	defer s.log.mu.Unlock()
	for i := len(s.log.requests) - 1; i >= 0; i-- {
		if s.log.requests[i].RequestID != requestID {
			continue
		}
		found := Exchange{Request: s.log.requests[i]}
		if b, ok := s.log.bodies[requestID]; ok {
			found.RequestBody, found.ResponseHeader, found.ResponseBody = b.request, b.header, b.response
		}
		return found, true
	}
	return Exchange{}, false
}

// Progress returns how far the processing of each unfinished media and clip has
// come, from 0 to 1. What is processed for ever stays at 0.
func (s *Server) Progress() map[string]float64 {
	now := s.lock()
	defer s.unlock()
	progress := map[string]float64{}
	share := func(begun time.Time, total time.Duration) float64 {
		if total <= 0 {
			return 0
		}
		return min(1, max(0, float64(now.Sub(begun))/float64(total)))
	}
	for _, m := range s.medias.ordered {
		if m.State != Finished {
			progress[m.ID] = share(m.begun, s.options.ProcessingTime)
		}
	}
	for _, c := range s.clips.ordered {
		if c.State != Finished {
			progress[c.ID] = share(c.begun, s.options.ClipProcessingTime)
		}
	}
	return progress
}

// Resend sends a payload again to the receiver that it was for, as a new attempt
// of the same event. It reports false when there is no such delivery, or when
// its subscription is gone.
func (s *Server) Resend(deliveryID string) bool {
	now := s.lock()
	defer s.unlock()
	i := slices.IndexFunc(s.deliveries.log, func(d Delivery) bool { return d.ID == deliveryID })
	if i < 0 {
		return false
	}
	again := s.deliveries.log[i]
	w, ok := s.subscriptions.get(again.SubscriptionID)
	if !ok {
		return false
	}
	for _, other := range s.deliveries.log {
		if other.EventID == again.EventID {
			again.Attempt = max(again.Attempt, other.Attempt)
		}
	}
	again.URL, again.NextAttempt = w.URL, time.Time{}
	s.touch()
	s.deliveries.outstanding++
	// A duplicate is sent once, whatever the receiver answers.
	s.planDelivery(&deliveryJob{Delivery: again, duplicate: true, queue: s.deliveries.life}, now)
	s.agenda.runDue(now)
	return true
}
