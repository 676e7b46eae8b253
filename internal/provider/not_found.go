package provider

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// untrustedNotFoundError is a 404 that says nothing about an object, because it
// does not come from the API, or nothing at the base URL behaves like the API.
type untrustedNotFoundError struct {
	reason string
	// cause is why the API could not be found; nil if it was not looked for.
	cause error
}

// Error is the reason and the cause.
func (e *untrustedNotFoundError) Error() string {
	if e.cause != nil {
		return e.reason + ": " + e.cause.Error()
	}
	return e.reason
}

// Unwrap returns why the API could not be found, unless that is a 404 once more:
// nothing of this error may be taken for an answer about the object.
func (e *untrustedNotFoundError) Unwrap() error {
	if errors.Is(e.cause, client.ErrNotFound) {
		return nil
	}
	return e.cause
}

// trustNotFound returns an error unless a 404 comes from the API: its body has the
// documented shape, and the base URL is that of the API.
func (c *connection) trustNotFound(ctx context.Context, notFound error) error {
	var answer *client.APIError
	if !errors.As(notFound, &answer) || !answer.Documented {
		return &untrustedNotFoundError{reason: fmt.Sprintf(
			"%s. This answer has not the form of the API's own, so it says nothing about the object: a proxy or another site may have given it. "+
				"Check base_url (%s), and proxies between here and the API", notFound, c.configuration.baseURL)}
	}
	err := c.confirmBaseURL(ctx)
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return &untrustedNotFoundError{cause: err, reason: fmt.Sprintf(
		"the answer was 404, but nothing at base_url %s behaves like the ContentGroove API. Check base_url, including the path /api/v1. A list was answered with", c.configuration.baseURL)}
}

// confirmAPI returns the error that stands in the way of trusting a 404.
func (c *connection) confirmAPI(ctx context.Context, notFound error) error {
	return c.trustNotFound(ctx, notFound)
}

// lastSight is what the state knows of an object that the API says is gone.
type lastSight struct {
	// label is what messages call the object.
	label, id string
	// mark tells with which key it was last seen.
	mark keyMark
	// protected is set when the object has deletion protection.
	protected bool
}

// mayBeGone refuses to take an object for gone when another account may have been
// asked, or when it must not be lost silently. The error is the API's.
func (c *connection) mayBeGone(sight lastSight, err error) diag.Diagnostics {
	var diags diag.Diagnostics
	if different := sight.mark.difference(c.configuration); different != "" {
		diags.AddError("Another account may be in use", fmt.Sprintf(
			"The %s (id %s) is not found, but it was last seen with another %s than the provider is configured with now. %s\n\n"+
				"To go on with the former account, put the former %s back. If the object is really gone or is meant to be forgotten, remove it from the state: "+
				"terraform state rm ADDRESS, with the address of the resource.", sight.label, sight.id, different, errorText(err), different))
	}
	if sight.protected && !diags.HasError() {
		diags.AddError("A protected object is gone", fmt.Sprintf(
			"The %s (id %s) has deletion_protection = true, but ContentGroove does not know it any more: it was deleted outside of Terraform. %s\n\n"+
				"It stays in the state until this is acknowledged. If it was deleted on purpose, remove it from the state: terraform state rm ADDRESS, with the "+
				"address of the resource. The next apply then creates it anew if it is still in the configuration.", sight.label, sight.id, errorText(err)))
	}
	return diags
}
