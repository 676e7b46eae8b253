package provider

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

var (
	_ resource.ResourceWithConfigure      = (*mediaResource)(nil)
	_ resource.ResourceWithIdentity       = (*mediaResource)(nil)
	_ resource.ResourceWithImportState    = (*mediaResource)(nil)
	_ resource.ResourceWithModifyPlan     = (*mediaResource)(nil)
	_ resource.ResourceWithValidateConfig = (*mediaResource)(nil)
)

// newMediaResource returns the resource contentgroove_media.
func newMediaResource() resource.Resource { return &mediaResource{} }

type mediaResource struct {
	conn *connection
}

// mediaType is the name of the resource.
const mediaType = typeNamePrefix + "_media"

// Metadata names the resource.
func (r *mediaResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = mediaType
}

// Schema describes the resource.
func (r *mediaResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = mediaResourceSchema()
}

// IdentitySchema describes the identity.
func (r *mediaResource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = idIdentitySchema(mediaDescriptions["id"])
}

// Configure takes over the connection.
func (r *mediaResource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	r.conn = conn
}

// ValidateConfig refuses two sources at once. It looks at no more than these, as
// Terraform asks for every media in every plan.
func (r *mediaResource) ValidateConfig(_ context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var config map[string]tftypes.Value
	if req.Config.Raw.As(&config) != nil {
		return
	}
	resp.Diagnostics.Append(oneSource(givenSources(config))...)
}

// givenSources are the sources that are known to be in a configuration.
func givenSources(config attributeValues) []string {
	var given []string
	for _, source := range mediaSources {
		if value := config[source]; value.IsKnown() && !value.IsNull() {
			given = append(given, source)
		}
	}
	return given
}

// ModifyPlan decides between nothing to do, an update in place, going on to wait,
// and a replacement; and refuses what deletion protection forbids.
func (r *mediaResource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if r.conn == nil {
		return
	}
	switch {
	case req.Plan.Raw.IsNull():
		r.planDelete(ctx, req, resp)
	case req.State.Raw.IsNull():
		r.planCreate(ctx, req, resp)
	default:
		r.planUpdate(ctx, req, resp)
	}
}

func (r *mediaResource) planDelete(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var state mediaResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if state.protected() {
		resp.Diagnostics.Append(protectedDiagnostic(&state, "deleted"))
	}
}

func (r *mediaResource) planCreate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan mediaResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(checkSources(&config)...)
	hash, _, diags := plannedFileHash(ctx, r.conn, &config, nil, sourcefile.Verified{})
	resp.Diagnostics.Append(diags...)
	plan.SourceFileSHA256 = hash
	if config.SourceURL.IsNull() {
		plan.SourceURL = types.StringNull()
	}
	r.conn.ledger.Expect(mediaType, newMediaRequest(&plan, config.UploadIDWO))
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
}

func (r *mediaResource) planUpdate(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var config, plan, state mediaResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	recorded, diags := readPrivate[sourcefile.Verified](ctx, req.Private, privateSourceFile)
	resp.Diagnostics.Append(diags...)
	created, diags := readPrivate[bool](ctx, req.Private, privateCreated)
	resp.Diagnostics.Append(diags...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, mediaTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}

	r.conn.own(mediaType, state.ID.ValueString(), state.CreatedAt.ValueString()) // A plan need not refresh first.
	hash, hashed, diags := plannedFileHash(ctx, r.conn, &config, &state, recorded)
	resp.Diagnostics.Append(diags...)
	if hashed != nil {
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, privateSourceFile, hashed)...)
	}
	planner := mediaPlanner{
		config: &config, plan: &plan, state: &state,
		fileHash: hash, createdHere: created, now: r.conn.serverNow(), createTimeout: limits.create,
	}
	next, replace := planner.update()
	if len(replace) > 0 && state.protected() {
		resp.Diagnostics.Append(protectedDiagnostic(&state, "replaced"))
		return
	}
	resp.RequiresReplace = append(resp.RequiresReplace, replace...)
	resp.Diagnostics.Append(resp.Plan.Set(ctx, &next)...)
}

