package provider

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

func TestKeyMark(t *testing.T) {
	t.Parallel()
	one := configuration{apiKey: "key-one", baseURL: "https://one.example.com/api/v1"}
	mark := newKeyMark(one)
	for name, test := range map[string]struct {
		mark       keyMark
		other      configuration
		difference string
		matches    bool
	}{
		"the same":                 {mark, one, "", true},
		"another way to send it":   {mark, configuration{apiKey: one.apiKey, baseURL: one.baseURL, authMethod: "query"}, "", true},
		"another key":              {mark, configuration{apiKey: "key-two", baseURL: one.baseURL}, "api_key", false},
		"another base URL":         {mark, configuration{apiKey: one.apiKey, baseURL: "https://two.example.com/api/v1"}, "base_url", false},
		"another account":          {mark, configuration{apiKey: "key-two", baseURL: "https://two.example.com/api/v1"}, "api_key and base_url", false},
		"a state without any mark": {keyMark{}, one, "", false},
	} {
		equal(t, name+": difference", test.mark.difference(test.other), test.difference)
		equal(t, name+": matches", test.mark.matches(test.other), test.matches)
	}
}

// A mark is too short to tell the key, and no two are alike.
func TestKeyMarkGivesNothingAway(t *testing.T) {
	t.Parallel()
	account := configuration{apiKey: "key-one", baseURL: "https://one.example.com/api/v1"}
	seen := map[string]bool{}
	for range 50 {
		mark := newKeyMark(account)
		equal(t, "bits of the key", 8*len(mark.Key), 16)
		equal(t, "bits of the base URL", 8*len(mark.BaseURL), 16)
		content, err := json.Marshal(mark)
		must(t, err)
		if strings.Contains(string(content), "one") {
			t.Errorf("%s", content)
		}
		seen[string(content)] = true
	}
	equal(t, "different marks of one account", len(seen), 50)
}

func TestKeyMarkOfPrivateState(t *testing.T) {
	t.Parallel()
	account := configuration{apiKey: "key-one", baseURL: "https://one.example.com/api/v1"}
	content, err := json.Marshal(newKeyMark(account))
	must(t, err)
	private, err := json.Marshal(map[string][]byte{privateSeenWith: content, privateCreated: []byte("true")})
	must(t, err)
	equal(t, "stored", keyMarkOf(private).matches(account), true)
	for _, broken := range [][]byte{nil, []byte("{}"), []byte("nonsense"), bytes.ReplaceAll(private, []byte(privateSeenWith), []byte("other"))} {
		equal(t, string(broken), keyMarkOf(broken).isMissing(), true)
	}
}
