package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/processing"
)

var (
	_ action.Action              = (*mediaWaitAction)(nil)
	_ action.ActionWithConfigure = (*mediaWaitAction)(nil)
)

// newMediaWaitAction returns the action contentgroove_media_wait.
func newMediaWaitAction() action.Action { return &mediaWaitAction{} }

// mediaWaitAction waits until media have been processed.
type mediaWaitAction struct {
	configuredAction
}

// mediaWaitModel is the action's configuration.
type mediaWaitModel struct {
	MediaIDs types.Set    `tfsdk:"media_ids"`
	Timeout  types.String `tfsdk:"timeout"`
}

// Metadata names the action.
func (a *mediaWaitAction) Metadata(_ context.Context, _ action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = typeNamePrefix + "_media_wait"
}

// Schema describes the action.
func (a *mediaWaitAction) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Waits until ContentGroove has processed media, with a message each time it looks. Fails with a list of those that are not " +
			"finished when the time is up, do not exist, or have a source that could not be fetched. Changes nothing. " + needsActions + "\n\n" +
			"Use it after media with `wait_for_processing = false`, to create many at once and wait for all of them together.",
		Attributes: map[string]schema.Attribute{
			"media_ids": schema.SetAttribute{
				MarkdownDescription: "Ids of the media to wait for.",
				Required:            true,
				ElementType:         types.StringType,
				Validators: []validator.Set{
					filledSet{},
				},
			},
			"timeout": schema.StringAttribute{
				MarkdownDescription: fmt.Sprintf("How long to wait for all of them, as a duration such as `90s`, `30m` or `2h`. Default: `%s`.", duration(mediaTimeouts.create)),
				Optional:            true,
				Validators:          []validator.String{positiveDuration()},
			},
		},
	}
}

// Invoke waits. It looks at once, and then ever less often.
func (a *mediaWaitAction) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var model mediaWaitModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &model)...)
	limit, diags := durationOr(model.Timeout, path.Root("timeout"), mediaTimeouts.create)
	resp.Diagnostics.Append(diags...)
	_, diags = a.conn.client()
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	wait := newMediaWait(a.conn, setStrings(model.MediaIDs), progress(resp.SendProgress))
	finished, _, err := wait.look(ctx)
	if inconclusive := (*processing.InconclusiveError)(nil); errors.As(err, &inconclusive) {
		err = nil
	}
	if err == nil && !finished {
		err = a.conn.wait(ctx, wait.label(), limit).Until(ctx, wait.look)
	}
	resp.Diagnostics.Append(wait.report(err)...)
}

// mediaWait is a wait for several media.
type mediaWait struct {
	conn *connection
	// progress takes the messages for the user.
	progress progress
	started  time.Time
	// total is how many media there are, and pending those of them whose
	// processing has not ended.
	total   int
	pending []*awaitedMedia
	// failed says what is wrong with the others that did not finish well.
	failed []string
}

// awaitedMedia is a media that is waited for.
type awaitedMedia struct {
	id, name string
}

// String names the media.
func (m *awaitedMedia) String() string { return fmt.Sprintf("%s (id %s)", mediaLabel(m.name), m.id) }

func newMediaWait(conn *connection, ids []string, progress progress) *mediaWait {
	wait := &mediaWait{conn: conn, progress: progress, started: conn.options.clock.Now(), total: len(ids)}
	slices.Sort(ids)
	for _, id := range ids {
		wait.pending = append(wait.pending, &awaitedMedia{id: id})
	}
	return wait
}

func (w *mediaWait) label() string { return fmt.Sprintf("%d media", w.total) }

