package provider

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// creation makes one object exactly once, as far as an API without idempotency
// keys allows. A POST that ended without a clear answer is never repeated
// blindly: the object is looked for, and adopted only if there is no doubt.
type creation[T any] struct {
	// kind is the type of resource, as in "contentgroove_media".
	kind string
	// label is what a message calls the object, such as `media "Weekly call"`.
	label string
	// looks holds the attributes by which the API shows the object. Creations
	// that look the same run one after the other.
	looks any
	// origin holds what else tells this creation from others, but cannot be
	// seen through the API, such as the hash of an uploaded file.
	origin string

	// post sends the request.
	post func(ctx context.Context) (T, error)
	// get reads one object.
	get func(ctx context.Context, id string) (T, error)
	// newest lists objects, those created last first.
	newest func(ctx context.Context) iter.Seq2[T, error]
	// matches tells whether an object is what the request asked for.
	matches func(T) bool
	// describe returns the facts of an object that a candidate is listed by.
	describe func(T) candidate
}

// candidate is an object that may be the one that a request created.
type candidate struct {
	id, name, createdAt string
}

// Limits of the search for an object after a POST without a clear answer.
const (
	// searchTolerance allows for the one-second resolution of the Date header
	// and for the rounding of timestamps.
	searchTolerance = 2 * time.Second
	// searchRounds is how often an object that cannot be found is looked for:
	// a server that lost the connection may still be at work.
	searchRounds = 3
	// searchPause is the first pause between two rounds; each next one doubles.
	searchPause = 2 * time.Second
)

// fingerprint identifies what a creation is about, for turns and the journal.
func (c *creation[T]) fingerprint(conn *connection, parts ...any) string {
	// A value of strings and numbers always has a JSON form.
	content, _ := json.Marshal(append([]any{conn.configuration.baseURL, c.kind, c.looks}, parts...)) //nolint:errchkjson // See above.
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

// begin opens the journal's record of this creation.
func (c *creation[T]) begin(ctx context.Context, conn *connection) *journalRecord {
	record, err := conn.options.journal.begin(c.kind, c.fingerprint(conn, c.origin))
	warnJournal(ctx, err)
	return record
}

// warnJournal logs that a creation is not recorded. That is no reason to refuse
// it: only a crash would need the record.
func warnJournal(ctx context.Context, err error) {
	if err != nil {
		tflog.Warn(ctx, "Cannot record the creation under way; a crash before it ends would lose its id", map[string]any{"error": err.Error()})
	}
}

// run returns the created object, or the one that an earlier, unfinished
// attempt created. The record holds the object's id when run returns it; the
// caller ends the record when the object is in the state.
func (c *creation[T]) run(ctx context.Context, conn *connection, api *client.Client, record *journalRecord) (T, diag.Diagnostics) {
	done := conn.claims.takeTurn(c.fingerprint(conn))
	defer done()

	// From here to the id nothing may be cut short by an interrupt: a POST that
	// is abandoned half-way leaves an object that nobody knows.
	whole := context.WithoutCancel(ctx)

	if object, found, diags := c.resume(whole, conn, api, record); found || diags.HasError() {
		return object, diags
	}
	var diags diag.Diagnostics
	if ctx.Err() != nil {
		diags.AddError("Create of "+c.label+" interrupted", "Terraform was asked to stop before anything was created. Apply again to create it.")
		var none T
		return none, diags
	}

	warnJournal(ctx, record.sending(conn.options.clock.Now()))
	object, err := c.post(whole)
	var ambiguous *client.AmbiguousError
	switch {
	case err == nil:
		c.own(ctx, conn, record, object)
		return object, diags
	case errors.As(err, &ambiguous):
		found, searchDiags := c.search(ctx, conn, api, ambiguous.SentAt, err, record)
		diags.Append(searchDiags...)
		if found != nil {
			c.own(ctx, conn, record, *found)
			return *found, diags
		}
	default:
		warnJournal(ctx, record.refused())
		diags.Append(apiDiagnostic("Cannot create "+c.label, err))
	}
	return object, diags
}

// own makes the object this resource's.
func (c *creation[T]) own(ctx context.Context, conn *connection, record *journalRecord, object T) {
	id := c.describe(object).id
	conn.claims.claim(c.kind, id)
	conn.claims.change(c.kind, id)
	warnJournal(ctx, record.created(id))
	conn.options.journal.made(c.kind, id)
}

// resume looks for the object of an attempt that was killed.
func (c *creation[T]) resume(ctx context.Context, conn *connection, api *client.Client, record *journalRecord) (object T, found bool, diags diag.Diagnostics) {
	switch entry := record.entry; {
	case entry.ID != "":
		object, err := c.get(ctx, entry.ID)
		if err == nil && c.matches(object) && conn.claims.claim(c.kind, entry.ID) {
			diags.Append(c.resumedWarning(entry.ID))
			return object, true, diags
		}
		if errors.Is(err, client.ErrNotFound) {
			err = conn.confirmAPI(ctx, err)
		}
		if err != nil {
			diags.Append(apiDiagnostic("Cannot look for the "+c.label+" that an interrupted run created (id "+entry.ID+")", err))
			return object, false, diags
		}
		warnJournal(ctx, record.refused())
	case !entry.SentAt.IsZero():
		match, searchDiags := c.search(ctx, conn, api, entry.SentAt, nil, record)
		if searchDiags.HasError() {
			return object, false, searchDiags
		}
		if match != nil {
			c.own(ctx, conn, record, *match)
			diags.Append(c.resumedWarning(c.describe(*match).id))
			return *match, true, diags
		}
	}
	return object, false, diags
}

func (c *creation[T]) resumedWarning(id string) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Resumed the creation of "+c.label, fmt.Sprintf(
		"An earlier run was interrupted after ContentGroove had created this object (id %s). It was taken into the state; nothing was created a second time.", id))
}

