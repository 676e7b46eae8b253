package provider

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/client"
)

// writeFile makes a file in a new folder and returns its path.
func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

func TestInspectSourceFile(t *testing.T) {
	t.Parallel()
	file := writeFile(t, "a.mp4", "abc")
	got, problem := inspectSourceFile(file)
	if problem != nil {
		t.Fatal(problem)
	}
	info, err := os.Stat(file)
	must(t, err)
	equal(t, "file", got, sourceFile{Path: file, Size: 3, Modified: info.ModTime()})

	link := filepath.Join(t.TempDir(), "link.mp4")
	must(t, os.Symlink(file, link))
	if _, problem := inspectSourceFile(link); problem != nil {
		t.Errorf("a link: %v", problem)
	}
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
	equal(t, "missing", errors.Is(problem, errSourceFileMissing), missing)
}

func TestInspectSourceFileThatIsJustSmallEnough(t *testing.T) {
	t.Parallel()
	if _, problem := inspectSourceFile(sparseFile(t, client.MaxUploadBytes)); problem != nil {
		t.Error(problem)
	}
}

func TestInspectSourceFileWithoutPermission(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	file := writeFile(t, "a.mp4", "abc")
	must(t, os.Chmod(file, 0))
	_, problem := inspectSourceFile(file)
	if problem == nil {
		t.Fatal("accepted")
	}
	contains(t, problem.Error(), "Source file cannot be read", "permission denied", "Check the permissions")
}

func TestSourceFileUnchanged(t *testing.T) {
	t.Parallel()
	recorded := sourceFile{Path: "a.mp4", Size: 3, Modified: testStart, SHA256: "abc"}
	for name, test := range map[string]struct {
		change func(*sourceFile)
		want   bool
	}{
		"the same":               {func(*sourceFile) {}, true},
		"the same, another zone": {func(f *sourceFile) { f.Modified = f.Modified.In(time.FixedZone("", 3600)) }, true},
		"renamed":                {func(f *sourceFile) { f.Path = "b.mp4" }, false},
		"grown":                  {func(f *sourceFile) { f.Size++ }, false},
		"touched":                {func(f *sourceFile) { f.Modified = f.Modified.Add(time.Nanosecond) }, false},
	} {
		file := sourceFile{Path: recorded.Path, Size: recorded.Size, Modified: recorded.Modified}
		test.change(&file)
		equal(t, name, file.unchanged(recorded), test.want)
	}
	equal(t, "nothing recorded", sourceFile{}.unchanged(sourceFile{}), false)
}

const (
	sumABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	sumXYZ = "3608bca1e44ea6c4d268eb6db02260269892c0b42b86bbf1e77a6fa16c3c9282"
)

func TestHashes(t *testing.T) {
	t.Parallel()
	var sums hashes
	name := writeFile(t, "a.mp4", "abc")
	sum := func() string {
		t.Helper()
		file, problem := inspectSourceFile(name)
		if problem != nil {
			t.Fatal(problem)
		}
		got, err := sums.of(t.Context(), file)
		must(t, err)
		return got
	}
	equal(t, "hash", sum(), sumABC)

	// Other bytes behind the same size and time show that the file is not read again.
	info, err := os.Stat(name)
	must(t, err)
	must(t, os.WriteFile(name, []byte("xyz"), 0o600))
	must(t, os.Chtimes(name, info.ModTime(), info.ModTime()))
	equal(t, "hash of what looks unchanged", sum(), sumABC)

	must(t, os.Chtimes(name, info.ModTime(), info.ModTime().Add(time.Second)))
	equal(t, "hash after a change", sum(), sumXYZ)
}

func TestHashesFail(t *testing.T) {
	t.Parallel()
	var sums hashes
	missing := sourceFile{Path: filepath.Join(t.TempDir(), "none.mp4")}
	if _, err := sums.of(t.Context(), missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := sums.of(ctx, sourceFile{Path: writeFile(t, "a.mp4", "abc")}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestHashFileOfSeveralChunks(t *testing.T) {
	t.Parallel()
	got, err := hashFile(t.Context(), sparseFile(t, hashChunk+1))
	must(t, err)
	equal(t, "hash of 8 MiB and one byte of zeros", got, "4459f957d031a8b782dfee09d2c7070a4b5e6c33130a8f20ac35393fd97fc57a")
}

func TestUnsupportedType(t *testing.T) {
	t.Parallel()
	const (
		mp4  = "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
		m4a  = "\x00\x00\x00\x18ftypM4A \x00\x00\x00\x00M4A isom"
		wav  = "RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00"
		flac = "fLaC\x00\x00\x00\x22"
		ogg  = "OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00"
		mp3  = "ID3\x03\x00\x00\x00\x00\x00\x00"
		wma  = "\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9\x00\xaa\x00\x62\xce\x6c"
		aac  = "\xff\xf1\x50\x80\x00\x1f\xfc"
		aiff = "FORM\x00\x00\x00\x00AIFFCOMM"
	)
	for name, test := range map[string]struct{ file, content, want string }{
		"mp4":                           {"a.mp4", mp4, ""},
		"mp4 without an extension":      {"a", mp4, ""},
		"m4a":                           {"a.m4a", m4a, ""},
		"wav":                           {"a.wav", wav, ""},
		"flac":                          {"a.flac", flac, ""},
		"ogg":                           {"a.ogg", ogg, ""},
		"mp3":                           {"a.mp3", mp3, ""},
		"wma":                           {"a.wma", wma, ""},
		"aac":                           {"a.aac", aac, ""},
		"bytes that tell nothing, .MTS": {"a.MTS", "\x01\x02\x03\x04", ""},
		"bytes that tell nothing, .bin": {"a.bin", "\x01\x02\x03\x04", "application/octet-stream"},
		"aiff":                          {"a.aiff", aiff, "audio/aiff"},
		"text":                          {"a.mp4", "hello, world", "text/plain; charset=utf-8"},
		"page":                          {"a.mp4", "<!DOCTYPE html><html></html>", "text/html; charset=utf-8"},
		"picture":                       {"a.png", "\x89PNG\x0d\x0a\x1a\x0a", "image/png"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := writeFile(t, test.file, test.content)
			equal(t, "type", unsupportedType(file), test.want)
			warning, unsupported := unsupportedTypeWarning(file)
			equal(t, "warned", unsupported, test.want != "")
			if unsupported {
				contains(t, diagnosticText(warning), "Warning: ", "looks like "+test.want, "aac, mp3", "@source_file")
			}
		})
	}
	t.Run("missing", func(t *testing.T) {
		t.Parallel()
		equal(t, "type", unsupportedType(filepath.Join(t.TempDir(), "none")), "")
	})
}
