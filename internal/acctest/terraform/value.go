package terraform

import (
	"fmt"
	"maps"
	"math/big"
	"strconv"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Value makes a value of the type. References are not resolved.
func Value(of tftypes.Type, value any) (tftypes.Value, error) {
	return encoder{}.value(of, value)
}

// encoder makes values of the protocol from Go values.
type encoder struct {
	// apply reports whether a value that is known after the apply is known.
	apply bool
	// resolve looks up a reference.
	resolve func(Reference) (tftypes.Value, error)
}

func (e encoder) value(of tftypes.Type, value any) (tftypes.Value, error) {
	switch value := value.(type) {
	case nil:
		return tftypes.NewValue(of, nil), nil
	case tftypes.Value:
		return value, nil
	case Unknown:
		return tftypes.NewValue(of, tftypes.UnknownValue), nil
	case KnownAfterApply:
		if !e.apply {
			return tftypes.NewValue(of, tftypes.UnknownValue), nil
		}
		return e.value(of, value.Value)
	case Reference:
		if e.resolve == nil {
			return tftypes.Value{}, fmt.Errorf("nothing can be referred to here: %s.%s", value.Address, value.Attribute)
		}
		return e.resolve(value)
	case Object:
		return e.object(of, value)
	case []string:
		elements := make([]any, len(value))
		for i, element := range value {
			elements[i] = element
		}
		return e.elements(of, elements)
	case []any:
		return e.elements(of, value)
	case float64:
		// As Terraform parses the number in a configuration.
		number, _, err := big.ParseFloat(strconv.FormatFloat(value, 'g', -1, 64), 10, 512, big.ToNearestEven)
		if err != nil {
			return tftypes.Value{}, err
		}
		return checked(of, number)
	}
	return checked(of, value)
}

// checked makes a value that the type allows.
func checked(of tftypes.Type, value any) (tftypes.Value, error) {
	if err := tftypes.ValidateValue(of, value); err != nil {
		return tftypes.Value{}, err
	}
	return tftypes.NewValue(of, value), nil
}

func (e encoder) object(of tftypes.Type, value Object) (tftypes.Value, error) {
	encoded := map[string]tftypes.Value{}
	if value == nil {
		return tftypes.NewValue(of, nil), nil
	}
	switch of := of.(type) {
	case tftypes.Object:
		rest := maps.Clone(value)
		for name, attribute := range of.AttributeTypes {
			each, err := e.value(attribute, value[name])
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
			encoded[name] = each
			delete(rest, name)
		}
		for name := range rest {
			return tftypes.Value{}, fmt.Errorf("there is no attribute %s", name)
		}
	case tftypes.Map:
		for name, element := range value {
			each, err := e.value(of.ElementType, element)
			if err != nil {
				return tftypes.Value{}, fmt.Errorf("%s: %w", name, err)
			}
			encoded[name] = each
		}
	default:
		return tftypes.Value{}, fmt.Errorf("an object is no %s", of)
	}
	return checked(of, encoded)
}

func (e encoder) elements(of tftypes.Type, value []any) (tftypes.Value, error) {
	var elementType tftypes.Type
	switch of := of.(type) {
	case tftypes.List:
		elementType = of.ElementType
	case tftypes.Set:
		elementType = of.ElementType
	default:
		return tftypes.Value{}, fmt.Errorf("a list is no %s", of)
	}
	elements := []tftypes.Value{}
	for _, element := range value {
		each, err := e.value(elementType, element)
		if err != nil {
			return tftypes.Value{}, err
		}
		elements = append(elements, each)
	}
	return checked(of, elements)
}

// Native makes a Go value: nil for null, [Unknown], a bool, a float64, a string, a
// []any or an [Object].
func Native(value tftypes.Value) any {
	switch of := value.Type(); {
	case of == nil, value.IsNull():
		return nil
	case !value.IsKnown():
		return Unknown{}
	case of.Is(tftypes.String):
		return as[string](value)
	case of.Is(tftypes.Bool):
		return as[bool](value)
	case of.Is(tftypes.Number):
		number := as[big.Float](value)
		float, _ := number.Float64()
		return float
	case of.Is(tftypes.Object{}), of.Is(tftypes.Map{}):
		object := Object{}
		for name, attribute := range as[map[string]tftypes.Value](value) {
			object[name] = Native(attribute)
		}
		return object
	default:
		list := []any{}
		for _, element := range as[[]tftypes.Value](value) {
			list = append(list, Native(element))
		}
		return list
	}
}

// as reads a known value as the Go type that belongs to its own type.
func as[T any](value tftypes.Value) T {
	var target T
	if err := value.As(&target); err != nil {
		panic(err) // The callers have looked at the type.
	}
	return target
}

// attributes returns the attributes of an object, in a map of the caller's own;
// for null, every attribute is null.
func attributes(value tftypes.Value) map[string]tftypes.Value {
	all := map[string]tftypes.Value{}
	if value.IsNull() || !value.IsKnown() {
		of, _ := value.Type().(tftypes.Object)
		for name, attribute := range of.AttributeTypes {
			all[name] = tftypes.NewValue(attribute, nil)
		}
		return all
	}
	maps.Copy(all, as[map[string]tftypes.Value](value))
	return all
}

// Dynamic is the wire form of a value.
func Dynamic(value tftypes.Value) (*tfprotov6.DynamicValue, error) {
	encoded, err := tfprotov6.NewDynamicValue(value.Type(), value)
	if err != nil {
		return nil, err
	}
	return &encoded, nil
}

// decode reads the wire form of a value; null if there is none.
func decode(of tftypes.Type, encoded *tfprotov6.DynamicValue) (tftypes.Value, error) {
	if encoded == nil {
		return tftypes.NewValue(of, nil), nil
	}
	return encoded.Unmarshal(of)
}

// encodeAll sets each field to the wire form of a value.
func encodeAll(values map[**tfprotov6.DynamicValue]tftypes.Value) error {
	for field, value := range values {
		encoded, err := Dynamic(value)
		if err != nil {
			return err
		}
		*field = encoded
	}
	return nil
}
