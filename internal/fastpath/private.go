package fastpath

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// Private is the private state of a resource, to be read only.
type Private map[string][]byte

// GetKey returns a value of the private state, as the framework's own does.
func (p Private) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) { return p[key], nil }

// decodePrivate reads private state in the form in which the protocol has it.
func decodePrivate(encoded []byte) (Private, error) {
	var private Private
	if len(encoded) == 0 {
		return private, nil
	}
	return private, json.Unmarshal(encoded, &private)
}
