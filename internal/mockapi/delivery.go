package mockapi

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"slices"
	"time"
)

// Delivery is one attempt to send an event to a subscription.
type Delivery struct {
	// ID is the attempt's own.
	ID string
	// Time is when the attempt had ended, on the server's clock.
	Time           time.Time
	SubscriptionID string
	URL            string
	Event          string
	// EventID is the same for all attempts of one event at one subscription.
	EventID string
	// Attempt counts from 1. A duplicate of a delivered payload goes on counting.
	Attempt int
	// Status is the receiver's answer; 0 when none came.
	Status int
	// Error says why no answer came; "" when one did.
	Error string
	Body  []byte
	// NextAttempt is when it will be tried again; zero when it will not be.
	NextAttempt time.Time
}

// Delivered reports whether the receiver took it: nothing but 200 counts.
func (d Delivery) Delivered() bool { return d.Status == http.StatusOK }

// deliveryJob is an event on its way to a subscription.
type deliveryJob struct {
	Delivery
	// duplicate tells that it has been delivered and is sent once more on purpose.
	duplicate bool
	// queue numbers the life of the queue that it belongs to, which Reset ends.
	queue int
}

// keptEventIDs bounds how many of its events a subscription shows.
const keptEventIDs = 1000

// deliveryQueue holds the deliveries that are due, and the log of the attempts.
// Attempts that are due later are on the agenda.
type deliveryQueue struct {
	ready []*deliveryJob
	// sending counts attempts under way, by subscription and in all; outstanding
	// counts all events that are neither delivered nor given up.
	sendingTo   map[string]int
	sending     int
	outstanding int
	log         []Delivery
	// changed is closed, and replaced, whenever an attempt has ended.
	changed chan struct{}
	life    int
}

// clear forgets everything. What is under way comes back to a queue that no
// longer knows it.
func (q *deliveryQueue) clear() {
	if q.changed != nil {
		close(q.changed)
	}
	*q = deliveryQueue{changed: make(chan struct{}), sendingTo: map[string]int{}, life: q.life + 1}
}

// canSend reports whether a delivery is due whose subscription is not busy.
func (q *deliveryQueue) canSend() bool {
	return slices.ContainsFunc(q.ready, func(job *deliveryJob) bool { return q.sendingTo[job.SubscriptionID] < maxSending })
}

// take takes the deliveries out of the queue that may be sent now.
func (q *deliveryQueue) take() []*deliveryJob {
	var taken, left []*deliveryJob
	for _, job := range q.ready {
		if q.sendingTo[job.SubscriptionID] >= maxSending {
			left = append(left, job)
			continue
		}
		q.sendingTo[job.SubscriptionID]++
		q.sending++
		taken = append(taken, job)
	}
	q.ready = left
	return taken
}

// sent counts an attempt that has ended, and keeps it in the log.
func (q *deliveryQueue) sent(d Delivery, keep int) {
	q.sending--
	if q.sendingTo[d.SubscriptionID]--; q.sendingTo[d.SubscriptionID] <= 0 {
		delete(q.sendingTo, d.SubscriptionID)
	}
	// Dropping the older half at once keeps the cost of an attempt constant.
	if len(q.log) >= keep {
		q.log = slices.Clone(q.log[len(q.log)-keep/2:])
	}
	q.log = append(q.log, d)
}

// announce queues the end of a media's processing for all who want to know.
func (s *Server) announce(m *mediaRecord, at time.Time) {
	var body []byte
	for _, w := range s.subscriptions.ordered {
		if !w.wants(EventMediaProcessingFinished) {
			continue
		}
		if body == nil {
			body = s.webhookPayload(m)
		}
		job := &deliveryJob{queue: s.deliveries.life, Delivery: Delivery{
			SubscriptionID: w.ID, URL: w.URL, Event: EventMediaProcessingFinished, EventID: newID(), Body: body,
		}}
		if len(w.WebhookEventIDs) >= keptEventIDs {
			w.WebhookEventIDs = slices.Delete(w.WebhookEventIDs, 0, keptEventIDs/2)
		}
		w.WebhookEventIDs = append(w.WebhookEventIDs, job.EventID)
		s.deliveries.outstanding++
		s.planDelivery(job, at)
	}
}

