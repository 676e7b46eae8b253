package fastpath

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// frameworkKey starts the keys of the private state that are the framework's
// own. It sets one in an import, for the first read to see.
var frameworkKey = []byte(`".`)

// answerRead refreshes a resource from what the provider knows already.
func (a *answers[M]) answerRead(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	if bytes.Contains(req.Private, frameworkKey) {
		return nil
	}
	private, err := decodePrivate(req.Private)
	if err != nil {
		return nil
	}
	values, state := a.decode(ctx, req.CurrentState)
	if state == nil {
		return nil
	}
	identity := a.identityOf(req.CurrentIdentity, values)
	if identity == nil {
		return nil
	}
	prior := *state
	if !a.Read(ctx, state, private) {
		return nil
	}
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}
	changed, err := a.model.write(ctx, &prior, state, values)
	if err != nil {
		return nil
	}
	if changed {
		fresh, err := tfprotov6.NewDynamicValue(a.state, tftypes.NewValue(a.state, map[string]tftypes.Value(values)))
		if err != nil {
			return nil
		}
		resp.NewState = &fresh
	}
	return resp
}

// identityOf returns the identity of a resource: the one that Terraform knows, or
// a new one from the attributes of the same names. It is nil if the two differ,
// about which the framework has something to say.
func (a *answers[M]) identityOf(current *tfprotov6.ResourceIdentityData, state attributeValues) *tfprotov6.ResourceIdentityData {
	parts := map[string]tftypes.Value{}
	for name := range a.Identity.Attributes {
		if parts[name] = state[name]; state[name].IsNull() || !state[name].IsKnown() {
			return nil
		}
	}
	identity := tftypes.NewValue(a.identity, parts)
	if current != nil && current.IdentityData != nil {
		known, err := current.IdentityData.Unmarshal(a.identity)
		if err != nil || (!known.IsNull() && !known.Equal(identity)) {
			return nil
		}
		if !known.IsNull() {
			return current
		}
	}
	data, err := tfprotov6.NewDynamicValue(a.identity, identity)
	if err != nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &data}
}
