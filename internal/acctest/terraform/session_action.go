package terraform

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Invoke validates, plans and invokes an action, and returns its messages.
func (s *Session) Invoke(typeName string, block Object) (messages []string, diagnostics Diagnostics, err error) {
	server, ok := s.Server.(tfprotov6.ActionServer)
	if !ok {
		return nil, nil, fmt.Errorf("%T serves no actions", s.Server)
	}
	config, err := blockOf(s.Schemas.ActionSchemas[typeName].Schema, block)
	if err != nil {
		return nil, nil, err
	}
	validated, err := call(s.walk.ctx, s.process, "ValidateActionConfig", "",
		&tfprotov6.ValidateActionConfigRequest{ActionType: typeName, Config: config}, server.ValidateActionConfig)
	if err != nil {
		return nil, nil, err
	}
	if diagnostics = reported("", validated.Diagnostics); diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	planned, err := call(s.walk.ctx, s.process, "PlanAction", "",
		&tfprotov6.PlanActionRequest{ActionType: typeName, Config: config}, server.PlanAction)
	if err != nil {
		return nil, diagnostics, err
	}
	if diagnostics = append(diagnostics, reported("", planned.Diagnostics)...); diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	stream, err := call(s.walk.ctx, s.process, "InvokeAction", "",
		&tfprotov6.InvokeActionRequest{ActionType: typeName, Config: config}, server.InvokeAction)
	if err != nil {
		return nil, diagnostics, err
	}
	for event := range stream.Events {
		switch event := event.Type.(type) {
		case tfprotov6.ProgressInvokeActionEventType:
			messages = append(messages, event.Message)
		case tfprotov6.CompletedInvokeActionEventType:
			diagnostics = append(diagnostics, reported("", event.Diagnostics)...)
		}
	}
	return messages, diagnostics, nil
}
