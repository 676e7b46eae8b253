package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

var (
	_ validator.Float64 = notNegativeNumber{}
	_ validator.Int64   = wholeNumberRange{}
	_ validator.Set     = filledSet{}
)

// invalidValue is the error about the value of an attribute.
func invalidValue(at path.Path, detail string) diag.Diagnostic {
	return diag.NewAttributeErrorDiagnostic(at, "Invalid value of "+at.String(), detail)
}

// notEmpty refuses an empty text.
func notEmpty() validator.String {
	return checkedString{rule: "a text with at least one character", check: func(value string) error {
		if value == "" {
			return errors.New("it is empty")
		}
		return nil
	}}
}

// oneOf accepts some texts and no others.
func oneOf(values ...string) validator.String {
	quoted := make([]string, len(values))
	for i, value := range values {
		quoted[i] = strconv.Quote(value)
	}
	rule := "one of " + strings.Join(quoted, ", ")
	return checkedString{rule: rule, check: func(value string) error {
		switch {
		case slices.Contains(values, value):
			return nil
		case slices.Contains(values, strings.ToLower(strings.TrimSpace(value))):
			return errors.New("upper and lower case and white space count")
		}
		return errors.New("no other value is known")
	}}
}

// notNegativeNumber accepts zero and above.
type notNegativeNumber struct{}

// Description says what is valid.
func (v notNegativeNumber) Description(context.Context) string { return "value must be 0 or more" }

// MarkdownDescription says what is valid.
func (v notNegativeNumber) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateFloat64 checks a known value.
func (v notNegativeNumber) ValidateFloat64(_ context.Context, req validator.Float64Request, resp *validator.Float64Response) {
	if known(req.ConfigValue) && req.ConfigValue.ValueFloat64() < 0 {
		resp.Diagnostics.Append(invalidValue(req.Path, fmt.Sprintf("The value %v is not a number of 0 or more: it is negative.", req.ConfigValue.ValueFloat64())))
	}
}

// wholeNumberRange accepts whole numbers between two, these included.
type wholeNumberRange struct{ from, to int64 }

// Description says what is valid.
func (v wholeNumberRange) Description(context.Context) string {
	return fmt.Sprintf("value must be a whole number from %d to %d", v.from, v.to)
}

// MarkdownDescription says what is valid.
func (v wholeNumberRange) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateInt64 checks a known value.
func (v wholeNumberRange) ValidateInt64(_ context.Context, req validator.Int64Request, resp *validator.Int64Response) {
	value := req.ConfigValue.ValueInt64()
	if known(req.ConfigValue) && (value < v.from || value > v.to) {
		resp.Diagnostics.Append(invalidValue(req.Path, fmt.Sprintf("The value %d is not a whole number from %d to %d.", value, v.from, v.to)))
	}
}

// filledSet accepts a set of texts that has an element, and no empty one.
type filledSet struct{}

// Description says what is valid.
func (v filledSet) Description(context.Context) string {
	return "set must have at least one element, and no empty text"
}

// MarkdownDescription says what is valid.
func (v filledSet) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateSet checks a known set. Its errors are about the set as a whole, since a
// CLI finds no line for one of its elements.
func (v filledSet) ValidateSet(_ context.Context, req validator.SetRequest, resp *validator.SetResponse) {
	switch {
	case !known(req.ConfigValue):
	case len(req.ConfigValue.Elements()) == 0:
		resp.Diagnostics.Append(invalidValue(req.Path, "The value is not a set with at least one element: it is empty."))
	case slices.Contains(setStrings(req.ConfigValue), ""):
		resp.Diagnostics.Append(invalidValue(req.Path, "The value is not a set of texts with at least one character: one of them is empty."))
	}
}
