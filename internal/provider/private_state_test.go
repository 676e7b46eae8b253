package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// privateMap is a private state.
type privateMap map[string][]byte

func (m privateMap) GetKey(_ context.Context, key string) ([]byte, diag.Diagnostics) {
	return m[key], nil
}

func (m privateMap) SetKey(_ context.Context, key string, value []byte) diag.Diagnostics {
	m[key] = value
	return nil
}

func TestPrivateState(t *testing.T) {
	t.Parallel()
	private := privateMap{"foreign": []byte(`{"path":7}`)}
	file := sourceFile{Path: "a.mp4", Size: 3, Modified: testStart, SHA256: "abc"}
	noDiagnostics(t, writePrivate(t.Context(), private, privateSourceFile, file))

	got, diags := readPrivate[sourceFile](t.Context(), private, privateSourceFile)
	noDiagnostics(t, diags)
	equal(t, "round trip", got, file)

	got, diags = readPrivate[sourceFile](t.Context(), private, "missing")
	noDiagnostics(t, diags)
	equal(t, "missing", got, sourceFile{})

	got, diags = readPrivate[sourceFile](t.Context(), private, "foreign")
	noDiagnostics(t, diags)
	equal(t, "written in another form", got, sourceFile{})

	contains(t, oneDiagnostic(t, writePrivate(t.Context(), private, "key", func() {})), "Cannot store private state")
}
