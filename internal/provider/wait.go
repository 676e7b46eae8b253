package provider

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// How often an object that is being processed is looked at: fast at first, so
// that short files are done quickly, then slower.
const (
	firstPollInterval  = time.Second
	maxPollInterval    = 15 * time.Second
	pollIntervalGrowth = 1.5
	pollJitter         = 0.2
)

// waitTimeoutError says that the time to wait ran out.
type waitTimeoutError struct{ waited time.Duration }

// Error says how long was waited.
func (e *waitTimeoutError) Error() string {
	return "still not finished after " + duration(e.waited)
}

// waitUntil calls poll until it reports an end or fails, the time is up (a
// *waitTimeoutError) or the context ends (its error). The first poll happens
// after a pause, because the caller has just seen the object. The status that
// poll returns is only for the log.
func waitUntil(ctx context.Context, clock client.Clock, limit time.Duration, label string, poll func(context.Context) (finished bool, status string, err error)) error {
	started := clock.Now()
	for interval := firstPollInterval; ; interval = min(time.Duration(float64(interval)*pollIntervalGrowth), maxPollInterval) {
		left := limit - clock.Now().Sub(started)
		if left <= 0 {
			return &waitTimeoutError{waited: clock.Now().Sub(started)}
		}
		if err := clock.Sleep(ctx, min(jittered(interval), left)); err != nil {
			return err
		}
		finished, status, err := poll(ctx)
		if err != nil {
			return err
		}
		tflog.Info(ctx, "Waiting for ContentGroove", map[string]any{
			"object": label, "status": status, "finished": finished, "elapsed": duration(clock.Now().Sub(started)), "limit": duration(limit),
		})
		if finished {
			return nil
		}
	}
}

// jittered spreads the polls of many resources, which all start at once.
func jittered(interval time.Duration) time.Duration {
	return time.Duration(float64(interval) * (1 + pollJitter*(2*rand.Float64()-1)))
}
