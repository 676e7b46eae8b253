package provider

import (
	"context"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// operationTimeouts are how long the operations of a resource may take.
type operationTimeouts struct {
	create, read, update, remove time.Duration
}

// timeoutsAttribute is the nested attribute by which the user changes the
// defaults. The start says from when on the create timeout counts.
func timeoutsAttribute(defaults operationTimeouts, start string) schema.SingleNestedAttribute {
	entry := func(purpose string, standard time.Duration) schema.StringAttribute {
		return schema.StringAttribute{
			MarkdownDescription: fmt.Sprintf("%s A duration such as `90s`, `30m` or `2h`. Default: `%s`.", purpose, duration(standard)),
			Optional:            true,
		}
	}
	return schema.SingleNestedAttribute{
		MarkdownDescription: "How long operations may take.",
		Optional:            true,
		Validators:          []validator.Object{timeoutDurations{}},
		CustomType:          timeouts.Type{ObjectType: types.ObjectType{AttrTypes: timeoutTypes()}},
		Attributes: map[string]schema.Attribute{
			"create": entry("How long to wait, once "+start+".", defaults.create),
			"read":   entry("How long reading may take, repeated attempts included.", defaults.read),
			"update": entry("How long to wait for processing in an update.", defaults.update),
			"delete": entry("How long deleting may take, repeated attempts included.", defaults.remove),
		},
	}
}

func timeoutTypes() map[string]attr.Type {
	return map[string]attr.Type{
		"create": types.StringType, "read": types.StringType, "update": types.StringType, "delete": types.StringType,
	}
}

// noTimeouts is the value of an imported resource, which has none.
func noTimeouts() timeouts.Value {
	return timeouts.Value{Object: types.ObjectNull(timeoutTypes())}
}

// resolveTimeouts applies the defaults to what the user set.
func resolveTimeouts(ctx context.Context, value timeouts.Value, defaults operationTimeouts) (operationTimeouts, diag.Diagnostics) {
	if value.IsNull() {
		return defaults, nil // The usual case, at no cost.
	}
	var all diag.Diagnostics
	resolve := func(get func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), standard time.Duration) time.Duration {
		resolved, diags := get(ctx, standard)
		all.Append(diags...)
		return resolved
	}
	return operationTimeouts{
		create: resolve(value.Create, defaults.create),
		read:   resolve(value.Read, defaults.read),
		update: resolve(value.Update, defaults.update),
		remove: resolve(value.Delete, defaults.remove),
	}, all
}
