package joining_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/iotest"

	"upline/commission"
	"upline/graph/joining"
)

func TestCodes(t *testing.T) {
	random := rand.NewChaCha8([32]byte{1})
	seen := map[string]bool{}
	for range 10_000 {
		code, err := joining.NewCode(random)
		if err != nil || len(code) != 10 || seen[code] {
			t.Fatalf("code %q, %v; seen %v", code, err, seen[code])
		}
		seen[code] = true
		for _, written := range []string{code, strings.ToLower(code), code[:5] + "-" + code[5:], " " + code + " ", strings.ReplaceAll(code, "0", "o"), strings.ReplaceAll(code, "1", "l")} {
			if read, err := joining.ParseCode(written); err != nil || read != code {
				t.Fatalf("%q is read as %q, %v", written, read, err)
			}
		}
	}
	for _, wrong := range []string{"", "ABCDEFGH1", "ABCDEFGH123", "ABCDEFGH1U", "ABCDEFGH1ä"} {
		if read, err := joining.ParseCode(wrong); err == nil {
			t.Errorf("%q is read as %q", wrong, read)
		}
	}
	if code, err := joining.NewCode(iotest.ErrReader(errors.New("empty"))); err == nil {
		t.Errorf("code %q without randomness", code)
	}
}

func TestInvitationsTellNothingOfWhoIsGone(t *testing.T) {
	partners := map[string]joining.Sponsor{
		"ACTVE00000": {Partner: "p1", Name: "Zoë", Status: commission.Active},
		"SSPND00000": {Partner: "p2", Name: "Sam", Status: commission.Suspended},
		"TERMN00000": {Partner: "p3", Name: "Tim", Status: commission.Terminated},
	}
	find := func(code string) (joining.Sponsor, bool, error) {
		sponsor, found := partners[code]
		return sponsor, found, nil
	}
	active, err := joining.Invite("actve-00000", find)
	if err != nil || active.Sponsor == nil || active.Sponsor.Partner != "p1" || !strings.Contains(active.Explain("de"), "Zoë") || !strings.Contains(active.Explain("en"), "Zoë") {
		t.Errorf("active: %+v, %v", active, err)
	}
	unknown, err := joining.Invite("NBDY000000", find)
	if err != nil || unknown.Sponsor != nil {
		t.Errorf("unknown: %+v, %v", unknown, err)
	}
	for _, code := range []string{"SSPND00000", "TERMN00000", "no code"} {
		if got, err := joining.Invite(code, find); got != unknown || err != nil {
			t.Errorf("%s looks otherwise than an unknown code: %+v, %v", code, got, err)
		}
	}
	broken := errors.New("away")
	if _, err := joining.Invite("ACTVE00000", func(string) (joining.Sponsor, bool, error) { return joining.Sponsor{}, false, broken }); !errors.Is(err, broken) {
		t.Errorf("a look-up that fails is %v", err)
	}
}

func TestSponsorAtLast(t *testing.T) {
	gone, away, here := joining.Sponsor{Partner: "t", Status: commission.Terminated}, joining.Sponsor{Partner: "s", Status: commission.Suspended}, joining.Sponsor{Partner: "a"}
	for _, c := range []struct {
		above []joining.Sponsor
		want  string
	}{{nil, ""}, {[]joining.Sponsor{here}, "a"}, {[]joining.Sponsor{away, here}, "s"}, {[]joining.Sponsor{gone, gone, here}, "a"}, {[]joining.Sponsor{gone}, ""}} {
		if got := joining.SponsorAtLast(c.above); got != c.want {
			t.Errorf("%v: %q, want %q", c.above, got, c.want)
		}
	}
}
