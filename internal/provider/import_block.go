package provider

import (
	"fmt"
	"strings"
	"unicode"
)

// importBlock returns a block that imports an object by its id.
func importBlock(typeName, id string) string {
	return fmt.Sprintf("import {\n  to = %s.example\n  id = %s\n}", typeName, quoteHCL(id))
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
