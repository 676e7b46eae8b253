package provider

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// These tests walk everything that the provider has, so that a new kind or
// object is held to the same rules without a test of its own.

// implemented is a schema that the framework can check.
type implemented interface {
	ValidateImplementation(ctx context.Context) diag.Diagnostics
}

func newTestProvider(t *testing.T) *contentgrooveProvider {
	t.Helper()
	root, ok := New("test", WithClock(newTestClock()), WithJournalDir(t.TempDir()))().(*contentgrooveProvider)
	if !ok {
		t.Fatal("the factory makes something else")
	}
	return root
}

func resourceSchema(t *testing.T, each resource.Resource) (string, schema.Schema) {
	t.Helper()
	var metadata resource.MetadataResponse
	each.Metadata(t.Context(), resource.MetadataRequest{ProviderTypeName: typeNamePrefix}, &metadata)
	var described resource.SchemaResponse
	each.Schema(t.Context(), resource.SchemaRequest{}, &described)
	noDiagnostics(t, described.Diagnostics)
	return metadata.TypeName, described.Schema
}

// schemasOf returns an empty state with each schema, by kind and name. To read
// and write models, a state serves as well as a configuration.
func schemasOf(t *testing.T) map[string]tfsdk.State {
	t.Helper()
	ctx := t.Context()
	all := map[string]tfsdk.State{}
	root := newTestProvider(t)

	var own provider.SchemaResponse
	root.Schema(ctx, provider.SchemaRequest{}, &own)
	noDiagnostics(t, own.Diagnostics)
	all["provider"] = tfsdk.State{Schema: own.Schema}

	for _, factory := range root.Resources(ctx) {
		name, described := resourceSchema(t, factory())
		all["resource "+name] = tfsdk.State{Schema: described}
	}
	for _, factory := range root.DataSources(ctx) {
		each := factory()
		var metadata datasource.MetadataResponse
		each.Metadata(ctx, datasource.MetadataRequest{ProviderTypeName: typeNamePrefix}, &metadata)
		var described datasource.SchemaResponse
		each.Schema(ctx, datasource.SchemaRequest{}, &described)
		noDiagnostics(t, described.Diagnostics)
		all["data source "+metadata.TypeName] = tfsdk.State{Schema: described.Schema}
	}
	for _, factory := range root.ListResources(ctx) {
		each := factory()
		var metadata resource.MetadataResponse
		each.Metadata(ctx, resource.MetadataRequest{ProviderTypeName: typeNamePrefix}, &metadata)
		var described list.ListResourceSchemaResponse
		each.ListResourceConfigSchema(ctx, list.ListResourceSchemaRequest{}, &described)
		noDiagnostics(t, described.Diagnostics)
		all["list resource "+metadata.TypeName] = tfsdk.State{Schema: described.Schema}
	}
	for _, factory := range root.EphemeralResources(ctx) {
		each := factory()
		var metadata ephemeral.MetadataResponse
		each.Metadata(ctx, ephemeral.MetadataRequest{ProviderTypeName: typeNamePrefix}, &metadata)
		var described ephemeral.SchemaResponse
		each.Schema(ctx, ephemeral.SchemaRequest{}, &described)
		noDiagnostics(t, described.Diagnostics)
		all["ephemeral resource "+metadata.TypeName] = tfsdk.State{Schema: described.Schema}
	}
	for _, factory := range root.Actions(ctx) {
		each := factory()
		var metadata action.MetadataResponse
		each.Metadata(ctx, action.MetadataRequest{ProviderTypeName: typeNamePrefix}, &metadata)
		var described action.SchemaResponse
		each.Schema(ctx, action.SchemaRequest{}, &described)
		noDiagnostics(t, described.Diagnostics)
		all["action "+metadata.TypeName] = tfsdk.State{Schema: described.Schema}
	}
	return all
}

