package fastpath

import (
	"context"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// model is how a struct with tfsdk tags holds the attributes of a schema.
type model []field

type field struct {
	index []int
	name  string
	of    attr.Type
}

// modelOf finds the fields of a struct, those of embedded structs included. Each
// attribute of the schema must have one.
func modelOf[M any](of schema.Schema) (model, error) {
	var fields model
	for _, candidate := range reflect.VisibleFields(reflect.TypeFor[M]()) {
		name := candidate.Tag.Get("tfsdk")
		if name == "" {
			continue
		}
		attribute, known := of.Attributes[name]
		if !known {
			return nil, fmt.Errorf("the model's field %s has no attribute %q in the schema", candidate.Name, name)
		}
		if held := reflect.TypeOf(attribute.GetType().ValueType(context.Background())); held != candidate.Type {
			return nil, fmt.Errorf("the model's field %s is a %s, but the attribute %q needs a %s", candidate.Name, candidate.Type, name, held)
		}
		fields = append(fields, field{index: candidate.Index, name: name, of: attribute.GetType()})
	}
	if len(fields) != len(of.Attributes) || len(of.Blocks) > 0 {
		return nil, fmt.Errorf("the model has %d attributes, but the schema has %d, and %d blocks", len(fields), len(of.Attributes), len(of.Blocks))
	}
	return fields, nil
}

// read fills a struct, given by its address, from attributes.
func (m model) read(ctx context.Context, from attributeValues, into any) error {
	object := reflect.ValueOf(into).Elem()
	for _, field := range m {
		value, err := field.of.ValueFromTerraform(ctx, from[field.name])
		if err != nil {
			return err
		}
		object.FieldByIndex(field.index).Set(reflect.ValueOf(value))
	}
	return nil
}

// write puts what differs between two structs into attributes, and reports whether
// anything does.
func (m model) write(ctx context.Context, prior, fresh any, to attributeValues) (changed bool, err error) {
	before, now := reflect.ValueOf(prior).Elem(), reflect.ValueOf(fresh).Elem()
	for _, field := range m {
		value := field.value(now)
		if sameValue(field.value(before), value) {
			continue
		}
		raw, err := value.ToTerraformValue(ctx)
		if err != nil {
			return changed, err
		}
		to[field.name], changed = raw, true
	}
	return changed, nil
}

// equal reports whether two structs hold the same values.
func (m model) equal(a, b any) bool {
	left, right := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for _, field := range m {
		if !sameValue(field.value(left), field.value(right)) {
			return false
		}
	}
	return true
}

// value is the value of a field; modelOf has seen that it is one.
func (f field) value(of reflect.Value) attr.Value {
	value, _ := of.FieldByIndex(f.index).Interface().(attr.Value)
	return value
}

// sameValue reports whether two values are the same. A fraction from the state has
// more digits of precision than one from an API; what counts is the float64.
func sameValue(a, b attr.Value) bool {
	before, isFloat := a.(types.Float64)
	now, areFloats := b.(types.Float64)
	if isFloat && areFloats && isKnown(before) && isKnown(now) {
		return before.ValueFloat64() == now.ValueFloat64()
	}
	return b.Equal(a)
}

func isKnown(value attr.Value) bool { return !value.IsNull() && !value.IsUnknown() }
