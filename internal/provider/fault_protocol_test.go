package provider_test

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// change is a planned change.
type change struct {
	action   action
	value    tftypes.Value
	private  []byte
	identity *tfprotov6.ResourceIdentityData
}

// plan decides what is to be done, by the same rules as Terraform.
func (p *process) plan(ctx context.Context, config tftypes.Value, prior instance) (change, []*tfprotov6.Diagnostic, error) {
	if !config.IsNull() {
		encoded, err := dynamic(config)
		if err != nil {
			return change{}, nil, err
		}
		validated, err := p.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{TypeName: p.typeName, Config: encoded})
		if err != nil || hasError(validated.Diagnostics) {
			return change{}, validated.Diagnostics, err
		}
	}
	switch {
	case config.IsNull() && prior.value.IsNull():
		return change{action: noAction, value: prior.value}, nil, nil
	case config.IsNull():
		planned, _, diagnostics, err := p.ask(ctx, config, prior)
		planned.action = deleteAction
		return planned, diagnostics, err
	case prior.value.IsNull():
		planned, _, diagnostics, err := p.ask(ctx, config, prior)
		planned.action = createAction
		return planned, diagnostics, err
	case prior.tainted:
		return p.replace(ctx, config, nil)
	}
	planned, replaces, diagnostics, err := p.ask(ctx, config, prior)
	if err != nil || hasError(diagnostics) {
		return planned, diagnostics, err
	}
	before, after := attributes(prior.value), attributes(planned.value)
	for _, path := range replaces {
		// A path is to an attribute of the resource, in this provider.
		name, ok := path.LastStep().(tftypes.AttributeName)
		if !ok {
			return planned, diagnostics, fmt.Errorf("a replacement is due to %s, which is no attribute", path)
		}
		// Terraform replaces only for what changes.
		if !after[string(name)].Equal(before[string(name)]) {
			return p.replace(ctx, config, planned.private)
		}
	}
	planned.action = updateAction
	if planned.value.Equal(prior.value) {
		planned.action = noAction
	}
	return planned, diagnostics, nil
}

// replace plans a new object in the place of an old one.
func (p *process) replace(ctx context.Context, config tftypes.Value, private []byte) (change, []*tfprotov6.Diagnostic, error) {
	planned, _, diagnostics, err := p.ask(ctx, config, instance{value: tftypes.NewValue(p.kind, nil), private: private})
	planned.action = replaceAction
	return planned, diagnostics, err
}

// ask has the provider plan, and checks that the plan respects the configuration.
func (p *process) ask(ctx context.Context, config tftypes.Value, prior instance) (change, []*tftypes.AttributePath, []*tfprotov6.Diagnostic, error) {
	proposed := p.propose(config, prior.value)
	request := &tfprotov6.PlanResourceChangeRequest{TypeName: p.typeName, PriorPrivate: prior.private, PriorIdentity: prior.identity}
	err := encode(map[**tfprotov6.DynamicValue]tftypes.Value{
		&request.Config: config, &request.PriorState: prior.value, &request.ProposedNewState: proposed,
	})
	if err != nil {
		return change{}, nil, nil, err
	}
	response, err := p.server.PlanResourceChange(ctx, request)
	if err != nil || hasError(response.Diagnostics) {
		return change{}, nil, response.Diagnostics, err
	}
	value, err := response.PlannedState.Unmarshal(p.kind)
	if err == nil && !config.IsNull() {
		err = p.checkPlan(config, prior.value, value)
	}
	return change{value: value, private: response.PlannedPrivate, identity: response.PlannedIdentity}, response.RequiresReplace, response.Diagnostics, err
}

// propose merges the configuration with what the provider computed before.
func (p *process) propose(config, prior tftypes.Value) tftypes.Value {
	if config.IsNull() || prior.IsNull() {
		return config
	}
	merged, before := attributes(config), attributes(prior)
	for _, attribute := range p.schema.Block.Attributes {
		if attribute.Computed && merged[attribute.Name].IsNull() {
			merged[attribute.Name] = before[attribute.Name]
		}
	}
	return tftypes.NewValue(p.kind, merged)
}

