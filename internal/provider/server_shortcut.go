package provider

import (
	"context"
	"fmt"
	"math/big"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// A plan over a large state finds nearly every object as it was. The framework
// needs several milliseconds of processor time to find that out for one of them,
// since each of its steps walks through the whole schema. A shortcut comes to the
// same answer by looking at the few attributes that matter.

// attributeValues are the values of a resource or of its configuration, by name.
type attributeValues map[string]tftypes.Value

// shortcut is what can be said of the resources of a type without the framework.
type shortcut struct {
	// version is that of the schema, state the type of what it describes, and
	// identity that of a resource's identity.
	version         int64
	state, identity tftypes.Type
	// defaults are the values of arguments that a configuration leaves out.
	defaults attributeValues
	// rules are those of single arguments. valid tells that a configuration which
	// keeps them has nothing wrong with it as a whole.
	rules map[string]valueRule
	valid func(config attributeValues) bool
	// refresh takes over what a page shows of the object. It returns whether that
	// changed anything; ok is false when no page is there to show the object.
	refresh func(ctx context.Context, conn *connection, state attributeValues) (changed, ok bool)
	// settled tells that nothing is to be done about an object which is as the
	// configuration describes it.
	settled func(config, state attributeValues) bool
	// protected tells that the object must not be deleted; nil if none of the type is.
	protected func(state attributeValues) bool
}

// newShortcuts returns the shortcuts of all resources, by type.
func newShortcuts() map[string]*shortcut {
	return map[string]*shortcut{
		mediaType:               newMediaShortcut(),
		clipType:                newClipShortcut(),
		webhookSubscriptionType: newWebhookSubscriptionShortcut(),
	}
}

// describe fills in what the schema knows.
func (s *shortcut) describe(of schema.Schema) *shortcut {
	ctx := context.Background()
	s.version = of.Version
	s.state = of.Type().TerraformType(ctx)
	s.identity = idIdentitySchema("").Type().TerraformType(ctx)
	s.rules = rulesOf(of.Attributes)
	s.defaults = attributeValues{}
	for name, attribute := range of.Attributes {
		if flag, ok := attribute.(schema.BoolAttribute); ok && flag.Default != nil {
			var standard defaults.BoolResponse
			flag.Default.DefaultBool(ctx, defaults.BoolRequest{}, &standard)
			s.defaults[name] = tftypes.NewValue(tftypes.Bool, standard.PlanValue.ValueBool())
		}
	}
	return s
}

// decode reads a state or a configuration; nil if it is null or cannot be read.
func (s *shortcut) decode(value *tfprotov6.DynamicValue) attributeValues {
	if value == nil {
		return nil
	}
	object, err := value.Unmarshal(s.state)
	if err != nil || object.IsNull() || !object.IsKnown() {
		return nil
	}
	var decoded map[string]tftypes.Value
	if object.As(&decoded) != nil {
		return nil
	}
	return decoded
}

// encode is the reverse of decode.
func (s *shortcut) encode(state attributeValues) (*tfprotov6.DynamicValue, error) {
	object := tftypes.NewValue(s.state, map[string]tftypes.Value(state))
	value, err := tfprotov6.NewDynamicValue(s.state, object)
	if err != nil {
		return nil, fmt.Errorf("encoding a state: %w", err)
	}
	return &value, nil
}

// asConfigured tells whether the arguments that the configuration leaves out have
// their defaults in the state. Terraform itself has compared the others.
func (s *shortcut) asConfigured(config, state attributeValues) bool {
	for name, standard := range s.defaults {
		if config[name].IsNull() && !state[name].Equal(standard) {
			return false
		}
	}
	return true
}

// text is the value of a string attribute; "" if it is null or unknown.
func (a attributeValues) text(name string) string {
	var text *string
	if value := a[name]; !value.IsKnown() || value.As(&text) != nil || text == nil {
		return ""
	}
	return *text
}

// number is the value of a number attribute; 0 if it is null or unknown.
func (a attributeValues) number(name string) float64 {
	number := new(big.Float)
	if value := a[name]; !value.IsKnown() || value.IsNull() || value.As(&number) != nil {
		return 0
	}
	float, _ := number.Float64()
	return float
}

// isFalse tells whether a boolean attribute is known to be false.
func (a attributeValues) isFalse(name string) bool {
	return a[name].Equal(tftypes.NewValue(tftypes.Bool, false))
}
