package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// identityModel is the identity of every resource of this provider.
type identityModel struct {
	ID types.String `tfsdk:"id"`
}

// idIdentitySchema is an identity that consists of the id.
func idIdentitySchema(description string) identityschema.Schema {
	return identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"id": identityschema.StringAttribute{Description: description, RequiredForImport: true},
	}}
}

// setIDIdentity sets the identity, for a Terraform that knows identities.
func setIDIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, id types.String) diag.Diagnostics {
	if identity == nil || hasID(identity.Raw, id) {
		return nil
	}
	return identity.Set(ctx, identityModel{ID: id})
}

// hasID tells whether the identity is this one already, as in most refreshes.
func hasID(identity tftypes.Value, id types.String) bool {
	var attributes map[string]tftypes.Value
	return identity.IsFullyKnown() && identity.As(&attributes) == nil && attributes["id"].Equal(tftypes.NewValue(tftypes.String, id.ValueString()))
}
