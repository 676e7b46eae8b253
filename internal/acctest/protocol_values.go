package acctest

import (
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Unknown stands for a value that is not known yet.
const Unknown = "(unknown)"

// encode makes the wire form of a value of the schema. Attributes that are left
// out are null.
func (p *Protocol) encode(schema *tfprotov6.Schema, value Object) *tfprotov6.DynamicValue {
	p.t.Helper()
	return p.dynamic(p.typed(schema.ValueType(), value))
}

func (p *Protocol) dynamic(value tftypes.Value) *tfprotov6.DynamicValue {
	p.t.Helper()
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	must(p.t, err)
	return &encoded
}

// typed makes a value of the type.
func (p *Protocol) typed(of tftypes.Type, value any) tftypes.Value {
	p.t.Helper()
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(of, nil)
	case Object:
		return p.typedObject(of, value)
	case []any:
		elementType := tftypes.Type(tftypes.String)
		switch of := of.(type) {
		case tftypes.List:
			elementType = of.ElementType
		case tftypes.Set:
			elementType = of.ElementType
		}
		elements := []tftypes.Value{}
		for _, element := range value {
			elements = append(elements, p.typed(elementType, element))
		}
		return tftypes.NewValue(of, elements)
	}
	return tftypes.NewValue(of, value)
}

// typedObject makes an object or a map. Without one, it makes a null.
func (p *Protocol) typedObject(of tftypes.Type, value Object) tftypes.Value {
	p.t.Helper()
	if value == nil {
		return tftypes.NewValue(of, nil)
	}
	typed := map[string]tftypes.Value{}
	switch of := of.(type) {
	case tftypes.Object:
		for name, attribute := range of.AttributeTypes {
			typed[name] = p.typed(attribute, value[name])
		}
		for name := range value {
			if _, known := of.AttributeTypes[name]; !known {
				p.t.Fatalf("there is no attribute %s", name)
			}
		}
	case tftypes.Map:
		for name, element := range value {
			typed[name] = p.typed(of.ElementType, element)
		}
	default:
		p.t.Fatalf("an object is no %s", of)
	}
	return tftypes.NewValue(of, typed)
}

// decode reads the wire form of a value of the schema: nil for null.
func (p *Protocol) decode(schema *tfprotov6.Schema, encoded *tfprotov6.DynamicValue) Object {
	p.t.Helper()
	value, err := encoded.Unmarshal(schema.ValueType())
	must(p.t, err)
	object, _ := p.native(value).(Object)
	return object
}

// identity is the id in an identity.
func (p *Protocol) identity(typeName string, encoded *tfprotov6.ResourceIdentityData) string {
	p.t.Helper()
	if encoded == nil || encoded.IdentityData == nil {
		return ""
	}
	value, err := encoded.IdentityData.Unmarshal(p.identities[typeName].ValueType())
	must(p.t, err)
	object, _ := p.native(value).(Object)
	id, _ := object["id"].(string)
	return id
}

// native makes a Go value.
func (p *Protocol) native(value tftypes.Value) any {
	p.t.Helper()
	switch {
	case value.IsNull():
		return nil
	case !value.IsKnown():
		return Unknown
	}
	switch of := value.Type(); {
	case of.Is(tftypes.String):
		return as[string](p, value)
	case of.Is(tftypes.Bool):
		return as[bool](p, value)
	case of.Is(tftypes.Number):
		number, _ := as[*big.Float](p, value).Float64()
		return number
	case of.Is(tftypes.Object{}), of.Is(tftypes.Map{}):
		object := Object{}
		for name, attribute := range as[map[string]tftypes.Value](p, value) {
			object[name] = p.native(attribute)
		}
		return object
	default:
		list := []any{}
		for _, element := range as[[]tftypes.Value](p, value) {
			list = append(list, p.native(element))
		}
		return list
	}
}

// as reads a value as its Go type.
func as[T any](p *Protocol, value tftypes.Value) T {
	p.t.Helper()
	var target T
	must(p.t, value.As(&target))
	return target
}
