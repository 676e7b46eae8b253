package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

var (
	_ resource.ResourceWithConfigure      = (*clipResource)(nil)
	_ resource.ResourceWithIdentity       = (*clipResource)(nil)
	_ resource.ResourceWithImportState    = (*clipResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*clipResource)(nil)
	_ resource.ResourceWithValidateConfig = (*clipResource)(nil)
)

// newClipResource returns the resource contentgroove_clip.
func newClipResource() resource.Resource { return &clipResource{} }

type clipResource struct {
	conn *connection
}

// clipType is the name of the resource.
const clipType = typeNamePrefix + "_clip"

// Metadata names the resource.
func (r *clipResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = clipType
}

// Schema describes the resource.
func (r *clipResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = clipResourceSchema()
}

// IdentitySchema describes the identity.
func (r *clipResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = idIdentitySchema(clipDescriptions["id"])
}

// Configure takes over the connection.
func (r *clipResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.conn = conn
}

// ValidateConfig refuses a clip that ends before it starts.
func (r *clipResource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config clipResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() || !known(config.StartTime) || !known(config.EndTime) {
		return
	}
	resp.Diagnostics.Append(checkClipTimes(&config)...)
}

func checkClipTimes(model *clipResourceModel) diag.Diagnostics {
	var diags diag.Diagnostics
	if model.EndTime.ValueFloat64() <= model.StartTime.ValueFloat64() {
		diags.AddAttributeError(path.Root("end_time"), "Clip ends before it starts", fmt.Sprintf(
			"end_time (%v s) must be after start_time (%v s).", model.EndTime.ValueFloat64(), model.StartTime.ValueFloat64()))
	}
	return diags
}

// ModifyPlan decides between nothing to do, an update in place, and going on to
// wait. A new media_id, which replaces the clip, is the schema's to notice.
func (r *clipResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conn == nil || req.Plan.Raw.IsNull() {
		return
	}
	var plan, state clipResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if known(plan.StartTime) && known(plan.EndTime) {
		resp.Diagnostics.Append(checkClipTimes(&plan)...)
	}
	if req.State.Raw.IsNull() {
		r.conn.ledger.Expect(clipType, newClipRequest(&plan))
		return
	}
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, clipTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.conn.own(clipType, state.ID.ValueString(), state.CreatedAt.ValueString()) // A plan need not refresh first.
	next := planClipUpdate(&plan, &state, r.conn.serverNow(), limits.create)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &next)...)
}

// planClipUpdate returns the plan for an existing clip. The time now is the
// server's.
func planClipUpdate(plan, state *clipResourceModel, now time.Time, createTimeout time.Duration) clipResourceModel {
	next := *plan
	next.clipObject = state.clipObject
	next.MediaID = plan.MediaID
	next.Name = plan.Name
	next.StartTime = keepTime(state.StartTime, plan.StartTime)
	next.EndTime = keepTime(state.EndTime, plan.EndTime)
	recut := !next.StartTime.Equal(state.StartTime) || !next.EndTime.Equal(state.EndTime)
	awaited := plan.WaitForProcessing.ValueBool() && state.processing().At(now, createdTime(state.CreatedAt), createTimeout) == processing.Pending
	switch {
	case awaited:
		next.expectProcessing()
	case recut:
		next.expectRecut()
	}
	return next
}

