package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// candidate is what a message says of an object that may be the one.
type candidate struct {
	id, name, createdAt string
}

// lookup finds one object by its id, or by a key that only it has.
type lookup[T any] struct {
	collection[T]

	conn *connection
	// kind is what messages call the object.
	kind string
	// key is the attribute to search by, such as name.
	key   string
	get   func(ctx context.Context, id string) (T, error)
	value func(T) string
}

// maxCandidates is how many objects a message lists.
const maxCandidates = 10

// find returns the object with the id if there is one, else the one with the key.
func (l lookup[T]) find(ctx context.Context, id, key types.String) (T, diag.Diagnostics) {
	if known(id) {
		return l.byID(ctx, id.ValueString())
	}
	found, diags := l.byKey(ctx, key.ValueString())
	if diags.HasError() {
		return found, diags
	}
	// A list leaves out what only a single object shows, such as the
	// transcription of a media.
	return l.byID(ctx, l.describe(found).id)
}

func (l lookup[T]) byID(ctx context.Context, id string) (T, diag.Diagnostics) {
	var diags diag.Diagnostics
	object, err := l.get(ctx, id)
	if errors.Is(err, client.ErrNotFound) {
		if untrusted := l.conn.trustNotFound(ctx, err); untrusted != nil {
			err = untrusted
		}
	}
	switch {
	case errors.Is(err, client.ErrNotFound):
		diags.AddAttributeError(path.Root("id"), "No such "+l.kind, notFoundText(l.kind, id)+" "+errorText(err))
	case err != nil:
		diags.Append(apiDiagnostic(fmt.Sprintf("Cannot read %s %s", l.kind, id), err))
	}
	return object, diags
}

// byKey returns the only object whose key is exactly the value.
func (l lookup[T]) byKey(ctx context.Context, value string) (T, diag.Diagnostics) {
	var diags diag.Diagnostics
	found, err := l.list(ctx, l.conn, listQuery[T]{
		ListOptions: client.ListOptions{Filter: exactFilter(l.key, value), Sort: oldestFirst}, trusting: true,
		keep: func(object T) bool { return l.value(object) == value },
	})
	if err != nil {
		diags.Append(apiDiagnostic(fmt.Sprintf("Cannot look for the %s with %s %q", l.kind, l.key, value), err))
		return *new(T), diags
	}
	switch len(found) {
	case 0:
		diags.AddAttributeError(path.Root(l.key), "No such "+l.kind, fmt.Sprintf(
			"No %s has the %s %q. Upper and lower case count. Check the spelling, or use the id.", l.kind, l.key, value))
		return *new(T), diags
	case 1:
		return found[0], diags
	}
	diags.AddAttributeError(path.Root(l.key), "More than one "+l.kind, fmt.Sprintf(
		"%d objects have the %s %q. Use the id of the one that is meant:\n%s", len(found), l.key, value, l.candidates(found)))
	return *new(T), diags
}

// candidates lists objects by id and date.
func (l lookup[T]) candidates(objects []T) string {
	var text strings.Builder
	for object := range slices.Values(objects[:min(len(objects), maxCandidates)]) {
		facts := l.describe(object)
		fmt.Fprintf(&text, "  - %s, created at %s\n", facts.id, facts.createdAt)
	}
	if more := len(objects) - maxCandidates; more > 0 {
		fmt.Fprintf(&text, "  - and %d more\n", more)
	}
	return text.String()
}

// exactFilter narrows a list down to a value. A comma separates alternatives in
// a filter, so a value with commas is searched by its longest part; the caller
// compares the whole value anyway.
func exactFilter(attribute, value string) map[string]string {
	if !strings.Contains(value, ",") {
		return map[string]string{attribute + "_eq": value}
	}
	parts := strings.Split(value, ",")
	longest := slices.MaxFunc(parts, func(a, b string) int { return len(a) - len(b) })
	if longest = strings.TrimSpace(longest); longest == "" {
		return nil
	}
	return map[string]string{attribute + "_cont": longest}
}

// oldestFirst is the sort order in which new objects come last, so that the
// pages of a list do not move while they are read.
const oldestFirst = "created_at"
