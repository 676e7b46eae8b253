package provider

import (
	"context"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/fastpath"
)

// The answers that package fastpath gives for each resource. They call the
// functions that the resource itself calls.

// mediaFastPath registers contentgroove_media.
func mediaFastPath(ready func() *connection) fastpath.Registration {
	return fastpath.Register(fastpath.Resource[mediaResourceModel]{
		Type: mediaType, Schema: mediaResourceSchema(), Identity: idIdentitySchema(mediaDescriptions["id"]),
		Read: func(ctx context.Context, state *mediaResourceModel, private fastpath.Private) bool {
			conn := ready()
			if conn == nil {
				return false
			}
			media := readFromPage(ctx, conn, conn.medias, state.ID.ValueString(), private, state.assess)
			if media == nil {
				return false
			}
			given, diags := readPrivate[string](ctx, private, privateServiceName)
			state.refresh(withoutServiceName(media, &state.mediaObject, given))
			return len(diags) == 0
		},
		Plan: func(ctx context.Context, config, state *mediaResourceModel, private fastpath.Private) (mediaResourceModel, bool) {
			conn := ready()
			if conn == nil {
				return mediaResourceModel{}, false
			}
			planned, diags := planMediaUpdate(ctx, conn, config, state, state, private)
			return planned.model, len(diags) == 0 && len(planned.replace) == 0 && planned.hashed == nil
		},
		PlanDelete: func(state *mediaResourceModel) bool { return ready() != nil && !state.protected() },
	})
}

// clipFastPath registers contentgroove_clip.
func clipFastPath(ready func() *connection) fastpath.Registration {
	return fastpath.Register(fastpath.Resource[clipResourceModel]{
		Type: clipType, Schema: clipResourceSchema(), Identity: idIdentitySchema(clipDescriptions["id"]),
		Read: func(ctx context.Context, state *clipResourceModel, private fastpath.Private) bool {
			conn := ready()
			if conn == nil {
				return false
			}
			clip := readFromPage(ctx, conn, conn.clips, state.ID.ValueString(), private, state.assess)
			if clip == nil {
				return false
			}
			times, diags := readPrivate[cutTimes](ctx, private, privateCutTimes)
			state.refresh(withAskedTimes(clip, &state.clipObject, times))
			return len(diags) == 0
		},
		Plan: func(ctx context.Context, _, state *clipResourceModel, _ fastpath.Private) (clipResourceModel, bool) {
			conn := ready()
			if conn == nil {
				return clipResourceModel{}, false
			}
			planned, diags := planClip(ctx, conn, state, state)
			return planned, len(diags) == 0
		},
		PlanDelete: func(*clipResourceModel) bool { return ready() != nil },
	})
}

// webhookSubscriptionFastPath registers contentgroove_webhook_subscription.
func webhookSubscriptionFastPath(ready func() *connection) fastpath.Registration {
	return fastpath.Register(fastpath.Resource[webhookSubscriptionObject]{
		Type: webhookSubscriptionType, Schema: webhookSubscriptionResourceSchema(), Identity: idIdentitySchema(webhookSubscriptionDescriptions["id"]),
		Read: func(ctx context.Context, state *webhookSubscriptionObject, private fastpath.Private) bool {
			conn := ready()
			if conn == nil {
				return false
			}
			subscription := readFromPage(ctx, conn, conn.subscriptions, state.ID.ValueString(), private, state.assess)
			if subscription == nil {
				return false
			}
			state.refresh(subscription)
			return true
		},
		Plan: func(ctx context.Context, config, state *webhookSubscriptionObject, private fastpath.Private) (webhookSubscriptionObject, bool) {
			conn := ready()
			if conn == nil {
				return webhookSubscriptionObject{}, false
			}
			configured, diags := readPrivate[bool](ctx, private, privateEventsConfigured)
			_, replaces := planEvents(config, state, configured)
			conn.own(webhookSubscriptionType, state.ID.ValueString(), state.CreatedAt.ValueString())
			return *state, len(diags) == 0 && !replaces
		},
		PlanDelete: func(*webhookSubscriptionObject) bool { return ready() != nil },
	})
}

// readFromPage returns what a page of a list that is there already shows of an
// object. It is nil if none shows it well enough, and if the private state is to
// learn that the object was seen with another key.
func readFromPage[T any](
	ctx context.Context, conn *connection, reader *objectReader[T], id string, private privateReader, assess func(*T) bulkread.Assessment,
) *T {
	mark, diags := readPrivate[keyMark](ctx, private, privateSeenWith)
	if len(diags) > 0 || !mark.matches(conn.configuration) {
		return nil
	}
	listed := reader.Cached(id, assess)
	if listed != nil {
		conn.own(reader.kind, id, "")
	}
	return listed
}
