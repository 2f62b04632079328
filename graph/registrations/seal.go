package registrations

import (
	"crypto/aes"
	"crypto/cipher"
	"encoding/base64"
	"encoding/json"
	"io"

	"upline/internal/fault"
)

// seal encrypts a value (AES-256-GCM), bound to the thing that it is of: it cannot be opened as another one's.
func (s *Store) seal(of string, value any) (string, error) {
	plain, err := json.Marshal(value)
	if err != nil {
		return "", fault.Internalf("seal", "what is sealed cannot be written: %v", err)
	}
	gcm, err := s.cipher()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := io.ReadFull(s.config.Random, nonce); err != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: "seal", Msg: "there is no randomness", Err: err}
	}
	return base64.RawStdEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, []byte(of))), nil
}

// unseal opens what was sealed of a thing.
//
// Errors: Internal when it was sealed with another key.
func (s *Store) unseal(of, sealed string, value any) error {
	gcm, err := s.cipher()
	if err != nil {
		return err
	}
	bytes, err := base64.RawStdEncoding.DecodeString(sealed)
	if err == nil && len(bytes) < gcm.NonceSize() {
		err = io.ErrUnexpectedEOF
	}
	if err == nil {
		bytes, err = gcm.Open(nil, bytes[:gcm.NonceSize()], bytes[gcm.NonceSize():], []byte(of))
	}
	if err == nil {
		err = json.Unmarshal(bytes, value)
	}
	if err != nil {
		return &fault.Error{Kind: fault.Internal, Op: "seal", Msg: "what was sealed of " + of + " cannot be opened: was the key changed?", Err: err}
	}
	return nil
}

func (s *Store) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(s.keys.seal)
	if err != nil {
		return nil, fault.Internalf("seal", "no key: %v", err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault.Internalf("seal", "no cipher: %v", err)
	}
	return gcm, nil
}
