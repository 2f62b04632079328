package audit

import (
	"crypto/sha256"
	"encoding/hex"
)

// Hash is a SHA-256: 64 hexadecimal digits in lower case. It is a text, as the database and the anchors keep it; empty: there is
// nothing before.
type Hash string

// hashOf hashes bytes.
func hashOf(content []byte) Hash {
	sum := sha256.Sum256(content)
	var digits [2 * sha256.Size]byte
	hex.Encode(digits[:], sum[:])
	return Hash(digits[:])
}

// valid reports whether it has the form of a hash.
func (h Hash) valid() bool {
	if len(h) != 2*sha256.Size {
		return false
	}
	for i := range len(h) {
		if c := h[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// short is enough of it for a sentence.
func (h Hash) short() string {
	if h == "" {
		return "none"
	}
	return cut(string(h), 12)
}
