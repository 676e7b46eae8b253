package provider

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// importObject starts an import: it sets the id, and the values that the API
// cannot tell. Terraform reads the rest afterwards.
func importObject(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse, values map[string]any) {
	id, diags := importedID(ctx, req)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	for name, value := range values {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, id)...)
}

// importedID returns the id to import, whether it was given as text or as an
// identity.
func importedID(ctx context.Context, req resource.ImportStateRequest) (types.String, diag.Diagnostics) {
	var diags diag.Diagnostics
	id := types.StringValue(strings.TrimSpace(req.ID))
	if req.ID == "" && req.Identity != nil {
		diags.Append(req.Identity.GetAttribute(ctx, path.Root("id"), &id)...)
	}
	if id.ValueString() == "" {
		diags.AddError("Missing import id", "Give the id of the object, as ContentGroove shows it.")
	}
	return id, diags
}
