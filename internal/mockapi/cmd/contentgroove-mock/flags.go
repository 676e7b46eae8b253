package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/url"
	"time"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// settings is what the command line says.
type settings struct {
	options        mockapi.Options
	address        string
	uploadAddress  string
	controlAddress string
	allowRemote    bool
	quiet          bool
	showVersion    bool
	seed           int
	seedFile       string
	stateFile      string
	readyFile      string
}

// parseFlags reads the command line, and refuses to listen for other machines
// unless that is asked for: the server is for trying things out.
func parseFlags(args []string, output io.Writer) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("contentgroove-mock", flag.ContinueOnError)
	flags.SetOutput(output)
	parsed := s.define(flags)
	flags.Usage = func() { usage(output, flags) }
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	given := map[string]bool{}
	flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	if err := s.complete(parsed, given); err != nil {
		return s, err
	}
	return s, nil
}

// rawFlags are values that settings hold in another form.
type rawFlags struct {
	key        string
	profile    string
	retryAfter string
}

// define declares all flags, in the topics under which usage shows them.
func (s *settings) define(flags *flag.FlagSet) *rawFlags {
	var raw rawFlags
	o := &s.options
	flags.StringVar(&s.address, "addr", "127.0.0.1:4010", "`address` of the API; port 0 picks a free one")
	flags.StringVar(&s.uploadAddress, "upload-addr", "127.0.0.1:4011", "`address` of the object store; port 0 picks a free one")
	flags.StringVar(&s.controlAddress, "control-addr", "127.0.0.1:4012", "`address` of the page and the control; \"\" for none")
	flags.StringVar(&o.BasePath, "base-path", mockapi.DefaultBasePath, "`path` under which the API is served")
	flags.StringVar(&o.UploadURL, "upload-url", "", "base `URL` of the object store, if clients reach it by another than its address")
	flags.StringVar(&raw.key, "api-key", mockapi.DefaultAPIKey, "the `key` that is accepted")
	flags.BoolVar(&s.allowRemote, "allow-remote", false, "allow addresses that other machines can reach")

	flags.StringVar(&raw.profile, "profile", string(mockapi.Strict), "strict refuses what the API does not document, lenient ignores it")
	flags.DurationVar(&o.ProcessingTime, "processing-time", 2*time.Second, "`time` that media and clips are processed; negative is for ever")
	flags.DurationVar(&o.ClipProcessingTime, "clip-processing-time", 0, "the same for clips (default the media's `time`)")
	flags.DurationVar(&o.Latency, "latency", 0, "`time` added to every answer of the API")
	flags.IntVar(&o.DefaultPageSize, "page-size", 0, "objects on a page of a list (default 30)")
	flags.IntVar(&o.MaxPageSize, "max-page-size", 0, "largest page of a list (default 100)")
	flags.BoolVar(&o.WithoutQuirks, "without-quirks", false, "leave out what the service does against its own description")

	flags.Float64Var(&o.RateLimit, "rate-limit", 0, "`requests` allowed per second; 0 is any number")
	flags.IntVar(&o.RateBurst, "rate-burst", 0, "`requests` allowed at once (default the rate limit)")
	flags.StringVar(&raw.retryAfter, "retry-after", "none", "Retry-After of a 429: none (as documented), seconds or date")
	flags.IntVar(&o.MediaQuota, "media-quota", 0, "media that may be created before 402; 0 is any number")
	flags.IntVar(&o.ClipQuota, "clip-quota", 0, "clips that may be created before 402; 0 is any number")
	flags.Int64Var(&o.MaxUploadBytes, "max-upload-bytes", 0, "largest upload in `bytes` (default 5 GiB)")
	flags.DurationVar(&o.UploadExpiry, "upload-expiry", 0, "`time` that an upload URL is good for (default 168h)")

	q := &o.Quirks
	flags.DurationVar(&q.ListLag, "list-lag", 0, "`time` that a new object is missing from lists")
	flags.DurationVar(&q.ReadLag, "read-lag", 0, "`time` that a new object answers 404")
	flags.BoolVar(&q.IgnoreSort, "ignore-sort", false, "list in the order of ids, whatever sort says")
	flags.BoolVar(&q.IgnoreFilters, "ignore-filters", false, "list everything, whatever filters say")
	flags.BoolVar(&q.NoDate, "no-date", false, "send no Date header")
	flags.DurationVar(&q.ClockSkew, "clock-skew", 0, "`time` that the service's clock is ahead")
	flags.DurationVar(&q.StampSkew, "stamp-skew", 0, "`time` that the times of objects are ahead of the Date header")
	flags.BoolVar(&q.FillNames, "fill-names", false, "give media without a name one")
	flags.DurationVar(&q.RoundTimes, "round-times", 0, "round the times of clips to multiples of this `time`")

	flags.IntVar(&o.Webhooks.Attempts, "webhook-attempts", 0, "attempts at a delivery (default 5)")
	flags.DurationVar(&o.Webhooks.Backoff, "webhook-backoff", 0, "`time` before the second attempt, doubled each time (default 1s)")
	flags.BoolVar(&o.Webhooks.Twice, "webhook-twice", false, "send each payload once more after it was delivered")
	flags.BoolVar(&o.Webhooks.AllowRemote, "allow-remote-webhooks", false, "deliver to receivers on other machines, too")

	flags.StringVar(&s.stateFile, "state", "", "`file` that the account is loaded from at the start, and saved to at changes")
	flags.IntVar(&s.seed, "seed", 0, "`number` of media that exist from the start")
	flags.StringVar(&s.seedFile, "seed-file", "", "JSON `file` with medias, clips and webhook_subscriptions that exist from the start")
	flags.StringVar(&o.FilesDir, "files", "", "`directory` where uploads are kept (default a temporary one, or beside the state file)")

	flags.BoolVar(&s.quiet, "quiet", false, "print no log")
	flags.StringVar(&s.readyFile, "ready-file", "", "`file` to write when ready, with the commands that point the provider here; removed at the end")
	flags.BoolVar(&s.showVersion, "version", false, "print the version")
	return &raw
}

