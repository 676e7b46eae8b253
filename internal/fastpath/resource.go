package fastpath

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Resource describes a type of resource whose state has the model M, a struct with
// tfsdk tags. Its functions are called at the same time for many resources. Each
// may decline, and then the framework is asked.
type Resource[M any] struct {
	// Type is the name, such as "example_thing".
	Type     string
	Schema   schema.Schema
	Identity identityschema.Schema

	// Read takes over into the state what is known of the object without asking for
	// it. It reports whether that is a complete refresh.
	Read func(ctx context.Context, state *M, private Private) bool
	// Plan returns the plan for an existing object, of which the proposal is what
	// the state has. It declines when there is anything else to answer, such as a
	// diagnostic, a replacement or private state to write.
	Plan func(ctx context.Context, config, state *M, private Private) (planned M, ok bool)
	// PlanDelete reports whether the object may be deleted without a diagnostic.
	PlanDelete func(state *M) bool
}

// Registration builds the answers for a type of resource.
type Registration func() (typeName string, answers answerer, err error)

// answerer gives answers about resources of one type, or nil for none.
type answerer interface {
	answerRead(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse
	answerPlan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse
}

// Register registers a resource with [NewServer].
func Register[M any](resource Resource[M]) Registration {
	return func() (string, answerer, error) {
		ctx := context.Background()
		model, err := modelOf[M](resource.Schema)
		if err != nil {
			return resource.Type, nil, fmt.Errorf("%s: %w", resource.Type, err)
		}
		defaults, err := defaultsOf(ctx, resource.Schema)
		if err != nil {
			return resource.Type, nil, fmt.Errorf("%s: %w", resource.Type, err)
		}
		return resource.Type, &answers[M]{
			Resource: resource, model: model, defaults: defaults,
			state: resource.Schema.Type().TerraformType(ctx), identity: resource.Identity.Type().TerraformType(ctx),
		}, nil
	}
}

// answers gives the answers for one type of resource.
type answers[M any] struct {
	Resource[M]

	model           model
	defaults        attributeValues
	state, identity tftypes.Type
}

// attributeValues are the values of a resource or of its configuration, by name.
type attributeValues map[string]tftypes.Value

// decode reads a state or a configuration; nil if it is null or cannot be read.
func (a *answers[M]) decode(ctx context.Context, value *tfprotov6.DynamicValue) (attributeValues, *M) {
	if value == nil {
		return nil, nil
	}
	object, err := value.Unmarshal(a.state)
	if err != nil || object.IsNull() || !object.IsKnown() {
		return nil, nil
	}
	var decoded map[string]tftypes.Value
	if object.As(&decoded) != nil {
		return nil, nil
	}
	into := new(M)
	if a.model.read(ctx, decoded, into) != nil {
		return nil, nil
	}
	return decoded, into
}

// asConfigured reports whether the arguments that the configuration leaves out
// have their defaults in the state. Terraform itself has compared the others.
func (a *answers[M]) asConfigured(config, state attributeValues) bool {
	for name, value := range a.defaults {
		if config[name].IsNull() && !state[name].Equal(value) {
			return false
		}
	}
	return true
}
