package terraform

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// planData reads a data source, unless its configuration is not known before the
// apply, or refers to something that is about to change.
func (w *walk) planData(plan *Plan, data *Data) error {
	p := w.process(data.Provider)
	schema := p.schemas.DataSourceSchemas[data.Type]
	config, err := w.config(schema.ValueType(), data.Config)
	if err != nil {
		return err
	}
	late := !config.IsFullyKnown()
	for _, address := range references(data.Config) {
		w.mu.Lock()
		change := w.planned[address]
		w.mu.Unlock()
		late = late || change != nil && change.Action != NoOp
	}
	if !late {
		return w.readData(data)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	plan.deferred = append(plan.deferred, *data)
	w.state[data.Address()] = &Instance{
		Type: data.Type, Provider: data.Provider, Value: tftypes.NewValue(schema.ValueType(), tftypes.UnknownValue), data: true,
	}
	return nil
}

// readData validates and reads a data source.
func (w *walk) readData(data *Data) error {
	p, address := w.process(data.Provider), data.Address()
	schema := p.schemas.DataSourceSchemas[data.Type]
	config, err := w.config(schema.ValueType(), data.Config)
	if err != nil {
		return err
	}
	encoded, err := Dynamic(config)
	if err != nil {
		return err
	}
	validated, err := call(w.ctx, p, "ValidateDataResourceConfig", address,
		&tfprotov6.ValidateDataResourceConfigRequest{TypeName: data.Type, Config: encoded}, p.server.ValidateDataResourceConfig)
	if err != nil {
		return err
	}
	if !w.report(reported(address, validated.Diagnostics)) {
		return errReported
	}
	resp, err := call(w.ctx, p, "ReadDataSource", address, &tfprotov6.ReadDataSourceRequest{TypeName: data.Type, Config: encoded}, p.server.ReadDataSource)
	if err != nil {
		return err
	}
	if !w.report(reported(address, resp.Diagnostics)) {
		return errReported
	}
	value, err := decode(schema.ValueType(), resp.State)
	switch {
	case err != nil:
		return broken(address, "the data that was read: %w", err)
	case value.IsNull() || !value.IsFullyKnown():
		return broken(address, "the data that was read is null or not wholly known: %s", value)
	}
	if err := checkPlan(schema.Block.Attributes, tftypes.NewValue(schema.ValueType(), nil), config, value); err != nil {
		return broken(address, "%w", err)
	}
	w.set(address, &Instance{Type: data.Type, Provider: data.Provider, Value: value, data: true})
	return nil
}
