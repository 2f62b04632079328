package access_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/fault"
)

var tokenKinds = []access.TokenKind{
	access.APIToken, access.InvitationToken, access.ConfirmationToken, access.ResetToken, access.FirstToken,
}

func newToken(t *testing.T, kind access.TokenKind) (string, access.Token) {
	t.Helper()
	var scopes []string
	if kind == access.APIToken {
		scopes = []string{"partners:read", "orders:write"}
	}
	text, token, err := access.NewToken(kind, noon, kind.LifeMax(), scopes...)
	if err != nil {
		t.Fatal(err)
	}
	return text, token
}

func TestTokensAreFoundByScanners(t *testing.T) {
	pattern := regexp.MustCompile(`\b` + access.TokenPattern + `\b`)
	seen := map[string]bool{}
	for _, kind := range tokenKinds {
		for range 200 {
			text, token := newToken(t, kind)
			if got := pattern.FindString("curl -H 'Authorization: Bearer " + text + "' https://example.com"); got != text {
				t.Fatalf("%s is found as %q", text, got)
			}
			if seen[text] || len(token.Hash) != 64 || strings.Contains(token.Hash, text) {
				t.Fatalf("%s is stored as %s", text, token.Hash)
			}
			seen[text] = true
			hash, err := access.HashToken(kind, text)
			if err != nil || hash != token.Hash {
				t.Fatalf("%s is looked up by %s, %v; want %s", text, hash, err, token.Hash)
			}
		}
	}
}

// A token is good for its kind, as it is, until it ends; no two are found by the same hash.
func TestTokensAreOfOneKind(t *testing.T) {
	for _, kind := range tokenKinds {
		text, token := newToken(t, kind)
		_, other := newToken(t, kind)
		if !token.Expires.Equal(noon.Add(kind.LifeMax())) || token.Kind != kind || token.Hash == other.Hash {
			t.Errorf("%s is stored as %+v, and another as %+v", kind, token, other)
		}
		for _, of := range tokenKinds {
			if _, err := access.HashToken(of, text); (err == nil) != (of == kind) {
				t.Errorf("a token of kind %s is taken for %s: %v", kind, of, err)
			}
		}
	}
}

// Whatever character is mistyped, the sum at the end tells before a database is asked.
func TestMistypedTokens(t *testing.T) {
	text, _ := newToken(t, access.ResetToken)
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.IntRange(0, len(text)-1).Draw(t, "at")
		with := rapid.StringMatching(`[0-9A-Za-z_]`).Draw(t, "with")
		bad := text[:at] + with + text[at+1:]
		if _, err := access.HashToken(access.ResetToken, bad); (err == nil) != (bad == text) {
			t.Fatalf("%s for %s: %v", bad, text, err)
		}
	})
	for _, bad := range []string{"", "upl_", "upl_rst_", text[:len(text)-1], text + "0", " " + text, strings.ToLower(text), text[8:], "upl_rst_" + strings.Repeat("ä", 49)} {
		_, err := access.HashToken(access.ResetToken, bad)
		wantKind(t, bad, err, fault.NotFound)
		if err != nil && len(bad) > 8 && strings.Contains(err.Error(), bad) {
			t.Errorf("the error tells the token: %v", err)
		}
	}
}

func TestTokensThatCannotBe(t *testing.T) {
	for name, test := range map[string]struct {
		kind   access.TokenKind
		life   time.Duration
		scopes []string
	}{
		"no kind":                 {"xyz", time.Hour, nil},
		"no life":                 {access.ResetToken, 0, nil},
		"past":                    {access.ResetToken, -time.Hour, nil},
		"too long":                {access.ResetToken, time.Hour + 1, nil},
		"confirmed after 48 h":    {access.ConfirmationToken, 48*time.Hour + 1, nil},
		"a machine without scope": {access.APIToken, time.Hour, nil},
		"a person with scope":     {access.ResetToken, time.Hour, []string{"partners:read"}},
	} {
		text, _, err := access.NewToken(test.kind, noon, test.life, test.scopes...)
		wantKind(t, name, err, fault.Invalid)
		if text != "" {
			t.Errorf("%s: there is a token", name)
		}
	}
}
