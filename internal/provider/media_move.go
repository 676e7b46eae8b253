package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ resource.ResourceWithMoveState = (*mediaResource)(nil)

// MoveState takes over what another type of resource has managed.
func (r *mediaResource) MoveState(context.Context) []resource.StateMover {
	return mover{
		typeName: mediaType, collection: "medias",
		model: func(id types.String) any { return importedMedia(mediaObject{ID: id}) },
	}.movers()
}
