// Package keys has several keys at once, so that one can be replaced without losing what it has sealed or marked:
//
//	old            it seals, and opens
//	old,new        old seals; new opens already what other processes will seal by it
//	new,old        new seals; what old has sealed is still opened, and renewed
//	new            nothing is left of old
//
// A key has an id, made of it by a hash, which stands before everything that it has sealed.
package keys

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"io"
	"strings"

	"upline/internal/fault"
)

// lengthMin is how many bytes a key has at least.
const lengthMin = 32

// Ring is some keys. The first seals and marks, and all of them open and find.
type Ring []Key

// Key is one of them.
type Key struct {
	ID    string // eight hexadecimal digits, which tell nothing of it
	bytes []byte
}

// Parse reads keys, parted by commas, of a setting.
//
// Errors: Invalid when one is too short or there twice. No key appears in them.
func Parse(setting, text string) (Ring, error) {
	var r Ring
	for i, secret := range strings.Split(text, ",") {
		secret = strings.TrimSpace(secret)
		if len(secret) < lengthMin {
			return nil, fault.Invalidf("keys", "key %d of %s has %d bytes, and must have %d or more: make one with openssl rand -hex 32", i+1, setting, len(secret), lengthMin)
		}
		key := Key{idOf(secret), []byte(secret)}
		if r.find(key.ID) != nil {
			return nil, fault.Invalidf("keys", "key %d of %s is there twice: write each once, the one that seals first", i+1, setting)
		}
		r = append(r, key)
	}
	return r, nil
}

func idOf(secret string) string {
	sum := sha256.Sum256([]byte("upline key id\x00" + secret))
	return hex.EncodeToString(sum[:4])
}

func (r Ring) find(id string) *Key {
	for i := range r {
		if r[i].ID == id {
			return &r[i]
		}
	}
	return nil
}

// Derive makes of each key another one, for one purpose; their ids stay.
func (r Ring) Derive(derive func(key []byte) ([]byte, error)) (Ring, error) {
	derived := make(Ring, len(r))
	for i, key := range r {
		bytes, err := derive(key.bytes)
		if err != nil {
			return nil, &fault.Error{Kind: fault.Internal, Op: "keys", Msg: "no key can be derived", Err: err}
		}
		derived[i] = Key{key.ID, bytes}
	}
	return derived, nil
}

// First is the key that marks.
func (r Ring) First() []byte { return r[0].bytes }

// Each returns what is made by each key, the first one's first.
func Each[T any](r Ring, by func(key []byte) T) []T {
	made := make([]T, len(r))
	for i, key := range r {
		made[i] = by(key.bytes)
	}
	return made
}

// Seal encrypts bytes by the first key (AES-256 in GCM, a random nonce), bound to the thing that they are of: they cannot be opened as
// another one's. The keys must be derived ones, of 32 bytes.
func (r Ring) Seal(random io.Reader, of string, plain []byte) (string, error) {
	gcm, err := r[0].cipher()
	if err != nil {
		return "", err
	}
	nonce := make([]byte, gcm.NonceSize())
	if _, err := io.ReadFull(random, nonce); err != nil {
		return "", &fault.Error{Kind: fault.Internal, Op: "keys", Msg: "there is no randomness", Err: err}
	}
	return r[0].ID + ":" + base64.RawStdEncoding.EncodeToString(gcm.Seal(nonce, nonce, plain, []byte(of))), nil
}

// Open decrypts what one of the keys has sealed of a thing. What was sealed before keys had ids is tried with each.
//
// Errors: Internal when none of them has sealed it, or it is altered, or another thing's.
func (r Ring) Open(of, sealed string) ([]byte, error) {
	id, text, named := strings.Cut(sealed, ":")
	tried := r
	if !named {
		text = sealed
	} else if key := r.find(id); key != nil {
		tried = Ring{*key}
	} else {
		return nil, fault.Internalf("keys", "what was sealed of %s cannot be opened: its key, %s, is not among those that are set: add it behind the first", of, id)
	}
	bytes, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(text, "="))
	if err != nil {
		return nil, &fault.Error{Kind: fault.Internal, Op: "keys", Msg: "what was sealed of " + of + " cannot be read", Err: err}
	}
	for _, key := range tried {
		gcm, err := key.cipher()
		if err != nil {
			return nil, err
		}
		if len(bytes) < gcm.NonceSize() {
			break
		}
		if plain, err := gcm.Open(nil, bytes[:gcm.NonceSize()], bytes[gcm.NonceSize():], []byte(of)); err == nil {
			return plain, nil
		}
	}
	return nil, fault.Internalf("keys", "what was sealed of %s cannot be opened: it was sealed by another key, or altered", of)
}

// Current says whether something was sealed by the first key, so that it needs not be sealed anew.
func (r Ring) Current(sealed string) bool { return strings.HasPrefix(sealed, r[0].ID+":") }

func (k Key) cipher() (cipher.AEAD, error) {
	block, err := aes.NewCipher(k.bytes)
	if err != nil {
		return nil, fault.Internalf("keys", "key %s is none: %v", k.ID, err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fault.Internalf("keys", "no cipher: %v", err)
	}
	return gcm, nil
}
