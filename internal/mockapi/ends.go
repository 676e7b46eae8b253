package mockapi

import (
	"errors"
	"io"
)

// endSize is how much of each end of a file is kept. Headers are at the start;
// an MP4 file may have its index at the end.
const endSize = 512 << 10

// errNotKept is the answer to reading in the middle of a file.
var errNotKept = errors.New("mockapi: this part of the file was not kept")

// ends keeps the beginning and the end of what is written to it. It takes the
// same memory for 5 GB as for 5 MB.
type ends struct {
	size int64
	head []byte
	// tail holds at least the last endSize bytes, if there are as many.
	tail []byte
}

func (e *ends) Write(p []byte) (int, error) {
	if room := endSize - len(e.head); room > 0 {
		e.head = append(e.head, p[:min(room, len(p))]...)
	}
	if len(p) >= endSize {
		e.tail = append(e.tail[:0], p[len(p)-endSize:]...)
	} else {
		// Letting the tail grow to twice its size makes moving it rare.
		if len(e.tail)+len(p) > 2*endSize {
			e.tail = append(e.tail[:0], e.tail[len(e.tail)-endSize:]...)
		}
		e.tail = append(e.tail, p...)
	}
	e.size += int64(len(p))
	return len(p), nil
}

// ReadAt reads from whichever end was kept.
func (e *ends) ReadAt(p []byte, offset int64) (int, error) {
	if offset >= e.size {
		return 0, io.EOF
	}
	part, start := e.head, int64(0)
	if tailStart := e.size - int64(len(e.tail)); offset >= tailStart {
		part, start = e.tail, tailStart
	}
	if offset < start || offset >= start+int64(len(part)) {
		return 0, errNotKept
	}
	n := copy(p, part[offset-start:])
	if n < len(p) {
		return n, io.ErrUnexpectedEOF
	}
	return n, nil
}
