package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// importObject starts an import: it finds out the id and sets the state that
// model makes of it, in which everything that the API cannot tell has its
// default. Terraform reads the rest afterwards.
func importObject[T any](ctx context.Context, conn *connection, lookups func(*client.Client) lookup[T], req resource.ImportStateRequest, resp *resource.ImportStateResponse, model func(id types.String) any) {
	id, diags := importedID(ctx, conn, lookups, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, model(id))...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, id)...)
}

// importedID returns the id to import. It was given as text or as an identity,
// or, with the attribute in front as in "name:Weekly call", by the value that
// only one object has.
func importedID[T any](ctx context.Context, conn *connection, lookups func(*client.Client) lookup[T], req resource.ImportStateRequest) (types.String, diag.Diagnostics) {
	var diags diag.Diagnostics
	if req.ID == "" && req.Identity != nil {
		var identity identityModel
		diags.Append(req.Identity.Get(ctx, &identity)...)
		return identity.ID, append(diags, missingImportID(identity.ID)...)
	}
	// Finding out the key of the lookup sends nothing, so it needs no client.
	key := lookups(nil).key
	value, byKey := strings.CutPrefix(req.ID, key+":")
	if !byKey {
		id := types.StringValue(strings.TrimSpace(req.ID))
		return id, missingImportID(id)
	}
	if value == "" {
		diags.AddError("Missing import id", fmt.Sprintf("Nothing follows %q. Give the %s that the object has.", key+":", key))
		return types.StringNull(), diags
	}
	api, diags := conn.client()
	if diags.HasError() {
		return types.StringNull(), diags
	}
	search := lookups(api)
	found, diags := search.byKey(ctx, value)
	if diags.HasError() {
		return types.StringNull(), diags
	}
	return types.StringValue(search.describe(found).id), diags
}

// missingImportID complains about an id that is empty.
func missingImportID(id types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if id.ValueString() == "" {
		diags.AddError("Missing import id", "Give the id of the object, as ContentGroove shows it.")
	}
	return diags
}
