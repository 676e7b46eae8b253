package mockapi

import (
	"strconv"
	"time"
)

// limit takes a token for a request, or says when there will be one again.
func (s *Server) limit() error {
	if s.limiter == nil {
		return nil
	}
	now := s.clock.Now()
	reservation := s.limiter.ReserveN(now, 1)
	delay := reservation.DelayFrom(now)
	if delay == 0 {
		return nil
	}
	reservation.CancelAt(now)
	return tooManyRequests(retryAfterHeader(s.options.RetryAfter, s.serviceTime(now), delay))
}

// wholeSeconds rounds up, so that a client that waits so long has waited enough.
func wholeSeconds(d time.Duration) string {
	return strconv.FormatInt(int64((d+time.Second-1)/time.Second), 10)
}
