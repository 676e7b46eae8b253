package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

// mediaProcessing is the state of a media, for which a fetch error is final.
func mediaProcessing(media *client.Media) processing.State {
	if media.HasFetchError {
		return processing.Failed
	}
	return processing.Of(media.IsProcessing)
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

// processingWait waits for the processing of a resource's object.
type processingWait[T any] struct {
	reader *objectReader[T]
	// title is what a message about the object's end begins with, and label what
	// other messages call it.
	title, label string
	id           string
	createdAt    time.Time
	operation    waitOperation
	limit        time.Duration
	protected    bool
	// take puts what was read into the model and returns how far the object is.
	take func(*T) processing.State
}

// run waits. It reports whether the object has vanished meanwhile.
//
// A wait that ends early is a warning: the object exists, and an error would make
// Terraform delete it and start over. A 404 that cannot be trusted does not end
// the wait.
func (w processingWait[T]) run(ctx context.Context, conn *connection) (state processing.State, gone bool, diags diag.Diagnostics) {
	state, err := conn.wait(ctx, w.label, w.limit).ForOne(ctx, func(ctx context.Context) (processing.State, error) {
		object, err := w.reader.Single(ctx, w.id, w.createdAt)
		var untrusted *untrustedNotFoundError
		switch {
		case errors.As(err, &untrusted):
			return processing.Unreported, &processing.InconclusiveError{Err: err}
		case err != nil:
			return processing.Unreported, err
		}
		return w.take(object), nil
	})
	var vanished *bulkread.GoneError
	switch {
	case errors.As(err, &vanished):
		if diags = conn.mayBeGone(lastSight{label: w.label, id: w.id, protected: w.protected}, err); diags.HasError() {
			return state, false, diags
		}
		diags.AddError(w.title+" is gone", fmt.Sprintf(
			"The %s (id %s) was deleted while it was being processed. Apply again to create it anew.", w.label, w.id))
		return state, true, diags
	case err != nil:
		diags.Append(stillProcessingWarning(w.label, w.id, w.operation, err))
	}
	return state, false, diags
}

// wait is a wait of this connection, with a line in the log for every poll.
func (c *connection) wait(ctx context.Context, label string, limit time.Duration) processing.Wait {
	return processing.Wait{Clock: c.options.clock, Limit: limit, Report: func(progress processing.Progress) {
		tflog.Info(ctx, "Waiting for ContentGroove", map[string]any{
			"object": label, "status": progress.Status, "finished": progress.Finished,
			"elapsed": duration(progress.Elapsed), "limit": duration(progress.Limit),
		})
	}}
}

// stillProcessingWarning says why a wait ended before the processing did, and
// how to go on.
func stillProcessingWarning(label, id string, operation waitOperation, err error) diag.Diagnostic {
	var timeout *processing.TimeoutError
	reason := fmt.Sprintf("its state could not be read: %s", errorText(err))
	remedy := nextStep(err)
	switch {
	case errors.As(err, &timeout):
		reason = fmt.Sprintf("still not finished after %s.", duration(timeout.Waited))
		if last := strings.TrimSpace(lastFailure(timeout)); last != "" {
			reason += " " + last
		}
		remedy = fmt.Sprintf("To wait longer, raise timeouts.%s.", operation)
	case interrupted(err):
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
