package bulkread

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// NewFor is how long an object counts as new: the API may answer 404 from a copy
// of its data that lags behind.
const NewFor = time.Minute

// Pauses between two looks at a new object that answers 404; each is twice the
// one before.
const (
	firstLookPause = 500 * time.Millisecond
	lastLookPause  = 8 * time.Second
)

// GoneError says that an object does not exist: the API itself answered 404, and
// the object is not so new that this may be a lag. Only this error may remove a
// resource from a state, count as deleted, or end a wait.
type GoneError struct {
	// Err is the API's last answer.
	Err error
}

// Error is the API's last answer.
func (e *GoneError) Error() string { return e.Err.Error() }

// Unwrap returns the API's last answer.
func (e *GoneError) Unwrap() error { return e.Err }

// Patience decides when a 404 means that an object does not exist.
type Patience struct {
	Clock client.Clock
	// ServerNow is the time by the server's clock.
	ServerNow func() time.Time
	// Trust checks that a 404 comes from the API. Its error replaces the 404.
	Trust func(ctx context.Context, notFound error) error
}

// Call makes a call about one object that was created at a time; zero is one that
// is not known. A 404 becomes a [*GoneError] if it can be trusted and the object
// is not new. The call about a new object is made again until the object is not
// new any more, for at most [NewFor] and as long as the context lasts; when that
// ends first, the error is the context's, and nothing is known of the object.
func (p Patience) Call(ctx context.Context, createdAt time.Time, call func(context.Context) error) error {
	began := p.Clock.Now()
	for pause := firstLookPause; ; pause = min(2*pause, lastLookPause) {
		err := call(ctx)
		if !errors.Is(err, client.ErrNotFound) {
			return err
		}
		if untrusted := p.Trust(ctx, err); untrusted != nil {
			return untrusted
		}
		left := min(NewFor-p.ServerNow().Sub(createdAt), NewFor-p.Clock.Now().Sub(began))
		if createdAt.IsZero() || left <= 0 {
			return &GoneError{Err: err}
		}
		if sleepErr := p.Clock.Sleep(ctx, min(pause, left)); sleepErr != nil {
			return fmt.Errorf("stopped looking again for an object that was created less than %s ago and is not found yet: %w", NewFor, sleepErr)
		}
	}
}