// look reads what is pending, and tells whether nothing is any more.
func (w *mediaWait) look(ctx context.Context) (finished bool, status string, err error) {
	var pending []*awaitedMedia
	for i, media := range w.pending {
		state, err := w.read(ctx, media)
		if err != nil {
			// What was not looked at is as pending as it was before.
			w.pending = append(pending, w.pending[i:]...)
			return false, "", fmt.Errorf("the %s: %w", media, err)
		}
		switch state {
		case processing.Pending:
			pending = append(pending, media)
		case processing.Finished:
			w.progress.say("The %s is finished.", media)
		case processing.Failed:
			problem := w.failed[len(w.failed)-1]
			w.progress.say("The %s.", problem)
		}
	}
	w.pending = pending
	status = fmt.Sprintf("%d of %d finished", w.total-len(w.pending)-len(w.failed), w.total)
	if len(w.pending) > 0 {
		w.progress.say("%s after %s; waiting for %s.", status, duration(w.conn.options.clock.Now().Sub(w.started)), someOf(w.pending))
	}
	return len(w.pending) == 0, status, nil
}

// read looks at one media. One that is not found may have been made just before the
// wait began, so that it is not missing until the wait has lasted for as long as an
// object counts as new.
func (w *mediaWait) read(ctx context.Context, awaited *awaitedMedia) (processing.State, error) {
	media, err := w.conn.medias.Get(ctx, awaited.id)
	switch {
	case errors.Is(err, client.ErrNotFound):
		return w.missing(ctx, awaited, err)
	case err != nil:
		return processing.Pending, err
	}
	awaited.name = media.Name
	state := mediaProcessing(media)
	if state == processing.Failed {
		w.failed = append(w.failed, fmt.Sprintf("%s has a source that could not be fetched or read", awaited))
	}
	return state.At(w.conn.serverNow(), createdTime(types.StringValue(media.CreatedAt)), mediaTimeouts.create), nil
}

// missing judges a 404. One that does not come from the API says nothing, if the API
// has answered before; if not, base_url may be wrong.
func (w *mediaWait) missing(ctx context.Context, awaited *awaitedMedia, notFound error) (processing.State, error) {
	switch err := w.conn.trustNotFound(ctx, notFound); {
	case err != nil && w.conn.proof.given():
		return processing.Pending, &processing.InconclusiveError{Err: err}
	case err != nil:
		return processing.Pending, err
	}
	if w.conn.options.clock.Now().Sub(w.started) < bulkread.NewFor {
		return processing.Pending, nil
	}
	w.failed = append(w.failed, fmt.Sprintf("%s does not exist", awaited))
	return processing.Failed, nil
}

// report says which media did not finish, and why the wait ended.
func (w *mediaWait) report(err error) diag.Diagnostics {
	var diags diag.Diagnostics
	var timeout *processing.TimeoutError
	problems := slices.Clone(w.failed)
	for _, media := range w.pending {
		problems = append(problems, fmt.Sprintf("%s is not finished", media))
	}
	list := "\n  - " + strings.Join(problems, "\n  - ")
	switch {
	case err == nil && len(problems) == 0:
		w.progress.say("All media are finished.")
	case err == nil:
		diags.AddError("Media failed", fmt.Sprintf("%d of %s did not finish:%s", len(problems), w.label(), list))
	case errors.As(err, &timeout):
		diags.AddError("Processing not finished", fmt.Sprintf(
			"%d of %s did not finish within %s:%s\n\n%sProcessing goes on. To wait longer, raise timeout.", len(problems), w.label(), duration(timeout.Waited), list, lastFailure(timeout)))
	default:
		diags.Append(apiDiagnostic("Cannot wait for media", err))
		diags.AddError("Processing not finished", fmt.Sprintf("When the wait ended, %d of %s had not finished:%s", len(problems), w.label(), list))
	}
	return diags
}

// lastFailure says why the last look told nothing; "" if it did.
func lastFailure(timeout *processing.TimeoutError) string {
	if timeout.Last == nil {
		return ""
	}
	return "The last look failed: " + errorText(timeout.Last) + " "
}

// maxNamed is how many media a message names.
const maxNamed = 3

// someOf names the first few media.
func someOf(media []*awaitedMedia) string {
	var names []string
	for _, one := range media[:min(len(media), maxNamed)] {
		names = append(names, one.String())
	}
	text := strings.Join(names, ", ")
	if more := len(media) - maxNamed; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
