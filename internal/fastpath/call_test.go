package fastpath

import (
	"context"
	"errors"
	"testing"
)

type callKey struct{}

func TestACallHasItsContext(t *testing.T) {
	t.Parallel()
	outer, cancel := context.WithCancelCause(context.WithValue(t.Context(), callKey{}, "cargo"))
	var inner context.Context
	_, err := detached(outer, 1, func(ctx context.Context, request int) (int, error) {
		inner = ctx
		if request != 1 {
			t.Errorf("the request is %d", request)
		}
		if carried := ctx.Value(callKey{}); carried != "cargo" {
			t.Errorf("the context carries %v", carried)
		}
		if err := ctx.Err(); err != nil {
			t.Error(err)
		}
		if _, limited := ctx.Deadline(); limited {
			t.Error("there is a deadline")
		}
		derived, stop := context.WithCancel(ctx)
		defer stop()
		cancel(errors.New("interrupted"))
		<-derived.Done()
		return 0, derived.Err()
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the interruption came through as %v", err)
	}
	<-inner.Done()
	if carried := inner.Value(callKey{}); carried != nil {
		t.Errorf("after the call the context carries %v", carried)
	}
}