// planDelivery makes the next attempt of a job due at a time.
func (s *Server) planDelivery(job *deliveryJob, at time.Time) {
	s.agenda.schedule(at, func(time.Time) {
		if _, exists := s.subscriptions.get(job.SubscriptionID); !exists {
			s.deliveries.outstanding--
			return
		}
		job.Attempt++
		s.deliveries.ready = append(s.deliveries.ready, job)
	})
}

// deliver makes one attempt and plans what has to follow.
func (s *Server) deliver(job *deliveryJob) {
	status, err := s.post(job.URL, job.Body)
	now := s.lock()
	defer s.unlock()
	s.touch()
	q := &s.deliveries
	if job.queue != q.life {
		return
	}
	job.Time, job.Status, job.Error = now, status, ""
	if err != nil {
		job.Error = err.Error()
	}
	job.ID, job.NextAttempt = newID(), time.Time{}
	switch {
	case job.Delivered() && s.options.Webhooks.Twice && !job.duplicate:
		job.duplicate = true
		job.NextAttempt = now
	case job.Delivered() || job.duplicate || job.Attempt >= s.options.Webhooks.Attempts:
		q.outstanding--
	default:
		job.NextAttempt = now.Add(s.options.Webhooks.Backoff << min(job.Attempt-1, 20))
	}
	q.sent(job.Delivery, s.options.Webhooks.Keep)
	if log := s.options.DeliveryLogger; log != nil {
		log(job.Delivery)
	}
	if !job.NextAttempt.IsZero() {
		s.planDelivery(job, job.NextAttempt)
	}
	s.agenda.runDue(now)
	close(q.changed)
	q.changed = make(chan struct{})
}

func (s *Server) post(target string, body []byte) (int, error) {
	request, err := http.NewRequestWithContext(s.ctx, http.MethodPost, target, bytes.NewReader(body))
	if err != nil {
		return 0, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "ContentGroove-Mock-Webhooks")
	response, err := s.options.Webhooks.Client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(response.Body, maxRequestBody))
	return response.StatusCode, nil
}

// Deliveries returns all attempts at delivery, in the order in which they ended.
func (s *Server) Deliveries() []Delivery {
	s.lock()
	defer s.unlock()
	return slices.Clone(s.deliveries.log)
}

// Tick does what is due by the clock: steps of processing, and deliveries, for
// whose end it waits. A server on the system's clock does so by itself, one on
// another clock whenever it is asked something; Tick is for when nobody asks.
func (s *Server) Tick() {
	for {
		s.lock()
		idle := len(s.deliveries.ready)+s.deliveries.sending == 0
		changed := s.deliveries.changed
		s.unlock()
		if idle {
			return
		}
		select {
		case <-changed:
		case <-s.ctx.Done():
			return
		}
	}
}

// WaitDeliveries waits until every event so far is delivered or given up. If the
// server's clock has a Sleep method, the time until the next attempt is passed on
// it; otherwise somebody else has to move the clock. It returns ctx's error when
// that ends first, and does not wait for processing that has not finished.
func (s *Server) WaitDeliveries(ctx context.Context) error {
	for {
		s.Tick()
		now := s.lock()
		outstanding, changed := s.deliveries.outstanding, s.deliveries.changed
		due, planned := s.agenda.next()
		s.unlock()
		if outstanding == 0 {
			return nil
		}
		if clock, ok := s.clock.(sleeper); ok && planned {
			if err := clock.Sleep(ctx, due.Sub(now)); err != nil {
				return err
			}
			continue
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		case <-s.ctx.Done():
			return s.ctx.Err()
		}
	}
}
