package providerschema

import (
	"strings"

	tfjson "github.com/hashicorp/terraform-json"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
)

func convertSchema(schema *tfprotov6.Schema) *tfjson.Schema {
	if schema == nil {
		return nil
	}
	return &tfjson.Schema{
		Version: count(schema.Version),
		Block:   convertBlock(schema.Block),
	}
}

func convertAction(action *tfprotov6.ActionSchema) *tfjson.ActionSchema {
	return &tfjson.ActionSchema{Block: convertBlock(action.Schema.Block)}
}

func convertIdentity(identity *tfprotov6.ResourceIdentitySchema) *tfjson.IdentitySchema {
	attributes := make(map[string]*tfjson.IdentityAttribute, len(identity.IdentityAttributes))
	for _, a := range identity.IdentityAttributes {
		attributes[a.Name] = &tfjson.IdentityAttribute{
			IdentityType:      convertType(a.Type),
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return &tfjson.IdentitySchema{Version: count(identity.Version), Attributes: attributes}
}

func convertFunction(function *tfprotov6.Function) *tfjson.FunctionSignature {
	signature := &tfjson.FunctionSignature{
		Description:        function.Description,
		Summary:            function.Summary,
		DeprecationMessage: function.DeprecationMessage,
		ReturnType:         convertType(function.Return.Type),
	}
	for _, p := range function.Parameters {
		signature.Parameters = append(signature.Parameters, convertParameter(p))
	}
	if function.VariadicParameter != nil {
		signature.VariadicParameter = convertParameter(function.VariadicParameter)
	}
	return signature
}

func convertParameter(parameter *tfprotov6.FunctionParameter) *tfjson.FunctionParameter {
	return &tfjson.FunctionParameter{
		Name:        parameter.Name,
		Description: parameter.Description,
		IsNullable:  parameter.AllowNullValue,
		Type:        convertType(parameter.Type),
	}
}

func convertBlock(block *tfprotov6.SchemaBlock) *tfjson.SchemaBlock {
	converted := &tfjson.SchemaBlock{
		Attributes:      convertAttributes(block.Attributes),
		Description:     block.Description,
		DescriptionKind: convertKind(block.DescriptionKind),
		Deprecated:      block.Deprecated,
	}
	for _, nested := range block.BlockTypes {
		if converted.NestedBlocks == nil {
			converted.NestedBlocks = make(map[string]*tfjson.SchemaBlockType, len(block.BlockTypes))
		}
		converted.NestedBlocks[nested.TypeName] = &tfjson.SchemaBlockType{
			NestingMode: nestingMode(nested.Nesting.String()),
			Block:       convertBlock(nested.Block),
			MinItems:    count(nested.MinItems),
			MaxItems:    count(nested.MaxItems),
		}
	}
	return converted
}

func convertAttributes(attributes []*tfprotov6.SchemaAttribute) map[string]*tfjson.SchemaAttribute {
	converted := make(map[string]*tfjson.SchemaAttribute, len(attributes))
	for _, a := range attributes {
		attribute := &tfjson.SchemaAttribute{
			Description:     a.Description,
			DescriptionKind: convertKind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			attribute.AttributeNestedType = &tfjson.SchemaNestedAttributeType{
				Attributes:  convertAttributes(a.NestedType.Attributes),
				NestingMode: nestingMode(a.NestedType.Nesting.String()),
			}
		} else {
			attribute.AttributeType = convertType(a.Type)
		}
		converted[a.Name] = attribute
	}
	return converted
}

// convertType maps a type of the plugin protocol to the one that CLIs print.
func convertType(t tftypes.Type) cty.Type {
	switch t := t.(type) {
	case tftypes.List:
		return cty.List(convertType(t.ElementType))
	case tftypes.Set:
		return cty.Set(convertType(t.ElementType))
	case tftypes.Map:
		return cty.Map(convertType(t.ElementType))
	case tftypes.Tuple:
		elements := make([]cty.Type, 0, len(t.ElementTypes))
		for _, element := range t.ElementTypes {
			elements = append(elements, convertType(element))
		}
		return cty.Tuple(elements)
	case tftypes.Object:
		return cty.Object(convertEach(t.AttributeTypes, convertType))
	}
	switch {
	case t.Is(tftypes.String):
		return cty.String
	case t.Is(tftypes.Number):
		return cty.Number
	case t.Is(tftypes.Bool):
		return cty.Bool
	default:
		return cty.DynamicPseudoType
	}
}

func convertKind(kind tfprotov6.StringKind) tfjson.SchemaDescriptionKind {
	if kind == tfprotov6.StringKindMarkdown {
		return tfjson.SchemaDescriptionKindMarkdown
	}
	return tfjson.SchemaDescriptionKindPlain
}

// nestingMode spells the name of a nesting mode of the protocol, such as "LIST",
// as CLIs do. Blocks and nested attributes have a type of their own for it, with
// the same names.
func nestingMode(name string) tfjson.SchemaNestingMode {
	return tfjson.SchemaNestingMode(strings.ToLower(name))
}

// count converts a number that the protocol declares signed though it never is.
func count(n int64) uint64 { return uint64(max(n, 0)) }
