package provider

import (
	"bytes"
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// frameworkKey starts the keys of the private state that are the framework's
// own. It sets one in an import, for the first read to see.
var frameworkKey = []byte(`".`)

// readListed refreshes a resource from a page of a list that is there already;
// nil if there is none that shows it well enough, or if the private state is to
// learn that the object was seen with another key.
func (s *server) readListed(ctx context.Context, req *tfprotov6.ReadResourceRequest) *tfprotov6.ReadResourceResponse {
	kind, conn := s.shortcut(req.TypeName)
	if kind == nil || bytes.Contains(req.Private, frameworkKey) || !keyMarkOf(req.Private).matches(conn.configuration) {
		return nil
	}
	state := kind.decode(req.CurrentState)
	identity := kind.identityOf(req.CurrentIdentity, state)
	if state == nil || identity == nil {
		return nil
	}
	changed, ok := kind.refresh(ctx, conn, state)
	if !ok {
		return nil
	}
	resp := &tfprotov6.ReadResourceResponse{NewState: req.CurrentState, Private: req.Private, NewIdentity: identity}
	if changed {
		fresh, err := kind.encode(state)
		if err != nil {
			return nil
		}
		resp.NewState = fresh
	}
	return resp
}

// identityOf returns the identity of a resource: the one that Terraform knows, or
// a new one from the id. It is nil if the two differ, about which the framework
// has something to say.
func (s *shortcut) identityOf(current *tfprotov6.ResourceIdentityData, state attributeValues) *tfprotov6.ResourceIdentityData {
	id := state.text("id")
	if id == "" {
		return nil
	}
	identity := tftypes.NewValue(s.identity, map[string]tftypes.Value{"id": tftypes.NewValue(tftypes.String, id)})
	if current != nil && current.IdentityData != nil {
		known, err := current.IdentityData.Unmarshal(s.identity)
		if err != nil || (!known.IsNull() && !known.Equal(identity)) {
			return nil
		}
		if !known.IsNull() {
			return current
		}
	}
	data, err := tfprotov6.NewDynamicValue(s.identity, identity)
	if err != nil {
		return nil
	}
	return &tfprotov6.ResourceIdentityData{IdentityData: &data}
}
