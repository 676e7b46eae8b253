package provider

import (
	"bytes"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// planPlain plans what needs no thought: that nothing is to be done about a
// resource, and that it is to be deleted. It returns nil for everything else.
func (s *server) planPlain(req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	kind, conn := s.shortcut(req.TypeName)
	if kind == nil || req.PriorState == nil || req.ProposedNewState == nil {
		return nil
	}
	state := kind.decode(req.PriorState)
	if state == nil {
		return nil
	}
	switch deleted, err := req.ProposedNewState.IsNull(); {
	case err != nil:
		return nil
	case deleted:
		if kind.protected != nil && kind.protected(state) {
			return nil
		}
	default:
		config := kind.decode(req.Config)
		// Terraform fills the proposal with what the state has for everything
		// that the configuration leaves open, and encodes both in the same way.
		same := len(req.PriorState.MsgPack) > 0 && bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack)
		if !same || config == nil || !kind.asConfigured(config, state) || !kind.settled(config, state) {
			return nil
		}
		conn.own(req.TypeName, state.text("id"), state.text("created_at")) // A plan need not refresh first.
	}
	identity := req.PriorIdentity
	if identity == nil {
		identity = &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: msgpackNil}}
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: identity,
	}
}

// msgpackNil is null in MessagePack.
var msgpackNil = []byte{0xc0}
