package client

import (
	"math"
	"time"
)

// pacer finds out how many requests a second the server allows, which it does
// not document. It starts carefully and speeds up within a second to no limit at
// all; the first 429 tells about how much was too much, and from then on the
// rate falls quickly with every further 429 and rises slowly without one.
//
// It only computes: the limiter brings the clock and the lock.
type pacer struct {
	// rate is in requests per second; +Inf is no limit.
	rate float64
	// next is when the next request may be sent.
	next time.Time
	// grown is the time up to which the rate has been raised.
	grown time.Time
	// slowed is the time of the last 429 that lowered the rate; zero before it.
	slowed time.Time
	// refused is the rate at which that happened; 0 as long as it is not known,
	// since the first 429 comes when there is no rate yet.
	refused float64

	// accepted counts the requests since window that were not answered 429, and
	// before those of the window before that.
	accepted, before int
	window           time.Time
}

// The start, in which the rate doubles until it is no limit any more. Fifty
// operations that start at once would otherwise meet a small limit with dozens
// of requests that are refused.
const (
	startRate   = 100.0
	startBurst  = 10
	startDouble = 200 * time.Millisecond
	noLimitRate = 4000.0
)

// The life after the first 429.
const (
	// mildDecrease is the most that a 429 leaves of the rate, and strongDecrease the least:
	// in between, it is what the server has accepted of late. Never less than
	// slowestRate.
	mildDecrease   = 0.85
	strongDecrease = 0.5
	slowestRate    = 0.5
	// The rate rises by so much in a second: quickly while it is well below the
	// one that was refused, slowly around that, and fast when none is known or none
	// was refused for so long that the limit must have been a passing one.
	growth         = 0.08
	cautiousGrowth = 0.015
	cautiousFrom   = 0.9
	fastGrowth     = 0.5
	fastAfter      = 30 * time.Second
	// slowRate is a rate below which growth is slower yet, in proportion: what
	// counts is the number of requests between two refusals.
	slowRate = 10.0
	// countWindow is the time over which accepted requests are counted.
	countWindow = time.Second
)

func newPacer() pacer { return pacer{rate: startRate} }

// reserve takes the next turn and returns how long it is away.
func (p *pacer) reserve(now time.Time) time.Duration {
	p.grow(now)
	if math.IsInf(p.rate, 1) {
		return 0
	}
	// Turns that nobody took are gone, except for a few at the start.
	saved := 0
	if p.slowed.IsZero() {
		saved = startBurst - 1
	}
	earliest := now.Add(-time.Duration(float64(saved) / p.rate * float64(time.Second)))
	if p.next.Before(earliest) {
		p.next = earliest
	}
	turn := p.next
	p.next = turn.Add(time.Duration(float64(time.Second) / p.rate))
	return max(0, turn.Sub(now))
}

// grow raises the rate for the time that has passed.
func (p *pacer) grow(now time.Time) {
	if p.grown.IsZero() {
		p.grown, p.window = now, now
	}
	elapsed := now.Sub(p.grown)
	if elapsed <= 0 {
		return
	}
	p.grown = now
	factor := math.Pow(2, elapsed.Seconds()/startDouble.Seconds())
	if !p.slowed.IsZero() {
		factor = math.Pow(1+p.rise(now), elapsed.Seconds())
	}
	if p.rate *= factor; p.rate >= noLimitRate {
		p.rate = math.Inf(1)
	}
}

// rise is the share by which the rate rises in a second.
func (p *pacer) rise(now time.Time) float64 {
	slow := min(1, p.rate/slowRate)
	switch {
	case p.refused == 0, now.Sub(p.slowed) > time.Duration(float64(fastAfter)/slow):
		return fastGrowth
	case p.rate > cautiousFrom*p.refused:
		return cautiousGrowth * slow
	}
	return growth * slow
}

// succeeded counts a request that was not answered 429.
func (p *pacer) succeeded(now time.Time) {
	p.roll(now)
	p.accepted++
}

// roll starts a new window when the present one is over.
func (p *pacer) roll(now time.Time) {
	switch since := now.Sub(p.window); {
	case since < countWindow:
	case since < 2*countWindow:
		p.before, p.accepted, p.window = p.accepted, 0, p.window.Add(countWindow)
	default:
		p.before, p.accepted, p.window = 0, 0, now
	}
}

// throttled lowers the rate after a 429 to a request that was sent at a time.
// Those sent before the rate was last lowered tell nothing new. No turn comes
// before the time at which the server wants to hear of us again.
func (p *pacer) throttled(sent, now, notBefore time.Time) {
	p.grow(now)
	if p.next.Before(notBefore) || p.slowed.IsZero() {
		p.next = notBefore
	}
	if !p.slowed.IsZero() && !sent.After(p.slowed) {
		return
	}
	p.roll(now)
	measured := float64(max(p.accepted, p.before, 1))
	if p.slowed.IsZero() || math.IsInf(p.rate, 1) {
		p.rate = measured
	} else {
		p.refused = p.rate
		p.rate = max(slowestRate, min(max(measured, p.rate*strongDecrease), p.rate*mildDecrease))
	}
	p.slowed = now
}
