package providerschema_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/providerschema"
)

// server answers the two questions that Document asks, and panics at any other.
type server struct {
	tfprotov6.ProviderServer

	schemas     *tfprotov6.GetProviderSchemaResponse
	schemasErr  error
	identities  *tfprotov6.GetResourceIdentitySchemasResponse
	identityErr error
}

func (s server) GetProviderSchema(context.Context, *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	return s.schemas, s.schemasErr
}

func (s server) GetResourceIdentitySchemas(context.Context, *tfprotov6.GetResourceIdentitySchemasRequest) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return s.identities, s.identityErr
}

// object is a schema with one attribute of the given type.
func object(t tftypes.Type) *tfprotov6.Schema {
	return &tfprotov6.Schema{Block: &tfprotov6.SchemaBlock{
		Attributes: []*tfprotov6.SchemaAttribute{{Name: "a", Type: t, Optional: true}},
	}}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	everything := server{
		schemas: &tfprotov6.GetProviderSchemaResponse{
			Diagnostics: []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityWarning, Summary: "Only a warning"}},
			Provider: &tfprotov6.Schema{Version: 3, Block: &tfprotov6.SchemaBlock{
				Description:     "A *provider*.",
				DescriptionKind: tfprotov6.StringKindMarkdown,
				Deprecated:      true,
				Attributes: []*tfprotov6.SchemaAttribute{
					{Name: "key", Type: tftypes.String, Description: "The key.", Required: true, Sensitive: true, WriteOnly: true},
					{Name: "old", Type: tftypes.Bool, Optional: true, Computed: true, Deprecated: true},
					{Name: "nested", Optional: true, NestedType: &tfprotov6.SchemaObject{
						Nesting:    tfprotov6.SchemaObjectNestingModeMap,
						Attributes: []*tfprotov6.SchemaAttribute{{Name: "n", Type: tftypes.Number, Optional: true}},
					}},
				},
				BlockTypes: []*tfprotov6.SchemaNestedBlock{{
					TypeName: "section",
					Nesting:  tfprotov6.SchemaNestedBlockNestingModeList,
					MinItems: 1,
					MaxItems: 2,
					Block:    object(tftypes.DynamicPseudoType).Block,
				}},
			}},
			ResourceSchemas:          map[string]*tfprotov6.Schema{"p_list": object(tftypes.List{ElementType: tftypes.String})},
			DataSourceSchemas:        map[string]*tfprotov6.Schema{"p_set": object(tftypes.Set{ElementType: tftypes.Number})},
			EphemeralResourceSchemas: map[string]*tfprotov6.Schema{"p_map": object(tftypes.Map{ElementType: tftypes.Bool})},
			ListResourceSchemas:      map[string]*tfprotov6.Schema{"p_tuple": object(tftypes.Tuple{ElementTypes: []tftypes.Type{tftypes.String, tftypes.Bool}})},
			ActionSchemas: map[string]*tfprotov6.ActionSchema{
				"p_object": {Schema: object(tftypes.Object{AttributeTypes: map[string]tftypes.Type{"o": tftypes.String}})},
			},
			Functions: map[string]*tfprotov6.Function{"f": {
				Summary:            "Short",
				Description:        "Long.",
				DeprecationMessage: "Use g.",
				Return:             &tfprotov6.FunctionReturn{Type: tftypes.Number},
				Parameters:         []*tfprotov6.FunctionParameter{{Name: "first", Description: "The first.", Type: tftypes.String, AllowNullValue: true}},
				VariadicParameter:  &tfprotov6.FunctionParameter{Name: "more", Type: tftypes.Bool},
			}},
		},
		identities: &tfprotov6.GetResourceIdentitySchemasResponse{IdentitySchemas: map[string]*tfprotov6.ResourceIdentitySchema{
			"p_list": {Version: 1, IdentityAttributes: []*tfprotov6.ResourceIdentitySchemaAttribute{
				{Name: "id", Type: tftypes.String, Description: "The id.", RequiredForImport: true},
				{Name: "region", Type: tftypes.String, OptionalForImport: true},
			}},
		}},
	}
	want := `{
		"format_version": "1.0",
		"provider_schemas": {"p": {
			"provider": {"version": 3, "block": {
				"description": "A *provider*.", "description_kind": "markdown", "deprecated": true,
				"attributes": {
					"key": {"type": "string", "description": "The key.", "description_kind": "plain", "required": true, "sensitive": true, "write_only": true},
					"old": {"type": "bool", "description_kind": "plain", "optional": true, "computed": true, "deprecated": true},
					"nested": {"description_kind": "plain", "optional": true, "nested_type": {
						"nesting_mode": "map",
						"attributes": {"n": {"type": "number", "description_kind": "plain", "optional": true}}
					}}
				},
				"block_types": {"section": {"nesting_mode": "list", "min_items": 1, "max_items": 2, "block": {
					"description_kind": "plain", "attributes": {"a": {"type": "dynamic", "description_kind": "plain", "optional": true}}
				}}}
			}},
			"resource_schemas": {"p_list": {"version": 0, "block": {
				"description_kind": "plain", "attributes": {"a": {"type": ["list", "string"], "description_kind": "plain", "optional": true}}
			}}},
			"data_source_schemas": {"p_set": {"version": 0, "block": {
				"description_kind": "plain", "attributes": {"a": {"type": ["set", "number"], "description_kind": "plain", "optional": true}}
			}}},
			"ephemeral_resource_schemas": {"p_map": {"version": 0, "block": {
				"description_kind": "plain", "attributes": {"a": {"type": ["map", "bool"], "description_kind": "plain", "optional": true}}
			}}},
			"list_resource_schemas": {"p_tuple": {"version": 0, "block": {
				"description_kind": "plain", "attributes": {"a": {"type": ["tuple", ["string", "bool"]], "description_kind": "plain", "optional": true}}
			}}},
			"action_schemas": {"p_object": {"block": {
				"description_kind": "plain", "attributes": {"a": {"type": ["object", {"o": "string"}], "description_kind": "plain", "optional": true}}
			}}},
			"functions": {"f": {
				"summary": "Short", "description": "Long.", "deprecation_message": "Use g.", "return_type": "number",
				"parameters": [{"name": "first", "description": "The first.", "is_nullable": true, "type": "string"}],
				"variadic_parameter": {"name": "more", "type": "bool"}
			}},
			"resource_identity_schemas": {"p_list": {"version": 1, "attributes": {
				"id": {"type": "string", "description": "The id.", "required_for_import": true},
				"region": {"type": "string", "optional_for_import": true}
			}}}
		}}
	}`

	document, err := providerschema.Document(t.Context(), everything, "p")
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(decode(t, want), decode(t, string(got))); diff != "" {
		t.Errorf("wrong document (-want +got):\n%s", diff)
	}
}

