package client

import (
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// limitedServer allows so many requests a second, in the way of a token bucket.
type limitedServer struct {
	mu       sync.Mutex
	rate     float64
	burst    float64
	tokens   float64
	filled   time.Time
	requests int
	refused  int
}

// allow tells whether a request is within the limit.
func (s *limitedServer) allow() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if s.filled.IsZero() {
		s.tokens, s.filled = s.burst, now
	}
	s.tokens = min(s.burst, s.tokens+now.Sub(s.filled).Seconds()*s.rate)
	s.filled = now
	s.requests++
	if s.tokens < 1 {
		s.refused++
		return false
	}
	s.tokens--
	return true
}

// latency is the time of a request in these simulations.
const latency = 20 * time.Millisecond

// simulate has workers send requests through one limiter until so many have
// succeeded, and returns how long that took.
func simulate(t *testing.T, s *limitedServer, workers, requests int, retryAfter time.Duration) time.Duration {
	t.Helper()
	l := newLimiter(SystemClock(), 0, slog.New(slog.DiscardHandler))
	started := time.Now()
	var todo atomic.Int64
	todo.Store(int64(requests))
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for todo.Add(-1) >= 0 {
				for sent := false; !sent; {
					if err := l.wait(t.Context()); err != nil {
						t.Error(err)
						return
					}
					at := time.Now()
					sent = s.allow()
					time.Sleep(latency)
					if sent {
						l.succeeded()
					} else {
						l.throttled(at, retryAfter)
					}
				}
			}
		})
	}
	group.Wait()
	return time.Since(started)
}

// The time is that of a bubble: nothing waits for real.

func TestThePaceSettlesBelowALimit(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rate, burst float64
		workers     int
		retryAfter  time.Duration
		// longer is the most that it may take, as a multiple of what the limit
		// dictates, and share the most that may be refused.
		longer, share float64
	}{
		"without Retry-After": {20, 20, 50, 0, 1.1, 0.02},
		"with Retry-After":    {20, 20, 50, time.Second, 1.1, 0.02},
		"few workers":         {20, 20, 10, time.Second, 1.1, 0.02},
		"slow":                {2, 5, 10, time.Second, 1.1, 0.025},
		// All who are under way when a large burst is used up are refused at once.
		"large burst":          {20, 200, 50, 0, 1.1, 0.04},
		"fast":                 {200, 200, 50, time.Second, 1.25, 0.04},
		"fast, no Retry-After": {200, 50, 50, 0, 1.25, 0.02},
		// Nothing accrues while everybody pauses as told.
		"no burst": {20, 1, 50, time.Second, 2.2, 0.03},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				const requests = 2000
				server := &limitedServer{rate: test.rate, burst: test.burst}
				took := simulate(t, server, test.workers, requests, test.retryAfter)
				least := time.Duration((requests - test.burst) / test.rate * float64(time.Second))
				share := float64(server.refused) / float64(server.requests)
				t.Logf("took %s, at least %s (x %.2f), refused %d (%.2f %%)", took, least, took.Seconds()/least.Seconds(), server.refused, 100*share)
				if took.Seconds() > test.longer*least.Seconds() {
					t.Errorf("took %s, more than %.2f times the %s that the limit dictates", took, test.longer, least)
				}
				if share >= test.share {
					t.Errorf("%.1f %% of the requests were refused", 100*share)
				}
			})
		})
	}
}

func TestNoLimitCostsLittle(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		server := &limitedServer{rate: 1e9, burst: 1e9}
		if took, want := simulate(t, server, 10, 1000, 0), 100*latency; took > want*5/4 {
			t.Errorf("1000 requests took %s; without a limiter it is %s", took, want)
		}
	})
}

func TestThePaceRecoversAfterASingleRefusal(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(SystemClock(), 0, slog.New(slog.DiscardHandler))
		l.throttled(time.Now(), 0)
		time.Sleep(time.Minute)
		for range 100 {
			if err := l.wait(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if rate := l.pacer.rate; rate < 1000 {
			t.Errorf("a minute later the rate is still %.0f a second", rate)
		}
	})
}
