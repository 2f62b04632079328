package accounts

import (
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"

	"upline/internal/fault"
	"upline/internal/keys"
)

// sealingKey names what the derived keys are for, so that no other ones are the same.
const sealingKey = "upline authenticator secrets 1"

// sealingOf returns the keys of authenticator apps' secrets, derived from those of UPLINE_SECRET by HKDF (RFC 5869).
func sealingOf(secret []byte) (keys.Ring, error) {
	ring, err := keys.Parse("UPLINE_SECRET", string(secret))
	if err != nil {
		return nil, err
	}
	return ring.Derive(func(key []byte) ([]byte, error) { return hkdf.Key(sha256.New, key, nil, sealingKey, 32) })
}

// seal encrypts a text for a user: nobody can pass it off as another one's.
func (s *Store) seal(user, text string) (string, error) {
	if s.sealing == nil {
		return "", noSecret()
	}
	return s.sealing.Seal(rand.Reader, user, []byte(text))
}

// unseal decrypts a text of a user.
//
// Errors: Internal when it was encrypted by a key that is not set, for another user, or is altered.
func (s *Store) unseal(user, sealed string) (string, error) {
	if s.sealing == nil {
		return "", noSecret()
	}
	text, err := s.sealing.Open(user, sealed)
	if err != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: "accounts", Msg: "the secret of the authenticator app of user " + user +
			" cannot be decrypted: UPLINE_SECRET must have the key that it was encrypted by", Err: err}
	}
	return string(text), nil
}

func noSecret() error {
	return fault.Invalidf("accounts", "UPLINE_SECRET is not set, so authenticator apps cannot be used")
}
