package provider

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// refresh is the read of one resource.
type refresh[T any] struct {
	reader *objectReader[T]
	// title is what a message about the object's end begins with, and label what
	// other messages call it.
	title, label  string
	id, createdAt types.String
	// limit is how long the read may take, repeated requests included.
	limit     time.Duration
	protected bool
	// assess judges what a page of a list shows of the object.
	assess func(*T) bulkread.Assessment
}

// run returns the object. When it returns nil, the response is complete: with an
// error, or without the object in the state.
func (r refresh[T]) run(ctx context.Context, conn *connection, req resource.ReadRequest, resp *resource.ReadResponse) *T {
	// Also what is gone has an identity; Terraform may not have stored it.
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, r.id)...)
	mark, diags := readPrivate[keyMark](ctx, req.Private, privateSeenWith)
	resp.Diagnostics.Append(diags...)
	object, diags := r.read(ctx, conn, mark)
	resp.Diagnostics.Append(diags...)
	switch {
	case resp.Diagnostics.HasError():
		return nil
	case object == nil:
		resp.Diagnostics.Append(goneWarning(r.title, r.id.ValueString()))
		resp.State.RemoveResource(ctx)
		return nil
	}
	resp.Diagnostics.Append(markSeen(ctx, conn, req.Private, resp.Private)...)
	return object
}

// read returns the object, or nil without an error if it is gone. Nothing but a
// [*bulkread.GoneError] says so, and only if the key is the one that the object was
// last seen with.
func (r refresh[T]) read(ctx context.Context, conn *connection, mark keyMark) (*T, diag.Diagnostics) {
	if _, diags := conn.client(); diags.HasError() {
		return nil, diags
	}
	id := r.id.ValueString()
	conn.own(r.reader.kind, id, r.createdAt.ValueString())

	ctx, cancel := context.WithTimeout(ctx, r.limit)
	defer cancel()
	object, err := r.reader.Read(ctx, id, createdTime(r.createdAt), r.assess)
	var gone *bulkread.GoneError
	switch {
	case err == nil:
		return object, nil
	case errors.As(err, &gone):
		return nil, conn.mayBeGone(lastSight{label: r.label, id: id, mark: mark, protected: r.protected}, err)
	}
	return nil, diag.Diagnostics{apiDiagnostic(cannotRead(r.reader.kind, id), err)}
}

// createdTime is the time of a created_at attribute; zero if it is not known.
func createdTime(createdAt types.String) time.Time {
	at, _ := parseTime(createdAt.ValueString())
	return at
}

func cannotRead(kind, id string) string { return fmt.Sprintf("Cannot read %s (id %s)", kind, id) }

// interrupted reports whether an operation ended because its context did.
func interrupted(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// getCreated reads an object that an earlier run has created. It returns
// creation.ErrGone only if the API says that there is no such object.
func getCreated[T any](ctx context.Context, conn *connection, reader *objectReader[T], id, createdAt string) (*T, error) {
	if _, diags := conn.client(); diags.HasError() {
		return nil, &diagnosticError{diags[0]}
	}
	at, _ := parseTime(createdAt)
	object, err := reader.Single(ctx, id, at)
	var gone *bulkread.GoneError
	if errors.As(err, &gone) {
		return nil, creation.ErrGone
	}
	return object, err
}
