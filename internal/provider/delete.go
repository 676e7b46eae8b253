package provider

import (
	"context"
	"errors"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// deleteObject deletes one object within the limit. One that is gone already is
// what was wanted.
func deleteObject[T any](ctx context.Context, conn *connection, reader *bulkReader[T], limit time.Duration, id, label string, remove func(*client.Client, context.Context, string) error) diag.Diagnostics {
	api, diags := conn.client()
	if diags.HasError() {
		return diags
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	conn.claims.change(reader.kind, id)
	err := remove(api, ctx, id)
	if errors.Is(err, client.ErrNotFound) {
		err = conn.confirmAPI(err)
	}
	if err != nil {
		diags.Append(apiDiagnostic("Cannot delete "+label+" (id "+id+")", err))
		return diags
	}
	conn.ledger.Deleted(reader.kind, id)
	return diags
}
