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
func deleteObject(ctx context.Context, conn *connection, limit time.Duration, kind, id, label string, remove func(*client.Client, context.Context, string) error) diag.Diagnostics {
	api, diags := conn.client()
	if diags.HasError() {
		return diags
	}
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := remove(api, ctx, id); err != nil && !errors.Is(err, client.ErrNotFound) {
		diags.Append(apiDiagnostic("Cannot delete "+label+" (id "+id+")", err))
		return diags
	}
	conn.options.journal.forget(kind, id)
	return diags
}
