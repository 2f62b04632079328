package accounts

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"

	"upline/internal/fault"
)

// secretMin is how many bytes a secret has at least.
const secretMin = 32

// sealingKey names what the derived key is for, so that no other one is the same.
const sealingKey = "upline authenticator secrets 1"

// sealingOf returns AES-256 in GCM, with a key derived from a secret by HKDF (RFC 5869).
func sealingOf(secret []byte) (cipher.AEAD, error) {
	if len(secret) < secretMin {
		return nil, fault.Invalidf("accounts", "UPLINE_SECRET has %d bytes, and must have %d or more: make one with openssl rand -hex 32", len(secret), secretMin)
	}
	key, err := hkdf.Key(sha256.New, secret, nil, sealingKey, 32)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "accounts", Msg: "no key can be derived", Err: err}
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "accounts", Msg: "the derived key is none", Err: err}
	}
	return cipher.NewGCM(block)
}

// seal encrypts a text for a user: nobody can pass it off as another one's.
func (s *Store) seal(user, text string) (string, error) {
	if s.sealing == nil {
		return "", noSecret()
	}
	nonce := make([]byte, s.sealing.NonceSize())
	_, _ = rand.Read(nonce) // never fails
	return base64.StdEncoding.EncodeToString(s.sealing.Seal(nonce, nonce, []byte(text), []byte(user))), nil
}

// unseal decrypts a text of a user.
//
// Errors: Internal when it was encrypted by another secret, for another user, or is altered.
func (s *Store) unseal(user, sealed string) (string, error) {
	if s.sealing == nil {
		return "", noSecret()
	}
	raw, err := base64.StdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < s.sealing.NonceSize() {
		return "", fault.Internalf("accounts", "the secret of the authenticator app of user %s cannot be read", user)
	}
	text, err := s.sealing.Open(nil, raw[:s.sealing.NonceSize()], raw[s.sealing.NonceSize():], []byte(user))
	if err != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: "accounts", Msg: "the secret of the authenticator app of user " + user +
			" cannot be decrypted: UPLINE_SECRET must be the one that it was encrypted by", Err: err}
	}
	return string(text), nil
}

func noSecret() error {
	return fault.Invalidf("accounts", "UPLINE_SECRET is not set, so authenticator apps cannot be used")
}
