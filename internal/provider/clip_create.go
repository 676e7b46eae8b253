package provider

import (
	"context"
	"encoding/json"
	"iter"
	"math"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// roundedTime is how much a service may round a clip's times, in seconds.
const roundedTime = 1.0

// newClipRequest returns the request for a plan. It identifies the creation.
func newClipRequest(plan *clipResourceModel) client.ClipCreate {
	return client.ClipCreate{
		MediaID: plan.MediaID.ValueString(), Name: plan.Name.ValueString(),
		StartTime: plan.StartTime.ValueFloat64(), EndTime: plan.EndTime.ValueFloat64(),
	}
}

// newClipCreation describes the clip that the plan asks for.
func newClipCreation(api *client.Client, conn *connection, plan *clipResourceModel) creation.Spec[*client.Clip] {
	request := newClipRequest(plan)
	return creation.Spec[*client.Clip]{
		Kind:    clipType,
		Label:   plan.label(),
		Request: request,
		Traits:  creation.Traits{"media_id": request.MediaID, "name": request.Name},
		Turn:    request.MediaID + " " + request.Name,
		Post: func(ctx context.Context, _ json.RawMessage) (*client.Clip, error) {
			return api.CreateClip(ctx, request)
		},
		Get: func(ctx context.Context, id, createdAt string) (*client.Clip, error) {
			return getCreated(ctx, conn, conn.clips, id, createdAt)
		},
		Newest: func(ctx context.Context) iter.Seq2[*client.Clip, error] {
			return api.Clips(ctx, client.ListOptions{Sort: newestFirst})
		},
		Describe: func(clip *client.Clip) creation.Facts {
			return creation.Facts{
				ID: clip.ID, Name: clip.Name, CreatedAt: clip.CreatedAt,
				Traits: creation.Traits{"media_id": clip.MediaID, "name": clip.Name},
			}
		},
		Possible: func(clip *client.Clip) bool {
			return math.Abs(clip.StartTime-request.StartTime) < roundedTime && math.Abs(clip.EndTime-request.EndTime) < roundedTime
		},
	}
}
