package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// A new object that answers 404 is read again, this often and after this pause,
// which doubles: the API may read from a copy that lags behind.
const (
	lagReads = 2
	lagPause = 500 * time.Millisecond
)

// readObject reads one object of a resource. It returns nil without an error
// when the API says that there is no such object; nothing else may remove a
// resource from the state. What a list shows of the object is taken if it
// suffices.
func readObject[T any](ctx context.Context, conn *connection, reader *bulkReader[T], id, createdAt string, suffices func(*T) bool) (*T, diag.Diagnostics) {
	kind := reader.kind
	api, diags := conn.client()
	if diags.HasError() {
		return nil, diags
	}
	conn.own(kind, id, createdAt)

	object, err := reader.read(ctx, api, id, suffices)
	for again := range lagReads {
		if !errors.Is(err, client.ErrNotFound) || !isNew(createdAt, conn.serverNow()) {
			break
		}
		if sleepErr := conn.options.clock.Sleep(ctx, lagPause<<again); sleepErr != nil {
			return nil, append(diags, apiDiagnostic(cannotRead(kind, id), sleepErr))
		}
		object, err = reader.get(api, ctx, id)
	}
	switch {
	case err == nil:
		return object, diags
	case errors.Is(err, client.ErrNotFound):
		if probeErr := conn.confirmAPI(err); probeErr != nil {
			return nil, append(diags, apiDiagnostic(cannotRead(kind, id), probeErr))
		}
		return nil, diags
	}
	return nil, append(diags, apiDiagnostic(cannotRead(kind, id), err))
}

func cannotRead(kind, id string) string { return fmt.Sprintf("Cannot read %s (id %s)", kind, id) }

// confirmAPI guards against a wrong base_url, where every path answers 404 and
// the whole state would be lost: a 404 whose body is not the API's own only
// counts when the API is known to be there.
func (c *connection) confirmAPI(notFound error) error {
	var apiError *client.APIError
	if !errors.As(notFound, &apiError) || apiError.Documented {
		return nil
	}
	if err := c.reachable(); err != nil {
		return fmt.Errorf("the answer was 404, but nothing at base_url %s behaves like the ContentGroove API: %w", c.configuration.baseURL, err)
	}
	return nil
}

// always accepts every listed object, for types of which a list shows all.
func always[T any](*T) bool { return true }

// getCreated reads an object that an earlier run has created. It returns
// creation.ErrGone only if the API says that there is no such object.
func getCreated[T any](ctx context.Context, conn *connection, reader *bulkReader[T], id, createdAt string) (*T, error) {
	api, diags := conn.client()
	if diags.HasError() {
		return nil, &diagnosticError{diags[0]}
	}
	for {
		object, err := reader.get(api, ctx, id)
		if !errors.Is(err, client.ErrNotFound) {
			return object, err
		}
		if !isNew(createdAt, conn.serverNow()) {
			if err := conn.confirmAPI(err); err != nil {
				return nil, err
			}
			return nil, creation.ErrGone
		}
		if err := conn.options.clock.Sleep(ctx, lagPause); err != nil {
			return nil, err
		}
	}
}
