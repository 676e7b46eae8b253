package provider

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/bulkread"
)

// listedRefresh makes the refresh of a type of object: a struct of attributes,
// and the API's object in whose terms it can be refreshed. What a page shows is
// taken if it is assessed well enough.
func listedRefresh[O, T any](
	readerOf func(*connection) *objectReader[T], refresh func(*O, *T), assess func(*O, *T) bulkread.Assessment,
) func(context.Context, *connection, attributeValues) (changed, ok bool) {
	fields := objectFieldsOf[O]()
	return func(ctx context.Context, conn *connection, state attributeValues) (changed, ok bool) {
		var prior O
		if fields.read(ctx, state, reflect.ValueOf(&prior).Elem()) != nil {
			return false, false
		}
		reader, id := readerOf(conn), state.text("id")
		listed := reader.Cached(id, func(listed *T) bulkread.Assessment { return assess(&prior, listed) })
		if listed == nil {
			return false, false
		}
		conn.own(reader.kind, id, state.text("created_at"))
		fresh := prior
		refresh(&fresh, listed)
		changed, err := fields.write(ctx, reflect.ValueOf(prior), reflect.ValueOf(fresh), state)
		return changed, err == nil
	}
}

// objectFields are the attributes of a struct such as [mediaObject].
type objectFields []objectField

type objectField struct {
	index int
	name  string
	kind  attr.Type
}

// objectFieldsOf finds the attributes of a struct by their tags. Every list and
// set in it is one of strings.
func objectFieldsOf[O any]() objectFields {
	of := reflect.TypeFor[O]()
	fields := make(objectFields, of.NumField())
	for i := range fields {
		field := objectField{index: i, name: of.Field(i).Tag.Get("tfsdk")}
		switch zero := reflect.Zero(of.Field(i).Type).Interface().(type) {
		case types.List:
			field.kind = types.ListType{ElemType: types.StringType}
		case types.Set:
			field.kind = types.SetType{ElemType: types.StringType}
		case attr.Value:
			field.kind = zero.Type(context.Background())
		}
		fields[i] = field
	}
	return fields
}

// read fills the struct from attributes.
func (f objectFields) read(ctx context.Context, from attributeValues, object reflect.Value) error {
	for _, field := range f {
		value, err := field.kind.ValueFromTerraform(ctx, from[field.name])
		if err != nil {
			return err
		}
		object.Field(field.index).Set(reflect.ValueOf(value))
	}
	return nil
}

// write puts what differs between two structs into attributes, and tells whether
// anything does.
func (f objectFields) write(ctx context.Context, prior, fresh reflect.Value, to attributeValues) (changed bool, err error) {
	for _, field := range f {
		before, _ := prior.Field(field.index).Interface().(attr.Value)
		now, ok := fresh.Field(field.index).Interface().(attr.Value)
		if !ok || sameValue(before, now) {
			continue
		}
		raw, err := now.ToTerraformValue(ctx)
		if err != nil {
			return changed, err
		}
		to[field.name], changed = raw, true
	}
	return changed, nil
}

// sameValue tells whether two values are the same. A fraction from the state has
// more digits of precision than one from the API; what counts is the float64.
func sameValue(a, b attr.Value) bool {
	before, isFloat := a.(types.Float64)
	now, areFloats := b.(types.Float64)
	if isFloat && areFloats && known(before) && known(now) {
		return before.ValueFloat64() == now.ValueFloat64()
	}
	return b.Equal(a)
}
