package provider

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// upgradeCurrent decodes a stored state that has the form of the present schema
// already, which Terraform asks for nonetheless, once for every resource and
// command. It returns nil for any other.
func (s *server) upgradeCurrent(req *tfprotov6.UpgradeResourceStateRequest) *tfprotov6.UpgradeResourceStateResponse {
	kind := s.shortcuts()[req.TypeName]
	if kind == nil || req.Version != kind.version || req.RawState == nil || len(req.RawState.JSON) == 0 {
		return nil
	}
	// As in the framework, an attribute that is no more is dropped.
	state, err := req.RawState.UnmarshalWithOpts(kind.state, tfprotov6.UnmarshalOpts{
		ValueFromJSONOpts: tftypes.ValueFromJSONOpts{IgnoreUndefinedAttributes: true},
	})
	if err != nil {
		return nil
	}
	value, err := tfprotov6.NewDynamicValue(kind.state, state)
	if err != nil {
		return nil
	}
	return &tfprotov6.UpgradeResourceStateResponse{UpgradedState: &value}
}
