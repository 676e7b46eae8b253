package provider

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/creation"
)

// createObject makes the object of a resource, or takes over the one that an
// earlier run has made.
func createObject[T any](ctx context.Context, conn *connection, spec creation.Spec[T]) (*creation.Created[T], diag.Diagnostics) {
	created, err := creation.Create(ctx, conn.ledger, spec)
	if err != nil {
		return nil, diag.Diagnostics{createDiagnostic(spec.Kind, spec.Label, err)}
	}
	id := spec.Describe(created.Object).ID
	conn.changed(spec.Kind, id)
	if !created.Resumed {
		return created, nil
	}
	return created, diag.Diagnostics{diag.NewWarningDiagnostic("Resumed the creation of "+spec.Label, fmt.Sprintf(
		"ContentGroove had created this object (id %s) for an earlier run, which ended before the object was stored in a state. "+
			"It was taken into the state; nothing was created a second time.", id))}
}

// diagnosticError carries a diagnostic through code that knows only errors.
type diagnosticError struct{ diagnostic diag.Diagnostic }

// Error returns the text of the diagnostic.
func (e *diagnosticError) Error() string {
	return e.diagnostic.Summary() + ": " + e.diagnostic.Detail()
}

// createDiagnostic says why an object was not created, or why that is not known.
func createDiagnostic(kind, label string, err error) diag.Diagnostic {
	var (
		own         *diagnosticError
		interrupted *creation.InterruptedError
		unresolved  *creation.UnresolvedError
		absent      *creation.AbsentError
		owned       *creation.OwnedError
		otherKey    *creation.OtherKeyError
		resume      *creation.ResumeError
		busy        *creation.BusyError
	)
	switch {
	case errors.As(err, &own):
		return own.diagnostic
	case errors.As(err, &interrupted):
		return interruptedDiagnostic(label, interrupted)
	case errors.As(err, &unresolved):
		return unresolvedDiagnostic(kind, label, unresolved)
	case errors.As(err, &absent):
		return diag.NewErrorDiagnostic("Cannot create "+label, fmt.Sprintf(
			"%s\n\nNo matching object has appeared on the server for as long as the request could still have had an effect, so it was not created. %s",
			errorText(absent.Err), againText(absent.File)))
	case errors.As(err, &owned) && !owned.Resumed:
		return diag.NewErrorDiagnostic("Object belongs to another resource", fmt.Sprintf(
			"ContentGroove answered the creation of %s with an object that another resource of this configuration has (id %s). "+
				"If the two resources declare the same, remove one of them.", label, owned.ID))
	case errors.As(err, &owned):
		return diag.NewErrorDiagnostic("Object belongs to another resource", fmt.Sprintf(
			"An interrupted run created the %s (id %s), and another resource of this configuration has it now. Apply again: what is left is created then.", label, owned.ID))
	case errors.As(err, &otherKey):
		return diag.NewErrorDiagnostic("Cannot find "+label+" with this API key", fmt.Sprintf(
			"An interrupted run created it (id %s) with another API key, and this one does not find it. If the key belongs to the same account, "+
				"somebody has deleted the object. If it belongs to another account, the object is still in the first one: delete it there, or apply "+
				"with the first key. Then delete the file %s and apply again.", otherKey.ID, otherKey.File))
	case errors.As(err, &resume):
		return apiDiagnostic(fmt.Sprintf("Cannot read the %s (id %s), which an interrupted run created", label, resume.ID), resume.Err)
	case errors.As(err, &busy):
		return diag.NewErrorDiagnostic("Another process creates "+label, fmt.Sprintf(
			"The provider of a run that was killed is still creating this object after %s. End that process, then apply again. "+
				"What it knows is in %s.", duration(busy.Waited), busy.File))
	}
	return apiDiagnostic("Cannot create "+label, err)
}

