package joining_test

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"upline/graph/joining"
)

func TestLinks(t *testing.T) {
	received := begun()
	confirmed, _ := received.Confirm("h1", here, minutes(1))
	resent, outcome := received.Resend("h2", []time.Time{noon}, here, minutes(3))
	if outcome != joining.Done {
		t.Fatalf("resend: %v", outcome)
	}
	expired, err := received.Expire(noon.Add(joining.TokenTerm))
	if err != nil {
		t.Fatal(err)
	}
	withdrawn, err := received.Withdraw("", "", here, minutes(1))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		p    joining.Process
		hash string
		at   time.Time
		want joining.Outcome
	}{
		"good":                       {received, "h1", minutes(1), joining.Done},
		"in the last second":         {received, "h1", noon.Add(joining.TokenTerm - time.Second), joining.Done},
		"a second late":              {received, "h1", noon.Add(joining.TokenTerm), joining.LinkExpired},
		"unknown":                    {received, "h9", minutes(1), joining.LinkUnknown},
		"again":                      {confirmed, "h1", minutes(5), joining.Again},
		"again, much later":          {confirmed, "h1", minutes(1).Add(joining.AcceptTerm), joining.LinkExpired},
		"used":                       {accepted(t), "h1", minutes(9), joining.LinkUsed},
		"superseded":                 {resent, "h1", minutes(4), joining.LinkSuperseded},
		"the newer one":              {resent, "h2", minutes(4), joining.Done},
		"the newer one holds longer": {resent, "h2", noon.Add(joining.TokenTerm + time.Minute), joining.Done},
		"expired":                    {expired, "h1", minutes(9), joining.LinkExpired},
		"withdrawn":                  {withdrawn, "h1", minutes(9), joining.LinkUnknown},
	} {
		next, got := c.p.Confirm(c.hash, here, c.at)
		if got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
		if changed := next.Version != c.p.Version; changed != (got == joining.Done) {
			t.Errorf("%s: changed %v with %v", name, changed, got)
		}
		if got.Explain("de") == got.Explain("en") || got.Explain("de") == "" {
			t.Errorf("%s is not explained", name)
		}
	}
	if !slices.Equal(resent.Spent(), []string{"h1", "h2"}) {
		t.Errorf("spent %v", resent.Spent())
	}
}

// Nothing that is shown to who sends a form or follows a link may say whether the address is registered.
func TestNoWordsTellWhoIsRegistered(t *testing.T) {
	for o := joining.Done; o <= joining.Limited; o++ {
		for _, language := range []string{"de", "en"} {
			if text := strings.ToLower(o.Explain(language)); strings.Contains(text, "registr") || strings.Contains(text, "partner") || text == "" {
				t.Errorf("%v says %q", o, text)
			}
		}
	}
	if joining.Limited.Explain("de") != joining.Answer("de") || joining.Limited.Explain("en") != joining.Answer("en") {
		t.Error("somebody who is over the limit is answered otherwise")
	}
}

func TestResendIsLimited(t *testing.T) {
	hours := func(h float64) time.Time { return noon.Add(time.Duration(h * float64(time.Hour))) }
	for name, c := range map[string]struct {
		sent []time.Time
		at   time.Time
		next time.Time
	}{
		"the first":               {nil, noon, noon},
		"too soon":                {[]time.Time{noon}, noon.Add(2*time.Minute - 1), noon.Add(2 * time.Minute)},
		"two minutes later":       {[]time.Time{noon}, minutes(2), minutes(2)},
		"the fourth in a day":     {[]time.Time{hours(9), noon, hours(5)}, hours(23), hours(24)},
		"after a day":             {[]time.Time{hours(9), noon, hours(5)}, hours(24), hours(24)},
		"more than the limit":     {[]time.Time{noon, hours(1), hours(2), hours(3)}, hours(4), hours(25)},
		"clocks that are not one": {[]time.Time{hours(1)}, noon, hours(1).Add(2 * time.Minute)},
	} {
		next, ok := joining.MaySend(c.sent, c.at)
		if !next.Equal(c.next) || ok != !c.next.After(c.at) {
			t.Errorf("%s: %v, %v; want %v", name, next, ok, c.next)
		}
	}
	p := begun()
	if same, outcome := p.Resend("h2", []time.Time{noon}, here, minutes(1)); outcome != joining.Limited || same.Version != p.Version {
		t.Errorf("%v", outcome)
	}
	if _, outcome := p.Resend("h2", nil, here, noon.Add(joining.TokenTerm)); outcome != joining.LinkExpired {
		t.Errorf("a dead application is resent: %v", outcome)
	}
	if _, outcome := accepted(t).Resend("h2", nil, here, minutes(9)); outcome != joining.LinkUsed {
		t.Errorf("an accepted application is resent: %v", outcome)
	}
}

// However often a link is sent again, an application that is never confirmed ends after a week.
func TestNoApplicationLivesForever(t *testing.T) {
	p, at := begun(), noon
	for range 100 {
		at = at.Add(12 * time.Hour)
		p, _ = p.Resend("h", nil, here, at)
	}
	due, when := p.Due(berlin)
	if due != joining.DueExpire || !when.Equal(noon.Add(joining.LifeMax)) {
		t.Errorf("%v at %v", due, when)
	}
}

func TestTokens(t *testing.T) {
	token, hash, err := joining.NewToken(rand.NewChaCha8([32]byte{7}))
	if err != nil || len(token) != 43 || joining.HashToken(token) != hash || strings.Contains(hash, token) || len(hash) != 64 {
		t.Errorf("%q, %q, %v", token, hash, err)
	}
	if _, _, err := joining.NewToken(iotest.ErrReader(errors.New("empty"))); err == nil {
		t.Error("a token without randomness")
	}
}
