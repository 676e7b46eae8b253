package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// deletion deletes the object of one resource.
type deletion[T any] struct {
	reader        *objectReader[T]
	label         string
	id, createdAt types.String
	// limit is how long the deletion may take, repeated requests included.
	limit  time.Duration
	remove func(*client.Client, context.Context, string) error
}

// run deletes the object. One that is gone already is what was wanted, if the
// answer can be trusted and comes to the key that the object was last seen with.
func (d deletion[T]) run(ctx context.Context, conn *connection, mark keyMark) diag.Diagnostics {
	api, diags := conn.client()
	if diags.HasError() {
		return diags
	}
	ctx, cancel := context.WithTimeout(ctx, d.limit)
	defer cancel()
	id := d.id.ValueString()
	d.reader.Changed(id)
	err := conn.patience().Call(ctx, createdTime(d.createdAt), func(ctx context.Context) error { return d.remove(api, ctx, id) })
	var gone *bulkread.GoneError
	switch {
	case errors.As(err, &gone):
		diags.Append(conn.mayBeGone(lastSight{label: d.label, id: id, mark: mark}, err)...)
	case err != nil:
		diags.Append(apiDiagnostic("Cannot delete "+d.label+" (id "+id+")", err))
	}
	if !diags.HasError() {
		conn.ledger.Deleted(d.reader.kind, id)
	}
	return diags
}
