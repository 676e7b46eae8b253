package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"net"

	"github.com/contentgroove/terraform-provider-contentgroove/internal/mockapi"
)

// settings is what the command line says.
type settings struct {
	options       mockapi.Options
	address       string
	uploadAddress string
	quiet         bool
	seed          int
	readyFile     string
}

// parseFlags reads the command line, and refuses to listen for other machines
// unless that is asked for: the server is for trying things out.
func parseFlags(args []string, output io.Writer) (settings, error) {
	var s settings
	var key string
	var allowRemote bool
	flags := flag.NewFlagSet("contentgroove-mock", flag.ContinueOnError)
	flags.SetOutput(output)
	flags.StringVar(&s.address, "addr", "127.0.0.1:4010", "`address` of the API; port 0 picks a free one")
	flags.StringVar(&s.uploadAddress, "upload-addr", "127.0.0.1:4011", "`address` of the object store; port 0 picks a free one")
	flags.StringVar(&s.options.UploadURL, "upload-url", "", "base `URL` of the object store, if clients reach it by another than its address")
	flags.StringVar(&key, "api-key", mockapi.DefaultAPIKey, "the `key` that is accepted")
	flags.DurationVar(&s.options.ProcessingTime, "processing-time", 0, "how long media and clips are processed; negative is for ever (default 2s)")
	flags.DurationVar(&s.options.Latency, "latency", 0, "`time` added to every answer of the API")
	flags.Float64Var(&s.options.RateLimit, "rate-limit", 0, "`requests` allowed per second; 0 is any number")
	flags.IntVar(&s.options.RateBurst, "rate-burst", 0, "`requests` allowed at once (default the rate limit)")
	flags.BoolVar(&s.quiet, "quiet", false, "print no request log")
	flags.IntVar(&s.seed, "seed", 0, "`number` of media that exist from the start")
	flags.StringVar(&s.readyFile, "ready-file", "", "`file` to write when ready, with the commands that point the provider here; removed at the end")
	flags.BoolVar(&allowRemote, "allow-remote", false, "allow addresses that other machines can reach")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	switch {
	case flags.NArg() > 0:
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	case key == "":
		return s, errors.New("-api-key must not be empty")
	case s.seed < 0 || s.options.RateLimit < 0 || s.options.RateBurst < 0 || s.options.Latency < 0:
		return s, errors.New("-seed, -rate-limit, -rate-burst and -latency must not be negative")
	}
	for _, address := range []string{s.address, s.uploadAddress} {
		if !allowRemote && !isLoopback(address) {
			return s, fmt.Errorf("%s can be reached by other machines; use -allow-remote if that is meant", address)
		}
	}
	s.options.APIKeys = []string{key}
	s.options.RetryAfter = mockapi.RetryAfterSeconds
	return s, nil
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
