package client

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"sync/atomic"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// errIdle ends an attempt to upload that does not get anywhere.
var errIdle = errors.New("no progress")

// uploadBody is a file on its way to the upload host. It reports progress, and
// notices when the reading stops. The transport may go on reading for a moment
// after the attempt has ended.
type uploadBody struct {
	client *Client
	// ctx is for log lines, which belong to the caller's operation.
	ctx     context.Context //nolint:containedctx // A body lives no longer than its request.
	reading *sourcefile.Reading

	// born is the time by which moved counts.
	born  time.Time
	moved atomic.Int64
	idle  *time.Timer

	sent    atomic.Int64
	stopped atomic.Bool

	// Only Read uses these.
	started  time.Time
	reported time.Time
}

// newUploadBody returns the body of a request. It calls onIdle when nobody has
// read of it for the idle timeout, until it is stopped.
func (c *Client) newUploadBody(ctx context.Context, reading *sourcefile.Reading, onIdle func()) *uploadBody {
	now := c.options.Clock.Now()
	b := &uploadBody{client: c, ctx: ctx, reading: reading, started: now, reported: now, born: time.Now()}
	// Real time, as for the timeout of any request: a stalled connection is not
	// part of what an injected clock simulates.
	limit := c.options.UploadIdleTimeout
	ready := make(chan struct{})
	b.idle = time.AfterFunc(limit, func() {
		<-ready
		// The timer is not set back by each Read, which would cost more than the
		// reading. It looks when the last one was instead.
		left := limit - (time.Since(b.born) - time.Duration(b.moved.Load()))
		switch {
		case b.stopped.Load():
		case left > 0:
			b.idle.Reset(left)
		default:
			onIdle()
		}
	})
	close(ready)
	return b
}

// Read reads from the file, up to the size that was announced.
func (b *uploadBody) Read(buffer []byte) (int, error) {
	if b.stopped.Load() {
		return 0, os.ErrClosed
	}
	n, err := b.reading.Read(buffer)
	if n > 0 {
		b.sent.Add(int64(n))
		b.moved.Store(int64(time.Since(b.born)))
		b.reportProgress()
	}
	return n, err
}

// Close ends the reading. The transport calls it as soon as the file is sent; the
// watch goes on until there is an answer, see stop.
func (b *uploadBody) Close() error { return b.reading.Close() }

// stop ends the reading and the watch over it.
func (b *uploadBody) stop() {
	b.stopped.Store(true)
	b.idle.Stop()
	_ = b.Close() // It never fails.
}

// size is how many bytes there are to send.
func (b *uploadBody) size() int64 { return b.reading.File().Size }

// count is how many bytes were read so far.
func (b *uploadBody) count() int64 { return b.sent.Load() }

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
	sent := b.count()
	b.client.log.LogAttrs(b.ctx, slog.LevelInfo, "Uploading a file",
		slog.String("file", b.reading.File().Path),
		slog.Int64("bytes", sent),
		slog.Int64("size", b.size()),
		slog.Int64("percent", 100*sent/b.size()),
		slog.Int64("bytes_per_second", int64(float64(sent)/max(now.Sub(b.started).Seconds(), 0.001))))
}
