package provider

import (
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

func (s *shortcuts) fill(schema *tfprotov6.Schema, attributes values) tftypes.Value {
	s.t.Helper()
	value, err := terraform.Value(schema.ValueType(), attributes)
	must(s.t, err)
	return value
}

func (s *shortcuts) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	s.t.Helper()
	encoded, err := terraform.Dynamic(value)
	must(s.t, err)
	return encoded
}

func (s *shortcuts) decode(kind string, encoded *tfprotov6.DynamicValue) tftypes.Value {
	s.t.Helper()
	value, err := encoded.Unmarshal(s.schemas.ResourceSchemas[kind].ValueType())
	must(s.t, err)
	return value
}

// object is a value of the resource's type; null without attributes.
func (s *shortcuts) object(kind string, attributes map[string]tftypes.Value) tftypes.Value {
	if attributes == nil {
		return tftypes.NewValue(s.schemas.ResourceSchemas[kind].ValueType(), nil)
	}
	return tftypes.NewValue(s.schemas.ResourceSchemas[kind].ValueType(), attributes)
}

func (s *shortcuts) attributes(value tftypes.Value) map[string]tftypes.Value {
	s.t.Helper()
	var attributes map[string]tftypes.Value
	must(s.t, value.As(&attributes))
	return maps.Clone(attributes) // A value hands out its own.
}

// object is a resource in the state.
type object struct {
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}
