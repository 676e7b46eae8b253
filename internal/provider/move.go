package provider

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// mover takes over objects that another type of resource has managed.
type mover struct {
	// typeName is the resource's own type, and collection the API's path of its
	// objects.
	typeName, collection string
	// model returns the state for an id, as after an import: the next refresh brings
	// the rest. A move comes before the provider is configured.
	model func(id types.String) any
}

// movers returns the ways in which a resource can be moved here.
func (m mover) movers() []resource.StateMover {
	return []resource.StateMover{{StateMover: m.sameType}, {StateMover: m.generic}}
}

// sameType takes over the state of a resource of this type. OpenTofu asks for that
// when a resource is only renamed; Terraform does not.
func (m mover) sameType(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if req.SourceTypeName != m.typeName || providerName(req.SourceProviderAddress) != typeNamePrefix {
		return
	}
	of := resp.TargetState.Schema.Type().TerraformType(ctx)
	// As in an upgrade of a state, an attribute that is no more is dropped.
	state, err := req.SourceRawState.UnmarshalWithOpts(of, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		resp.Diagnostics.AddError("Cannot move "+m.typeName, fmt.Sprintf(
			"The state of the resource cannot be read: %s. Remove it from the state, and import the object by its id.", err))
		return
	}
	resp.TargetState.Raw = state
	resp.TargetPrivate = req.SourcePrivate
	var decoded map[string]tftypes.Value
	if state.As(&decoded) == nil {
		resp.Diagnostics.Append(setIDIdentity(ctx, resp.TargetIdentity, types.StringValue(attributeValues(decoded).text("id")))...)
	}
}

// genericProviders are the providers of the types that can be moved from.
var genericProviders = map[string]bool{"restapi": true, "restful": true}

// generic takes over an object that a generic REST provider has managed. Only its
// id is carried.
func (m mover) generic(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	if !genericProviders[providerName(req.SourceProviderAddress)] {
		return
	}
	id, known, err := movedID(req.SourceTypeName, req.SourceRawState, m.collection)
	switch {
	case !known:
		return
	case err != nil:
		resp.Diagnostics.AddError(fmt.Sprintf("Cannot move %s to %s", req.SourceTypeName, m.typeName), fmt.Sprintf(
			"The resource does not manage a %s: %s. Move it to the type that fits, or remove it from the state and import the object by its id.", m.typeName, err))
		return
	}
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, m.model(types.StringValue(id)))...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.TargetIdentity, types.StringValue(id))...)
}

// providerName is the last part of a provider's address. OpenTofu may give no more
// than that.
func providerName(address string) string {
	return strings.ToLower(address[strings.LastIndex(address, "/")+1:])
}
