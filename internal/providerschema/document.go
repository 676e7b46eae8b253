// Package providerschema describes a provider in the form that `terraform
// providers schema -json` prints, by asking the provider itself.
//
// A CLI prints only the kinds that it knows: one older than 1.14 leaves out list
// resources and actions. Documentation made from its output would lack their
// pages, and would change with the CLI at hand.
package providerschema

import (
	"context"
	"errors"
	"fmt"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// formatVersion is the version of the document's format that CLIs print.
const formatVersion = "1.0"

// Document asks server for the schemas of all kinds that it offers, and returns
// them under the given name of the provider.
func Document(ctx context.Context, server tfprotov6.ProviderServer, name string) (*tfjson.ProviderSchemas, error) {
	schemas, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking for the schemas: %w", err)
	}
	if err := errorIn(schemas.Diagnostics); err != nil {
		return nil, fmt.Errorf("the provider's schemas: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, fmt.Errorf("asking for the identity schemas: %w", err)
	}
	if err := errorIn(identities.Diagnostics); err != nil {
		return nil, fmt.Errorf("the provider's identity schemas: %w", err)
	}

	document := &tfjson.ProviderSchema{
		ConfigSchema:             convertSchema(schemas.Provider),
		ResourceSchemas:          convertEach(schemas.ResourceSchemas, convertSchema),
		DataSourceSchemas:        convertEach(schemas.DataSourceSchemas, convertSchema),
		EphemeralResourceSchemas: convertEach(schemas.EphemeralResourceSchemas, convertSchema),
		ListResourceSchemas:      convertEach(schemas.ListResourceSchemas, convertSchema),
		ActionSchemas:            convertEach(schemas.ActionSchemas, convertAction),
		Functions:                convertEach(schemas.Functions, convertFunction),
		ResourceIdentitySchemas:  convertEach(identities.IdentitySchemas, convertIdentity),
	}
	return &tfjson.ProviderSchemas{
		FormatVersion: formatVersion,
		Schemas:       map[string]*tfjson.ProviderSchema{name: document},
	}, nil
}

// errorIn joins the errors among diagnostics; warnings are none.
func errorIn(diagnostics []*tfprotov6.Diagnostic) error {
	var errs []error
	for _, d := range diagnostics {
		if d.Severity == tfprotov6.DiagnosticSeverityError {
			errs = append(errs, fmt.Errorf("%s: %s", d.Summary, d.Detail))
		}
	}
	return errors.Join(errs...)
}

// convertEach applies convert to every value. Without values it returns nil, so
// that a kind the provider lacks is left out of the document.
func convertEach[From, To any](all map[string]From, convert func(From) To) map[string]To {
	if len(all) == 0 {
		return nil
	}
	converted := make(map[string]To, len(all))
	for name, one := range all {
		converted[name] = convert(one)
	}
	return converted
}
