package terraform

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// State holds resource instances and data by their addresses.
type State map[string]*Instance

// Instance is a resource or a data source in the state.
type Instance struct {
	Type string
	// Provider is the alias of the provider block.
	Provider string
	Value    tftypes.Value
	Private  []byte
	// Identity is nil if the resource has none.
	Identity Object
	Tainted  bool
	// DependsOn are the addresses that the configuration referred to when the
	// resource was last applied.
	DependsOn []string

	// data reports whether this is a data source.
	data bool
}

// Attributes are the instance's values as Go values; nil without an instance.
func (i *Instance) Attributes() Object {
	if i == nil {
		return nil
	}
	object, _ := Native(i.Value).(Object)
	return object
}

// Clone copies the state.
func (s State) Clone() State {
	clone := State{}
	for address, instance := range s {
		clone[address] = instance.Clone()
	}
	return clone
}

// Clone copies the instance.
func (i *Instance) Clone() *Instance {
	if i == nil {
		return nil
	}
	clone := *i
	clone.Private, clone.Identity, clone.DependsOn = slices.Clone(i.Private), maps.Clone(i.Identity), slices.Clone(i.DependsOn)
	return &clone
}
