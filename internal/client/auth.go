package client

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// AuthMethod is one of the three ways in which the API takes its key.
type AuthMethod string

// The ways to send the API key.
const (
	// AuthBearer sends the header "Authorization: Bearer KEY".
	AuthBearer AuthMethod = "bearer"
	// AuthXAPIKey sends the header "X-API-KEY: KEY".
	AuthXAPIKey AuthMethod = "x_api_key"
	// AuthQuery sends the query parameter "api_key=KEY", which servers and
	// proxies along the way may log. It is for those who have no other way.
	AuthQuery AuthMethod = "query"
)

// keyParameter is the query parameter of [AuthQuery].
const keyParameter = "api_key"

// ValidateAuthMethod tells whether method is one of the constants above.
func ValidateAuthMethod(method string) error {
	switch AuthMethod(method) {
	case AuthBearer, AuthXAPIKey, AuthQuery:
		return nil
	default:
		return fmt.Errorf("%q is none of %q, %q and %q", method, AuthBearer, AuthXAPIKey, AuthQuery)
	}
}

// ValidateAPIKey refuses what cannot be a key: nothing at all, or characters
// that come from a slip while copying it. White space around the key is
// tolerated. The error never shows the key.
func ValidateAPIKey(key string) error {
	key = strings.TrimSpace(key)
	if key == "" {
		return errors.New("it is empty")
	}
	for _, char := range key {
		switch {
		case unicode.IsSpace(char):
			return errors.New("it has white space inside, as if more than the key had been copied")
		case !unicode.IsPrint(char) || char == unicode.ReplacementChar:
			return errors.New("it has control or other invisible characters; copy it again")
		}
	}
	return nil
}

// signer returns the function that adds the key to a request.
func (m AuthMethod) signer(key string) func(*http.Request) {
	switch m {
	case AuthXAPIKey:
		return func(request *http.Request) { request.Header.Set("X-API-KEY", key) }
	case AuthQuery:
		return func(request *http.Request) {
			query := request.URL.Query()
			query.Set(keyParameter, key)
			request.URL.RawQuery = query.Encode()
		}
	default:
		return func(request *http.Request) { request.Header.Set("Authorization", "Bearer "+key) }
	}
}