// Create makes the media, saves it, and then waits for its processing.
func (r *mediaResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var config, plan mediaResourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, mediaTimeouts)
	resp.Diagnostics.Append(diags...)
	api, diags := r.conn.client()
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(checkSources(&config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if plan.SourceFileSHA256.IsUnknown() {
		// The path was not known when the plan was made. The hash is needed before
		// the upload, so that a run after a crash takes it for this file's only.
		plan.SourceFileSHA256, _, diags = plannedFileHash(ctx, r.conn, &plan, nil, sourcefile.Verified{})
		resp.Diagnostics.Append(diags...)
		if diags.HasError() {
			return
		}
	}

	ctx, cancel := context.WithTimeout(ctx, limits.create)
	defer cancel()
	created, diags := createObject(ctx, r.conn, newMediaCreation(api, r.conn, &plan, newMediaRequest(&plan, config.UploadIDWO)))
	resp.Diagnostics.Append(diags...)
	if diags.HasError() {
		return
	}

	// From here on the media is in the state, whatever happens.
	planned := plan.mediaObject
	plan.settle(created.Object, planned)
	if file, ok := decodeSentFile(created.Prepared()); ok {
		resp.Diagnostics.Append(writePrivate(ctx, resp.Private, privateSourceFile, file.File)...)
	}
	resp.Diagnostics.Append(rememberName(ctx, resp.Private, planned.Name.ValueString(), created.Object)...)
	resp.Diagnostics.Append(writePrivate(ctx, resp.Private, privateCreated, true)...)
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

// Read refreshes the state.
func (r *mediaResource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state mediaResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, state.Timeouts, mediaTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	media := refresh[client.Media]{
		reader: r.conn.medias, title: "Media", label: state.label(), id: state.ID, createdAt: state.CreatedAt,
		limit: limits.read, protected: state.protected(), assess: state.assess,
	}.run(ctx, r.conn, req, resp)
	if media == nil {
		return
	}
	given, diags := readPrivate[string](ctx, req.Private, privateServiceName)
	resp.Diagnostics.Append(diags...)
	prior := state.mediaObject
	if state.refresh(withoutServiceName(media, &prior, given)); reflect.DeepEqual(state.mediaObject, prior) {
		return // The response holds the prior state; setting it again is half the work of a refresh.
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &state)...)
}

// Update changes name and description, and goes on waiting where an earlier
// apply had to stop.
func (r *mediaResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state mediaResourceModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, plan.Timeouts, mediaTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	planned := plan.mediaObject
	awaited := planned.IsProcessing.IsUnknown()
	renamed := plan.Name.ValueString() != state.Name.ValueString() || plan.Description.ValueString() != state.Description.ValueString()
	if !awaited && !renamed {
		// Only settings of the provider's own have changed.
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
		resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
		return
	}
	api, diags := r.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if renamed {
		r.conn.medias.Changed(plan.ID.ValueString())
		media, err := api.UpdateMedia(ctx, plan.ID.ValueString(), client.MediaUpdate{
			Name: clearedString(plan.Name), Description: clearedString(plan.Description),
		})
		if err != nil {
			resp.Diagnostics.Append(apiDiagnostic("Cannot update "+plan.label(), err))
			return
		}
		plan.settle(media, planned)
	} else {
		plan.mediaObject = state.mediaObject
		plan.keepPlanned(planned)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	resp.Diagnostics.Append(setIDIdentity(ctx, resp.Identity, plan.ID)...)
	if renamed {
		resp.Diagnostics.Append(markSeen(ctx, r.conn, req.Private, resp.Private)...)
	}
	if !awaited {
		return
	}
	gone, diags := r.waitForProcessing(ctx, &plan, planned, limits, waitInUpdate)
	resp.Diagnostics.Append(diags...)
	if !gone {
		resp.Diagnostics.Append(resp.State.Set(ctx, &plan)...)
	}
}

// waitForProcessing waits until the media is processed, and puts what it finds
// into the model. The object that was planned says which attributes are open. It
// reports whether the media has vanished meanwhile.
func (r *mediaResource) waitForProcessing(ctx context.Context, model *mediaResourceModel, planned mediaObject, limits operationTimeouts, operation waitOperation) (gone bool, diags diag.Diagnostics) {
	state, gone, diags := processingWait[client.Media]{
		reader: r.conn.medias, title: "Media", label: model.label(), id: model.ID.ValueString(), createdAt: createdTime(model.CreatedAt),
		operation: operation, limit: operation.limit(limits), protected: model.protected(),
		take: func(media *client.Media) processing.State {
			model.settle(media, planned)
			return mediaProcessing(media)
		},
	}.run(ctx, r.conn)
	if state == processing.Failed {
		diags.Append(fetchErrorDiagnostic(model))
	}
	return gone, diags
}

// Delete removes the media. One that is gone already is no error.
func (r *mediaResource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state mediaResourceModel
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	limits, diags := resolveTimeouts(ctx, state.Timeouts, mediaTimeouts)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	if state.protected() {
		// A plan refuses this before; only "taint" and "-replace" come this far.
		resp.Diagnostics.Append(protectedDiagnostic(&state, "deleted"))
		return
	}
	mark, diags := readPrivate[keyMark](ctx, req.Private, privateSeenWith)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(deletion[client.Media]{
		reader: r.conn.medias, label: state.label(), id: state.ID, createdAt: state.CreatedAt, limit: limits.remove, remove: (*client.Client).DeleteMedia,
	}.run(ctx, r.conn, mark)...)
}

// ImportState imports by id, by identity, or by name.
func (r *mediaResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	importer[*client.Media]{
		key:    "name",
		lookup: mediaLookup,
		model:  func(id types.String) any { return importedMedia(mediaObject{ID: id}) },
	}.run(ctx, r.conn, req, resp)
}

// protected tells whether deleting is refused. A media whose source could not be
// fetched has nothing to protect, and must be replaceable.
func (m *mediaResourceModel) protected() bool {
	return m.DeletionProtection.ValueBool() && !m.HasFetchError.ValueBool()
}

func protectedDiagnostic(state *mediaResourceModel, verb string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_protection"), "Deletion protection is on", fmt.Sprintf(
		"The %s (id %s) would be %s, but its deletion_protection is true. To allow it, keep the resource in the configuration, set "+
			"deletion_protection = false and apply; then plan again.", state.label(), state.ID.ValueString(), verb))
}

// label is what messages call the media.
func (m *mediaResourceModel) label() string { return mediaLabel(m.Name.ValueString()) }

func mediaLabel(name string) string {
	if name == "" {
		return "media"
	}
	return fmt.Sprintf("media %q", name)
}
