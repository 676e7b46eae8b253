package terraform

import (
	"fmt"
	"maps"
	"slices"
)

// Object holds attributes by their names; an attribute that is left out is null.
// A value is nil for null, a bool, a number, a string, a []any, a []string, an
// Object, or one of [Unknown], [KnownAfterApply] and [Reference].
type Object = map[string]any

// Config is a root module.
type Config struct {
	// Providers are the provider blocks by alias. The default one has the alias "".
	Providers map[string]Object
	Resources []Resource
	Data      []Data
}

// Resource is a resource block.
type Resource struct {
	Type, Name string
	// Provider is the alias of the provider block.
	Provider string
	Config   Object
}

// Address is the resource's address, such as "random_pet.name".
func (r Resource) Address() string { return r.Type + "." + r.Name }

// Data is a data block.
type Data struct {
	Type, Name string
	// Provider is the alias of the provider block.
	Provider string
	Config   Object
}

// Address is the data source's address, such as "data.http.page".
func (d Data) Address() string { return "data." + d.Type + "." + d.Name }

// Unknown is a value that stays unknown, in a plan and in an apply.
type Unknown struct{}

// KnownAfterApply is a value that is unknown in a plan and known in the apply, as
// an attribute of something that the same apply creates.
type KnownAfterApply struct{ Value any }

// Reference is an attribute of another resource or data source.
type Reference struct{ Address, Attribute string }

// references returns the addresses that a configuration refers to, sorted.
func references(config Object) []string {
	found := map[string]bool{}
	var collect func(value any)
	collect = func(value any) {
		switch value := value.(type) {
		case Reference:
			found[value.Address] = true
		case KnownAfterApply:
			collect(value.Value)
		case Object:
			for _, each := range value {
				collect(each)
			}
		case []any:
			for _, each := range value {
				collect(each)
			}
		}
	}
	collect(config)
	return slices.Sorted(maps.Keys(found))
}

// aliases returns the aliases of all providers that the configuration or the state
// uses, sorted.
func aliases(config Config, state State) []string {
	used := map[string]bool{}
	for _, resource := range config.Resources {
		used[resource.Provider] = true
	}
	for _, data := range config.Data {
		used[data.Provider] = true
	}
	for _, instance := range state {
		used[instance.Provider] = true
	}
	return slices.Sorted(maps.Keys(used))
}

// resource returns the resource at an address.
func (c Config) resource(address string) (*Resource, error) {
	for i := range c.Resources {
		if c.Resources[i].Address() == address {
			return &c.Resources[i], nil
		}
	}
	return nil, fmt.Errorf("no resource is configured at %s", address)
}
