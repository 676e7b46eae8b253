package terraform

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// encodeIdentity makes the wire form of an identity; nil if there is none.
func (s *schemas) encodeIdentity(typeName string, identity Object) (*tfprotov6.ResourceIdentityData, error) {
	of := s.identityType(typeName)
	if of == nil || identity == nil {
		return nil, nil //nolint:nilnil // No identity is a value of its own.
	}
	value, err := Value(of, identity)
	if err != nil {
		return nil, fmt.Errorf("identity: %w", err)
	}
	data, err := Dynamic(value)
	return &tfprotov6.ResourceIdentityData{IdentityData: data}, err
}

// decodeIdentity reads the wire form of an identity; nil if there is none.
func (s *schemas) decodeIdentity(typeName string, data *tfprotov6.ResourceIdentityData) (Object, error) {
	of := s.identityType(typeName)
	if of == nil || data == nil || data.IdentityData == nil {
		return nil, nil
	}
	value, err := data.IdentityData.Unmarshal(of)
	if err != nil {
		return nil, err
	}
	identity, _ := Native(value).(Object)
	return identity, nil
}
