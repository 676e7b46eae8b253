package client

import (
	"context"
	"log/slog"
	"net/url"
	"strings"
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
		slog.String("path", Printable(target.Path)),
		slog.Int("attempt", number),
		logDuration("duration", duration),
		slog.Int("request_bytes", len(request.body)),
	}
	// The call's own query has no key; that of a redirect target may hold anything.
	if len(request.query) > 0 {
		attributes = append(attributes, slog.String("query", c.redact.text(displayQuery(request.query).Encode())))
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

// displayQuery is a query that is fit to be logged: filters by a URL show no
// more of it than [DisplayURL] does.
func displayQuery(query url.Values) url.Values {
	shown := make(url.Values, len(query))
	for name, values := range query {
		for _, value := range values {
			if strings.Contains(value, "/") || strings.Contains(name, "url") {
				value = DisplayURL(value)
			}
			shown.Add(name, value)
		}
	}
	return shown
}

// logDuration is a duration for a log, as text: Terraform's log prints a
// [slog.Duration] as a number of nanoseconds.
func logDuration(name string, d time.Duration) slog.Attr { return slog.String(name, readable(d)) }
