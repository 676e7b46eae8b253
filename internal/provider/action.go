package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// configuredAction is the part that all actions share.
type configuredAction struct {
	conn *connection
}

// Configure takes over the connection.
func (a *configuredAction) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	a.conn = conn
}

// progress is how an action reports what it is doing.
type progress func(action.InvokeProgressEvent)

// say sends one message.
func (p progress) say(format string, values ...any) {
	p(action.InvokeProgressEvent{Message: fmt.Sprintf(format, values...)})
}

// durationOr parses a duration, or returns the default for null.
func durationOr(value types.String, attribute path.Path, standard time.Duration) (time.Duration, diag.Diagnostics) {
	var diags diag.Diagnostics
	if !known(value) {
		return standard, diags
	}
	parsed, err := time.ParseDuration(value.ValueString())
	if err != nil || parsed <= 0 {
		diags.AddAttributeError(attribute, "Invalid duration", fmt.Sprintf("%q is not a positive duration such as 30s or 5m.", value.ValueString()))
	}
	return parsed, diags
}
