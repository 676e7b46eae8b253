package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/sourcefile"
)

// MaxUploadBytes is the size of the largest file that ContentGroove takes: 5 GB,
// read as 5 GiB, so that no file is refused here that the service would take.
const MaxUploadBytes int64 = 5 << 30

// uploadOperation is what messages call the sending of a file.
const uploadOperation = "upload file"

// UploadedFile is a file that the upload host has taken.
type UploadedFile struct {
	// UploadID names the file when a media is created from it. It does not
	// expire, and may be used again after a failed attempt to create the media.
	UploadID string
	// File is the file with the hash of the bytes that were sent.
	File sourcefile.Verified
}

// UploadFile sends a file to ContentGroove's upload host. The file is streamed
// and hashed on its way; memory does not grow with its size.
//
// Each attempt asks for a fresh URL and opens the file anew. Attempts are
// repeated after failures that pass, and once after a 403, by which hosts
// answer an expired URL. A file that cannot be uploaded is a [*sourcefile.Error].
// A file that is not the same at the end as it was in the beginning ends the
// upload with a [*sourcefile.ChangedError]. A refusal by the host is an
// [*UploadError].
func (c *Client) UploadFile(ctx context.Context, path string) (*UploadedFile, error) {
	file, err := sourcefile.Inspect(path, MaxUploadBytes)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", uploadOperation, err)
	}
	attempts := c.newAttempts(uploadOperation)
	attempts.onlyWaits = true
	renewed := false
	for {
		permission, err := c.CreateDirectUpload(ctx)
		if err != nil {
			return nil, err
		}
		attempts.begin()
		sent, failed := c.uploadOnce(ctx, file, permission.UploadURL, attempts.count)
		if failed == nil {
			return &UploadedFile{UploadID: permission.UploadID, File: sent}, nil
		}
		attempts.end(failed)
		if !renewed && isForbidden(failed.err) {
			renewed = true
			c.log.WarnContext(ctx, "The upload URL was refused; asking for a fresh one", "cause", failed.err.Error())
			continue
		}
		if failed.repeat == repeatNever {
			return nil, failed.err
		}
		if err := attempts.wait(ctx, failed); err != nil {
			return nil, err
		}
	}
}

// uploadOnce makes one attempt to send the file, and returns what was sent.
func (c *Client) uploadOnce(ctx context.Context, file sourcefile.File, address string, number int) (sourcefile.Verified, *failure) {
	target, err := c.uploadTarget(address)
	if err != nil {
		return sourcefile.Verified{}, &failure{err: fmt.Errorf("%s: %w", uploadOperation, err)}
	}
	reading, err := file.Open()
	if err != nil {
		return sourcefile.Verified{}, &failure{err: fmt.Errorf("%s: %w", uploadOperation, err)}
	}

	// Not a deadline: nobody knows how long a large file takes. What counts is
	// that it moves.
	guarded, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	body := c.newUploadBody(ctx, reading, func() { cancel(errIdle) })
	defer body.stop()

	started := c.options.Clock.Now()
	response, err := c.put(guarded, target, body, file.Size)
	c.logUpload(ctx, target, number, response, body.count(), c.options.Clock.Now().Sub(started))
	if reading.Changed() {
		return sourcefile.Verified{}, &failure{err: fmt.Errorf("%s: %w", uploadOperation, &sourcefile.ChangedError{Path: file.Path})}
	}
	if err != nil {
		return sourcefile.Verified{}, c.brokenUpload(ctx, guarded, target, body, err)
	}
	return c.judgeUpload(target, response, body)
}

// uploadTarget parses a presigned URL and refuses one that a file must not be
// sent to. The error does not show the URL.
func (c *Client) uploadTarget(address string) (*url.URL, error) {
	const handedOut = "the API handed out an upload URL "
	target, err := url.Parse(address)
	if err != nil || target.Hostname() == "" {
		return nil, errors.New(handedOut + "that is not valid")
	}
	host := Printable(target.Host)
	switch {
	case target.User != nil:
		return nil, fmt.Errorf(handedOut+"on %s with credentials in it, which is not allowed", host)
	case target.Scheme != "https" && target.Scheme != "http":
		return nil, fmt.Errorf(handedOut+"on %s that is neither https nor http", host)
	case target.Scheme == "http" && (!isLoopback(target.Hostname()) || !isLoopback(c.base.Hostname())):
		return nil, fmt.Errorf(handedOut+"on %s that is not https; plain http is allowed only if it and the base URL are on loopback addresses", host)
	case isInternalHost(target.Hostname()) && !c.apiIsInternal():
		return nil, fmt.Errorf(handedOut+"on %s, an address of this machine or its network; that is allowed only if the host of the base URL has one as well", host)
	}
	return target, nil
}

