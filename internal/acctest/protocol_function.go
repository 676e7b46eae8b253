package acctest

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// CallWith calls a function with arguments of any type, as Terraform does once it
// has converted them to the types of the parameters. Numbers are float64 or
// *big.Float, lists []any, and objects [Object]. The problem is nil if the function
// returns a result.
func (p *Protocol) CallWith(name string, arguments ...any) (any, *tfprotov6.FunctionError) {
	p.t.Helper()
	function := p.schemas.Functions[name]
	encoded := make([]*tfprotov6.DynamicValue, len(arguments))
	for i, argument := range arguments {
		encoded[i] = p.dynamic(p.argument(function.Parameters[i].Type, argument))
	}
	called, err := p.server.CallFunction(p.t.Context(), &tfprotov6.CallFunctionRequest{Name: name, Arguments: encoded})
	must(p.t, err)
	if called.Error != nil {
		return nil, called.Error
	}
	result, err := called.Result.Unmarshal(function.Return.Type)
	must(p.t, err)
	return p.native(result), nil
}

// argument makes a value of a parameter's type.
func (p *Protocol) argument(of tftypes.Type, value any) tftypes.Value {
	p.t.Helper()
	list, isList := of.(tftypes.List)
	elements, areElements := value.([]any)
	if !isList || !areElements {
		return p.typed(of, value)
	}
	typed := []tftypes.Value{}
	for _, element := range elements {
		typed = append(typed, p.argument(list.ElementType, element))
	}
	return tftypes.NewValue(of, typed)
}
