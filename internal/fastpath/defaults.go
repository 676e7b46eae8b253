package fastpath

import (
	"context"
	"fmt"
	"reflect"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/defaults"
)

// defaultsOf are the values of arguments that a configuration leaves out. A
// default is taken to be the same in every call. One that is not understood is an
// error: an answer without it would be another than the framework's.
func defaultsOf(ctx context.Context, of schema.Schema) (attributeValues, error) {
	found := attributeValues{}
	for name, attribute := range of.Attributes {
		if !hasDefault(attribute) {
			continue
		}
		value, diags := defaultOf(ctx, path.Root(name), attribute)
		if diags.HasError() || value == nil {
			return nil, fmt.Errorf("the default of the attribute %q (%T) is not understood; add its type to defaultOf, or do not register the resource %v", name, attribute, diags)
		}
		raw, err := value.ToTerraformValue(ctx)
		if err != nil {
			return nil, fmt.Errorf("the default of the attribute %q: %w", name, err)
		}
		found[name] = raw
	}
	return found, nil
}

// hasDefault reports whether an attribute, or one nested in it, has a default.
func hasDefault(attribute any) bool {
	of := reflect.ValueOf(attribute)
	for method := range of.NumMethod() {
		if strings.HasSuffix(of.Type().Method(method).Name, "DefaultValue") {
			if result := of.Method(method).Call(nil); len(result) == 1 && !result[0].IsNil() {
				return true
			}
		}
	}
	return anyDefault(nestedIn(attribute))
}

func anyDefault(attributes map[string]schema.Attribute) bool {
	for _, attribute := range attributes {
		if hasDefault(attribute) {
			return true
		}
	}
	return false
}

func nestedIn(attribute any) map[string]schema.Attribute {
	switch nested := attribute.(type) {
	case schema.SingleNestedAttribute:
		return nested.Attributes
	case schema.ListNestedAttribute:
		return nested.NestedObject.Attributes
	case schema.SetNestedAttribute:
		return nested.NestedObject.Attributes
	case schema.MapNestedAttribute:
		return nested.NestedObject.Attributes
	}
	return nil
}

// defaultOf returns the default of an attribute; nil for one of another type.
func defaultOf(ctx context.Context, at path.Path, attribute schema.Attribute) (attr.Value, diag.Diagnostics) {
	switch of := attribute.(type) {
	case schema.BoolAttribute:
		var resp defaults.BoolResponse
		of.Default.DefaultBool(ctx, defaults.BoolRequest{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.StringAttribute:
		var resp defaults.StringResponse
		of.Default.DefaultString(ctx, defaults.StringRequest{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.Int64Attribute:
		var resp defaults.Int64Response
		of.Default.DefaultInt64(ctx, defaults.Int64Request{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.Float64Attribute:
		var resp defaults.Float64Response
		of.Default.DefaultFloat64(ctx, defaults.Float64Request{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.ListAttribute:
		var resp defaults.ListResponse
		of.Default.DefaultList(ctx, defaults.ListRequest{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.SetAttribute:
		var resp defaults.SetResponse
		of.Default.DefaultSet(ctx, defaults.SetRequest{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	case schema.MapAttribute:
		var resp defaults.MapResponse
		of.Default.DefaultMap(ctx, defaults.MapRequest{Path: at}, &resp)
		return resp.PlanValue, resp.Diagnostics
	}
	return nil, nil
}