func TestSchemasAreValid(t *testing.T) {
	t.Parallel()
	for name, state := range schemasOf(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			described, ok := state.Schema.(implemented)
			if !ok {
				t.Fatalf("%T cannot be checked", state.Schema)
			}
			noDiagnostics(t, described.ValidateImplementation(t.Context()))
		})
	}
}

func TestFunctionsAreValid(t *testing.T) {
	t.Parallel()
	for _, factory := range newTestProvider(t).Functions(t.Context()) {
		each := factory()
		var metadata function.MetadataResponse
		each.Metadata(t.Context(), function.MetadataRequest{}, &metadata)
		t.Run(metadata.Name, func(t *testing.T) {
			t.Parallel()
			var described function.DefinitionResponse
			each.Definition(t.Context(), function.DefinitionRequest{}, &described)
			var validated function.DefinitionValidateResponse
			described.Definition.ValidateImplementation(t.Context(), function.DefinitionValidateRequest{FuncName: metadata.Name}, &validated)
			noDiagnostics(t, validated.Diagnostics)
		})
	}
}

// models are the models that the schemas are read into.
var models = map[string]func() any{
	"provider":                                         func() any { return new(providerModel) },
	"resource contentgroove_media":                     func() any { return new(mediaResourceModel) },
	"resource contentgroove_clip":                      func() any { return new(clipResourceModel) },
	"resource contentgroove_webhook_subscription":      func() any { return new(webhookSubscriptionObject) },
	"data source contentgroove_media":                  func() any { return new(mediaObject) },
	"data source contentgroove_medias":                 func() any { return new(mediasModel) },
	"data source contentgroove_clip":                   func() any { return new(clipObject) },
	"data source contentgroove_clips":                  func() any { return new(clipsModel) },
	"data source contentgroove_webhook_subscription":   func() any { return new(webhookSubscriptionObject) },
	"data source contentgroove_webhook_subscriptions":  func() any { return new(webhookSubscriptionsModel) },
	"data source contentgroove_api_configuration":      func() any { return new(apiConfigurationModel) },
	"list resource contentgroove_media":                func() any { return new(selection) },
	"list resource contentgroove_clip":                 func() any { return new(clipListModel) },
	"list resource contentgroove_webhook_subscription": func() any { return new(selection) },
	"ephemeral resource contentgroove_direct_upload":   func() any { return new(directUploadModel) },
	"ephemeral resource contentgroove_clip_file":       func() any { return new(clipFileModel) },
	"action contentgroove_media_wait":                  func() any { return new(mediaWaitModel) },
	"action contentgroove_webhook_test":                func() any { return new(webhookTestModel) },
}

// nulls is a value of the type in which every attribute is null, and every list
// of objects has one such object.
func nulls(of tftypes.Type) tftypes.Value {
	switch of := of.(type) {
	case tftypes.Object:
		values := map[string]tftypes.Value{}
		for name, attribute := range of.AttributeTypes {
			values[name] = tftypes.NewValue(attribute, nil)
			if list, ok := attribute.(tftypes.List); ok && list.ElementType.Is(tftypes.Object{}) {
				values[name] = tftypes.NewValue(list, []tftypes.Value{nulls(list.ElementType)})
			}
		}
		return tftypes.NewValue(of, values)
	default:
		return tftypes.NewValue(of, nil)
	}
}

func TestModelsMatchTheirSchemas(t *testing.T) {
	t.Parallel()
	for name, state := range schemasOf(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			newModel, ok := models[name]
			if !ok {
				t.Fatal("add the model to the list above")
			}
			model := newModel()
			state.Raw = nulls(state.Schema.Type().TerraformType(t.Context()))
			noDiagnostics(t, state.Get(t.Context(), model))
			noDiagnostics(t, state.Set(t.Context(), model))
		})
	}
}

