package provider

import (
	"context"

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
	notRequired := !attribute.IsRequired()
	if notRequired && !attribute.IsOptional() {
		return onlyNull
	}
	// open tells that there is no value yet to look at, and whether that is right.
	open := func(value tftypes.Value) (isOpen, right bool) {
		return value.IsNull() || !value.IsKnown(), notRequired || !value.IsKnown()
	}
	switch of := attribute.(type) {
	case schema.StringAttribute:
		if notRequired && len(of.Validators) == 0 {
			return nil
		}
		if !of.WriteOnly {
			return func(ctx context.Context, value tftypes.Value) bool {
				if isOpen, right := open(value); isOpen {
					return right
				}
				var text string
				return value.As(&text) == nil && passesAll(of.Validators, func(v validator.String) bool {
					var found validator.StringResponse
					v.ValidateString(ctx, validator.StringRequest{Path: path.Root(name), ConfigValue: types.StringValue(text)}, &found)
					return len(found.Diagnostics) == 0
				})
			}
		}
	case schema.Float64Attribute:
		if notRequired && len(of.Validators) == 0 {
			return nil
		}
		return func(ctx context.Context, value tftypes.Value) bool {
			if isOpen, right := open(value); isOpen {
				return right
			}
			number, err := types.Float64Type.ValueFromTerraform(ctx, value)
			float, ok := number.(types.Float64)
			return err == nil && ok && passesAll(of.Validators, func(v validator.Float64) bool {
				var found validator.Float64Response
				v.ValidateFloat64(ctx, validator.Float64Request{Path: path.Root(name), ConfigValue: float}, &found)
				return len(found.Diagnostics) == 0
			})
		}
	case schema.BoolAttribute:
		if notRequired && len(of.Validators) == 0 {
			return nil
		}
	}
	if notRequired {
		return onlyNull // There is more to be checked, unless it is left out.
	}
	return func(context.Context, tftypes.Value) bool { return false }
}

func onlyNull(_ context.Context, value tftypes.Value) bool { return value.IsNull() }

func passesAll[V any](validators []V, passes func(V) bool) bool {
	for _, v := range validators {
		if !passes(v) {
			return false
		}
	}
	return true
}
