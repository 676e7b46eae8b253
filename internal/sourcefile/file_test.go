package sourcefile

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestInspect(t *testing.T) {
	t.Parallel()
	path := writeFile(t, "a.mp4", "abc")
	link := filepath.Join(t.TempDir(), "link.mp4")
	must(t, os.Symlink(path, link))
	info, err := os.Stat(path)
	must(t, err)
	for _, name := range []string{path, link} {
		file, err := Inspect(name, 3)
		if err != nil || file.Path != name || file.Size != 3 || !file.Modified.Equal(info.ModTime()) {
			t.Errorf("got %+v, %v", file, err)
		}
	}
}

func TestInspectRefuses(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "fifo.mp4")
	must(t, syscall.Mkfifo(pipe, 0o600))
	large := sparseFile(t, 101)
	for name, test := range map[string]struct {
		path string
		want error
		says string
	}{
		"missing":        {filepath.Join(t.TempDir(), "none.mp4"), ErrNotFound, "the file does not exist: stat "},
		"no path at all": {"", ErrNotFound, "the file does not exist"},
		"directory":      {t.TempDir(), ErrDirectory, ": it is a directory, not a file"},
		"below a file":   {filepath.Join(writeFile(t, "a.mp4", "abc"), "b.mp4"), ErrUnreadable, "the file cannot be read: stat "},
		"pipe":           {pipe, ErrNotRegular, ": it is not a regular file"},
		"device":         {os.DevNull, ErrNotRegular, ": it is not a regular file"},
		"empty":          {writeFile(t, "empty.mp4", ""), ErrEmpty, ": it is empty"},
		"too large":      {large, ErrTooLarge, ": it is too large: 101 bytes, and at most 100 are allowed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Inspect(test.path, 100)
			problem, ok := errors.AsType[*Error](err)
			if !ok || !errors.Is(err, test.want) || problem.Path != test.path || !strings.Contains(err.Error(), test.path+": ") || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
			for _, other := range []error{ErrNotFound, ErrUnreadable, ErrDirectory, ErrNotRegular, ErrEmpty, ErrTooLarge} {
				if errors.Is(err, other) != (other == test.want) { //nolint:errorlint // The very same error.
					t.Errorf("is %q, too", other)
				}
			}
		})
	}
	if _, err := Inspect(filepath.Join(t.TempDir(), "none"), 1); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the system's error is lost: %v", err)
	}
}

func TestAFileOfTheLargestSizeIsTaken(t *testing.T) {
	t.Parallel()
	if _, err := Inspect(sparseFile(t, 100), 100); err != nil {
		t.Error(err)
	}
}

func TestOpenNoticesAnotherFile(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(t *testing.T, path string){
		"grown":   func(t *testing.T, path string) { t.Helper(); must(t, os.Truncate(path, 10)) },
		"touched": func(t *testing.T, path string) { t.Helper(); touch(t, path) },
		"replaced by an equal": func(t *testing.T, path string) {
			t.Helper()
			info, err := os.Stat(path)
			must(t, err)
			other := path + ".new"
			must(t, os.WriteFile(other, []byte("abc"), 0o600))
			must(t, os.Chtimes(other, info.ModTime(), info.ModTime()))
			must(t, os.Rename(other, path))
		},
		"replaced by a directory": func(t *testing.T, path string) { t.Helper(); must(t, os.Remove(path)); must(t, os.Mkdir(path, 0o700)) },
		// Opening it must not wait until somebody writes to the pipe.
		"replaced by a pipe": func(t *testing.T, path string) {
			t.Helper()
			must(t, os.Remove(path))
			must(t, syscall.Mkfifo(path, 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := writeFile(t, "a.mp4", "abc")
			file := inspect(t, path)
			change(t, path)
			_, err := file.Open()
			changed, ok := errors.AsType[*ChangedError](err)
			if !ok || changed.Path != path || err.Error() != path+": the file changed while it was read" {
				t.Errorf("got %v", err)
			}
		})
	}
	path := writeFile(t, "a.mp4", "abc")
	file := inspect(t, path)
	must(t, os.Remove(path))
	if _, err := file.Open(); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed: got %v", err)
	}
}

func TestUnchanged(t *testing.T) {
	t.Parallel()
	modified := time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)
	recorded := Verified{file: File{Path: "a.mp4", Size: 3, Modified: modified}, sha256: sumABC}
	for name, test := range map[string]struct {
		change func(*File)
		want   bool
	}{
		"the same":               {func(*File) {}, true},
		"the same, another zone": {func(f *File) { f.Modified = f.Modified.In(time.FixedZone("", 3600)) }, true},
		"renamed":                {func(f *File) { f.Path = "b.mp4" }, false},
		"grown":                  {func(f *File) { f.Size++ }, false},
		"touched":                {func(f *File) { f.Modified = f.Modified.Add(time.Nanosecond) }, false},
	} {
		file := recorded.file
		test.change(&file)
		if got := file.Unchanged(recorded); got != test.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
	if (File{}).Unchanged(Verified{}) {
		t.Error("nothing is recorded")
	}
}

// Earlier versions have stored this form in Terraform's states.
func TestVerifiedHasTheStoredForm(t *testing.T) {
	t.Parallel()
	const stored = `{"path":"a.mp4","size":3,"modified":"2026-03-04T05:06:07.000000008Z","sha256":"` + sumABC + `"}`
	var v Verified
	must(t, json.Unmarshal([]byte(stored), &v))
	if v.Path() != "a.mp4" || v.Size() != 3 || !v.Modified().Equal(time.Date(2026, 3, 4, 5, 6, 7, 8, time.UTC)) || v.SHA256() != sumABC || v.IsZero() {
		t.Errorf("got %+v", v)
	}
	again, err := json.Marshal(v)
	if err != nil || string(again) != stored {
		t.Errorf("got %s, %v", again, err)
	}
	for _, foreign := range []string{`{"path":7}`, `[]`, `{"modified":"yesterday"}`} {
		var none Verified
		if err := json.Unmarshal([]byte(foreign), &none); err == nil || !none.IsZero() {
			t.Errorf("%s: got %+v", foreign, none)
		}
	}
}
