package keys_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/fault"
	"upline/internal/keys"
)

func ring(t rapid.TB, secrets ...string) keys.Ring {
	t.Helper()
	r, err := keys.Parse("UPLINE_SECRET", strings.Join(secrets, ","))
	if err == nil {
		r, err = r.Derive(func(key []byte) ([]byte, error) { sum := sha256.Sum256(key); return sum[:], nil })
	}
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func secret(letter string) string { return strings.Repeat(letter, 32) }

func TestParse(t *testing.T) {
	if r, err := keys.Parse("X", secret("a")+" , "+secret("b")); err != nil || len(r) != 2 || r[0].ID == r[1].ID || len(r[0].ID) != 8 {
		t.Errorf("%v, %v", r, err)
	}
	for text, says := range map[string]string{
		"": "key 1", "short": "key 1", secret("a") + ",": "key 2", secret("a") + ",hidden-but-short": "key 2", secret("a") + "," + secret("a"): "twice",
	} {
		_, err := keys.Parse("UPLINE_SECRET", text)
		if err == nil || fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), "UPLINE_SECRET") || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Through any replacement of keys, whatever was sealed is opened as long as its key is among them, and by nobody else.
func TestKeysAreReplaced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := []string{"a", "b", "c", "d"}
		names := rapid.SliceOfNDistinct(rapid.SampledFrom(letters), 1, 4, rapid.ID).Draw(t, "sealing")
		others := rapid.SliceOfNDistinct(rapid.SampledFrom(letters), 1, 4, rapid.ID).Draw(t, "opening")
		of, plain := rapid.String().Draw(t, "of"), rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		list := func(names []string) (secrets []string) {
			for _, name := range names {
				secrets = append(secrets, secret(name))
			}
			return secrets
		}
		sealing, opening := ring(t, list(names)...), ring(t, list(others)...)
		sealed, err := sealing.Seal(rand.Reader, of, plain)
		if err != nil {
			t.Fatal(err)
		}
		has := strings.Contains(strings.Join(others, ""), names[0])
		opened, err := opening.Open(of, sealed)
		if has != (err == nil) || has && !bytes.Equal(opened, plain) {
			t.Fatalf("sealed by %v, opened by %v: %q, %v", names, others, opened, err)
		}
		if opening.Current(sealed) != (names[0] == others[0]) {
			t.Fatalf("sealed by %v, and by %v that is current: %v", names, others, opening.Current(sealed))
		}
		if _, err := opening.Open(of+"x", sealed); err == nil {
			t.Fatal("it is opened as another one's")
		}
		raw := []byte(sealed)
		i := rapid.IntRange(0, len(raw)-2).Draw(t, "altered") // the last letter has bits that stand for nothing
		raw[i] ^= 1
		if _, err := sealing.Open(of, string(raw)); err == nil {
			t.Fatalf("altered at %d, and opened", i)
		}
	})
}

// What was sealed before keys had ids is opened, in both alphabets' lengths.
func TestSealedBeforeIDs(t *testing.T) {
	key := sha256.Sum256([]byte(secret("a")))
	block, err := aes.NewCipher(key[:])
	if err != nil {
		t.Fatal(err)
	}
	gcm, err := cipher.NewGCM(block)
	if err != nil {
		t.Fatal(err)
	}
	nonce := make([]byte, gcm.NonceSize())
	for _, plain := range []string{"", "x", "xy", "xyz"} {
		raw := gcm.Seal(nonce, nonce, []byte(plain), []byte("anna"))
		for _, text := range []string{base64.StdEncoding.EncodeToString(raw), base64.RawStdEncoding.EncodeToString(raw)} {
			r := ring(t, secret("b"), secret("a"))
			if opened, err := r.Open("anna", text); err != nil || string(opened) != plain || r.Current(text) {
				t.Errorf("%q, %v", opened, err)
			}
			if _, err := ring(t, secret("b")).Open("anna", text); fault.KindOf(err) != fault.Internal || err == nil {
				t.Errorf("opened by another key: %v", err)
			}
		}
	}
}
