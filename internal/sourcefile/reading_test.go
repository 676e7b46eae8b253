package sourcefile

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
)

// randomFile makes a file of random bytes.
func randomFile(t testing.TB, size int) (path string, content []byte) {
	t.Helper()
	content = make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{byte(size)}).Read(content)
	path = filepath.Join(t.TempDir(), "a.mp4")
	must(t, os.WriteFile(path, content, 0o600))
	return path, content
}

func open(t testing.TB, path string) *Reading {
	t.Helper()
	reading, err := inspect(t, path).Open()
	must(t, err)
	t.Cleanup(func() { _ = reading.Close() })
	return reading
}

func TestAPassReadsAndHashesTheFile(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 1000, blockSize - 1, blockSize, blockSize + 1, 5*blockSize + 17} {
		path, content := randomFile(t, size)
		want := sha256.Sum256(content)
		for name, wrap := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "halves": iotest.HalfReader, "errors with data": iotest.DataErrReader,
		} {
			reading := open(t, path)
			got, err := io.ReadAll(wrap(reading))
			if err != nil || !bytes.Equal(got, content) {
				t.Fatalf("%d bytes, %s: got %d bytes, %v", size, name, len(got), err)
			}
			// An upload closes the body before anybody asks for the hash.
			must(t, reading.Close())
			verified, err := reading.Verified()
			if err != nil || verified.SHA256() != hex.EncodeToString(want[:]) || verified.Size() != int64(size) || verified.Path() != path {
				t.Errorf("%d bytes, %s: got %+v, %v", size, name, verified, err)
			}
			if !inspect(t, path).Unchanged(verified) {
				t.Errorf("%d bytes, %s: not recognised", size, name)
			}
		}
	}
}

func TestAPassThatIsNotCompleteVerifiesNothing(t *testing.T) {
	t.Parallel()
	path, _ := randomFile(t, 2*blockSize)
	for _, read := range []int{0, 1, blockSize, 2*blockSize - 1} {
		reading := open(t, path)
		_, err := io.CopyN(io.Discard, reading, int64(read))
		must(t, err)
		for range 2 { // Before and after it is closed.
			if verified, err := reading.Verified(); !errors.Is(err, io.ErrUnexpectedEOF) || !verified.IsZero() {
				t.Errorf("after %d bytes: got %+v, %v", read, verified, err)
			}
			must(t, reading.Close())
		}
		if _, err := reading.Read(make([]byte, blockSize)); read == 0 && !errors.Is(err, os.ErrClosed) {
			t.Errorf("read after the end: %v", err)
		}
	}
}

func TestAPassNoticesChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(path string) error{
		"shorter":  func(path string) error { return os.Truncate(path, 10) },
		"longer":   func(path string) error { return os.Truncate(path, 100<<20) },
		"touched":  func(path string) error { touch(t, path); return nil },
		"removed":  os.Remove,
		"replaced": func(path string) error { _ = os.Remove(path); return os.WriteFile(path, []byte("x"), 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path, _ := randomFile(t, 10*blockSize)
			reading := open(t, path)
			_, err := io.CopyN(io.Discard, reading, 1000)
			must(t, err)
			if reading.Changed() {
				t.Fatal("changed before it was")
			}
			must(t, change(path))
			if !reading.Changed() {
				t.Error("the change went unnoticed")
			}
			_, readErr := io.Copy(io.Discard, reading)
			verified, err := reading.Verified()
			changed, ok := errors.AsType[*ChangedError](err)
			if !ok || changed.Path != path || !verified.IsZero() {
				t.Errorf("got %+v, %v", verified, err)
			}
			if name == "shorter" && readErr == nil {
				t.Error("the end of the file was not missed")
			}
		})
	}
}

// Memory and goroutines of a pass are gone after it, whenever it ends.
func TestClosingEndsThePass(t *testing.T) {
	t.Parallel()
	path := sparseFile(t, 1<<30)
	reading := open(t, path)
	_, err := reading.Read(make([]byte, 10))
	must(t, err)
	must(t, reading.Close())
	<-reading.hashed // This ends because nothing more is read.
	if _, err := io.Copy(io.Discard, reading); !errors.Is(err, os.ErrClosed) {
		t.Errorf("got %v", err)
	}
	if err := reading.handle.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the file is still open: %v", err)
	}

	unread := open(t, path)
	must(t, unread.Close())
	if err := unread.handle.Close(); !errors.Is(err, os.ErrClosed) {
		t.Errorf("the file that was never read is still open: %v", err)
	}
}

func BenchmarkHash(b *testing.B) {
	const size = 256 << 20
	file := inspect(b, sparseFile(b, size))
	b.Run("pass", func(b *testing.B) {
		b.SetBytes(size)
		b.ReportAllocs()
		for b.Loop() {
			reading, err := file.Open()
			must(b, err)
			_, err = reading.hash(context.Background())
			must(b, err)
			must(b, reading.Close())
		}
	})
	// What one core can do at most.
	b.Run("sha256 alone", func(b *testing.B) {
		b.SetBytes(size)
		data := make([]byte, blockSize)
		for b.Loop() {
			hash := sha256.New()
			for range size / blockSize {
				_, _ = hash.Write(data)
			}
			hash.Sum(nil)
		}
	})
}
