package provider

import (
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// timeoutsOf is the value of the attribute; what is not given is null.
func timeoutsOf(values map[string]attr.Value) timeouts.Value {
	all := map[string]attr.Value{
		"create": types.StringNull(), "read": types.StringNull(), "update": types.StringNull(), "delete": types.StringNull(),
	}
	for name, value := range values {
		all[name] = value
	}
	return timeouts.Value{Object: types.ObjectValueMust(timeoutTypes(), all)}
}

func TestResolveTimeouts(t *testing.T) {
	t.Parallel()
	defaults := operationTimeouts{create: time.Hour, read: time.Minute, update: 2 * time.Hour, remove: 2 * time.Minute}
	for name, test := range map[string]struct {
		value timeouts.Value
		want  operationTimeouts
	}{
		"null":    {noTimeouts(), defaults},
		"unknown": {timeouts.Value{Object: types.ObjectUnknown(timeoutTypes())}, defaults},
		"empty":   {timeoutsOf(nil), defaults},
		"one": {
			timeoutsOf(map[string]attr.Value{"create": types.StringValue("90m")}),
			operationTimeouts{create: 90 * time.Minute, read: time.Minute, update: 2 * time.Hour, remove: 2 * time.Minute},
		},
		"all": {
			timeoutsOf(map[string]attr.Value{
				"create": types.StringValue("1s"), "read": types.StringValue("2s"), "update": types.StringValue("3s"), "delete": types.StringValue("4s"),
			}),
			operationTimeouts{create: time.Second, read: 2 * time.Second, update: 3 * time.Second, remove: 4 * time.Second},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, diags := resolveTimeouts(t.Context(), test.value, defaults)
			noDiagnostics(t, diags)
			equal(t, "timeouts", got, test.want)
		})
	}
	t.Run("malformed", func(t *testing.T) {
		t.Parallel()
		_, diags := resolveTimeouts(t.Context(), timeoutsOf(map[string]attr.Value{"read": types.StringValue("soon")}), defaults)
		contains(t, oneDiagnostic(t, diags), "soon")
	})
}

func TestTimeoutsAttribute(t *testing.T) {
	t.Parallel()
	attribute := timeoutsAttribute(mediaTimeouts, "the media was created")
	for name, standard := range map[string]string{"create": "`1h`", "read": "`5m`", "update": "`1h`", "delete": "`10m`"} {
		contains(t, attribute.Attributes[name].GetMarkdownDescription(), "Default: "+standard)
	}
	contains(t, attribute.Attributes["create"].GetMarkdownDescription(), "once the media was created")
}
