package terraform

import (
	"context"
)

// Validate checks the configuration, as "terraform validate" does: with providers
// that are not configured.
func (w *Workspace) Validate(ctx context.Context) (Diagnostics, error) {
	walk := w.begin(ctx, false, nil)
	for _, alias := range aliases(w.Config, nil) {
		walk.launch(alias)
	}
	for _, resource := range w.Config.Resources {
		if len(walk.errs) > 0 || walk.run.Killed() {
			break
		}
		walk.tried(resource.Address(), walk.validateResource(&resource))
	}
	err := walk.finish()
	return walk.diagnostics, err
}

// validateResource validates a configuration in which references are unknown.
func (w *walk) validateResource(resource *Resource) error {
	p := w.process(resource.Provider)
	schema, err := p.schemas.resource(resource.Type)
	if err != nil {
		return err
	}
	config, err := w.config(schema.ValueType(), withoutReferences(resource.Config))
	if err != nil {
		return err
	}
	return w.validate(p, resource.Address(), resource.Type, config)
}

// withoutReferences makes references unknown.
func withoutReferences(config Object) Object {
	result := Object{}
	for name, value := range config {
		if _, ok := value.(Reference); ok {
			value = Unknown{}
		}
		result[name] = value
	}
	return result
}
