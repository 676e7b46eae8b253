package client

import (
	"context"
	"crypto/sha256"
	"errors"
	"hash"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"
)

// errIdle ends an attempt to upload that does not get anywhere.
var errIdle = errors.New("no progress")

// uploadBody is a file on its way to the upload host. It hashes what is read of
// it, reports progress, and notices when the reading stops. The transport may
// go on reading for a moment after the attempt has ended, so all of its state
// is guarded.
type uploadBody struct {
	client *Client
	// ctx is for log lines, which belong to the caller's operation.
	ctx  context.Context //nolint:containedctx // A body lives no longer than its request.
	file *os.File
	size int64
	idle *time.Timer

	mu       sync.Mutex
	hash     hash.Hash
	sent     int64
	err      error
	stopped  bool
	started  time.Time
	reported time.Time
}

// newUploadBody returns the body of a request. It calls onIdle when nobody has
// read of it for the idle timeout, until it is stopped.
func (c *Client) newUploadBody(ctx context.Context, file *os.File, size int64, onIdle func()) *uploadBody {
	now := c.options.Clock.Now()
	return &uploadBody{
		client: c, ctx: ctx, file: file, size: size,
		// Real time, as for the timeout of any request: a stalled connection is
		// not part of what an injected clock simulates.
		idle:    time.AfterFunc(c.options.UploadIdleTimeout, onIdle),
		hash:    sha256.New(),
		started: now, reported: now,
	}
}

// Read reads from the file, up to the size that was announced.
func (b *uploadBody) Read(buffer []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stopped {
		return 0, os.ErrClosed
	}
	rest := b.size - b.sent
	if rest == 0 {
		return 0, io.EOF
	}
	n, err := b.file.Read(buffer[:min(int64(len(buffer)), rest)])
	_, _ = b.hash.Write(buffer[:n]) // A hash never fails.
	b.sent += int64(n)
	if n > 0 {
		b.idle.Reset(b.client.options.UploadIdleTimeout)
	}
	if err != nil && !errors.Is(err, io.EOF) {
		b.err = err
	}
	b.reportProgress()
	return n, err
}

// Close closes the file.
func (b *uploadBody) Close() error { return b.file.Close() }

// stop ends the watch over the reading, and the reading itself.
func (b *uploadBody) stop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stopped = true
	b.idle.Stop()
}

// count is how many bytes were read so far.
func (b *uploadBody) count() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.sent
}

// sum is the hash of the bytes that were read, and whether those are all.
func (b *uploadBody) sum() (hash []byte, complete bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.hash.Sum(nil), b.sent == b.size
}

// readError is why the file could not be read, or nil.
func (b *uploadBody) readError() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.err
}

// reportProgress writes a line to the log if it is time for one.
func (b *uploadBody) reportProgress() {
	if !b.client.log.Enabled(b.ctx, slog.LevelInfo) {
		return
	}
	now := b.client.options.Clock.Now()
	if now.Sub(b.reported) < b.client.options.UploadProgressInterval {
		return
	}
	b.reported = now
	b.client.log.LogAttrs(b.ctx, slog.LevelInfo, "Uploading a file",
		slog.String("file", b.file.Name()),
		slog.Int64("bytes", b.sent),
		slog.Int64("size", b.size),
		slog.Int64("percent", 100*b.sent/b.size),
		slog.Int64("bytes_per_second", int64(float64(b.sent)/max(now.Sub(b.started).Seconds(), 0.001))))
}
