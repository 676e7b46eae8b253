package sourcefile

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"sync"
	"sync/atomic"
)

const (
	// blockSize is how much is read, hashed and passed on at once. It bounds the
	// time between two looks at whether to stop: about a millisecond.
	blockSize = 1 << 20
	// blocksAhead is how many blocks a pass has at once: one that is read, one that
	// is hashed and one that is passed on.
	blocksAhead = 3
)

// block is a part of a file.
type block struct {
	data []byte
	// users counts who still needs the data.
	users atomic.Int32
}

// Reading is one pass over a file. It hashes the bytes beside their way to the
// reader, so that neither waits for the other. Its memory does not grow with the
// file.
//
// One goroutine may read. The other methods may be called by any.
type Reading struct {
	file   File
	handle *os.File

	begin  sync.Once
	end    sync.Once
	closed chan struct{}

	free, toHash, toRead chan *block
	// hashed is closed when sum has its final value.
	hashed chan struct{}
	sum    []byte
	// consumed counts the bytes that were read from the Reading.
	consumed atomic.Int64

	mu  sync.Mutex
	err error

	// current is the block that is being read, and rest what is left of it.
	current *block
	rest    []byte
}

func newReading(file File, handle *os.File) *Reading {
	return &Reading{
		file: file, handle: handle, closed: make(chan struct{}),
		free: make(chan *block, blocksAhead), toHash: make(chan *block, blocksAhead), toRead: make(chan *block, blocksAhead),
		hashed: make(chan struct{}),
	}
}

// File is the file that is read.
func (r *Reading) File() File { return r.file }

// Read reads the next bytes, up to the size that the file had when it was
// inspected. It fails with [os.ErrClosed] after Close.
func (r *Reading) Read(buffer []byte) (int, error) {
	for len(r.rest) == 0 {
		if err := r.next(); err != nil {
			return 0, err
		}
	}
	n := copy(buffer, r.rest)
	r.rest = r.rest[n:]
	r.consumed.Add(int64(n))
	return n, nil
}

// next takes the next block.
func (r *Reading) next() error {
	select {
	case <-r.closed:
		return os.ErrClosed
	default:
	}
	r.begin.Do(func() { r.run(true) })
	if r.current != nil {
		r.release(r.current)
		r.current = nil
	}
	select {
	case <-r.closed:
		return os.ErrClosed
	case next, ok := <-r.toRead:
		if !ok {
			if err := r.Err(); err != nil {
				return err
			}
			return io.EOF
		}
		r.current, r.rest = next, next.data
		return nil
	}
}

// run starts the pass. Without a reader, the bytes are only hashed.
func (r *Reading) run(withReader bool) {
	for range blocksAhead {
		r.free <- &block{data: make([]byte, min(blockSize, r.file.Size))}
	}
	go r.readAll(withReader)
	go r.hashAll()
}

// readAll reads the file and hands out its blocks.
func (r *Reading) readAll(withReader bool) {
	defer r.handle.Close() //nolint:errcheck // Nothing was written.
	defer close(r.toRead)
	defer close(r.toHash)
	for left := r.file.Size; left > 0; {
		var next *block
		select {
		case <-r.closed:
			return
		case next = <-r.free:
		}
		next.data = next.data[:min(int64(cap(next.data)), left)]
		if _, err := io.ReadFull(r.handle, next.data); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				err = &ChangedError{Path: r.file.Path} // It is shorter than it was.
			}
			r.fail(err)
			return
		}
		left -= int64(len(next.data))
		// Neither channel is ever full: each has room for all blocks.
		if withReader {
			next.users.Store(2)
			r.toRead <- next
		} else {
			next.users.Store(1)
		}
		r.toHash <- next
	}
}

// hashAll hashes the blocks.
func (r *Reading) hashAll() {
	hash := sha256.New()
	for next := range r.toHash {
		_, _ = hash.Write(next.data) // A hash never fails.
		r.release(next)
	}
	r.sum = hash.Sum(nil)
	close(r.hashed)
}

// release gives a block back when nobody needs it any more.
func (r *Reading) release(used *block) {
	if used.users.Add(-1) == 0 {
		r.free <- used
	}
}

// fail records why the file cannot be read.
func (r *Reading) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
}

// Err is why the file could not be read to its end, or nil.
func (r *Reading) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Changed reports whether the file is not the one any more that was inspected.
func (r *Reading) Changed() bool { return r.file.changed() }

// Verified returns what is known of the file after all of it was read. It fails
// with a [*ChangedError] if the file was not the same all the time, and with
// [io.ErrUnexpectedEOF] if it was not read to its end.
func (r *Reading) Verified() (Verified, error) {
	if err := r.Err(); err != nil {
		return Verified{}, err
	}
	if r.consumed.Load() != r.file.Size {
		return Verified{}, io.ErrUnexpectedEOF
	}
	<-r.hashed // The hash may be a block or two behind.
	return r.verified()
}

// hash reads the file to its end for its hash alone.
func (r *Reading) hash(ctx context.Context) (Verified, error) {
	r.begin.Do(func() { r.run(false) })
	select {
	case <-ctx.Done():
		return Verified{}, ctx.Err()
	case <-r.hashed:
	}
	if err := r.Err(); err != nil {
		return Verified{}, err
	}
	return r.verified()
}

// verified is the result of a complete pass.
func (r *Reading) verified() (Verified, error) {
	if r.file.changed() {
		return Verified{}, &ChangedError{Path: r.file.Path}
	}
	return Verified{file: r.file, sha256: hex.EncodeToString(r.sum)}, nil
}

// Close ends the pass, and the reading of the file at the next block.
func (r *Reading) Close() error {
	r.begin.Do(func() { _ = r.handle.Close() }) // It has not begun, and never will.
	r.end.Do(func() { close(r.closed) })
	return nil
}
