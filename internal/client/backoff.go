package client

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// MaxRetryAfter is the longest wait that a server can ask for with Retry-After.
// A request for a longer one ends the call at once with a [*RetryAfterError],
// which says when to come back: a run that stands still for an hour looks as if
// it hung.
const MaxRetryAfter = 2 * time.Minute

// Backoff without a Retry-After: from the first to the last, doubling each time.
const (
	firstBackoff = 500 * time.Millisecond
	lastBackoff  = 30 * time.Second
)

// backoff is how long to wait before the retry with that number, counted from
// 0. Half of it is jitter, so that calls that failed together do not come back
// together.
func backoff(retry int, random func() float64) time.Duration {
	full := lastBackoff
	if retry < 6 { // 0.5 s · 2⁶ is beyond the last.
		full = firstBackoff << retry
	}
	return full/2 + time.Duration(random()*float64(full/2))
}

// retryAfterCeiling keeps absurd numbers from overflowing. It is beyond any limit.
const retryAfterCeiling = 365 * 24 * time.Hour

// retryAfterOf is how long a server asks to wait, in either form of the header.
// A date is measured by the server's own clock. It is 0 if the header is missing
// or cannot be understood.
func retryAfterOf(header http.Header, now time.Time) time.Duration {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, ok := parseSeconds(value); ok {
		return seconds
	}
	until, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(0, until.Sub(now)), retryAfterCeiling)
}

// parseSeconds reads a Retry-After header that is a number.
func parseSeconds(value string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(seconds) {
		return 0, false
	}
	return time.Duration(min(max(0, seconds), retryAfterCeiling.Seconds()) * float64(time.Second)), true
}
