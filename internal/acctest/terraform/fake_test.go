package terraform_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest/terraform"
)

// cloud is where the fake provider keeps its things, by id.
type cloud struct {
	mu     sync.Mutex
	things map[string]map[string]tftypes.Value
	number int
	// log has a line for each start, end and call of a provider.
	log []string
	// bend, if set, may change any response, and answer in the provider's place.
	bend func(call string, response any)
	// inApply, if set, is called in the middle of a creation, with its context.
	inApply func(ctx context.Context, alias, name string)
}

func (c *cloud) note(format string, arguments ...any) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.log = append(c.log, fmt.Sprintf(format, arguments...))
}

// noted returns what was noted and forgets it.
func (c *cloud) noted() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	defer func() { c.log = nil }()
	return c.log
}

// names are the names of all things, sorted.
func (c *cloud) names() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []string
	for _, thing := range c.things {
		all = append(all, fmt.Sprint(terraform.Native(thing["name"])))
	}
	slices.Sort(all)
	return all
}

// workspace makes a workspace for things in a new cloud.
func workspace(t *testing.T, resources ...terraform.Resource) (*terraform.Workspace, *cloud) {
	t.Helper()
	c := &cloud{things: map[string]map[string]tftypes.Value{}}
	return &terraform.Workspace{
		Config: terraform.Config{Resources: resources},
		Start: func(alias string) (tfprotov6.ProviderServer, func(), error) {
			c.note("start %q", alias)
			return &fake{cloud: c, alias: alias}, func() { c.note("end %q", alias) }, nil
		},
	}, c
}

// thing is a resource block.
func thing(name string, config terraform.Object) terraform.Resource {
	all := terraform.Object{"name": name}
	maps.Copy(all, config)
	return terraform.Resource{Type: "fake_thing", Name: name, Config: all}
}

// fake is a provider of things.
type fake struct {
	tfprotov6.ProviderServer

	cloud *cloud
	alias string
}

var thingSchema = &tfprotov6.Schema{Version: 1, Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
	{Name: "id", Type: tftypes.String, Computed: true},
	{Name: "name", Type: tftypes.String, Required: true},
	{Name: "size", Type: tftypes.Number, Optional: true},
	{Name: "shape", Type: tftypes.String, Optional: true}, // Replaces.
	{Name: "other", Type: tftypes.String, Optional: true},
	{Name: "secret", Type: tftypes.String, Optional: true, WriteOnly: true},
}}}

var identitySchema = &tfprotov6.ResourceIdentitySchema{IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
	{Name: "id", Type: tftypes.String, RequiredForImport: true},
}}

var thingType, _ = thingSchema.ValueType().(tftypes.Object)

func (f *fake) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	f.cloud.note("schema")
	return &tfprotov6.GetProviderSchemaResponse{
		Provider: &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "region", Type: tftypes.String, Optional: true},
		}}},
		ResourceSchemas: map[string]*tfprotov6.Schema{"fake_thing": thingSchema},
		DataSourceSchemas: map[string]*tfprotov6.Schema{"fake_count": {Block: &tfprotov6.SchemaBlock{Attributes: []*tfprotov6.SchemaAttribute{
			{Name: "of", Type: tftypes.String, Optional: true},
			{Name: "count", Type: tftypes.Number, Computed: true},
		}}}},
	}, nil
}

func (f *fake) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{"fake_thing": identitySchema}}, nil
}

func (f *fake) ValidateProviderConfig(_ context.Context, req *tfprotov6.ValidateProviderConfigRequest) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: req.Config}, nil
}

func (f *fake) ConfigureProvider(_ context.Context, req *tfprotov6.ConfigureProviderRequest) (*tfprotov6.ConfigureProviderResponse, error) {
	config, err := req.Config.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"region": tftypes.String}})
	f.cloud.note("configure %q %v", f.alias, terraform.Native(config))
	resp := &tfprotov6.ConfigureProviderResponse{}
	f.bend("configure", resp)
	return resp, err
}

