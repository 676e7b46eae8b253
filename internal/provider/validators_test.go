package provider

import (
	"errors"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// validate returns what a validator says about a value.
func validate(t *testing.T, rule validator.String, value types.String) validator.StringResponse {
	t.Helper()
	var resp validator.StringResponse
	rule.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("attribute"), ConfigValue: value}, &resp)
	return resp
}

func TestPositiveDuration(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"1ns", "30s", "1h30m", "0.5h"} {
		noDiagnostics(t, validate(t, positiveDuration(), types.StringValue(value)).Diagnostics)
	}
	for value, reason := range map[string]string{"": "a unit", "30": "a unit", "1d": "a unit", "0s": "longer than nothing", "-5m": "longer than nothing"} {
		contains(t, oneDiagnostic(t, validate(t, positiveDuration(), types.StringValue(value)).Diagnostics), "positive duration", reason, "@attribute")
	}
}

func TestWebURL(t *testing.T) {
	t.Parallel()
	for _, value := range []string{"https://example.com", "http://example.com/a.mp4?x=1", "HTTPS://example.com", "http://[::1]:8080/hook"} {
		noDiagnostics(t, validate(t, webURL(), types.StringValue(value)).Diagnostics)
	}
	for value, reason := range map[string]string{
		"":                  "must begin with http",
		"example.com/a.mp4": "must begin with http",
		"ftp://example.com": "must begin with http",
		"https:///a.mp4":    "no host",
		"http://:80/":       "no host",
		"http://a b/":       "cannot be parsed",
		"\x7f://":           "cannot be parsed",
	} {
		contains(t, oneDiagnostic(t, validate(t, webURL(), types.StringValue(value)).Diagnostics), reason)
	}
}

func TestCheckedString(t *testing.T) {
	t.Parallel()
	refuse := func(string) error { return errors.New("it is wrong") }

	t.Run("values that are not there yet pass", func(t *testing.T) {
		t.Parallel()
		for _, value := range []types.String{types.StringNull(), types.StringUnknown()} {
			noDiagnostics(t, validate(t, checkedString{check: refuse}, value).Diagnostics)
		}
	})
	t.Run("a message shows the value", func(t *testing.T) {
		t.Parallel()
		message := oneDiagnostic(t, validate(t, checkedString{rule: "right", check: refuse}, types.StringValue("value")).Diagnostics)
		contains(t, message, `The value "value" is not right: it is wrong.`)
	})
	t.Run("a message does not show a secret", func(t *testing.T) {
		t.Parallel()
		message := oneDiagnostic(t, validate(t, checkedString{rule: "right", secret: true, check: refuse}, types.StringValue("s3cret")).Diagnostics)
		contains(t, message, "The value is not right: it is wrong.")
		if strings.Contains(message, "s3cret") {
			t.Errorf("shown in %q", message)
		}
	})
	t.Run("description", func(t *testing.T) {
		t.Parallel()
		rule := checkedString{rule: "right"}
		equal(t, "plain", rule.Description(t.Context()), "value must be right")
		equal(t, "markdown", rule.MarkdownDescription(t.Context()), "value must be right")
	})
}

func TestQuotedList(t *testing.T) {
	t.Parallel()
	equal(t, "two", quotedList([]string{"a", "b"}), "`a`, `b`")
}
