package terraform

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// ErrKilled is returned by a command whose Terraform was killed.
var ErrKilled = errors.New("Terraform was killed") //nolint:staticcheck // Terraform is a name.

// errPluginDied is what a call to a plugin that no longer runs ends with.
var errPluginDied = errors.New("the plugin died")

// Diagnostic is a warning or an error that a user reads.
type Diagnostic struct {
	// Error is false for a warning.
	Error           bool
	Summary, Detail string
	// Address is that of the resource, "" for a provider block.
	Address string
	// Attribute is the path of the attribute, "" if there is none.
	Attribute string
}

// String is all of the diagnostic in one line.
func (d Diagnostic) String() string {
	text := "WARNING: "
	if d.Error {
		text = "ERROR: "
	}
	text += d.Summary + ": " + d.Detail
	if d.Attribute != "" {
		text += " @" + d.Attribute
	}
	return text
}

// Diagnostics are in the order in which a user reads them.
type Diagnostics []Diagnostic

// HasError reports whether there is an error among the diagnostics.
func (d Diagnostics) HasError() bool {
	for _, diagnostic := range d {
		if diagnostic.Error {
			return true
		}
	}
	return false
}

// String has a line for each diagnostic.
func (d Diagnostics) String() string {
	var text strings.Builder
	for _, diagnostic := range d {
		text.WriteString(diagnostic.String() + "\n")
	}
	return text.String()
}

// reported converts what a provider reports about an address.
func reported(address string, diagnostics []*tfprotov6.Diagnostic) Diagnostics {
	var all Diagnostics
	for _, each := range diagnostics {
		diagnostic := Diagnostic{
			Error: each.Severity == tfprotov6.DiagnosticSeverityError, Summary: each.Summary, Detail: each.Detail, Address: address,
		}
		if each.Attribute != nil {
			diagnostic.Attribute = each.Attribute.String()
		}
		all = append(all, diagnostic)
	}
	return all
}

// problem is one error of Terraform's own.
func problem(address, summary, format string, arguments ...any) Diagnostics {
	return Diagnostics{{Error: true, Summary: summary, Detail: fmt.Sprintf(format, arguments...), Address: address}}
}

// broken is an error that Terraform would call a bug in the provider.
func broken(address, format string, arguments ...any) error {
	return fmt.Errorf("the provider broke the protocol for %s: %w", address, fmt.Errorf(format, arguments...))
}