func TestEveryFactoryTakesTheConnection(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	conn, _ := offline(t)
	root := newTestProvider(t)
	for _, factory := range root.Resources(ctx) {
		each := factory()
		name, _ := resourceSchema(t, each)
		configurable, ok := each.(resource.ResourceWithConfigure)
		equal(t, name+" can be configured", ok, true)
		if _, ok := each.(resource.ResourceWithImportState); !ok {
			t.Errorf("%s cannot be imported", name)
		}
		if _, ok := each.(resource.ResourceWithModifyPlan); !ok {
			t.Errorf("%s does not look at its plan", name)
		}
		for data, failures := range map[any]int{nil: 0, any(conn): 0, "something else": 1} {
			var resp resource.ConfigureResponse
			configurable.Configure(ctx, resource.ConfigureRequest{ProviderData: data}, &resp)
			equal(t, name, resp.Diagnostics.ErrorsCount(), failures)
		}
	}
	for _, factory := range root.DataSources(ctx) {
		each, ok := factory().(datasource.DataSourceWithConfigure)
		equal(t, "data source can be configured", ok, true)
		var resp datasource.ConfigureResponse
		each.Configure(ctx, datasource.ConfigureRequest{ProviderData: "something else"}, &resp)
		equal(t, "data source", resp.Diagnostics.ErrorsCount(), 1)
	}
	for _, factory := range root.ListResources(ctx) {
		each, ok := factory().(list.ListResourceWithConfigure)
		equal(t, "list resource can be configured", ok, true)
		var resp resource.ConfigureResponse
		each.Configure(ctx, resource.ConfigureRequest{ProviderData: "something else"}, &resp)
		equal(t, "list resource", resp.Diagnostics.ErrorsCount(), 1)
	}
	for _, factory := range root.EphemeralResources(ctx) {
		each, ok := factory().(ephemeral.EphemeralResourceWithConfigure)
		equal(t, "ephemeral resource can be configured", ok, true)
		var resp ephemeral.ConfigureResponse
		each.Configure(ctx, ephemeral.ConfigureRequest{ProviderData: "something else"}, &resp)
		equal(t, "ephemeral resource", resp.Diagnostics.ErrorsCount(), 1)
	}
	for _, factory := range root.Actions(ctx) {
		each, ok := factory().(action.ActionWithConfigure)
		equal(t, "action can be configured", ok, true)
		var resp action.ConfigureResponse
		each.Configure(ctx, action.ConfigureRequest{ProviderData: "something else"}, &resp)
		equal(t, "action", resp.Diagnostics.ErrorsCount(), 1)
	}
}

func TestEveryResourceHasAnIdentity(t *testing.T) {
	t.Parallel()
	for _, factory := range newTestProvider(t).Resources(t.Context()) {
		each := factory()
		name, _ := resourceSchema(t, each)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			identified, ok := each.(resource.ResourceWithIdentity)
			if !ok {
				t.Fatal("no identity")
			}
			var described resource.IdentitySchemaResponse
			identified.IdentitySchema(t.Context(), resource.IdentitySchemaRequest{}, &described)
			noDiagnostics(t, described.Diagnostics)
			noDiagnostics(t, described.IdentitySchema.ValidateImplementation(t.Context()))

			identity := tfsdk.ResourceIdentity{
				Schema: described.IdentitySchema,
				Raw:    nulls(described.IdentitySchema.Type().TerraformType(t.Context())),
			}
			noDiagnostics(t, setIDIdentity(t.Context(), &identity, text("1")))
			var model identityModel
			noDiagnostics(t, identity.Get(t.Context(), &model))
			equal(t, "id", model.ID, text("1"))
		})
	}
	noDiagnostics(t, setIDIdentity(t.Context(), nil, text("1"))) // An old Terraform has none.
}

// undescribed returns the paths of what has no description that is a sentence.
func undescribed(where string, block *tfprotov6.SchemaBlock) []string {
	var found []string
	if !isSentence(block.Description) {
		found = append(found, where)
	}
	found = append(found, undescribedAttributes(where, block.Attributes)...)
	for _, nested := range block.BlockTypes {
		found = append(found, undescribed(where+"."+nested.TypeName, nested.Block)...)
	}
	return found
}

