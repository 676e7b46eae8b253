package mockapi

import (
	"net/http"
	"time"
)

// Limits and names that hold when Options leaves them out.
const (
	// DefaultAPIKey is the key that is accepted when Options names none.
	DefaultAPIKey = "mock-key"
	// DefaultBasePath is the path of the real service.
	DefaultBasePath = "/api/v1"

	defaultProcessingTime  = 2 * time.Second
	defaultPageSize        = 30
	defaultMaxPageSize     = 100
	defaultMaxUploadBytes  = int64(5) << 30
	defaultUploadExpiry    = 7 * 24 * time.Hour
	defaultWebhookAttempts = 5
	defaultWebhookBackoff  = time.Second
	defaultWebhookTimeout  = 10 * time.Second
	defaultKeptRequests    = 100_000
	defaultKeptDeliveries  = 10_000
)

// RetryAfterForm is how an answer with status 429 says when to come back. The
// API description documents no Retry-After at all, so clients meet each form.
type RetryAfterForm int

// The forms of Retry-After.
const (
	// RetryAfterNone leaves the header out.
	RetryAfterNone RetryAfterForm = iota
	// RetryAfterSeconds is a whole number of seconds.
	RetryAfterSeconds
	// RetryAfterDate is an HTTP date on the server's clock.
	RetryAfterDate
)

// Options configures a Server. The zero value is a working server with the
// behaviour of the real service; each field says what its zero value means.
type Options struct {
	// Profile is how the server treats what the API description does not know; ""
	// means Strict.
	Profile Profile
	// APIKeys are the accepted keys; none means DefaultAPIKey.
	APIKeys []string
	// BasePath is the path under which the API is served; "" means DefaultBasePath.
	BasePath string
	// UploadURL is the base URL of the object store, for those who serve the
	// handlers themselves or behind another name; "" means where Start serves it.
	UploadURL string
	// Clock is the server's time; nil means the system's.
	Clock Clock

	// ProcessingTime is how long a media is processed: is_processing is null for
	// the first tenth, then true, then false. 0 means 2 s; a negative time means
	// for ever, or until FinishProcessing.
	ProcessingTime time.Duration
	// ClipProcessingTime is the same for clips; 0 means the media's time.
	ClipProcessingTime time.Duration

	// Transcripts are what is said in uploaded files, by their SHA-256 in lower case
	// hexadecimal. In all others, the mock's own text is said, as far as it fits.
	Transcripts map[string]string

	// Latency is added, in real time, to every answer of the API.
	Latency time.Duration
	// RateLimit is the number of API requests allowed per second, beyond which
	// they are answered 429; 0 means no limit.
	RateLimit float64
	// RateBurst is the number of requests that may come at once; 0 means RateLimit
	// rounded up.
	RateBurst int
	// RetryAfter is the form of the Retry-After header of such a 429.
	RetryAfter RetryAfterForm

	// DefaultPageSize is the page size when none is asked for; 0 means 30.
	DefaultPageSize int
	// MaxPageSize is what a larger page[size] is cut down to; 0 means 100.
	MaxPageSize int
	// MediaQuota and ClipQuota are how many of each may be created through the
	// API before it answers 402. Deleting gives nothing back, as the quota is one
	// of creations. 0 means no quota.
	MediaQuota, ClipQuota int

	// MaxUploadBytes is the largest file the object store takes; 0 means 5 GiB.
	MaxUploadBytes int64
	// UploadExpiry is how long a presigned URL is good for; 0 means seven days.
	UploadExpiry time.Duration

	// WithoutQuirks switches off what the real service does against its own
	// description: null right after a create, numbers as strings, two names for a
	// clip's duration, links to another host, the transcription that is missing
	// from lists.
	WithoutQuirks bool
	// Quirks are further ways in which the service may differ. None is on by itself.
	Quirks Quirks

	// Webhooks configures deliveries to webhook subscriptions.
	Webhooks WebhookOptions

	// Logger is called once for each request, just before its answer is sent or
	// its connection broken. Calls may be concurrent.
	Logger func(Request)
	// DeliveryLogger is called once for each attempt at a delivery, when it has
	// ended. It must not call the server.
	DeliveryLogger func(Delivery)
	// FilesDir is a directory where uploaded files are kept, so that they can be
	// fetched again; "" keeps none, and generated samples take their place.
	FilesDir string
	// Observe sees every request together with its whole answer, so that both can
	// be held against the API description. Answers that a fault has replaced or
	// ruined are left out, and so is the body of an upload. Calls may be
	// concurrent; the arguments must not be changed.
	Observe func(r *http.Request, requestBody []byte, status int, header http.Header, responseBody []byte)
	// KeepBodies is of how many requests Exchange has the bodies; 0 is none.
	KeepBodies int
	// KeepRequests is how many requests Requests remembers, the newest
	// ones; 0 means 100,000.
	KeepRequests int
}

// WebhookOptions configures deliveries to webhook subscriptions.
type WebhookOptions struct {
	// Client sends the deliveries; nil means a client of the server's own that
	// follows no redirects and gives a receiver 10 s to answer; AllowRemote is for that one.
	Client *http.Client
	// AllowRemote lets the server's own client deliver to other machines. Without
	// it, only receivers on this machine get deliveries: a configuration that is
	// tried out must not call a production system.
	AllowRemote bool
	// Keep is how many attempts Deliveries remembers, the newest ones; 0 means
	// 10,000.
	Keep int
	// Attempts is how often a payload is sent until a receiver answers 200; 0
	// means 5.
	Attempts int
	// Backoff is the wait before the second attempt; each later wait is twice the
	// one before. 0 means 1 s.
	Backoff time.Duration
	// Twice sends each payload once more after it was delivered, as the service
	// may: receivers have to tolerate that.
	Twice bool
}

func (o Options) withDefaults() Options {
	if len(o.APIKeys) == 0 {
		o.APIKeys = []string{DefaultAPIKey}
	}
	setDefault(&o.Profile, Strict)
	setDefault(&o.BasePath, DefaultBasePath)
	if o.Clock == nil {
		o.Clock = &systemClock{}
	}
	setDefault(&o.ProcessingTime, defaultProcessingTime)
	setDefault(&o.ClipProcessingTime, o.ProcessingTime)
	setDefault(&o.DefaultPageSize, defaultPageSize)
	setDefault(&o.MaxPageSize, defaultMaxPageSize)
	setDefault(&o.MaxUploadBytes, defaultMaxUploadBytes)
	setDefault(&o.UploadExpiry, defaultUploadExpiry)
	setDefault(&o.Webhooks.Attempts, defaultWebhookAttempts)
	setDefault(&o.Webhooks.Keep, defaultKeptDeliveries)
	setDefault(&o.Webhooks.Backoff, defaultWebhookBackoff)
	setDefault(&o.KeepRequests, defaultKeptRequests)
	if o.Webhooks.Client == nil {
		o.Webhooks.Client = &http.Client{
			Timeout:       defaultWebhookTimeout,
			Transport:     webhookTransport(o.Webhooks.AllowRemote),
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
	}
	return o
}

// setDefault gives a field that was left out its default.
func setDefault[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
