package provider

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// writeFile makes a file in a new folder and returns its path.
func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

// sparseFile makes a file of a size without writing so many bytes.
func sparseFile(t *testing.T, size int64) string {
	t.Helper()
	file := writeFile(t, "large.mp4", "")
	must(t, os.Truncate(file, size))
	return file
}

func TestInspectSourceFileRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file    string
		missing bool
		want    []string
	}{
		"missing":        {filepath.Join(t.TempDir(), "none.mp4"), true, []string{"Source file not found", "none.mp4", "${path.module}", "attribute of that resource"}},
		"no path at all": {"", true, []string{"Source file not found"}},
		"directory":      {t.TempDir(), false, []string{"Source file is a directory", "Name one video or audio file in it"}},
		"device":         {os.DevNull, false, []string{"Source file is not a regular file", "device"}},
		"empty":          {writeFile(t, "empty.mp4", ""), false, []string{"Source file is empty", "no bytes"}},
		"too large":      {sparseFile(t, client.MaxUploadBytes+1), false, []string{"Source file is too large", "5368709121 bytes", "5368709120 bytes", "source_url"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refuses(t, test.file, test.missing, test.want...)
		})
	}
}

// refuses checks that a file cannot be a source, and what the error says.
func refuses(t *testing.T, file string, missing bool, want ...string) {
	t.Helper()
	_, problem := inspectSourceFile(file)
	if problem == nil {
		t.Fatal("accepted")
	}
	contains(t, diagnosticText(problem.diagnostic()), append(want, "Error: ", "@source_file")...)
	contains(t, problem.Error(), want[0])
	equal(t, "missing", errors.Is(problem, sourcefile.ErrNotFound), missing)
}

func TestSourceFileProblemsWhileReading(t *testing.T) {
	t.Parallel()
	contains(t, diagnosticText(sourceFileProblem(fmt.Errorf("wrapped: %w", &sourcefile.ChangedError{Path: "a.mp4"})).diagnostic()),
		"Error: Source file changed", `"a.mp4" was changed while it was read`, "Plan again", "@source_file")
	contains(t, diagnosticText(sourceFileProblem(context.Canceled).diagnostic()), "Error: Source file cannot be read", "Context canceled.")
	contains(t, diagnosticText(sourceFileProblem(&sourcefile.Error{Path: "a.mp4", Problem: sourcefile.ErrUnreadable, Err: os.ErrPermission}).diagnostic()),
		"Error: Source file cannot be read", "permission denied", "Check the permissions")
}

func TestUnsupportedTypeWarning(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom": "", "hello, world": "text/plain"} {
		file, problem := inspectSourceFile(writeFile(t, "a.mp4", content))
		if problem != nil {
			t.Fatal(problem)
		}
		warning, unsupported := unsupportedTypeWarning(file)
		equal(t, "warned", unsupported, want != "")
		if unsupported {
			contains(t, diagnosticText(warning), "Warning: ", "looks like "+want, "aac, mp3", "@source_file")
		}
	}
}

// sumABC is the hash of "abc".
const sumABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

// rememberedFile is a file as an earlier run has remembered it.
func rememberedFile(t *testing.T, path string, size int64, modified time.Time, sum string) sourcefile.Verified {
	t.Helper()
	content, err := json.Marshal(map[string]any{"path": path, "size": size, "modified": modified, "sha256": sum})
	must(t, err)
	var file sourcefile.Verified
	must(t, json.Unmarshal(content, &file))
	return file
}