// checkPlan expects configured values in the plan, or equivalent prior ones.
func (p *process) checkPlan(config, prior, planned tftypes.Value) error {
	want, got, before := attributes(config), attributes(planned), map[string]tftypes.Value{}
	if !prior.IsNull() {
		before = attributes(prior)
	}
	for _, attribute := range p.schema.Block.Attributes {
		name := attribute.Name
		switch {
		case attribute.WriteOnly, attribute.Computed && want[name].IsNull(), got[name].Equal(want[name]):
		case !before[name].IsNull() && got[name].Equal(before[name]):
		default:
			return fmt.Errorf("the plan has %s = %s, and the configuration has %s", name, got[name], want[name])
		}
	}
	return nil
}

// apply has the provider carry out a plan, and checks that it kept to it.
func (p *process) apply(ctx context.Context, config tftypes.Value, prior instance, planned change) (instance, []*tfprotov6.Diagnostic, error) {
	request := &tfprotov6.ApplyResourceChangeRequest{TypeName: p.typeName, PlannedPrivate: planned.private, PlannedIdentity: planned.identity}
	err := encode(map[**tfprotov6.DynamicValue]tftypes.Value{
		&request.Config: config, &request.PriorState: prior.value, &request.PlannedState: planned.value,
	})
	if err != nil {
		return prior, nil, err
	}
	response, err := p.server.ApplyResourceChange(ctx, request)
	if err != nil {
		return prior, nil, err
	}
	value, err := response.NewState.Unmarshal(p.kind)
	if err != nil {
		return prior, response.Diagnostics, err
	}
	after := instance{value: value, private: response.Private, identity: response.NewIdentity}
	if value.IsNull() {
		after = instance{value: value}
	}
	return after, response.Diagnostics, checkApplied(planned.value, value, hasError(response.Diagnostics))
}

// checkApplied expects a state that is wholly known and has the planned values;
// after an error, it need not have those.
func checkApplied(planned, after tftypes.Value, failed bool) error {
	if after.IsNull() {
		if !planned.IsNull() && !failed {
			return fmt.Errorf("the object vanished in the apply")
		}
		return nil
	}
	if !after.IsFullyKnown() {
		return fmt.Errorf("the state has unknown values: %s", after)
	}
	if failed || planned.IsNull() {
		return nil
	}
	got := attributes(after)
	for name, want := range attributes(planned) {
		if want.IsFullyKnown() && !got[name].Equal(want) {
			return fmt.Errorf("%s was planned as %s and became %s", name, want, got[name])
		}
	}
	return nil
}

// objectType is the type of a schema's values.
func objectType(schema *tfprotov6.Schema) (tftypes.Object, error) {
	kind, ok := schema.ValueType().(tftypes.Object)
	if !ok {
		return kind, fmt.Errorf("the schema is not that of an object")
	}
	return kind, nil
}

// object is an object with these attributes; all others are null.
func object(kind tftypes.Object, values map[string]any) tftypes.Value {
	all := map[string]tftypes.Value{}
	for name, of := range kind.AttributeTypes {
		value := values[name]
		if texts, ok := value.([]string); ok {
			elements := make([]tftypes.Value, len(texts))
			for i, text := range texts {
				elements[i] = tftypes.NewValue(tftypes.String, text)
			}
			value = elements
		}
		all[name] = tftypes.NewValue(of, value)
	}
	return tftypes.NewValue(kind, all)
}

// attributes are a copy of the attributes of an object that is not null.
func attributes(value tftypes.Value) map[string]tftypes.Value {
	var all map[string]tftypes.Value
	if err := value.As(&all); err != nil {
		panic(err) // Every value here is made from a schema, which is an object's.
	}
	return maps.Clone(all)
}

func dynamic(value tftypes.Value) (*tfprotov6.DynamicValue, error) {
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	return &encoded, err
}

// encode sets each field to the wire form of a value.
func encode(values map[**tfprotov6.DynamicValue]tftypes.Value) error {
	for field, value := range values {
		encoded, err := dynamic(value)
		if err != nil {
			return err
		}
		*field = encoded
	}
	return nil
}
