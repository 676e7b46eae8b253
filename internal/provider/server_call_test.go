package provider

import (
	"context"
	"errors"
	"runtime"
	"testing"
	"weak"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

type callKey struct{}

func TestTheFrameworkKeepsNothingOfACall(t *testing.T) {
	t.Parallel()
	api := newTestAPI(t, nil)
	session, _, err := newTerraform(t, api).workspace.Open(t.Context(), "")
	must(t, err)
	config, err := terraform.Value(session.Schemas.ResourceSchemas[mediaType].ValueType(), values{"source_url": "https://media.example.com/call.mp4"})
	must(t, err)
	encoded, err := terraform.Dynamic(config)
	must(t, err)
	request := &tfprotov6.ValidateResourceConfigRequest{TypeName: mediaType, Config: encoded}
	// What a call's context carries, such as loggers.
	carried := func() weak.Pointer[[1 << 20]byte] {
		cargo := new([1 << 20]byte)
		resp, err := session.Server.ValidateResourceConfig(context.WithValue(t.Context(), callKey{}, cargo), request)
		must(t, err)
		noProblems(t, resp.Diagnostics)
		return weak.Make(cargo)
	}()
	runtime.GC()
	runtime.GC()
	if carried.Value() != nil {
		t.Error("what the context of a call carries is still in memory after the call")
	}
	runtime.KeepAlive(session)
}

func TestACallHasItsContext(t *testing.T) {
	t.Parallel()
	outer, cancel := context.WithCancelCause(context.WithValue(t.Context(), callKey{}, "cargo"))
	var inner context.Context
	_, err := forgotten(outer, 1, func(ctx context.Context, request int) (int, error) {
		inner = ctx
		equal(t, "request", request, 1)
		equal[any](t, "value", ctx.Value(callKey{}), "cargo")
		must(t, ctx.Err())
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
	equal[any](t, "value after the call", inner.Value(callKey{}), nil)
}
