package fastpath

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64default"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/numberdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/setdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stub is a framework's server of which no method is called.
type stub struct{ framework }

// newer is one with a method that this package does not know.
type newer struct{ stub }

func (newer) ReadFutureThing() {}

func TestFailsWhenAMethodWouldBeHidden(t *testing.T) {
	t.Parallel()
	if _, err := NewServer(stub{}, Options{}); err != nil {
		t.Fatal(err)
	}
	if _, err := NewServer(newer{}, Options{}); err == nil || !strings.Contains(err.Error(), "hidden from Terraform: [ReadFutureThing]") {
		t.Errorf("a server with a method that is not passed on: %v", err)
	}
	older := struct{ tfprotov6.ProviderServer }{}
	if _, err := NewServer(older, Options{}); err == nil || !strings.Contains(err.Error(), "lacks methods") {
		t.Errorf("a server without list resources: %v", err)
	}
	// The protocol has one more interface with each of its parts.
	for _, of := range []reflect.Type{
		reflect.TypeFor[tfprotov6.ActionServer](), reflect.TypeFor[tfprotov6.ListResourceServer](),
		reflect.TypeFor[tfprotov6.StateStoreServer](),
	} {
		if hidden := hiddenMethods(of); len(hidden) > 0 {
			t.Errorf("%s: %v", of, hidden)
		}
	}
}

type text struct {
	Value types.String `tfsdk:"value"`
}

func register[M any](attribute schema.Attribute) error {
	_, err := NewServer(stub{}, Options{Off: true}, Register(Resource[M]{
		Type: "example", Schema: schema.Schema{Attributes: map[string]schema.Attribute{"value": attribute}},
		Identity: identityschema.Schema{Attributes: map[string]identityschema.Attribute{"value": identityschema.StringAttribute{}}},
	}))
	return err
}

func TestFailsWhenADefaultIsNotUnderstood(t *testing.T) {
	t.Parallel()
	nested := schema.SingleNestedAttribute{Attributes: map[string]schema.Attribute{
		"inner": schema.BoolAttribute{Computed: true, Default: booldefault.StaticBool(true)},
	}}
	for name, err := range map[string]error{
		"number": register[struct {
			Value types.Number `tfsdk:"value"`
		}](schema.NumberAttribute{Default: numberdefault.StaticBigFloat(nil)}),
		"nested": register[struct {
			Value types.Object `tfsdk:"value"`
		}](nested),
	} {
		if err == nil || !strings.Contains(err.Error(), `example: the default of the attribute "value"`) || !strings.Contains(err.Error(), "is not understood") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := register[text](schema.StringAttribute{Optional: true}); err != nil {
		t.Error(err)
	}
}

func TestFailsWhenAModelDoesNotFit(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"needs a basetypes.BoolValue": register[text](schema.BoolAttribute{Optional: true}),
		`no attribute "other"`: register[struct {
			text

			Other types.String `tfsdk:"other"`
		}](schema.StringAttribute{Optional: true}),
		"has 0 attributes": register[struct{}](schema.StringAttribute{Optional: true}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not in %v", want, err)
		}
	}
}

func TestKnowsDefaults(t *testing.T) {
	t.Parallel()
	stars := types.SetValueMust(types.StringType, []attr.Value{types.StringValue("*")})
	found, err := defaultsOf(t.Context(), schema.Schema{Attributes: map[string]schema.Attribute{
		"flag":   schema.BoolAttribute{Default: booldefault.StaticBool(false)},
		"text":   schema.StringAttribute{Default: stringdefault.StaticString("x")},
		"number": schema.Int64Attribute{Default: int64default.StaticInt64(7)},
		"set":    schema.SetAttribute{ElementType: types.StringType, Default: setdefault.StaticValue(stars)},
		"none":   schema.StringAttribute{Optional: true},
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := attributeValues{
		"flag":   tftypes.NewValue(tftypes.Bool, false),
		"text":   tftypes.NewValue(tftypes.String, "x"),
		"number": tftypes.NewValue(tftypes.Number, 7),
		"set":    tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "*")}),
	}
	for name, value := range want {
		if !found[name].Equal(value) {
			t.Errorf("%s: got %s, want %s", name, found[name], value)
		}
	}
	if len(found) != len(want) {
		t.Errorf("found %v", found)
	}
}

func TestCallsOnStop(t *testing.T) {
	t.Parallel()
	var order []string
	server, err := NewServer(stopping{order: &order}, Options{OnStop: func() { order = append(order, "provider") }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := server.StopProvider(t.Context(), &tfprotov6.StopProviderRequest{}); err != nil || !slices.Equal(order, []string{"provider", "framework"}) {
		t.Errorf("stopped %v, %v", order, err)
	}
}

// stopping notes that it was stopped.
type stopping struct {
	stub

	order *[]string
}

// StopProvider stops the server.
func (s stopping) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	*s.order = append(*s.order, "framework")
	return &tfprotov6.StopProviderResponse{}, nil
}