// put sends the body and reads the answer. The request carries neither the API
// key nor a content type: neither is part of what the URL was signed for.
func (c *Client) put(ctx context.Context, target *url.URL, body io.Reader, size int64) (answer, error) {
	request, err := http.NewRequestWithContext(c.guard(ctx, target), http.MethodPut, target.String(), body)
	if err != nil {
		return answer{}, err
	}
	request.ContentLength = size // Object stores refuse chunked bodies.
	request.Header.Set("User-Agent", c.options.UserAgent)
	// A host that refuses the upload can say so before gigabytes are sent.
	request.Header.Set("Expect", "100-continue")

	response, err := c.uploader.RoundTrip(request) //nolint:bodyclose // readBody closes it.
	if err != nil {
		return answer{}, err
	}
	content, err := readBody(response)
	return answer{status: response.StatusCode, header: response.Header, body: content}, err
}

// brokenUpload says why an attempt ended without an answer.
func (c *Client) brokenUpload(ctx, guarded context.Context, target *url.URL, body *uploadBody, err error) *failure {
	failed := &failure{repeat: repeatAlways}
	switch {
	case ctx.Err() != nil:
		err, failed.repeat = fmt.Errorf("%d of %d bytes were sent when %w", body.count(), body.size(), contextError(ctx)), repeatNever
	case errors.Is(context.Cause(guarded), errIdle):
		err = fmt.Errorf("%w for %s, after %d of %d bytes", errIdle, readable(c.options.UploadIdleTimeout), body.count(), body.size())
	case body.reading.Err() != nil:
		err, failed.repeat = body.reading.Err(), repeatNever
	default:
		failed.repeat = judgeConnectionError(err)
		err = c.redact.hidingURL(target).error(err)
	}
	// Of the URL, even the path is part of the secret.
	failed.err = &RequestError{Operation: uploadOperation, Method: http.MethodPut, URL: origin(target), Err: err}
	return failed
}

// judgeUpload decides what the host's answer means.
func (c *Client) judgeUpload(target *url.URL, answer answer, body *uploadBody) (sourcefile.Verified, *failure) {
	if !isSuccess(answer.status) {
		refused := c.newUploadError(target, answer)
		repeat, _ := judgeStatus(answer.status)
		return sourcefile.Verified{}, &failure{err: refused, repeat: repeat, retryAfter: retryAfterOf(answer.header, c.options.Clock.Now())}
	}
	var reason error
	if isHTML(answer) {
		reason = fmt.Errorf("the host answered %s with a web page, so something other than the object store may have answered", statusText(answer.status))
	} else if sent, err := body.reading.Verified(); errors.Is(err, io.ErrUnexpectedEOF) {
		reason = fmt.Errorf("the host answered %s after %d of %d bytes", statusText(answer.status), body.count(), body.size())
	} else if err != nil {
		return sourcefile.Verified{}, &failure{err: fmt.Errorf("%s: %w", uploadOperation, err)}
	} else {
		return sent, nil
	}
	return sourcefile.Verified{}, &failure{
		err:    &RequestError{Operation: uploadOperation, Method: http.MethodPut, URL: origin(target), Err: reason},
		repeat: repeatTwice,
	}
}

func (c *Client) logUpload(ctx context.Context, target *url.URL, number int, answer answer, sent int64, duration time.Duration) {
	if !c.log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	c.log.LogAttrs(ctx, slog.LevelDebug, "Sent a file",
		slog.String("operation", uploadOperation),
		slog.String("method", http.MethodPut),
		slog.String("host", target.Host),
		slog.Int("attempt", number),
		logDuration("duration", duration),
		slog.Int64("request_bytes", sent),
		slog.Int("status", answer.status))
}
