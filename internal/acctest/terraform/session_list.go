package terraform

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Listed is one result of a query.
type Listed struct {
	DisplayName string
	Identity    Object
	// Resource is nil unless it was asked for.
	Resource Object
}

// List runs a list block. A limit of 0 means none. With an error among the
// diagnostics it returns what came before.
func (s *Session) List(typeName string, block Object, limit int64, includeResource bool) ([]Listed, Diagnostics, error) {
	server, ok := s.Server.(tfprotov6.ListResourceServer)
	if !ok {
		return nil, nil, fmt.Errorf("%T serves no list resources", s.Server)
	}
	config, err := blockOf(s.Schemas.ListResourceSchemas[typeName], block)
	if err != nil {
		return nil, nil, err
	}
	validated, err := call(s.walk.ctx, s.process, "ValidateListResourceConfig", "",
		&tfprotov6.ValidateListResourceConfigRequest{TypeName: typeName, Config: config}, server.ValidateListResourceConfig)
	if err != nil {
		return nil, nil, err
	}
	diagnostics := reported("", validated.Diagnostics)
	if diagnostics.HasError() {
		return nil, diagnostics, nil
	}
	stream, err := call(s.walk.ctx, s.process, "ListResource", "", &tfprotov6.ListResourceRequest{
		TypeName: typeName, Config: config, Limit: limit, IncludeResource: includeResource,
	}, server.ListResource)
	if err != nil {
		return nil, diagnostics, err
	}
	var results []Listed
	for result := range stream.Results {
		if diagnostics.HasError() {
			return results, diagnostics, broken(typeName, "the list goes on after an error")
		}
		diagnostics = append(diagnostics, reported("", result.Diagnostics)...)
		if diagnostics.HasError() {
			continue
		}
		listed := Listed{DisplayName: result.DisplayName}
		if listed.Identity, err = s.process.schemas.decodeIdentity(typeName, result.Identity); err != nil {
			return results, diagnostics, broken(typeName, "a listed identity: %w", err)
		}
		if result.Resource != nil {
			if listed.Resource, err = nativeOf(s.Schemas.ResourceSchemas[typeName], result.Resource); err != nil {
				return results, diagnostics, broken(typeName, "a listed resource: %w", err)
			}
		}
		results = append(results, listed)
	}
	return results, diagnostics, nil
}
