package provider

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestTextValidators(t *testing.T) {
	t.Parallel()
	noDiagnostics(t, validate(t, notEmpty(), text(" ")).Diagnostics)
	contains(t, oneDiagnostic(t, validate(t, notEmpty(), text("")).Diagnostics),
		"Invalid value of attribute", `The value "" is not a text with at least one character: it is empty.`)
	noDiagnostics(t, validate(t, oneOf("auto", "off"), text("off")).Diagnostics)
	contains(t, oneDiagnostic(t, validate(t, oneOf("auto", "off"), text("on")).Diagnostics), `The value "on" is not one of "auto", "off": no other value is known.`)
	contains(t, oneDiagnostic(t, validate(t, oneOf("auto", "off"), text("Off ")).Diagnostics), `: upper and lower case and white space count.`)
}

func TestNumberValidators(t *testing.T) {
	t.Parallel()
	for value, want := range map[int64]string{0: "", 20: "", -1: "The value -1 is not a whole number from 0 to 20.", 21: "The value 21 is not a whole number from 0 to 20."} {
		var resp validator.Int64Response
		wholeNumberRange{0, 20}.ValidateInt64(t.Context(), validator.Int64Request{Path: path.Root("max_retries"), ConfigValue: types.Int64Value(value)}, &resp)
		if want == "" {
			noDiagnostics(t, resp.Diagnostics)
			continue
		}
		contains(t, oneDiagnostic(t, resp.Diagnostics), "Invalid value of max_retries", want, "@max_retries")
	}
	for value, want := range map[types.Float64]string{
		types.Float64Value(0): "", types.Float64Unknown(): "", types.Float64Null(): "",
		types.Float64Value(-0.5): "The value -0.5 is not a number of 0 or more: it is negative.",
	} {
		var resp validator.Float64Response
		notNegative().ValidateFloat64(t.Context(), validator.Float64Request{Path: path.Root("start_time"), ConfigValue: value}, &resp)
		if want == "" {
			noDiagnostics(t, resp.Diagnostics)
			continue
		}
		contains(t, oneDiagnostic(t, resp.Diagnostics), want, "@start_time")
	}
}

// An error about one of the timeouts is about all of them, since that is where a
// CLI finds a line.
func TestTimeoutDurations(t *testing.T) {
	t.Parallel()
	timeouts := func(create types.String) types.Object {
		value := noTimeouts().AttributeTypes(t.Context())
		return types.ObjectValueMust(value, map[string]attr.Value{"create": create, "read": types.StringNull(), "update": types.StringUnknown(), "delete": text("5m")})
	}
	for value, want := range map[string]string{
		"1h30m": "", "abc": `The value "abc" of create is not a positive duration`, "01:30:00": "write hours, minutes and seconds with their units, as in 1h30m0s", "0s": "longer than nothing",
	} {
		var resp validator.ObjectResponse
		timeoutDurations{}.ValidateObject(t.Context(), validator.ObjectRequest{Path: path.Root("timeouts"), ConfigValue: timeouts(text(value))}, &resp)
		if want == "" {
			noDiagnostics(t, resp.Diagnostics)
			continue
		}
		message := oneDiagnostic(t, resp.Diagnostics)
		contains(t, message, want)
		if message[len(message)-len("@timeouts"):] != "@timeouts" {
			t.Errorf("the error is not about the argument: %s", message)
		}
	}
}

func TestCredentialsWarning(t *testing.T) {
	t.Parallel()
	noDiagnostics(t, validate(t, credentialsWarning{}, text("https://a.example.com/x@y")).Diagnostics)
	message := oneDiagnostic(t, validate(t, credentialsWarning{}, text("https://user:s3cret@a.example.com/x")).Diagnostics)
	contains(t, message, "Warning: Credentials in a URL", "@attribute")
	if strings.Contains(message, "s3cret") {
		t.Errorf("the warning shows the password: %s", message)
	}
}
