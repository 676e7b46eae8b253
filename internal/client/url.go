package client

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// ValidateBaseURL reports whether address can be where the API's paths begin: an
// absolute https URL without credentials, query and fragment. Plain http is
// allowed to a loopback address only, since the key would cross the network in
// the open. A trailing slash is tolerated.
func ValidateBaseURL(address string) error {
	_, err := parseBaseURL(address)
	return err
}

func parseBaseURL(address string) (*url.URL, error) {
	base, err := url.Parse(address)
	if err != nil {
		// The parser's error quotes the address, which may hold credentials.
		return nil, errors.New("it is not a valid URL")
	}
	switch {
	case base.User != nil:
		return nil, errors.New("it must not hold credentials")
	case base.Scheme != "https" && base.Scheme != "http", base.Hostname() == "":
		return nil, errors.New("it must be absolute, such as " + DefaultBaseURL)
	case base.RawQuery != "" || base.ForceQuery:
		return nil, errors.New("it must not have a query")
	case base.Fragment != "" || strings.Contains(address, "#"):
		return nil, errors.New("it must not have a fragment")
	case base.Scheme == "http" && !isLoopback(base.Hostname()):
		return nil, fmt.Errorf("plain http would show the API key to the network; use https (http is allowed to a loopback address only, not to %s)", base.Hostname())
	}
	base.Path = strings.TrimRight(base.Path, "/")
	base.RawPath = strings.TrimRight(base.RawPath, "/")
	return base, nil
}

// isLoopback reports whether a host name means this very machine.
func isLoopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address := net.ParseIP(host)
	return address != nil && address.IsLoopback()
}

// sameOrigin reports whether two URLs have the same scheme, host and port.
func sameOrigin(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(a.Hostname(), b.Hostname()) && port(a) == port(b)
}

func port(u *url.URL) string {
	switch explicit := u.Port(); {
	case explicit != "":
		return explicit
	case u.Scheme == "https":
		return "443"
	default:
		return "80"
	}
}

// DisplayURL returns what may be shown of a URL that can be a secret, such as
// that of a webhook: its scheme and host. The path, the query and the
// credentials, if there are any, become "***"; so does the whole text if it is no
// URL.
func DisplayURL(address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme == "" || parsed.Host == "" {
		return hidden
	}
	shown := Printable(origin(parsed))
	if parsed.User != nil || strings.Trim(parsed.Path, "/") != "" || parsed.RawQuery != "" || parsed.Fragment != "" {
		shown += "/" + hidden
	}
	return shown
}

// origin is the scheme, host and port of a URL: what of it may be shown.
func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }

// escapeSegment makes one segment of a path of any text. A text of dots only
// is escaped as well, or it would climb out of its folder.
func escapeSegment(segment string) string {
	if strings.Trim(segment, ".") == "" {
		return strings.ReplaceAll(segment, ".", "%2E")
	}
	return url.PathEscape(segment)
}
