package access

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"
	"golang.org/x/crypto/argon2"

	"upline/internal/fault"
)

// hashing is what a password costs: the first choice of OWASP's Password Storage Cheat Sheet for argon2id (46 MiB, one pass,
// one lane), which takes some 50 ms. Raise it, and every account is hashed anew at its next log-in.
var hashing = argon2id.Params{Memory: 47104, Iterations: 1, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// hashMemoryMax (KiB) is the most that a stored hash may ask for, lest a forged one takes all memory.
const hashMemoryMax = 1 << 20

// Four hashes at once take 184 MiB and all cores of a small machine; those who wait get their turn within half a second.
const (
	hashesAtOnce  = 4
	hashesWaiting = 16
)

var hashes = newGate(hashesAtOnce, hashesWaiting)

// PasswordHashes says how many passwords this process has hashed or checked, and how many at the same time at most.
func PasswordHashes() (made, most int64) { return hashes.passed.Load(), hashes.most.Load() }

// HashPassword hashes a password that ValidatePassword has accepted, exactly as it was received: neither cut nor changed
// (ASVS 6.2.8). The hash is a PHC string, "$argon2id$v=19$m=47104,t=1,p=1$salt$key", of some 100 characters. At most four
// passwords are hashed or checked at once in a process.
//
// Errors: Invalid when it is longer than ValidatePassword allows; Unavailable when too many wait, or ctx ends.
func HashPassword(ctx context.Context, password string) (hash string, err error) {
	const op = "hash password"
	if utf8.RuneCountInString(password) > PasswordLengthMax {
		return "", fault.Invalidf(op, "the password has more than %d characters: choose a shorter one", PasswordLengthMax)
	}
	var failed error
	if err := hashes.pass(ctx, op, func() { hash, failed = argon2id.CreateHash(password, &hashing) }); err != nil {
		return "", err
	}
	if failed != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: op, Msg: "the password cannot be hashed", Err: failed}
	}
	return hash, nil
}

// CheckPassword compares a password with a hash that HashPassword made. An empty hash stands for an account that does not
// exist, or has no password: the answer is no, and takes as long, so that nobody learns who has an account. Outdated says,
// of a right password, that it should be hashed and stored anew, since hashes cost more today.
//
// Errors: Unavailable when too many wait, or ctx ends; Internal when the hash is none.
func CheckPassword(ctx context.Context, password, hash string) (right, outdated bool, err error) {
	const op = "check password"
	if hash == "" || utf8.RuneCountInString(password) > PasswordLengthMax { // a longer one was never accepted
		password, hash = "", nobodysHash
	}
	params, err := paramsOf(hash)
	if err != nil {
		return false, false, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the stored hash of a password cannot be read", Err: err}
	}
	var failed error
	err = hashes.pass(ctx, op, func() { right, failed = argon2id.ComparePasswordAndHash(password, hash) })
	if err != nil {
		return false, false, err
	}
	if failed != nil {
		return false, false, &fault.Error{Kind: fault.Internal, Op: op, Msg: "the stored hash of a password cannot be read", Err: failed}
	}
	return right, right && cheaper(params), nil
}

// nobodysHash is the hash of no password at all: salt and key are random, and which password has that key, nobody can say.
var nobodysHash = func() string {
	raw := make([]byte, hashing.SaltLength+hashing.KeyLength)
	_, _ = rand.Read(raw) // never fails
	salt, key := raw[:hashing.SaltLength], raw[hashing.SaltLength:]
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, hashing.Memory, hashing.Iterations, hashing.Parallelism,
		base64.RawStdEncoding.EncodeToString(salt), base64.RawStdEncoding.EncodeToString(key))
}()

// paramsOf refuses parameters with which argon2 would panic, never end, or accept anything.
func paramsOf(hash string) (*argon2id.Params, error) {
	params, _, key, err := argon2id.DecodeHash(hash)
	if err != nil {
		return nil, err
	}
	if params.Iterations < 1 || params.Iterations > 100 || params.Parallelism < 1 || params.Memory > hashMemoryMax || len(key) < 16 {
		return nil, fmt.Errorf("m=%d, t=%d, p=%d and a key of %d bytes are out of bounds", params.Memory, params.Iterations, params.Parallelism, len(key))
	}
	return params, nil
}

// cheaper says whether a hash took less work than one made today.
func cheaper(p *argon2id.Params) bool {
	return p.Memory < hashing.Memory || p.Iterations < hashing.Iterations || p.SaltLength < hashing.SaltLength || p.KeyLength < hashing.KeyLength
}
