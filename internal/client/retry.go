package client

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// failure is the end of an attempt that did not succeed.
type failure struct {
	err error
	// unclear tells that the server may have carried the request out.
	unclear bool
	// repeat tells whether another attempt may help. Whether one is safe, the
	// caller knows.
	repeat repeat
	// retryAfter is how long the server asked to wait; 0 if it did not.
	retryAfter time.Duration
}

// repeat tells how often a failed attempt is worth repeating.
type repeat int

const (
	repeatNever repeat = iota
	// repeatTwice is for answers that make no sense. They come from something
	// that stands between, and it will hardly go away by itself.
	repeatTwice
	// repeatAlways is for failures that pass.
	repeatAlways
)

// judgeStatus tells whether a status other than success may pass, and whether
// the request may have been carried out nonetheless.
func judgeStatus(status int) (repeat repeat, unclear bool) {
	switch status {
	case http.StatusTooManyRequests:
		return repeatAlways, false
	case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return repeatAlways, true
	}
	// An undocumented redirect or server error says nothing about what was done
	// before; any other 4xx is a refusal.
	return repeatNever, isRedirect(status) || status >= http.StatusInternalServerError
}

// isPermanent tells whether a connection fails for a reason that stays: waiting
// does not repair a certificate.
func isPermanent(err error) bool {
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, notTLS := errors.AsType[tls.RecordHeaderError](err)
	return untrusted || notTLS
}

// Backoff without a Retry-After: from the first to the last, doubling each time.
const (
	firstBackoff = 500 * time.Millisecond
	lastBackoff  = 30 * time.Second
)

// backoff is how long to wait before the retry with that number, counted from
// 0. Half of it is jitter, so that those who failed together do not come back
// together.
func backoff(retry int, random func() float64) time.Duration {
	full := lastBackoff
	if retry < 6 { // 0.5 s · 2⁶ is beyond the last.
		full = firstBackoff << retry
	}
	return full/2 + time.Duration(random()*float64(full/2))
}

// attempts keeps count of one call's attempts and decides whether there is
// another one.
type attempts struct {
	client    *Client
	operation string
	// freeTransfer leaves the attempts themselves out of the retry time, as
	// those to send a large file may each take an hour.
	freeTransfer bool

	count   int
	started time.Time
	// waited is the time spent between attempts.
	waited time.Duration
	// senseless counts answers that are repeated only twice.
	senseless int
	// last is how the last attempt ended.
	last error
}

func (c *Client) newAttempts(operation string) *attempts {
	return &attempts{client: c, operation: operation}
}

// begin counts an attempt and returns the time at which it starts.
func (a *attempts) begin() time.Time {
	now := a.client.options.Clock.Now()
	if a.count == 0 {
		a.started = now
	}
	a.count++
	return now
}

// elapsed is the time since the first attempt began.
func (a *attempts) elapsed() time.Duration { return a.client.options.Clock.Now().Sub(a.started) }

// end notes how an attempt failed.
func (a *attempts) end(failed *failure) {
	a.last = failed.err
	if refused, ok := errors.AsType[*APIError](failed.err); ok {
		refused.Attempts, refused.Elapsed = a.count, a.elapsed()
	}
}

// next waits until the time has come for another attempt. If there is none, it
// returns the error that the call ends with.
func (a *attempts) next(ctx context.Context, failed *failure) error {
	if failed.repeat == repeatNever {
		return failed.err
	}
	wait := failed.retryAfter
	if wait == 0 {
		wait = backoff(a.count-1, a.client.options.Random)
	}
	if limit := a.limit(failed, wait); limit != nil {
		return a.stopped(limit)
	}
	a.logRetry(ctx, failed, wait)
	if err := pause(ctx, a.client.options.Clock, wait, "the next attempt"); err != nil {
		return a.stopped(err)
	}
	a.waited += wait
	return nil
}

// limit is the limit that forbids another attempt after the wait, or nil.
func (a *attempts) limit(failed *failure, wait time.Duration) error {
	options := a.client.options
	if a.count > options.MaxRetries {
		return fmt.Errorf("the limit of %d retries is reached", options.MaxRetries)
	}
	if failed.repeat == repeatTwice {
		if a.senseless++; a.senseless > 2 {
			return errors.New("an answer that makes no sense is asked for again only twice")
		}
	}
	spent := a.elapsed()
	if a.freeTransfer {
		spent = a.waited
	}
	if spent+wait > options.MaxRetryTime {
		return fmt.Errorf("the next attempt is due in %s, beyond the limit of %s for all retries together", rounded(wait), options.MaxRetryTime)
	}
	return nil
}

// stopped is the error of a call that the limit keeps from another attempt.
func (a *attempts) stopped(limit error) error {
	return &RetryError{Attempts: a.count, Elapsed: a.elapsed(), Limit: limit, Err: a.last}
}

func (a *attempts) logRetry(ctx context.Context, failed *failure, wait time.Duration) {
	a.client.log.LogAttrs(ctx, slog.LevelWarn, "Trying again after a failure",
		slog.String("operation", a.operation),
		slog.Int("attempt", a.count),
		slog.Duration("wait", wait),
		slog.String("cause", failed.err.Error()))
}

// maxRetryAfter keeps absurd numbers from overflowing. It is beyond any limit.
const maxRetryAfter = 365 * 24 * time.Hour

// parseSeconds reads a Retry-After header that is a number.
func parseSeconds(value string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || math.IsNaN(seconds) {
		return 0, false
	}
	return time.Duration(min(max(0, seconds), maxRetryAfter.Seconds()) * float64(time.Second)), true
}
