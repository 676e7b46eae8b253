package provider

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var _ validator.String = checkedString{}

// checkedString validates a text with a function that returns what is wrong.
type checkedString struct {
	// rule says in a few words what is valid.
	rule string
	// secret keeps the value out of the message.
	secret bool
	check  func(string) error
}

// Description says what is valid.
func (v checkedString) Description(context.Context) string { return "value must be " + v.rule }

// MarkdownDescription says what is valid.
func (v checkedString) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateString checks a known value.
func (v checkedString) ValidateString(_ context.Context, req validator.StringRequest, resp *validator.StringResponse) {
	if !known(req.ConfigValue) {
		return
	}
	err := v.check(req.ConfigValue.ValueString())
	if err == nil {
		return
	}
	subject := fmt.Sprintf("The value %q", req.ConfigValue.ValueString())
	if v.secret {
		subject = "The value"
	}
	resp.Diagnostics.Append(invalidValue(req.Path, fmt.Sprintf("%s is not %s: %s.", subject, v.rule, err)))
}

// positiveDuration accepts durations above zero, as time.ParseDuration reads them.
func positiveDuration() validator.String {
	return checkedString{rule: durationRule, check: checkDuration}
}

// webURL accepts absolute http and https URLs.
func webURL() validator.String {
	return checkedString{rule: "an absolute http or https URL", check: func(value string) error {
		parsed, err := url.Parse(value)
		switch {
		case err != nil:
			return fmt.Errorf("it cannot be parsed as a URL")
		case parsed.Scheme != "http" && parsed.Scheme != "https":
			return fmt.Errorf("it must begin with http:// or https://")
		case parsed.Hostname() == "":
			return fmt.Errorf("it has no host")
		}
		return nil
	}}
}

// notNegative accepts zero and above.
func notNegative() validator.Float64 { return notNegativeNumber{} }

// quotedList names values in a message.
func quotedList(values []string) string { return "`" + strings.Join(values, "`, `") + "`" }
