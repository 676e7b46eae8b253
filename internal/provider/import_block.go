package provider

import (
	"fmt"
	"strings"
	"unicode"
)

// importBlock returns a block that imports an object by its id. It names the
// provider, without which Terraform 1.16 takes the resource for one of another
// provider as long as the resource has no block of its own.
func importBlock(typeName, id string) string {
	return fmt.Sprintf("import {\n  to       = %s.example\n  id       = %s\n  provider = %s\n}", typeName, quoteHCL(id), typeNamePrefix)
}

// quoteHCL returns a string as HCL has it in quotes, whatever is in it.
func quoteHCL(value string) string {
	var quoted strings.Builder
	quoted.WriteByte('"')
	runes := []rune(value)
	for i, char := range runes {
		switch {
		case char == '"' || char == '\\':
			quoted.WriteRune('\\')
			quoted.WriteRune(char)
		case char == '\n':
			quoted.WriteString(`\n`)
		case char == '\r':
			quoted.WriteString(`\r`)
		case char == '\t':
			quoted.WriteString(`\t`)
		case (char == '$' || char == '%') && i+1 < len(runes) && runes[i+1] == '{':
			quoted.WriteRune(char) // Doubled, it is no longer the start of a template.
			quoted.WriteRune(char)
		case !unicode.IsPrint(char) && char <= 0xFFFF:
			fmt.Fprintf(&quoted, `\u%04X`, char)
		case !unicode.IsPrint(char):
			fmt.Fprintf(&quoted, `\U%08X`, char)
		default:
			quoted.WriteRune(char)
		}
	}
	quoted.WriteByte('"')
	return quoted.String()
}
