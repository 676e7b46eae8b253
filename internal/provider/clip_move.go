package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ resource.ResourceWithMoveState = (*clipResource)(nil)

// MoveState takes over what another type of resource has managed.
func (r *clipResource) MoveState(context.Context) []resource.StateMover {
	return mover{
		typeName: clipType, collection: "clips",
		model: func(id types.String) any { return importedClip(clipObject{ID: id}) },
	}.movers()
}
