package client

import (
	"context"
	"log/slog"
	"net/url"
	"time"
)

// logAttempt writes one line about one request. The attributes are built only
// if somebody wants them: this runs for every request of a large plan.
func (c *Client) logAttempt(ctx context.Context, request call, target *url.URL, number int, result answer, err error, duration time.Duration) {
	if !c.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attributes := []slog.Attr{
		slog.String("operation", request.operation),
		slog.String("method", request.method),
		slog.String("host", target.Host),
		slog.String("path", target.Path),
		slog.Int("attempt", number),
		slog.Duration("duration", duration),
		slog.Int("request_bytes", len(request.body)),
	}
	// The call's own query has no key; that of a redirect target may hold anything.
	if len(request.query) > 0 {
		attributes = append(attributes, slog.String("query", c.redact.text(request.query.Encode())))
	}
	if result.status != 0 {
		attributes = append(attributes,
			slog.Int("status", result.status),
			slog.Int("response_bytes", len(result.body)),
			slog.String("request_id", c.redact.header(result.header, "X-Request-Id")))
	}
	if err != nil {
		attributes = append(attributes, slog.String("error", err.Error()))
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "Sent a request", attributes...)
}