// interruptedDiagnostic says that nothing was created.
func interruptedDiagnostic(label string, err *creation.InterruptedError) diag.Diagnostic {
	if errors.Is(err, context.DeadlineExceeded) {
		return diag.NewErrorDiagnostic("No time left to create "+label,
			"The time ran out before anything was sent. Raise timeouts.create, and apply again to create it.")
	}
	return diag.NewErrorDiagnostic("Create of "+label+" interrupted",
		"Terraform was asked to stop before anything was created. Apply again to create it.")
}

// unresolvedDiagnostic says what is known of a request without an answer.
func unresolvedDiagnostic(kind, label string, err *creation.UnresolvedError) diag.Diagnostic {
	cause := "An earlier run was interrupted while its request was under way (sent " + err.SentAt.UTC().Format(time.RFC3339) + ")."
	if err.Err != nil {
		cause = errorText(err.Err)
	}
	switch {
	case len(err.Candidates) > 0:
		var list strings.Builder
		for _, facts := range err.Candidates {
			fmt.Fprintf(&list, "  - id %s, %q, created at %s\n", facts.ID, client.Printable(facts.Name), facts.CreatedAt)
		}
		return diag.NewErrorDiagnostic("Unclear which object is "+label, fmt.Sprintf(
			"%s\n\nThese objects on the server could be the one that the request created, and nothing tells which, or whether any:\n%s\n"+
				"If it is one of them, take it over with this block, with its id and the address of your resource, and delete the others that "+
				"nobody needs:\n\n%s\n\n%s", cause, list.String(), importBlock(kind, err.Candidates[0].ID), againText(err.File)))
	case errors.Is(err.SearchErr, context.Canceled):
		return diag.NewErrorDiagnostic("Unclear whether "+label+" was created", fmt.Sprintf(
			"%s\n\nTerraform was asked to stop before it was clear whether the request had an effect. %s", cause, againText(err.File)))
	case errors.Is(err.SearchErr, context.DeadlineExceeded):
		return diag.NewErrorDiagnostic("Unclear whether "+label+" was created", fmt.Sprintf(
			"%s\n\nThe time ran out before it was clear whether the request had an effect. Raise timeouts.create. %s", cause, againText(err.File)))
	}
	return diag.NewErrorDiagnostic("Unclear whether "+label+" was created", fmt.Sprintf(
		"%s\n\nThe search for the object failed, too: %s\n\n%s", cause, errorText(err.SearchErr), againText(err.File)))
}

// againText says what the next apply does.
func againText(file string) string {
	if file == "" {
		return "Look at the account before you apply again: the next apply creates the object without looking for it."
	}
	return "The next apply looks for the object again before it creates one. To have it create a new one without looking, delete the file " + file + "."
}

// interruptedRunWarning lists what earlier runs left behind.
func interruptedRunWarning(left []creation.Left) diag.Diagnostic {
	var text strings.Builder
	text.WriteString("An earlier run was interrupted, and these objects have not been seen in a state since:\n")
	for i, each := range left {
		if i == maxCandidates {
			fmt.Fprintf(&text, "\n  - and %d more, in the files beside these\n", len(left)-i)
			break
		}
		if each.ID == "" {
			fmt.Fprintf(&text, "\n  - %s (%s): the request to create it was sent at %s, and nobody knows whether it had an effect. To dismiss it, delete %s\n",
				client.Printable(each.Label), each.Kind, each.SentAt.UTC().Format(time.RFC3339), each.File)
			continue
		}
		fmt.Fprintf(&text, "\n  - %s (%s, id %s), created at %s. To dismiss it, delete %s. To import it, use:\n\n%s\n",
			client.Printable(each.Label), each.Kind, each.ID, each.CreatedAt, each.File, importBlock(each.Kind, each.ID))
	}
	text.WriteString("\nIf the configuration still declares an object, nothing is to be done: the next apply takes it over. If it is in the state already, " +
		"this warning does not come again. Otherwise no resource manages it: import it or delete it.")
	return diag.NewWarningDiagnostic("Objects of an interrupted run", text.String())
}
