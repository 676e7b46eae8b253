package provider

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// processing is the state of an object's processing.
type processing int

const (
	processingFinished processing = iota
	processingPending
	processingFailed
)

// String names the state for logs.
func (p processing) String() string {
	switch p {
	case processingFinished:
		return "finished"
	case processingPending:
		return "processing"
	case processingFailed:
		return "failed"
	}
	return fmt.Sprintf("processing(%d)", int(p))
}

// processingOf reads the API's is_processing. Null is what a new object has, so
// it counts as pending, but only for one create timeout after the object was
// made: a plan must not stay noisy for ever over an object that never leaves it.
func processingOf(isProcessing *bool, createdAt string, now time.Time, createTimeout time.Duration) processing {
	if isProcessing != nil {
		if *isProcessing {
			return processingPending
		}
		return processingFinished
	}
	if created, ok := parseTime(createdAt); ok && now.Sub(created) < createTimeout {
		return processingPending
	}
	return processingFinished
}

// mediaProcessing reads the state of a media, for which a fetch error is final.
func mediaProcessing(media *client.Media, now time.Time, createTimeout time.Duration) processing {
	if media.HasFetchError {
		return processingFailed
	}
	return processingOf(media.IsProcessing, media.CreatedAt, now, createTimeout)
}

// whileWaiting stands for the create timeout in a wait, which has a limit of its
// own: null that lasts as long as that must not pass for the end of processing.
const whileWaiting = time.Duration(math.MaxInt64)

// visibilityGrace is how long an object counts as new: a 404 may then mean that
// the API reads from a copy that lags behind.
const visibilityGrace = time.Minute

// isNew tells whether an object is so young that a 404 may be a lag.
func isNew(createdAt string, now time.Time) bool {
	created, ok := parseTime(createdAt)
	return ok && now.Sub(created) < visibilityGrace
}

// awaitProcessing polls until the object is not pending any more. A 404 of a new
// object is looked at again; of an older one it is returned.
func (c *connection) awaitProcessing(ctx context.Context, label, createdAt string, limit time.Duration, poll func(context.Context) (processing, error)) (processing, error) {
	outcome := processingPending
	err := waitUntil(ctx, c.options.clock, limit, label, func(ctx context.Context) (bool, string, error) {
		var err error
		outcome, err = poll(ctx)
		if errors.Is(err, client.ErrNotFound) && isNew(createdAt, c.serverNow()) {
			return false, "not visible yet", nil
		}
		return outcome != processingPending, outcome.String(), err
	})
	return outcome, err
}

// waitOperation is the operation that a wait is part of.
type waitOperation string

const (
	waitInCreate waitOperation = "create"
	waitInUpdate waitOperation = "update"
)

// limit is the timeout of the operation.
func (o waitOperation) limit(limits operationTimeouts) time.Duration {
	if o == waitInUpdate {
		return limits.update
	}
	return limits.create
}

// stillProcessingWarning says why a wait ended before the processing did, and
// how to go on.
func stillProcessingWarning(label, id string, operation waitOperation, err error) diag.Diagnostic {
	var timeout *waitTimeoutError
	reason := fmt.Sprintf("its state could not be read: %s", errorText(err))
	remedy := nextStep(err)
	switch {
	case errors.As(err, &timeout):
		reason = timeout.Error() + "."
		remedy = fmt.Sprintf("To wait longer, raise timeouts.%s.", operation)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		reason = "the wait was interrupted."
		remedy = ""
	}
	detail := fmt.Sprintf("The %s (id %s) exists and is in the state, but ContentGroove has not finished processing it: %s "+
		"The next apply goes on waiting; nothing is created or uploaded again.", label, id, reason)
	if remedy != "" {
		detail += " " + remedy
	}
	return diag.NewWarningDiagnostic("Processing not finished", detail)
}
