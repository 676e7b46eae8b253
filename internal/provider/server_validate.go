package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// validatePlain finds that nothing is wrong with a configuration. It returns nil
// when something is, for which the framework has the words, and when an argument
// is used whose rules are about more than its value.
func (s *server) validatePlain(ctx context.Context, req *tfprotov6.ValidateResourceConfigRequest) *tfprotov6.ValidateResourceConfigResponse {
	kind := s.shortcuts()[req.TypeName]
	if kind == nil {
		return nil
	}
	config := kind.decode(req.Config)
	if config == nil || !kind.valid(config) {
		return nil
	}
	for name, passes := range kind.rules {
		if !passes(ctx, config[name]) {
			return nil
		}
	}
	return &tfprotov6.ValidateResourceConfigResponse{}
}

// valueRule tells that a value of an argument is right for sure.
type valueRule func(context.Context, tftypes.Value) bool

// rulesOf are the rules of the attributes that have any.
func rulesOf(attributes map[string]schema.Attribute) map[string]valueRule {
	rules := map[string]valueRule{}
	for name, attribute := range attributes {
		if rule := ruleOf(name, attribute); rule != nil {
			rules[name] = rule
		}
	}
	return rules
}

func ruleOf(name string, attribute schema.Attribute) valueRule {
	required := attribute.IsRequired()
	if !required && !attribute.IsOptional() {
		return onlyNull
	}
	switch of := attribute.(type) {
	case schema.StringAttribute:
		if of.WriteOnly {
			break // Whether it may be used depends on the CLI.
		}
		return checkedBy(required, of.Validators, types.StringType, func(ctx context.Context, v validator.String, value types.String) int {
			var found validator.StringResponse
			v.ValidateString(ctx, validator.StringRequest{Path: path.Root(name), ConfigValue: value}, &found)
			return len(found.Diagnostics)
		})
	case schema.Float64Attribute:
		return checkedBy(required, of.Validators, types.Float64Type, func(ctx context.Context, v validator.Float64, value types.Float64) int {
			var found validator.Float64Response
			v.ValidateFloat64(ctx, validator.Float64Request{Path: path.Root(name), ConfigValue: value}, &found)
			return len(found.Diagnostics)
		})
	case schema.BoolAttribute:
		if !required && len(of.Validators) == 0 {
			return nil
		}
	}
	if required {
		return func(context.Context, tftypes.Value) bool { return false }
	}
	return onlyNull // There is more to be checked, unless it is left out.
}

func onlyNull(_ context.Context, value tftypes.Value) bool { return value.IsNull() }

// checkedBy is the rule of an attribute with validators that look at nothing but
// its value; nil if every value is right. The last argument runs one of them and
// counts what it finds.
func checkedBy[V any, T attr.Value](required bool, validators []V, kind attr.Type, problems func(context.Context, V, T) int) valueRule {
	if !required && len(validators) == 0 {
		return nil
	}
	return func(ctx context.Context, value tftypes.Value) bool {
		if !value.IsKnown() {
			return true
		}
		if value.IsNull() {
			return !required
		}
		decoded, err := kind.ValueFromTerraform(ctx, value)
		known, ok := decoded.(T)
		if err != nil || !ok {
			return false
		}
		for _, v := range validators {
			if problems(ctx, v, known) > 0 {
				return false
			}
		}
		return true
	}
}
