package access

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"hash/crc32"
	"math/big"
	"slices"
	"strings"
	"time"

	"upline/internal/fault"
)

// A TokenKind says what a token is for. It is part of the token's text, so that one kind is never taken for another, and
// whoever finds one knows what they hold.
type TokenKind string

// The kinds of tokens. All but API tokens are good once: whoever takes one marks it as used, in the transaction that does what it is
// for, on condition that it was not. What the cookies of sessions and devices hold, package api makes.
const (
	APIToken          TokenKind = "api" // of a machine
	InvitationToken   TokenKind = "inv"
	ConfirmationToken TokenKind = "con" // of an e-mail address
	ResetToken        TokenKind = "rst" // of a password; it replaces no second factor (ASVS 6.4.3)
	FirstToken        TokenKind = "adm" // makes the first administrator
)

// lives are how long a token may live at most.
var lives = map[TokenKind]time.Duration{
	APIToken:          366 * 24 * time.Hour,
	InvitationToken:   14 * 24 * time.Hour,
	ConfirmationToken: 48 * time.Hour,
	ResetToken:        time.Hour,
	FirstToken:        24 * time.Hour,
}

// LifeMax is how long a token of a kind may live at most; 0 for what is no kind.
func (k TokenKind) LifeMax() time.Duration { return lives[k] }

// TokenPattern finds Upline's tokens in code and logs: give it to secret scanners, which tell false alarms apart by the last
// six characters, a CRC-32 of all before them in base 62, as GitHub's own tokens have it.
const TokenPattern = `upl_(api|inv|con|rst|adm)_[0-9A-Za-z]{49}`

const (
	tokenPrefix       = "upl_"
	tokenBytes        = 32 // 256 random bits
	tokenSecretDigits = 43 // of base 62, for 256 bits
	tokenSumDigits    = 6  // of base 62, for 32 bits
)

// Token is what is stored of a token: enough to find one, too little to make one.
type Token struct {
	Kind    TokenKind
	Hash    string    // SHA-256 of the token's text, 64 hex digits: unique, and what it is looked up by
	Expires time.Time // from this moment on it is no longer good
	Scopes  []string  // of an API token: the permissions it may use, `resource:action`; none allow nothing
}

// NewToken makes a token: its text, to be shown or sent once and never stored or logged, such as
// upl_rst_ and 49 characters of 0-9A-Za-z; and what is to be stored of it.
//
// Errors: Invalid when the kind is none, or lives longer than the kind allows or no time at all, or scopes are given for what
// is no API token, or none for one.
func NewToken(kind TokenKind, now time.Time, life time.Duration, scopes ...string) (text string, token Token, err error) {
	const op = "new token"
	switch longest, known := lives[kind]; {
	case !known:
		return "", Token{}, fault.Invalidf(op, "%q is no kind of token", kind)
	case life <= 0 || life > longest:
		return "", Token{}, fault.Invalidf(op, "a token cannot live for %v: write more than nothing, and %v at most", life, longest)
	case (kind == APIToken) != (len(scopes) > 0):
		return "", Token{}, fault.Invalidf(op, "a token of a machine has scopes, and no other token has: say what it may do, such as partners:read")
	}
	raw := make([]byte, tokenBytes)
	_, _ = rand.Read(raw) // never fails
	text = tokenPrefix + string(kind) + "_" + base62(new(big.Int).SetBytes(raw), tokenSecretDigits)
	text += tokenSum(text)
	return text, Token{Kind: kind, Hash: hashToken(text), Expires: now.Add(life), Scopes: slices.Clone(scopes)}, nil
}

// HashToken returns the hash under which a token is stored.
//
// Errors: NotFound when the text is no token of that kind: then there is no need to ask the database.
func HashToken(kind TokenKind, text string) (string, error) {
	body, rest := strings.CutPrefix(text, tokenPrefix+string(kind)+"_")
	at := len(text) - tokenSumDigits
	if !rest || len(body) != tokenSecretDigits+tokenSumDigits || !sameSecret(text[at:], tokenSum(text[:at])) {
		return "", fault.NotFoundf("token", "that is no valid token: copy all of it")
	}
	return hashToken(text), nil
}

func hashToken(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

func tokenSum(text string) string {
	return base62(big.NewInt(int64(crc32.ChecksumIEEE([]byte(text)))), tokenSumDigits)
}

// base62 writes a number in that many of the digits 0-9a-zA-Z.
func base62(number *big.Int, digits int) string {
	text := number.Text(62)
	return strings.Repeat("0", digits-len(text)) + text
}

// sameSecret compares in a time that depends on lengths alone.
func sameSecret(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
