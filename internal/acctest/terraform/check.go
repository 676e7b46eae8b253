package terraform

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// checkPlan expects what Terraform expects of a plan: the configured values, or
// prior ones that the provider finds equivalent; anything for a computed attribute
// that is not configured; and null for what is write-only.
func checkPlan(schema []*tfprotov6.SchemaAttribute, prior, config, planned tftypes.Value) error {
	var errs []error
	before, want, got := attributes(prior), attributes(config), attributes(planned)
	for _, attribute := range schema {
		name := attribute.Name
		switch {
		case attribute.WriteOnly:
			if !got[name].IsNull() {
				errs = append(errs, fmt.Errorf("%s is write-only, and the plan has a value for it", name))
			}
		case got[name].Equal(want[name]),
			got[name].Equal(before[name]) && !before[name].IsNull() && !want[name].IsNull(),
			attribute.Computed && want[name].IsNull():
		case isNestedObject(attribute) && !want[name].IsNull() && !got[name].IsNull() && got[name].IsKnown() && want[name].IsKnown():
			if err := checkPlan(attribute.NestedType.Attributes, before[name], want[name], got[name]); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", name, err))
			}
		default:
			errs = append(errs, fmt.Errorf("the plan has %s = %s, the configuration %s, and the state %s", name, got[name], want[name], before[name]))
		}
	}
	return errors.Join(errs...)
}

// checkCompatible expects that a value has become what was planned, wherever that
// was known.
func checkCompatible(what string, planned, actual tftypes.Value) error {
	of := planned.Type()
	switch {
	case !planned.IsKnown():
		return nil
	case !actual.IsKnown():
		return fmt.Errorf("%s was planned as %s, and became unknown", what, planned)
	case planned.IsNull() || actual.IsNull():
		if planned.IsNull() && actual.IsNull() {
			return nil
		}
		return fmt.Errorf("%s was planned as %s, and became %s", what, planned, actual)
	case of.Is(tftypes.Object{}), of.Is(tftypes.Map{}):
		want, got := as[map[string]tftypes.Value](planned), as[map[string]tftypes.Value](actual)
		var errs []error
		for name, each := range want {
			other, ok := got[name]
			if !ok {
				errs = append(errs, fmt.Errorf("%s.%s was planned, and vanished", what, name))
				continue
			}
			errs = append(errs, checkCompatible(what+"."+name, each, other))
		}
		if len(got) > len(want) {
			errs = append(errs, fmt.Errorf("%s has more elements than planned", what))
		}
		return errors.Join(errs...)
	case of.Is(tftypes.List{}):
		want, got := as[[]tftypes.Value](planned), as[[]tftypes.Value](actual)
		if len(want) != len(got) {
			return fmt.Errorf("%s was planned with %d elements, and has %d", what, len(want), len(got))
		}
		var errs []error
		for i := range want {
			errs = append(errs, checkCompatible(fmt.Sprintf("%s[%d]", what, i), want[i], got[i]))
		}
		return errors.Join(errs...)
	case !planned.IsFullyKnown(): // A set: nothing tells its elements apart.
		return nil
	case !planned.Equal(actual):
		return fmt.Errorf("%s was planned as %s, and became %s", what, planned, actual)
	}
	return nil
}

// checkReplaced returns which of the attributes that ask for a replacement differ.
// Terraform replaces for no other.
func checkReplaced(schema *tfprotov6.Schema, paths []*tftypes.AttributePath, prior, planned tftypes.Value) ([]string, error) {
	var replace []string
	for _, path := range paths {
		before, beforeErr := at(prior, path)
		after, afterErr := at(planned, path)
		if beforeErr != nil && afterErr != nil {
			return nil, fmt.Errorf("a replacement is due to %s, which does not exist", path)
		}
		if beforeErr == nil && afterErr == nil && before.Equal(after) && after.IsFullyKnown() && !isWriteOnly(schema, path) {
			continue
		}
		name := path.String()
		if attribute, ok := path.LastStep().(tftypes.AttributeName); ok && len(path.Steps()) == 1 {
			name = string(attribute)
		}
		replace = append(replace, name)
	}
	return replace, nil
}

// at returns the value at a path.
func at(value tftypes.Value, path *tftypes.AttributePath) (tftypes.Value, error) {
	found, _, err := tftypes.WalkAttributePath(value, path)
	if err != nil {
		return tftypes.Value{}, err
	}
	inner, ok := found.(tftypes.Value)
	if !ok {
		return tftypes.Value{}, fmt.Errorf("%s is no value", path)
	}
	return inner, nil
}

// isWriteOnly reports whether a path names a write-only attribute, which Terraform
// cannot compare.
func isWriteOnly(schema *tfprotov6.Schema, path *tftypes.AttributePath) bool {
	for _, attribute := range schema.Block.Attributes {
		if path.Equal(tftypes.NewAttributePath().WithAttributeName(attribute.Name)) {
			return attribute.WriteOnly
		}
	}
	return false
}