// complete checks what flags say together, and puts it into the options.
func (s *settings) complete(raw *rawFlags, given map[string]bool) error {
	o := &s.options
	switch o.Profile = mockapi.Profile(raw.profile); {
	case o.Profile != mockapi.Strict && o.Profile != mockapi.Lenient:
		return fmt.Errorf("-profile must be strict or lenient, not %q", raw.profile)
	case raw.key == "":
		return errors.New("-api-key must not be empty")
	case s.seed < 0 || o.RateLimit < 0 || o.RateBurst < 0 || o.Latency < 0 || o.MediaQuota < 0 || o.ClipQuota < 0 ||
		o.MaxUploadBytes < 0 || o.UploadExpiry < 0 || o.DefaultPageSize < 0 || o.MaxPageSize < 0 ||
		o.Webhooks.Attempts < 0 || o.Webhooks.Backoff < 0 || o.Quirks.ListLag < 0 || o.Quirks.ReadLag < 0:
		return errors.New("only -processing-time, -clip-processing-time, -clock-skew and -stamp-skew can be negative")
	}
	if u, err := url.Parse(o.UploadURL); o.UploadURL != "" && (err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https") {
		return fmt.Errorf("-upload-url %q is no http or https URL", o.UploadURL)
	}
	forms := map[string]mockapi.RetryAfterForm{
		"none": mockapi.RetryAfterNone, "seconds": mockapi.RetryAfterSeconds, "date": mockapi.RetryAfterDate,
	}
	form, ok := forms[raw.retryAfter]
	if !ok {
		return fmt.Errorf("-retry-after must be none, seconds or date, not %q", raw.retryAfter)
	}
	o.RetryAfter = form
	for _, address := range []string{s.address, s.uploadAddress, s.controlAddress} {
		if address != "" && !s.allowRemote && !isLoopback(address) {
			return fmt.Errorf("%s can be reached by other machines; use -allow-remote if that is meant", address)
		}
	}
	o.APIKeys = []string{raw.key}
	// To the library, no time is the default one. Here it is no time.
	if o.ProcessingTime == 0 {
		o.ProcessingTime = time.Nanosecond
	}
	if given["clip-processing-time"] && o.ClipProcessingTime == 0 {
		o.ClipProcessingTime = time.Nanosecond
	}
	// A server that runs for days must not grow.
	o.KeepRequests, o.KeepBodies, o.Webhooks.Keep = 2000, 500, 1000
	return nil
}

// isLoopback reports whether an address is one of this machine alone.
func isLoopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