// search looks for the object that a POST may have created. A nil cause means
// that the POST belongs to an earlier run, and finding nothing is no error then.
func (c *creation[T]) search(ctx context.Context, conn *connection, api *client.Client, sentAt time.Time, cause error, record *journalRecord) (*T, diag.Diagnostics) {
	var diags diag.Diagnostics
	tflog.Warn(ctx, "Looking whether a request without a clear answer was carried out", map[string]any{"object": c.label})

	searching := context.WithoutCancel(ctx)
	pause := searchPause
	for round := range searchRounds {
		if round > 0 {
			if cause == nil {
				return nil, diags // Long ago: what does not exist now never will.
			}
			if err := conn.options.clock.Sleep(ctx, pause); err != nil {
				break // Terraform wants to stop; the journal knows where to go on.
			}
			pause *= 2
		}
		found, err := c.findMatches(searching, conn, api, sentAt, record.entry.Taken)
		switch {
		case err != nil:
			diags.AddError("Unclear whether "+c.label+" was created", fmt.Sprintf(
				"%s\n\nThe search for the object failed, too: %s\n\n%s", causeText(cause), err, againText(record)))
			return nil, diags
		case len(found) == 1:
			return &found[0], diags
		case len(found) > 1:
			diags.AddError("Unclear which object is "+c.label, c.candidatesText(found, cause, record))
			return nil, diags
		}
	}
	if cause != nil {
		diags.AddError("Cannot create "+c.label, fmt.Sprintf(
			"%s\n\nNo matching object appeared on the server, so it most likely was not created. %s", causeText(cause), againText(record)))
	}
	return nil, diags
}

// findMatches returns the objects that match the request, were created since
// it was sent, are not taken, and belong to nobody in this Terraform operation.
func (c *creation[T]) findMatches(ctx context.Context, conn *connection, api *client.Client, sentAt time.Time, taken []string) ([]T, error) {
	var found []T
	for object, err := range c.newest(ctx) {
		if err != nil {
			return nil, err
		}
		facts := c.describe(object)
		createdAt, ok := parseTime(facts.createdAt)
		// The Date header of the list's own answer may be the first to tell how
		// far the clocks are apart, so this is not computed before the loop.
		if ok && createdAt.Before(api.ServerTime(sentAt).Add(-searchTolerance)) {
			break
		}
		if ok && c.matches(object) && !slices.Contains(taken, facts.id) && !conn.claims.claimed(c.kind, facts.id) {
			found = append(found, object)
		}
	}
	return found, nil
}

// candidatesText lists objects with the block that imports one of them.
func (c *creation[T]) candidatesText(found []T, cause error, record *journalRecord) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n\nSeveral objects on the server could be the one that the request created:\n", causeText(cause))
	for _, object := range found {
		facts := c.describe(object)
		fmt.Fprintf(&text, "  - id %s, %q, created at %s\n", facts.id, facts.name, facts.createdAt)
	}
	fmt.Fprintf(&text, "\nKeep one of them by adding this block, with the address of your resource, and delete the others:\n\n%s\n\n%s",
		importBlock(c.kind, c.describe(found[0]).id), againText(record))
	return text.String()
}

// importBlock is a block that imports an object by its id.
func importBlock(kind, id string) string {
	return fmt.Sprintf("import {\n  to = %s.example\n  id = %q\n}", kind, id)
}

func causeText(cause error) string {
	if cause == nil {
		return "An earlier run was interrupted while its request was under way."
	}
	return errorText(cause)
}

// againText says what the next apply will do.
func againText(record *journalRecord) string {
	if record.file == "" {
		return "Look at the account before you apply again: the next apply will create the object."
	}
	return "The next apply looks for the object again before it creates one. To make it create a new one without looking, delete the file " + record.file + "."
}

// parseTime reads a timestamp of the API.
func parseTime(value string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02 15:04:05 MST", "2006-01-02T15:04:05.999999999"} {
		if parsed, err := time.Parse(layout, value); err == nil {
			return parsed, true
		}
	}
	return time.Time{}, false
}