func undescribedAttributes(where string, attributes []*tfprotov6.SchemaAttribute) []string {
	var found []string
	for _, attribute := range attributes {
		name := where + "." + attribute.Name
		if !isSentence(attribute.Description) || attribute.DescriptionKind != tfprotov6.StringKindMarkdown {
			found = append(found, name)
		}
		if attribute.NestedType != nil {
			found = append(found, undescribedAttributes(name, attribute.NestedType.Attributes)...)
		}
	}
	return found
}

func isSentence(text string) bool {
	return strings.HasSuffix(text, ".") && strings.TrimSpace(text) == text && !strings.Contains(text, "..")
}

func TestServerSchemas(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(newTestProvider(t))()
	must(t, err)
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	noProblems(t, all.Diagnostics)

	blocks := map[string]*tfprotov6.SchemaBlock{"provider": all.Provider.Block}
	for name, schema := range all.ResourceSchemas {
		blocks["resource "+name] = schema.Block
	}
	for name, schema := range all.DataSourceSchemas {
		blocks["data source "+name] = schema.Block
	}
	for name, schema := range all.ListResourceSchemas {
		blocks["list resource "+name] = schema.Block
	}
	for name, schema := range all.EphemeralResourceSchemas {
		blocks["ephemeral resource "+name] = schema.Block
	}
	for name, schema := range all.ActionSchemas {
		blocks["action "+name] = schema.Schema.Block
	}
	for name, block := range blocks {
		for _, missing := range undescribed(name, block) {
			t.Errorf("%s has no description in Markdown that ends with a period", missing)
		}
	}
	for name, function := range all.Functions {
		equal(t, "description of the function "+name, isSentence(function.Description), true)
		for _, parameter := range function.Parameters {
			equal(t, "description of "+name+"."+parameter.Name, isSentence(parameter.Description), true)
		}
	}

	identities, err := server.GetResourceIdentitySchemas(t.Context(), &tfprotov6.GetResourceIdentitySchemasRequest{})
	must(t, err)
	noProblems(t, identities.Diagnostics)
	for name := range all.ResourceSchemas {
		identity := identities.IdentitySchemas[name]
		if identity == nil {
			t.Errorf("%s has no identity", name)
			continue
		}
		for _, attribute := range identity.IdentityAttributes {
			equal(t, "description of "+name+"."+attribute.Name, isSentence(attribute.Description), true)
		}
	}

	for _, name := range []string{"contentgroove_media", "contentgroove_clip", "contentgroove_webhook_subscription"} {
		if all.ResourceSchemas[name] == nil || all.DataSourceSchemas[name] == nil || all.DataSourceSchemas[name+"s"] == nil {
			t.Errorf("%s is not complete", name)
		}
	}
}

func TestSecretsAreSensitive(t *testing.T) {
	t.Parallel()
	server, err := providerserver.NewProtocol6WithError(newTestProvider(t))()
	must(t, err)
	all, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	must(t, err)
	key := slices.IndexFunc(all.Provider.Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == "api_key" })
	equal(t, "api_key is sensitive", all.Provider.Block.Attributes[key].Sensitive, true)
	upload := slices.IndexFunc(all.ResourceSchemas[mediaType].Block.Attributes, func(a *tfprotov6.SchemaAttribute) bool { return a.Name == "upload_id_wo" })
	equal(t, "upload_id_wo is write-only", all.ResourceSchemas[mediaType].Block.Attributes[upload].WriteOnly, true)
}

// noProblems fails the test on any diagnostic of the protocol.
func noProblems(t testing.TB, problems []*tfprotov6.Diagnostic) {
	t.Helper()
	for _, problem := range problems {
		t.Errorf("unexpected %s: %s: %s", problem.Severity, problem.Summary, problem.Detail)
	}
	if len(problems) > 0 {
		t.FailNow()
	}
}
