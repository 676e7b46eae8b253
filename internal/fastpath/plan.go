package fastpath

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// answerPlan plans what needs no thought: that nothing is to be done about a
// resource, and that it is to be deleted.
func (a *answers[M]) answerPlan(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest) *tfprotov6.PlanResourceChangeResponse {
	if req.ProposedNewState == nil {
		return nil
	}
	deleted, err := req.ProposedNewState.IsNull()
	// Terraform fills the proposal with what the state has for everything that the
	// configuration leaves open, and encodes both in the same way.
	same := req.PriorState != nil && len(req.PriorState.MsgPack) > 0 && bytes.Equal(req.PriorState.MsgPack, req.ProposedNewState.MsgPack)
	if err != nil || (!deleted && !same) {
		return nil
	}
	values, state := a.decode(ctx, req.PriorState)
	if state == nil {
		return nil
	}
	if deleted {
		if !a.PlanDelete(state) {
			return nil
		}
	} else if !a.unchanged(ctx, req, values, state) {
		return nil
	}
	identity := req.PriorIdentity
	if identity == nil {
		identity = &tfprotov6.ResourceIdentityData{IdentityData: &tfprotov6.DynamicValue{MsgPack: msgpackNull}}
	}
	return &tfprotov6.PlanResourceChangeResponse{
		PlannedState: req.ProposedNewState, PlannedPrivate: req.PriorPrivate, PlannedIdentity: identity,
	}
}

// unchanged reports whether the provider's own planner plans what the state has.
func (a *answers[M]) unchanged(ctx context.Context, req *tfprotov6.PlanResourceChangeRequest, values attributeValues, state *M) bool {
	configured, config := a.decode(ctx, req.Config)
	if config == nil || !a.asConfigured(configured, values) {
		return false
	}
	private, err := decodePrivate(req.PriorPrivate)
	if err != nil {
		return false
	}
	planned, ok := a.Plan(ctx, config, state, private)
	return ok && a.model.equal(state, &planned)
}

// msgpackNull is null in MessagePack.
var msgpackNull = []byte{0xc0}
