package provider

import (
	"context"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
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
	file := rememberedFile(t, "a.mp4", 3, testStart, "abc")
	noDiagnostics(t, writePrivate(t.Context(), private, privateSourceFile, file))

	got, diags := readPrivate[sourcefile.Verified](t.Context(), private, privateSourceFile)
	noDiagnostics(t, diags)
	equal(t, "round trip", got, file)

	got, diags = readPrivate[sourcefile.Verified](t.Context(), private, "missing")
	noDiagnostics(t, diags)
	equal(t, "missing", got, sourcefile.Verified{})

	got, diags = readPrivate[sourcefile.Verified](t.Context(), private, "foreign")
	noDiagnostics(t, diags)
	equal(t, "written in another form", got, sourcefile.Verified{})

	contains(t, oneDiagnostic(t, writePrivate(t.Context(), private, "key", func() {})), "Cannot store private state")
}
