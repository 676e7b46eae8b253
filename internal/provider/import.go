package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// importer starts the import of one object.
type importer[T any] struct {
	// key is the attribute by which an object can be imported instead of its id.
	key string
	// lookup finds objects by the key.
	lookup func(*connection) lookup[T]
	// model returns the state for an id. What the API cannot tell has its
	// default there, so that nothing is left to change after the import.
	model func(id types.String) any
}

// run finds out the id and sets what is known of the object. Terraform reads the
// rest afterwards.
func (i importer[T]) run(ctx context.Context, conn *connection, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	id, diags := i.id(ctx, conn, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, i.model(id))...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, id)...)
}

// id returns the id to import. It was given as text or as an identity or, with
// the key in front as in "name:Weekly call", by a value that only one object has.
func (i importer[T]) id(ctx context.Context, conn *connection, req resource.ImportStateRequest) (types.String, diag.Diagnostics) {
	var diags diag.Diagnostics
	id := types.StringValue(strings.TrimSpace(req.ID))
	if value, ok := strings.CutPrefix(req.ID, i.key+":"); ok {
		return i.byKey(ctx, conn, value)
	}
	if req.ID == "" && req.Identity != nil {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	if id.ValueString() == "" {
		diags.AddError("Missing import id", fmt.Sprintf(
			"Give the id of the object, as ContentGroove shows it, or %q and the %s that only this object has.", i.key+":", i.key))
	} else if err := checkImportID(id.ValueString(), i.key); err != nil {
		diags.AddError("Invalid import id", errorText(err))
	}
	return id, diags
}

// byKey returns the id of the only object with this value.
func (i importer[T]) byKey(ctx context.Context, conn *connection, value string) (types.String, diag.Diagnostics) {
	if value == "" {
		return types.StringNull(), diag.Diagnostics{diag.NewErrorDiagnostic("Missing import id", fmt.Sprintf("Nothing follows %q.", i.key+":"))}
	}
	if _, diags := conn.client(); diags.HasError() {
		return types.StringNull(), diags
	}
	search := i.lookup(conn)
	found, diags := search.byKey(ctx, value)
	if diags.HasError() {
		return types.StringNull(), diags
	}
	return types.StringValue(search.describe(found).id), diags
}
