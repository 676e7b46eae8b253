package provider

import (
	"context"
	"fmt"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
)

// configuredDataSource is the part that all data sources share.
type configuredDataSource struct {
	conn *connection
}

// Configure takes over the connection.
func (d *configuredDataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	conn, diags := connectionFrom(req.ProviderData)
	resp.Diagnostics.Append(diags...)
	d.conn = conn
}

// computedAttributes makes read-only attributes with these descriptions. They
// are strings, except for those given.
func computedAttributes(descriptions map[string]string, others map[string]schema.Attribute) map[string]schema.Attribute {
	attributes := make(map[string]schema.Attribute, len(descriptions))
	for name, description := range descriptions {
		switch attribute := others[name].(type) {
		case nil:
			attributes[name] = schema.StringAttribute{MarkdownDescription: description, Computed: true}
		case schema.BoolAttribute:
			attribute.MarkdownDescription, attribute.Computed = description, true
			attributes[name] = attribute
		case schema.Int64Attribute:
			attribute.MarkdownDescription, attribute.Computed = description, true
			attributes[name] = attribute
		case schema.Float64Attribute:
			attribute.MarkdownDescription, attribute.Computed = description, true
			attributes[name] = attribute
		case schema.ListAttribute:
			attribute.MarkdownDescription, attribute.Computed = description, true
			attributes[name] = attribute
		case schema.SetAttribute:
			attribute.MarkdownDescription, attribute.Computed = description, true
			attributes[name] = attribute
		default:
			panic(fmt.Sprintf("attribute %s has the unexpected type %T", name, attribute))
		}
	}
	return attributes
}

// lookupAttributes are the arguments by which one object is found: its id, or
// the value of key when it is the only one that has it.
func lookupAttributes(descriptions map[string]string, key string) map[string]schema.Attribute {
	argument := func(name, hint string) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: descriptions[name] + " " + hint,
			Optional:            true,
			Computed:            true,
			Validators:          []validator.String{notEmpty()},
		}
	}
	return map[string]schema.Attribute{
		"id": argument("id", fmt.Sprintf("Set this or `%s`.", key)),
		key:  argument(key, "Set this or `id`; exactly one object must have it."),
	}
}

// lookupValidators ask for the id or the key, and not for both.
func lookupValidators(key string) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot(key))}
}

// nested makes the attributes of an object those of the elements of a list.
func nested(description string, attributes map[string]schema.Attribute) schema.ListNestedAttribute {
	return schema.ListNestedAttribute{
		MarkdownDescription: description,
		Computed:            true,
		NestedObject:        schema.NestedAttributeObject{Attributes: maps.Clone(attributes)},
	}
}