func (f *fake) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	f.cloud.note("stop %q", f.alias)
	return &tfprotov6.StopProviderResponse{}, nil
}

// bend lets a test change a response.
func (f *fake) bend(call string, response any) {
	if f.cloud.bend != nil {
		f.cloud.bend(call, response)
	}
}

// read reads a thing of the protocol: nil for null.
func read(value *tfprotov6.DynamicValue) map[string]tftypes.Value {
	object, err := value.Unmarshal(thingType)
	if err != nil {
		panic(err)
	}
	if object.IsNull() {
		return nil
	}
	all := map[string]tftypes.Value{}
	if err := object.As(&all); err != nil {
		panic(err)
	}
	return maps.Clone(all)
}

// write is the reverse of read.
func write(thing map[string]tftypes.Value) *tfprotov6.DynamicValue {
	value := tftypes.NewValue(thingType, nil)
	if thing != nil {
		value = tftypes.NewValue(thingType, thing)
	}
	encoded, err := terraform.Dynamic(value)
	if err != nil {
		panic(err)
	}
	return encoded
}

func text(value string) tftypes.Value { return tftypes.NewValue(tftypes.String, value) }

func identityOf(thing map[string]tftypes.Value) *tfprotov6.ResourceIdentityData {
	encoded, err := terraform.Dynamic(tftypes.NewValue(identitySchema.ValueType(), map[string]tftypes.Value{"id": thing["id"]}))
	if err != nil {
		panic(err)
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: encoded}
}

func (f *fake) ValidateResourceConfig(_ context.Context, req *tfprotov6.ValidateResourceConfigRequest) (*tfprotov6.ValidateResourceConfigResponse, error) {
	f.cloud.note("validate %v", terraform.Native(read(req.Config)["name"]))
	resp := &tfprotov6.ValidateResourceConfigResponse{}
	f.bend("validate", resp)
	return resp, nil
}

func (f *fake) UpgradeResourceState(_ context.Context, req *tfprotov6.UpgradeResourceStateRequest) (*tfprotov6.UpgradeResourceStateResponse, error) {
	value, err := req.RawState.Unmarshal(thingType)
	if err != nil {
		return nil, err
	}
	encoded, err := terraform.Dynamic(value)
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: encoded}, err
}

func (f *fake) ReadResource(_ context.Context, req *tfprotov6.ReadResourceRequest) (*tfprotov6.ReadResourceResponse, error) {
	f.cloud.mu.Lock()
	state := read(req.CurrentState)
	found := f.cloud.things[fmt.Sprint(terraform.Native(state["id"]))]
	f.cloud.mu.Unlock()
	f.cloud.note("read %v", terraform.Native(state["id"]))
	resp := &tfprotov6.ReadResourceResponse{NewState: write(found), Private: req.Private}
	if found != nil {
		resp.NewIdentity = identityOf(found)
	}
	f.bend("read", resp)
	return resp, nil
}

func (f *fake) PlanResourceChange(_ context.Context, req *tfprotov6.PlanResourceChangeRequest) (*tfprotov6.PlanResourceChangeResponse, error) {
	prior, proposed := read(req.PriorState), read(req.ProposedNewState)
	f.cloud.note("plan %v to %v, private %q", terraform.Native(prior["name"]), terraform.Native(proposed["name"]), req.PriorPrivate)
	if proposed != nil && prior == nil {
		proposed["id"] = tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	}
	resp := &tfprotov6.PlanResourceChangeResponse{
		PlannedState: write(proposed), PlannedPrivate: append(slices.Clone(req.PriorPrivate), 'p'), PlannedIdentity: req.PriorIdentity,
	}
	if prior != nil && proposed != nil {
		resp.RequiresReplace = []*tftypes.AttributePath{tftypes.NewAttributePath().WithAttributeName("shape")}
	}
	f.bend("plan", resp)
	return resp, nil
}

