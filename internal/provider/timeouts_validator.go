package provider

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

var _ validator.Object = timeoutDurations{}

// timeoutDurations accepts timeouts that are positive durations. It looks at the
// object rather than at each of its attributes: a CLI finds the line of an
// argument, but not of what is nested in one.
type timeoutDurations struct{}

// Description says what is valid.
func (v timeoutDurations) Description(context.Context) string {
	return "each timeout must be a positive duration"
}

// MarkdownDescription says what is valid.
func (v timeoutDurations) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateObject checks what is known of the timeouts.
func (v timeoutDurations) ValidateObject(_ context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	for _, name := range []string{"create", "read", "update", "delete"} {
		value, ok := req.ConfigValue.Attributes()[name].(types.String)
		if !ok || !known(value) {
			continue
		}
		if err := checkDuration(value.ValueString()); err != nil {
			resp.Diagnostics.Append(invalidValue(req.Path, fmt.Sprintf(
				"The value %q of %s is not %s: %s.", value.ValueString(), name, durationRule, err)))
		}
	}
}

const durationRule = `a positive duration such as "30s", "5m" or "1h30m"`

// clockTime is a duration as a clock shows it.
var clockTime = regexp.MustCompile(`^[0-9]+(:[0-9]{1,2}){1,2}$`)

// checkDuration refuses what is not a duration above zero, as time.ParseDuration
// reads them.
func checkDuration(value string) error {
	parsed, err := time.ParseDuration(value)
	switch {
	case err != nil && clockTime.MatchString(value):
		return fmt.Errorf("write hours, minutes and seconds with their units, as in 1h30m0s")
	case err != nil:
		return fmt.Errorf("write a number with a unit (s, m or h)")
	case parsed <= 0:
		return fmt.Errorf("it must be longer than nothing")
	}
	return nil
}