func TestDocumentErrors(t *testing.T) {
	t.Parallel()
	var (
		failure     = errors.New("connection lost")
		diagnostics = []*tfprotov6.Diagnostic{{Severity: tfprotov6.DiagnosticSeverityError, Summary: "Bad schema", Detail: "Attribute without a type."}}
		schemas     = &tfprotov6.GetProviderSchemaResponse{Provider: object(tftypes.String)}
	)
	for name, test := range map[string]struct {
		server server
		want   string
	}{
		"no schemas":       {server{schemasErr: failure}, "asking for the schemas: connection lost"},
		"wrong schemas":    {server{schemas: &tfprotov6.GetProviderSchemaResponse{Diagnostics: diagnostics}}, "the provider's schemas: Bad schema: Attribute without a type."},
		"no identities":    {server{schemas: schemas, identityErr: failure}, "asking for the identity schemas: connection lost"},
		"wrong identities": {server{schemas: schemas, identities: &tfprotov6.GetResourceIdentitySchemasResponse{Diagnostics: diagnostics}}, "the provider's identity schemas: Bad schema: Attribute without a type."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := providerschema.Document(t.Context(), test.server, "p")
			if err == nil || err.Error() != test.want {
				t.Errorf("got error %v, want %q", err, test.want)
			}
		})
	}
}

func decode(t *testing.T, text string) (value any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatalf("decoding %s: %v", text, err)
	}
	return value
}
