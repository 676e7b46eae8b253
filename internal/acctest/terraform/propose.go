package terraform

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Propose merges the configuration with the prior state as Terraform does: a
// computed attribute that is not configured keeps its value, and what is
// write-only is null.
func Propose(schema *tfprotov6.Schema, prior, config tftypes.Value) tftypes.Value {
	return proposeAttributes(config.Type(), schema.Block.Attributes, prior, config)
}

func proposeAttributes(of tftypes.Type, schema []*tfprotov6.SchemaAttribute, prior, config tftypes.Value) tftypes.Value {
	before, proposed := attributes(prior), attributes(config)
	for _, attribute := range schema {
		name := attribute.Name
		switch {
		case attribute.WriteOnly:
			proposed[name] = tftypes.NewValue(attribute.ValueType(), nil)
		case attribute.Computed && proposed[name].IsNull():
			proposed[name] = before[name]
		case isNestedObject(attribute) && proposed[name].IsKnown() && !proposed[name].IsNull():
			proposed[name] = proposeAttributes(attribute.ValueType(), attribute.NestedType.Attributes, before[name], proposed[name])
		}
	}
	return tftypes.NewValue(of, proposed)
}

// isNestedObject reports whether an attribute has attributes of its own.
func isNestedObject(attribute *tfprotov6.SchemaAttribute) bool {
	return attribute.NestedType != nil && attribute.NestedType.Nesting == tfprotov6.SchemaObjectNestingModeSingle
}
