package provider

import (
	"math"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// optionalString turns an API string into an attribute. The API has null and ""
// for "nothing"; Terraform shall only see null.
func optionalString(value *string) types.String {
	if value == nil || *value == "" {
		return types.StringNull()
	}
	return types.StringValue(*value)
}

// sameString keeps the prior value when it says the same as the API: "" and
// null are the same text. Anything else is drift, and the API is right.
func sameString(prior types.String, api *string) types.String {
	fresh := optionalString(api)
	if prior.IsUnknown() || prior.ValueString() != fresh.ValueString() {
		return fresh
	}
	return prior
}

// requestString is the value to send: nil leaves the attribute out.
func requestString(value types.String) *string {
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	return value.ValueStringPointer()
}

// clearedString is the value to send in an update, in which null means that the
// text is to be removed. The API documents no null for it.
func clearedString(value types.String) *string {
	text := value.ValueString()
	return &text
}

// wholeNumber turns an API number into an integer attribute. The API has some
// whole numbers as floats or texts.
func wholeNumber(value *float64) types.Int64 {
	if value == nil || math.Abs(*value) > math.MaxInt32 {
		return types.Int64Null()
	}
	return types.Int64Value(int64(math.Round(*value)))
}

// stringList makes a list attribute; an empty one is an empty list, not null.
func stringList(values []string) types.List {
	elements := make([]attr.Value, len(values))
	for i, value := range values {
		elements[i] = types.StringValue(value)
	}
	return types.ListValueMust(types.StringType, elements)
}

// stringSet makes a set attribute.
func stringSet(values []string) types.Set {
	elements := make([]attr.Value, len(values))
	for i, value := range values {
		elements[i] = types.StringValue(value)
	}
	return types.SetValueMust(types.StringType, elements)
}

// setStrings returns the known elements of a set of strings.
func setStrings(set types.Set) []string {
	values := make([]string, 0, len(set.Elements()))
	for _, element := range set.Elements() {
		if text, ok := element.(types.String); ok && !text.IsNull() && !text.IsUnknown() {
			values = append(values, text.ValueString())
		}
	}
	return values
}

// known tells whether a value is neither null nor unknown.
func known(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }

// isFalse reports whether a value is known to be false.
func isFalse(value types.Bool) bool { return known(value) && !value.ValueBool() }

// keep replaces a fresh value by the planned one, unless the plan left it open.
func keep[T attr.Value](fresh *T, planned T) {
	if !planned.IsUnknown() {
		*fresh = planned
	}
}

// parseTime reads a timestamp of the API.
func parseTime(value string) (time.Time, bool) { return client.ParseTime(value) }