func (f *fake) ApplyResourceChange(ctx context.Context, req *tfprotov6.ApplyResourceChangeRequest) (*tfprotov6.ApplyResourceChangeResponse, error) {
	prior, planned := read(req.PriorState), read(req.PlannedState)
	config := read(req.Config)
	f.cloud.note("apply %v to %v, secret %v, private %q", terraform.Native(prior["name"]), terraform.Native(planned["name"]), terraform.Native(config["secret"]), req.PlannedPrivate)
	if planned == nil {
		f.cloud.mu.Lock()
		delete(f.cloud.things, fmt.Sprint(terraform.Native(prior["id"])))
		f.cloud.mu.Unlock()
		resp := &tfprotov6.ApplyResourceChangeResponse{NewState: write(nil)}
		f.bend("apply", resp)
		return resp, nil
	}
	f.cloud.mu.Lock()
	if prior == nil {
		f.cloud.number++
		planned["id"] = text(fmt.Sprintf("t%d", f.cloud.number))
	}
	f.cloud.things[fmt.Sprint(terraform.Native(planned["id"]))] = planned
	f.cloud.mu.Unlock()
	if f.cloud.inApply != nil {
		f.cloud.inApply(ctx, f.alias, fmt.Sprint(terraform.Native(planned["name"])))
	}
	resp := &tfprotov6.ApplyResourceChangeResponse{NewState: write(planned), Private: []byte("a"), NewIdentity: identityOf(planned)}
	f.bend("apply", resp)
	return resp, nil
}

func (f *fake) ImportResourceState(_ context.Context, req *tfprotov6.ImportResourceStateRequest) (*tfprotov6.ImportResourceStateResponse, error) {
	id := req.ID
	if req.Identity != nil {
		value, err := req.Identity.IdentityData.Unmarshal(identitySchema.ValueType())
		if err != nil {
			return nil, err
		}
		id, _ = terraform.Native(value).(terraform.Object)["id"].(string)
	}
	stub := map[string]tftypes.Value{}
	for name, of := range thingType.AttributeTypes {
		stub[name] = tftypes.NewValue(of, nil)
	}
	stub["id"] = text(id)
	return &tfprotov6.ImportResourceStateResponse{ImportedResources: []*tfprotov6.ImportedResource{{
		TypeName: "fake_thing", State: write(stub), Identity: identityOf(stub),
	}}}, nil
}

func (f *fake) MoveResourceState(_ context.Context, req *tfprotov6.MoveResourceStateRequest) (*tfprotov6.MoveResourceStateResponse, error) {
	source, err := req.SourceState.Unmarshal(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"id": tftypes.String}})
	if err != nil {
		return nil, err
	}
	state := map[string]tftypes.Value{}
	for name, of := range thingType.AttributeTypes {
		state[name] = tftypes.NewValue(of, nil)
	}
	id, _ := terraform.Native(source).(terraform.Object)["id"].(string)
	state["id"], state["name"] = text(id), text("moved from "+req.SourceTypeName)
	return &tfprotov6.MoveResourceStateResponse{TargetState: write(state)}, nil
}

func (f *fake) ValidateDataResourceConfig(context.Context, *tfprotov6.ValidateDataResourceConfigRequest) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	return &tfprotov6.ValidateDataResourceConfigResponse{}, nil
}

func (f *fake) ReadDataSource(_ context.Context, req *tfprotov6.ReadDataSourceRequest) (*tfprotov6.ReadDataSourceResponse, error) {
	of := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"of": tftypes.String, "count": tftypes.Number}}
	config, err := req.Config.Unmarshal(of)
	if err != nil {
		return nil, err
	}
	object, ok := terraform.Native(config).(terraform.Object)
	if !ok {
		return nil, errors.New("no configuration")
	}
	f.cloud.note("count")
	object["count"] = len(f.cloud.names())
	value, err := terraform.Value(of, object)
	if err != nil {
		return nil, err
	}
	encoded, err := terraform.Dynamic(value)
	return &tfprotov6.ReadDataSourceResponse{State: encoded}, err
}
