package provider_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/acctest"
)

// summaryArguments are the functions that make a diagnostic, and which of their
// arguments is its summary. Functions of the provider that pass a parameter on as
// a summary are found and added.
var summaryArguments = map[string]int{
	"AddError": 0, "AddWarning": 0, "AddAttributeError": 1, "AddAttributeWarning": 1,
	"NewErrorDiagnostic": 0, "NewWarningDiagnostic": 0, "NewAttributeErrorDiagnostic": 1, "NewAttributeWarningDiagnostic": 1,
}

// anything stands for the part of a summary that is known when it is printed.
const anything = "…"

// summaries finds the summaries of all diagnostics in the source of the provider.
type summaries struct {
	arguments map[string]int
	// found are the places of the summaries.
	found map[string]string
	files *token.FileSet
}

// findSummaries reads the Go files of a directory, tests left out.
func findSummaries(t *testing.T, dir string) map[string]string {
	t.Helper()
	s := &summaries{arguments: maps.Clone(summaryArguments), found: map[string]string{}, files: token.NewFileSet()}
	var functions []*ast.FuncDecl
	var others []ast.Node
	for _, name := range matches(t, filepath.Join(dir, "*.go")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(s.files, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			if function, ok := declaration.(*ast.FuncDecl); ok && function.Body != nil {
				functions = append(functions, function)
			} else {
				others = append(others, declaration)
			}
		}
	}
	// Each pass may find another function that passes its parameter on.
	for known := -1; known != len(s.arguments); {
		known = len(s.arguments)
		for _, function := range functions {
			s.inspect(function.Body, function)
		}
	}
	for _, node := range others {
		s.inspect(node, nil)
	}
	return s.found
}

// inspect looks for diagnostics in a function, or outside of any.
func (s *summaries) inspect(node ast.Node, function *ast.FuncDecl) {
	ast.Inspect(node, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.CallExpr:
			if index, ok := s.arguments[calledName(node)]; ok && index < len(node.Args) {
				s.note(node.Args[index], function)
			}
		case *ast.CompositeLit:
			// A struct without the names of its fields starts with the summary.
			if of, ok := node.Type.(*ast.Ident); ok && of.Name == "sourceFileError" && len(node.Elts) > 0 {
				s.note(node.Elts[0], function)
			}
		case *ast.KeyValueExpr:
			if key, ok := node.Key.(*ast.Ident); ok && key.Name == "summary" {
				s.note(node.Value, function)
			}
		}
		return true
	})
}

// note takes the summary that an expression makes. One that is a parameter is made
// where the function is called.
func (s *summaries) note(expression ast.Expr, function *ast.FuncDecl) {
	if _, named := expression.(*ast.KeyValueExpr); named {
		return // It is looked at by its name.
	}
	if name, ok := expression.(*ast.Ident); ok && function != nil {
		if index, ok := parameterIndex(function, name.Name); ok {
			s.arguments[function.Name.Name] = index
			return
		}
	}
	if text := strings.TrimSpace(summaryPattern(expression)); strings.Trim(text, anything+" ") != "" {
		s.found[text] = s.files.Position(expression.Pos()).String()
	}
}

// calledName is the name of a called function or method.
func calledName(call *ast.CallExpr) string {
	switch called := call.Fun.(type) {
	case *ast.Ident:
		return called.Name
	case *ast.SelectorExpr:
		return called.Sel.Name
	}
	return ""
}

// parameterIndex is the position of a parameter.
func parameterIndex(function *ast.FuncDecl, name string) (index int, ok bool) {
	for _, field := range function.Type.Params.List {
		for _, parameter := range field.Names {
			if parameter.Name == name {
				return index, true
			}
			index++
		}
	}
	return 0, false
}

// verb is a verb of package fmt.
var verb = regexp.MustCompile(`%[-+# 0-9.\[\]]*[a-z]`)

// summaryPattern is the text that an expression makes, with a sign for what is
// known later.
func summaryPattern(expression ast.Expr) string {
	switch expression := expression.(type) {
	case *ast.BasicLit:
		if text, err := strconv.Unquote(expression.Value); err == nil {
			return text
		}
	case *ast.BinaryExpr:
		return strings.ReplaceAll(summaryPattern(expression.X)+summaryPattern(expression.Y), anything+anything, anything)
	case *ast.CallExpr:
		if calledName(expression) == "Sprintf" && len(expression.Args) > 0 {
			return verb.ReplaceAllString(summaryPattern(expression.Args[0]), anything)
		}
	}
	return anything
}

// guideHeading is a heading of the guide that is a summary.
var guideHeading = regexp.MustCompile("(?m)^### `([^`]+)`$")

// The guide has every summary that the provider can print, and no other.
func TestTroubleshootingIsComplete(t *testing.T) {
	t.Parallel()
	root := acctest.RepositoryDir(t)
	found := findSummaries(t, filepath.Join(root, "internal", "provider"))
	if len(found) < 20 {
		t.Fatalf("only %d summaries were found in the source", len(found))
	}
	guide, err := os.ReadFile(filepath.Join(root, "templates", "guides", "troubleshooting.md.tmpl"))
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{}
	for _, heading := range guideHeading.FindAllStringSubmatch(string(guide), -1) {
		listed[heading[1]] = true
	}
	for _, summary := range slices.Sorted(maps.Keys(found)) {
		if !listed[summary] {
			t.Errorf("the guide lacks the heading \"### `%s`\", a summary of %s", summary, found[summary])
		}
		delete(listed, summary)
	}
	for _, summary := range slices.Sorted(maps.Keys(listed)) {
		t.Errorf("the guide has the heading \"### `%s`\", which is no summary in the source any more", summary)
	}
}
