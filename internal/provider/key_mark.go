package provider

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
)

// keyMark remembers with which API key and base URL an object was last seen. To
// another account the API answers 404 for it, which must not empty a state.
//
// A mark gives nothing away: it holds 16 bits of a salted hash of each, and every
// object has a salt of its own. Of all keys, one in 65,536 fits a mark.
type keyMark struct {
	Salt    []byte `json:"salt"`
	Key     []byte `json:"key"`
	BaseURL []byte `json:"base_url"`
}

const (
	keyMarkSaltSize = 8
	keyMarkHashSize = 2
)

// newKeyMark makes a mark of a configuration.
func newKeyMark(of configuration) keyMark {
	salt := make([]byte, keyMarkSaltSize)
	_, _ = rand.Read(salt) // It never fails.
	return keyMark{Salt: salt, Key: markHash(salt, "key", of.apiKey), BaseURL: markHash(salt, "base_url", of.baseURL)}
}

func markHash(salt []byte, name, value string) []byte {
	hash := hmac.New(sha256.New, salt)
	hash.Write([]byte(name + "\x00" + value))
	return hash.Sum(nil)[:keyMarkHashSize]
}

// isMissing reports whether there is no mark, as in a state of an older version.
func (m keyMark) isMissing() bool { return len(m.Salt) == 0 }

// matches reports whether the mark was made of the same key and base URL.
func (m keyMark) matches(other configuration) bool {
	return !m.isMissing() && m.difference(other) == ""
}

// difference names the attributes that the mark shows to be others, or "".
func (m keyMark) difference(other configuration) string {
	sameKey := hmac.Equal(m.Key, markHash(m.Salt, "key", other.apiKey))
	sameURL := hmac.Equal(m.BaseURL, markHash(m.Salt, "base_url", other.baseURL))
	switch {
	case m.isMissing() || (sameKey && sameURL):
		return ""
	case sameKey:
		return "base_url"
	case sameURL:
		return "api_key"
	}
	return "api_key and base_url"
}

// keyMarkOf reads the mark from private state in its encoded form, as the
// protocol has it. It is missing if it cannot be read.
func keyMarkOf(private []byte) keyMark {
	var stored struct {
		Mark []byte `json:"seen_with"`
	}
	var mark keyMark
	if json.Unmarshal(private, &stored) != nil || json.Unmarshal(stored.Mark, &mark) != nil {
		return keyMark{}
	}
	return mark
}

// markSeen stores that an object was seen with the present key and base URL,
// unless the private state says so already.
func markSeen(ctx context.Context, conn *connection, prior privateReader, next privateWriter) diag.Diagnostics {
	mark, diags := readPrivate[keyMark](ctx, prior, privateSeenWith)
	if !mark.matches(conn.configuration) {
		diags.Append(writePrivate(ctx, next, privateSeenWith, newKeyMark(conn.configuration))...)
	}
	return diags
}
