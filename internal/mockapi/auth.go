package mockapi

import (
	"net/http"
	"net/url"
	"strings"
)

// queryKey is the query parameter that may carry the API key.
const queryKey = "api_key"

// authenticate accepts an API key given in one of the three documented ways. Two
// at once are refused: a client that sends its key twice, sends it somewhere by
// mistake.
func (s *Server) authenticate(r *http.Request, query url.Values) error {
	authorization, apiKey, inQuery := r.Header.Values("Authorization"), r.Header.Values("X-Api-Key"), query[queryKey]
	switch len(authorization) + len(apiKey) + len(inQuery) {
	case 0:
		return unauthorized()
	case 1:
	default:
		if s.lenient() {
			break
		}
		return badRequest("The API key is given more than once. Use one way to authenticate.")
	}
	var key string
	switch {
	case len(authorization) > 0:
		token, ok := strings.CutPrefix(authorization[0], "Bearer ")
		if !ok {
			return unauthorized()
		}
		key = token
	case len(apiKey) > 0:
		key = apiKey[0]
	default:
		key = inQuery[0]
	}
	if !s.apiKeys[key] {
		return unauthorized()
	}
	return nil
}
