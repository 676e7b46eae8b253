package client

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// attempts counts the attempts of one call and keeps them within the limits.
type attempts struct {
	client    *Client
	operation string
	// onlyWaits leaves the attempts themselves out of the retry time: each one to
	// send a large file may take an hour.
	onlyWaits bool

	count   int
	started time.Time
	// waited is the time spent between attempts.
	waited time.Duration
	// malformed counts the answers that are asked for again only twice.
	malformed int
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

// end records how an attempt failed.
func (a *attempts) end(failed *failure) {
	a.last = failed.err
	if refused, ok := errors.AsType[*APIError](failed.err); ok {
		refused.Attempts, refused.Elapsed = a.count, a.elapsed()
	}
}

// wait returns when the next attempt is due. If a limit forbids it, or the
// context ends before that, wait returns the error that the call ends with.
func (a *attempts) wait(ctx context.Context, failed *failure) error {
	if err := contextError(ctx); err != nil {
		return a.stopped(err)
	}
	delay, purpose := failed.retryAfter, "the next attempt, as the server asked"
	if delay == 0 {
		delay, purpose = backoff(a.count-1, a.client.options.Random), "the next attempt"
	}
	if delay > MaxRetryAfter {
		return &RetryAfterError{Wait: delay, Until: a.client.options.Clock.Now().Add(delay), Err: failed.err}
	}
	if limit := a.limit(failed, delay); limit != nil {
		return a.stopped(limit)
	}
	a.client.log.LogAttrs(ctx, slog.LevelWarn, "Waiting before the next attempt",
		slog.String("operation", a.operation),
		slog.Int("attempt", a.count),
		logDuration("wait", delay),
		slog.Bool("asked_by_server", failed.retryAfter > 0),
		slog.String("cause", failed.err.Error()))
	if err := pause(ctx, a.client.options.Clock, delay, purpose); err != nil {
		return a.stopped(err)
	}
	a.waited += delay
	return nil
}

// limit is the limit that forbids another attempt after the delay, or nil.
func (a *attempts) limit(failed *failure, delay time.Duration) error {
	options := a.client.options
	if a.count > options.MaxRetries {
		return fmt.Errorf("the limit of %d retries is reached", options.MaxRetries)
	}
	if failed.repeat == repeatTwice {
		if a.malformed++; a.malformed > 2 {
			return errors.New("an answer that is not the documented one is asked for again only twice")
		}
	}
	spent := a.elapsed()
	if a.onlyWaits {
		spent = a.waited
	}
	if spent+delay > options.MaxRetryTime {
		return fmt.Errorf("the next attempt is due in %s, beyond the limit of %s for all retries together", readable(delay), readable(options.MaxRetryTime))
	}
	return nil
}

// stopped is the error of a call that the limit keeps from another attempt.
func (a *attempts) stopped(limit error) error {
	return &RetryError{Attempts: a.count, Elapsed: a.elapsed(), Limit: limit, Err: a.last}
}
