package mockapi

import (
	"sync"
	"time"
)

// maxSending is how many deliveries are under way to one subscription at once. A
// receiver that hangs keeps its own deliveries waiting, and nobody else's.
const maxSending = 4

// worker is the goroutine that sends what is due. On the system's clock it also
// wakes up by itself when something becomes due.
type worker struct {
	wake chan struct{}
	// wakesAt is when it will next look by itself; zero for never. Server.mu
	// guards it.
	wakesAt time.Time
}

func (s *Server) startWorker() {
	s.worker.wake = make(chan struct{}, 1)
	if !s.enter() {
		return
	}
	go func() {
		defer s.running.Done()
		s.work()
	}()
}

func (s *Server) work() {
	var sending sync.WaitGroup
	defer sending.Wait()
	for {
		for _, job := range s.takeReady() {
			sending.Go(func() { s.deliver(job) })
		}
		if !s.rest() {
			return
		}
	}
}

// takeReady takes over the deliveries that are due and may be sent now.
func (s *Server) takeReady() []*deliveryJob {
	s.lock()
	defer s.mu.Unlock()
	return s.deliveries.take()
}

// rest waits for something to do. It reports false when the server is closed.
func (s *Server) rest() bool {
	var alarm <-chan time.Time
	s.mu.Lock()
	s.worker.wakesAt = time.Time{}
	if due, ok := s.agenda.next(); ok && isSystemClock(s.clock) {
		timer := time.NewTimer(due.Sub(s.clock.Now()))
		defer timer.Stop()
		alarm = timer.C
		s.worker.wakesAt = due
	}
	s.mu.Unlock()
	select {
	case <-alarm:
	case <-s.worker.wake:
	case <-s.ctx.Done():
		return false
	}
	return true
}

// workerNeeded reports whether the worker has to look: at deliveries that are due, or
// at something that is due before it would wake up. Server.mu must be held.
func (s *Server) workerNeeded() bool {
	if s.deliveries.canSend() {
		return true
	}
	due, ok := s.agenda.next()
	return ok && isSystemClock(s.clock) && (s.worker.wakesAt.IsZero() || due.Before(s.worker.wakesAt))
}

func (s *Server) wakeWorker() {
	select {
	case s.worker.wake <- struct{}{}:
	default:
		// It has been woken and has not looked yet.
	}
}
