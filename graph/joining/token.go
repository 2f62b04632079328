package joining

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"slices"
	"time"

	"upline/internal/fault"
)

const (
	// TokenTerm is how long a link of a mail holds.
	TokenTerm = 48 * time.Hour
	// LifeMax is how long an application may wait for its confirmation, however often the mail is sent again.
	LifeMax = 7 * 24 * time.Hour
	// AcceptTerm is how long somebody who has confirmed may take to accept the contract.
	AcceptTerm = 14 * 24 * time.Hour

	mailsMax    = 3 // to one address in mailsWithin
	mailsWithin = 24 * time.Hour
	mailsApart  = 2 * time.Minute
)

// NewToken returns a token for a link, 256 random bits in 43 characters of base64url, and its hash. The token goes into the mail
// and is kept nowhere.
func NewToken(random io.Reader) (token, hash string, err error) {
	bytes := make([]byte, 32)
	if _, err := io.ReadFull(random, bytes); err != nil {
		return "", "", &fault.Error{Kind: fault.Internal, Op: "token", Msg: "there is no randomness", Err: err}
	}
	token = base64.RawURLEncoding.EncodeToString(bytes)
	return token, HashToken(token), nil
}

// HashToken returns what is kept of a token: its SHA-256 in hex. A token cannot be guessed, so it needs no slow hash and no salt
// (OWASP ASVS 5.0, 11.4). It is found by the hash, so no comparison tells by its time how much of a token is right.
func HashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// MaySend says whether another mail may go to an address: at most 3 in any 24 hours, and 2 minutes apart. Sent are the times of
// all mails of this package to the address, whatever they said and for which application, in any order; otherwise the limit would
// tell who is registered. When it may not, next is the earliest time at which it may.
func MaySend(sent []time.Time, now time.Time) (next time.Time, ok bool) {
	next = now
	recent := slices.SortedFunc(slices.Values(sent), func(a, b time.Time) int { return b.Compare(a) }) // the newest first
	if len(recent) > 0 {
		next = latest(next, recent[0].Add(mailsApart))
	}
	if len(recent) >= mailsMax {
		next = latest(next, recent[mailsMax-1].Add(mailsWithin))
	}
	return next, !next.After(now)
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
