package access

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"slices"
	"strings"
)

const (
	recoveryCodes = 10
	recoveryBytes = 15 // 120 bits: from 112 on, a plain hash keeps them (ASVS 6.5.2)
	recoveryGroup = 4  // characters between hyphens
)

// crockford has no letter that looks like another or like a digit: no I, L, O, and no U.
var crockford = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// NewRecoveryCodes makes ten codes that each stand in once for a lost second factor, such as 7K2M-9XQ4-00VB-TZ3F-8H1C-WE5N.
// Codes are shown once and never stored; hashes, in the same order, are stored in place of all that the account had before.
func NewRecoveryCodes() (codes, hashes []string) {
	for range recoveryCodes {
		raw := make([]byte, recoveryBytes)
		_, _ = rand.Read(raw) // never fails
		plain := crockford.EncodeToString(raw)
		groups := slices.Collect(func(yield func(string) bool) {
			for group := range slices.Chunk([]byte(plain), recoveryGroup) {
				if !yield(string(group)) {
					return
				}
			}
		})
		codes = append(codes, strings.Join(groups, "-"))
		hashes = append(hashes, hashRecoveryCode(plain))
	}
	return codes, hashes
}

// UseRecoveryCode looks for a code among the stored hashes of an account. Used is the hash that the caller removes, in the
// transaction that accepts the code and on condition that it is still there: of two requests with one code, one finds it
// gone (ASVS 6.5.1). Case, hyphens and spaces do not matter, and O, I and L count as the digits that they look like.
func UseRecoveryCode(code string, hashes []string) (used string, right bool) {
	hash := hashRecoveryCode(code)
	for _, each := range hashes {
		if sameSecret(hash, each) {
			used, right = each, true
		}
	}
	return used, right
}

var recoveryTyped = strings.NewReplacer("-", "", " ", "", "\t", "", "\n", "", "\r", "", "O", "0", "I", "1", "L", "1")

// hashRecoveryCode returns SHA-256 of a code as it was typed, 64 hex digits.
func hashRecoveryCode(code string) string {
	sum := sha256.Sum256([]byte(recoveryTyped.Replace(strings.ToUpper(code))))
	return hex.EncodeToString(sum[:])
}
