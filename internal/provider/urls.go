package provider

import "net/url"

// publicURL is a URL without what may be secret: credentials, query and
// fragment. It is for messages and logs.
func publicURL(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parsed.User, parsed.RawQuery, parsed.ForceQuery, parsed.Fragment = nil, "", false, ""
	return parsed.String()
}
