package access_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/fault"
)

func TestEmailAddresses(t *testing.T) {
	long := strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 46)+".", 4)
	for text, want := range map[string][2]string{
		"anna@example.com":             {"anna@example.com", "anna@example.com"},
		"  Anna.Berger@Example.COM \n": {"Anna.Berger@example.com", "anna.berger@example.com"},
		"anna+upline@example.co.uk":    {"anna+upline@example.co.uk", "anna+upline@example.co.uk"},
		"o'neil&co@sub.example.com":    {"o'neil&co@sub.example.com", "o'neil&co@sub.example.com"},
		"anna@Müller.example":          {"anna@xn--mller-kva.example", "anna@xn--mller-kva.example"},
		"anna@mu\u0308ller.example":    {"anna@xn--mller-kva.example", "anna@xn--mller-kva.example"},
		"anna@XN--MLLER-KVA.example":   {"anna@xn--mller-kva.example", "anna@xn--mller-kva.example"},
		"anna@straße.example":          {"anna@xn--strae-oqa.example", "anna@xn--strae-oqa.example"},
		"Zo\u0065\u0308@example.com":   {"Zo\u00eb@example.com", "zo\u00eb@example.com"},
		"用户@例子.广告":                     {"用户@xn--fsqu00a.xn--4rr70v", "用户@xn--fsqu00a.xn--4rr70v"},
		"J\u030canna@example.com":      {"J\u030canna@example.com", "\u01f0anna@example.com"}, // only the small letter is one character
		"1@1.example":                  {"1@1.example", "1@1.example"},
		long + "c":                     {long + "c", long + "c"},
	} {
		got, err := access.ParseEmail(text)
		if err != nil || got.Address != want[0] || got.Folded != want[1] {
			t.Errorf("%q is %+v, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "@", "anna", "anna@", "@example.com", "anna@localhost", "anna@10.0.0.1", "anna@[10.0.0.1]", "anna@example..com", "anna@example.com.",
		"anna@-a.example", "anna@exa_mple.com", "anna@.com", ".anna@example.com", "anna.@example.com", "an..na@example.com",
		`"anna"@example.com`, `"an na"@example.com`, "an na@example.com", "anna@exam ple.com", "anna@example.com,bob@example.com",
		"Anna <anna@example.com>", "anna(x)@example.com", "anna@bob@example.com", "an\x00na@example.com", "an\u200bna@example.com", "an\nna@example.com",
		"anna@example.com\r\nBcc: bob@example.com", "\xff@example.com", strings.Repeat("a", 65) + "@example.com", long + "cc",
		"anna@" + strings.Repeat("b", 64) + ".example", "mailto:anna@example.com", "anna@example.com>",
	} {
		got, err := access.ParseEmail(text)
		if err == nil || fault.KindOf(err) != fault.Invalid || got != (access.Email{}) {
			t.Errorf("%q is %+v, %v; want it refused", text, got, err)
		}
	}
}

// What was read once reads as itself; whoever differs in case alone shares a counter, and is not the same.
func TestEmailsAreStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[A-Za-zäöüÄÖÜßİı0-9+]{1,12}(\.[A-Za-z]{1,5})?@[A-Za-zäöü]{1,9}(\.[A-Za-z]{1,9}){1,2}`).Draw(t, "text")
		email, err := access.ParseEmail(text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := access.ParseEmail(email.Address)
		if err != nil || again != email {
			t.Fatalf("%q becomes %+v and then %+v, %v", text, email, again, err)
		}
		folded, err := access.ParseEmail(email.Folded)
		if err != nil || folded.Folded != email.Folded || folded.Address != email.Folded {
			t.Fatalf("%q folds to %+v, %v", email.Folded, folded, err)
		}
		if access.AccountKey(folded) != access.AccountKey(email) {
			t.Fatalf("%q and %q have counters of their own", email.Address, email.Folded)
		}
	})
}
