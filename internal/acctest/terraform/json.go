package terraform

import (
	"encoding/json"
	"math/big"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// stored is a value as Terraform writes it into a state file.
func stored(value tftypes.Value) ([]byte, error) { return json.Marshal(plain(value)) }

// plain is a known value in the terms of encoding/json.
func plain(value tftypes.Value) any {
	switch of := value.Type(); {
	case value.IsNull():
		return nil
	case of.Is(tftypes.String):
		return as[string](value)
	case of.Is(tftypes.Bool):
		return as[bool](value)
	case of.Is(tftypes.Number):
		number := as[big.Float](value)
		return json.Number(number.Text('f', -1))
	case of.Is(tftypes.Object{}), of.Is(tftypes.Map{}):
		members := map[string]any{}
		for name, member := range as[map[string]tftypes.Value](value) {
			members[name] = plain(member)
		}
		return members
	default:
		elements := []any{}
		for _, element := range as[[]tftypes.Value](value) {
			elements = append(elements, plain(element))
		}
		return elements
	}
}
