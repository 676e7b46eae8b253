// Package client speaks to the ContentGroove Developer API, version 1.
//
// It knows nothing of Terraform. Every request passes through one place
// ([Client.send] in request.go), which builds the URL, signs it, keeps to the
// limits, repeats what may be repeated, and keeps secrets out of whatever it
// logs or returns.
//
// The API's published description contradicts itself in places, so decoding is
// tolerant of form (a number in quotes, a missing relationship) and strict
// about substance: a success status without the documented document is an
// error, see [MalformedError].
package client

import (
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

// DefaultBaseURL is the address of the public service.
const DefaultBaseURL = "https://api.contentgroove.com/api/v1"

// Defaults of [Options].
const (
	defaultUserAgent              = "contentgroove-go-client"
	defaultRequestTimeout         = 30 * time.Second
	defaultMaxRetryTime           = 10 * time.Minute
	defaultUploadIdleTimeout      = time.Minute
	defaultUploadProgressInterval = 5 * time.Second
)

// Options configure a [Client]. Only APIKey is required; the zero value of
// every other field means its default.
type Options struct {
	// BaseURL is where the API's paths begin; see [ValidateBaseURL]. Default: [DefaultBaseURL].
	BaseURL string
	// APIKey authenticates every request to the API; see [ValidateAPIKey].
	// White space around it is dropped.
	APIKey string
	// AuthMethod is the way the key is sent. Default: [AuthBearer].
	AuthMethod AuthMethod
	// UserAgent is sent with every request.
	UserAgent string
	// RequestTimeout bounds one attempt of a request, its answer's body
	// included. Default: 30 seconds. Uploads have UploadIdleTimeout instead.
	RequestTimeout time.Duration
	// MaxRetries is how often a call is repeated after its first attempt; 0 means never.
	MaxRetries int
	// MaxRetryTime bounds the time from the first attempt of a call to its
	// last. For an upload only the waits between attempts count. Default: 10 minutes.
	MaxRetryTime time.Duration
	// RequestsPerSecond is a hard cap for all calls together; 0 means none.
	RequestsPerSecond float64
	// RootCAs are the certificate authorities to trust. Default: those of the system.
	RootCAs *x509.CertPool
	// Logger takes one line for each attempt (DEBUG), retry (WARN) and upload
	// (INFO). It never sees bodies, headers, the key or a presigned URL. Default: none.
	Logger *slog.Logger
	// Clock tells the time and waits. Default: [SystemClock].
	Clock Clock
	// UploadIdleTimeout ends an attempt to upload a file that has made no
	// progress for so long. Default: one minute.
	UploadIdleTimeout time.Duration
	// UploadProgressInterval is the time between two log lines about the
	// progress of an upload. Default: 5 seconds.
	UploadProgressInterval time.Duration
	// Random is the source of jitter, in [0,1). It may be called concurrently.
	// Default: math/rand/v2.
	Random func() float64
}

// Client calls the ContentGroove API. It is safe for concurrent use; all of its
// calls share one pool of connections and one rate limiter. Make it with [New].
type Client struct {
	options  Options
	base     *url.URL
	sign     func(*http.Request)
	redact   redactor
	log      *slog.Logger
	limiter  *limiter
	api      *http.Transport
	uploader *http.Transport
	server   serverClock
	// internal reports whether the API was found at an address that is not public.
	internal atomic.Bool
}

// New returns a client. It sends nothing. The error never shows the key.
func New(options Options) (*Client, error) {
	options, err := options.complete()
	if err != nil {
		return nil, err
	}
	base, err := parseBaseURL(options.BaseURL)
	if err != nil {
		return nil, fmt.Errorf("base URL: %w", err)
	}
	c := &Client{
		options: options,
		base:    base,
		sign:    options.AuthMethod.signer(options.APIKey),
		redact:  newRedactor(options.APIKey),
		log:     options.Logger,
		limiter: newLimiter(options.Clock, options.RequestsPerSecond, options.Logger),
	}
	c.api = newAPITransport(options.RootCAs, c.dialAPI)
	c.uploader = newUploadTransport(options.RootCAs, dialUpload)
	return c, nil
}

// complete checks the options and fills in the defaults.
func (o Options) complete() (Options, error) {
	o.APIKey = strings.TrimSpace(o.APIKey)
	setDefault(&o.BaseURL, DefaultBaseURL)
	setDefault(&o.AuthMethod, AuthBearer)
	setDefault(&o.UserAgent, defaultUserAgent)
	setDefault(&o.RequestTimeout, defaultRequestTimeout)
	setDefault(&o.MaxRetryTime, defaultMaxRetryTime)
	setDefault(&o.Logger, slog.New(slog.DiscardHandler))
	setDefault(&o.Clock, SystemClock())
	setDefault(&o.UploadIdleTimeout, defaultUploadIdleTimeout)
	setDefault(&o.UploadProgressInterval, defaultUploadProgressInterval)
	if o.Random == nil {
		o.Random = rand.Float64
	}

	if err := ValidateAPIKey(o.APIKey); err != nil {
		return o, fmt.Errorf("API key: %w", err)
	}
	if err := ValidateAuthMethod(string(o.AuthMethod)); err != nil {
		return o, fmt.Errorf("authentication method: %w", err)
	}
	switch {
	case o.RequestTimeout < 0:
		return o, fmt.Errorf("request timeout: %s is negative", o.RequestTimeout)
	case o.MaxRetries < 0:
		return o, fmt.Errorf("maximum of retries: %d is negative", o.MaxRetries)
	case o.MaxRetryTime < 0:
		return o, fmt.Errorf("maximum retry time: %s is negative", o.MaxRetryTime)
	case o.UploadIdleTimeout < 0:
		return o, fmt.Errorf("upload idle timeout: %s is negative", o.UploadIdleTimeout)
	case o.UploadProgressInterval < 0:
		return o, fmt.Errorf("upload progress interval: %s is negative", o.UploadProgressInterval)
	case !(o.RequestsPerSecond >= 0) || math.IsInf(o.RequestsPerSecond, 0): // The negation catches NaN as well.
		return o, errors.New("requests per second: not a number of at least 0")
	}
	return o, nil
}

// setDefault replaces a zero value.
func setDefault[T comparable](value *T, fallback T) {
	var zero T
	if *value == zero {
		*value = fallback
	}
}

// BaseURL is the address that the API's paths are appended to, without a
// trailing slash.
func (c *Client) BaseURL() string { return c.base.String() }
