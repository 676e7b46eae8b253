package provider

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Keys of the private state: facts about an object that neither the API nor the
// configuration can tell.
const (
	// privateSourceFile holds the [sourcefile.Verified] that was last hashed.
	privateSourceFile = "source_file"
	// privateCreated is set when the resource created its object, rather than
	// imported it.
	privateCreated = "created"
	// privateEventsConfigured is set when a subscription's events were in the
	// configuration, rather than left to the API.
	privateEventsConfigured = "events_configured"
	// privateServiceName holds the name that the service gave to a media that was
	// created without one, and privateCutTimes what it made of a clip's times.
	privateServiceName = "service_name"
	privateCutTimes    = "cut_times"
	// privateSeenWith holds the keyMark of the last time that the object was seen.
	privateSeenWith = "seen_with"
)

// privateReader is the reading side of the framework's private state.
type privateReader interface {
	GetKey(ctx context.Context, key string) ([]byte, diag.Diagnostics)
}

// privateWriter is the writing side of the framework's private state.
type privateWriter interface {
	SetKey(ctx context.Context, key string, value []byte) diag.Diagnostics
}

// readPrivate decodes a value of the private state; its zero value stands for
// one that is missing or was written in another form by another version.
func readPrivate[T any](ctx context.Context, private privateReader, key string) (T, diag.Diagnostics) {
	var value T
	content, diags := private.GetKey(ctx, key)
	if len(content) > 0 && json.Unmarshal(content, &value) != nil {
		var none T
		return none, diags
	}
	return value, diags
}

// writePrivate stores a value in the private state.
func writePrivate(ctx context.Context, private privateWriter, key string, value any) diag.Diagnostics {
	content, err := json.Marshal(value)
	if err != nil {
		return diag.Diagnostics{diag.NewErrorDiagnostic("Cannot store private state", err.Error())}
	}
	return private.SetKey(ctx, key, content)
}
