package client

import (
	"net/http"
	"sync/atomic"
	"time"
)

// serverClock is what is known of the server's clock. The zero value knows nothing.
type serverClock struct{ skew atomic.Pointer[time.Duration] }

// learn takes the server's time from the Date header of an answer that arrived
// at the local time received.
func (s *serverClock) learn(header http.Header, received time.Time) {
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		// The header cuts off fractions of a second: half of one is the best guess.
		skew := date.Add(time.Second / 2).Sub(received)
		s.skew.Store(&skew)
	}
}

// ServerClock returns how far the server's clock is ahead of the local one, by
// the Date header of its last answer that had one. The skew is exact to about a
// second, the resolution of that header. It is not known, and 0, as long as no
// answer had such a header.
func (c *Client) ServerClock() (skew time.Duration, known bool) {
	if skew := c.server.skew.Load(); skew != nil {
		return *skew, true
	}
	return 0, false
}

// ServerTime translates a time of the local clock into the server's by the skew
// that [Client.ServerClock] returns.
func (c *Client) ServerTime(local time.Time) time.Time {
	skew, _ := c.ServerClock()
	return local.Add(skew)
}
