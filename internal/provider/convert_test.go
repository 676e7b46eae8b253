package provider

import (
	"math"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

func TestOptionalString(t *testing.T) {
	t.Parallel()
	equal(t, "nil", optionalString(nil), types.StringNull())
	equal(t, "empty", optionalString(ptr("")), types.StringNull())
	equal(t, "text", optionalString(ptr("a")), types.StringValue("a"))
}

func TestSameString(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		prior types.String
		api   *string
		want  types.String
	}{
		"both null":          {types.StringNull(), nil, types.StringNull()},
		"null and empty":     {types.StringNull(), ptr(""), types.StringNull()},
		"empty and null":     {types.StringValue(""), nil, types.StringValue("")},
		"empty and empty":    {types.StringValue(""), ptr(""), types.StringValue("")},
		"same":               {types.StringValue("a"), ptr("a"), types.StringValue("a")},
		"changed":            {types.StringValue("a"), ptr("b"), types.StringValue("b")},
		"removed":            {types.StringValue("a"), nil, types.StringNull()},
		"appeared":           {types.StringNull(), ptr("b"), types.StringValue("b")},
		"unknown and null":   {types.StringUnknown(), nil, types.StringNull()},
		"unknown and a text": {types.StringUnknown(), ptr("b"), types.StringValue("b")},
	} {
		equal(t, name, sameString(test.prior, test.api), test.want)
	}
}

func TestRequestStrings(t *testing.T) {
	t.Parallel()
	show := func(text *string) string {
		if text == nil {
			return "left out"
		}
		return "=" + *text
	}
	for name, test := range map[string]struct {
		value           types.String
		create, cleared string
	}{
		"null":    {types.StringNull(), "left out", "="},
		"unknown": {types.StringUnknown(), "left out", "="},
		"empty":   {types.StringValue(""), "=", "="},
		"text":    {types.StringValue("a"), "=a", "=a"},
	} {
		equal(t, name+" in a create", show(requestString(test.value)), test.create)
		equal(t, name+" in an update", show(clearedString(test.value)), test.cleared)
	}
}

func TestWholeNumber(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		value *float64
		want  types.Int64
	}{
		"null":       {nil, types.Int64Null()},
		"zero":       {ptr(0.0), types.Int64Value(0)},
		"whole":      {ptr(1080.0), types.Int64Value(1080)},
		"fraction":   {ptr(719.6), types.Int64Value(720)},
		"too large":  {ptr(1e300), types.Int64Null()},
		"too small":  {ptr(-1e300), types.Int64Null()},
		"at the end": {ptr(float64(math.MaxInt32)), types.Int64Value(math.MaxInt32)},
	} {
		equal(t, name, wholeNumber(test.value), test.want)
	}
}

func TestStringCollections(t *testing.T) {
	t.Parallel()
	list := stringList([]string{"b", "a", "b"})
	equal(t, "list", list.String(), `["b","a","b"]`)
	equal(t, "nil is an empty list", stringList(nil).IsNull(), false)
	equal(t, "nil is an empty set", stringSet(nil).IsNull(), false)
	if !stringSet([]string{"a", "b"}).Equal(stringSet([]string{"b", "a"})) {
		t.Error("the order of a set matters")
	}
}

func TestSetStrings(t *testing.T) {
	t.Parallel()
	mixed := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("a"), types.StringUnknown(), types.StringNull()})
	equalSlices(t, "known elements", setStrings(mixed), []string{"a"})
	equalSlices(t, "null", setStrings(types.SetNull(types.StringType)), nil)
	equalSlices(t, "unknown", setStrings(types.SetUnknown(types.StringType)), nil)
}

func TestKeep(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ planned, want types.String }{
		"a planned value stays":  {types.StringValue("planned"), types.StringValue("planned")},
		"a planned null stays":   {types.StringNull(), types.StringNull()},
		"an open one is filled":  {types.StringUnknown(), types.StringValue("fresh")},
		"an empty text is known": {types.StringValue(""), types.StringValue("")},
	} {
		got := types.StringValue("fresh")
		keep(&got, test.planned)
		equal(t, name, got, test.want)
	}
}