// Create makes the clip, saves it, and then waits for its processing.
func (r *clipResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan clipResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, clipTimeouts)
	resp.Diagnostics.Append(diags...)
	api, diags := r.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}

	ctx, cancel := context.WithTimeout(ctx, limits.create)
	defer cancel()
	created, diags := createObject(ctx, r.conn, newClipCreation(api, r.conn, &plan))
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}

	// From here on the clip is in the state, whatever happens.
	planned := plan.clipObject
	plan.settle(created.Object, planned)
	resp.Diagnostics.Append(rememberTimes(ctx, resp.Private, &plan, created.Object)...)
	resp.Diagnostics.Append(markSeen(ctx, r.conn, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
	defer created.Returned()
	if !plan.WaitForProcessing.ValueBool() {
		return
	}
	gone, diags := r.waitForProcessing(ctx, &plan, planned, limits, waitInCreate)
	resp.Diagnostics.Append(diags...)
	if gone {
		resp.State.RemoveResource(ctx)
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
}

// waitForProcessing waits until the clip is cut, and puts what it finds into the
// model. The object that was planned says which attributes are open. It reports
// whether the clip has vanished meanwhile.
func (r *clipResource) waitForProcessing(ctx context.Context, model *clipResourceModel, planned clipObject, limits operationTimeouts, operation waitOperation) (gone bool, diags diag.Diagnostics) {
	_, gone, diags = processingWait[client.Clip]{
		reader: r.conn.clips, title: "Clip", label: model.label(), id: model.ID.ValueString(), createdAt: createdTime(model.CreatedAt),
		operation: operation, limit: operation.limit(limits),
		take: func(clip *client.Clip) processing.State {
			model.settle(clip, planned)
			fresh := clipFromAPI(clip)
			if operation == waitInUpdate && fresh.IsProcessing.ValueBool() {
				return processing.Pending // The file is still that of the former cut.
			}
			return fresh.processing()
		},
	}.run(ctx, r.conn)
	return gone, diags
}

// Read refreshes the state.
func (r *clipResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state clipResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, state.Timeouts, clipTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	clip := refresh[client.Clip]{
		reader: r.conn.clips, title: "Clip", label: state.label(), id: state.ID, createdAt: state.CreatedAt,
		limit: limits.read, assess: state.assess,
	}.run(ctx, r.conn, req, resp)
	if clip == nil {
		return
	}
	times, diags := readPrivate[cutTimes](ctx, req.Private, privateCutTimes)
	resp.Diagnostics.Append(diags...)
	state.refresh(withAskedTimes(clip, &state.clipObject, times))
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update changes name and times, and goes on waiting where an earlier apply had
// to stop.
func (r *clipResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state clipResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, clipTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned := plan.clipObject
	change, changed := clipChange(&plan, &state)
	// What was unknown in the plan keeps its last known value until it is read.
	plan.clipObject = state.clipObject
	plan.keepPlanned(planned)
	awaited := planned.IsProcessing.IsUnknown() && plan.WaitForProcessing.ValueBool()
	if changed {
		api, diags := r.conn.client()
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			return
		}
		r.conn.clips.Changed(state.ID.ValueString())
		clip, err := api.UpdateClip(ctx, state.ID.ValueString(), change)
		if err != nil {
			resp.Diagnostics.Append(apiDiagnostic("Cannot update "+state.label(), err))
			return
		}
		plan.settle(clip, planned)
		resp.Diagnostics.Append(rememberTimes(ctx, resp.Private, &plan, clip)...)
		resp.Diagnostics.Append(markSeen(ctx, r.conn, req.Private, resp.Private)...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
	if !awaited {
		return
	}
	gone, diags := r.waitForProcessing(ctx, &plan, planned, limits, waitInUpdate)
	resp.Diagnostics.Append(diags...)
	if !gone {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// clipChange returns what to send to the API, and whether there is anything.
func clipChange(plan, state *clipResourceModel) (client.ClipUpdate, bool) {
	var change client.ClipUpdate
	if !plan.Name.Equal(state.Name) {
		change.Name = plan.Name.ValueStringPointer()
	}
	if !plan.StartTime.Equal(state.StartTime) || !plan.EndTime.Equal(state.EndTime) {
		// Both, always: the API checks one against the other.
		change.StartTime, change.EndTime = plan.StartTime.ValueFloat64Pointer(), plan.EndTime.ValueFloat64Pointer()
	}
	return change, change != client.ClipUpdate{}
}

// Delete removes the clip. One that is gone already is no error.
func (r *clipResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state clipResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, state.Timeouts, clipTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	mark, diags := readPrivate[keyMark](ctx, req.Private, privateSeenWith)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(deletion[client.Clip]{
		reader: r.conn.clips, label: state.label(), id: state.ID, createdAt: state.CreatedAt, limit: limits.remove, remove: (*client.Client).DeleteClip,
	}.run(ctx, r.conn, mark)...)
}

// ImportState imports by id, by identity, or by name.
func (r *clipResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importer[*client.Clip]{
		key:    "name",
		lookup: clipLookup,
		model:  func(id types.String) any { return importedClip(clipObject{ID: id}) },
	}.run(ctx, r.conn, req, resp)
}

// label is what messages call the clip.
func (m *clipResourceModel) label() string { return fmt.Sprintf("clip %q", m.Name.ValueString()) }
