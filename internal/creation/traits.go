package creation

import (
	"crypto/sha256"
	"encoding/hex"
)

// Traits are values by which an object can be recognised, by name. In the
// journal they are hashes, since a URL can be a secret.
type Traits map[string]string

// hashed returns the traits in the form of the journal.
func (t Traits) hashed() Traits {
	hashes := make(Traits, len(t))
	for name, value := range t {
		hashes[name] = hash(value)[:traitLength]
	}
	return hashes
}

// traitLength is the length of a trait's hash in hexadecimal digits.
const traitLength = 16

// allow reports whether an object with these traits has all of t. Both are
// hashed.
func (t Traits) allow(object Traits) bool {
	for name, value := range t {
		if object[name] != value {
			return false
		}
	}
	return true
}

func hash(value string) string {
	sum := sha256.Sum256([]byte(value))
	return hex.EncodeToString(sum[:])
}
