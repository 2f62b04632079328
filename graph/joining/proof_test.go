package joining_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"upline/graph/joining"
	"upline/internal/fault"
	"upline/internal/period"
)

func TestTheRecordIsCanonical(t *testing.T) {
	p := accepted(t)
	form := json.RawMessage(`{"z": 1.50, "given_name":"Zo\u00eb <b>", "a":[true,null]}`)
	bytes, hash, err := p.Record(form).Canonical()
	if err != nil {
		t.Fatal(err)
	}
	if sum := sha256.Sum256(bytes); hash != hex.EncodeToString(sum[:]) {
		t.Errorf("hash %s", hash)
	}
	if want := `"form":{"a":[true,null],"given_name":"Zoë <b>","z":1.5}`; !strings.Contains(string(bytes), want) {
		t.Errorf("%s lacks %s", bytes, want)
	}
	for _, want := range []string{`"at":"2026-11-27T12:01:00Z"`, `"ip":"192.0.2.7"`, `"user_agent":"Firefox"`, `"sha256":"aa"`, `"version":"1"`, `"kind":"accepted"`} {
		if !strings.Contains(string(bytes), want) {
			t.Errorf("%s lacks %s", bytes, want)
		}
	}
	// The same content in another order of keys and with other spaces is the same record; another content is not.
	if _, same, _ := p.Record(json.RawMessage(`{"a":[true,null],"given_name":"Zoë <b>","z":1.5}`)).Canonical(); same != hash {
		t.Error("another order has another hash")
	}
	if _, other, _ := p.Record(json.RawMessage(`{"a":[true,null],"given_name":"Zoe <b>","z":1.5}`)).Canonical(); other == hash {
		t.Error("another name has the same hash")
	}
	if _, _, err := p.Record(json.RawMessage(`{"a":`)).Canonical(); fault.KindOf(err) != fault.Invalid {
		t.Errorf("half a form: %v", err)
	}
}

// A record that is read back from what was kept of a process is the same.
func TestAProcessSurvivesJSON(t *testing.T) {
	p := accepted(t).MailSent(joining.SentMail{Template: "confirm", MessageID: "m", SHA256: "ff"}, minutes(4))
	text, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var back joining.Process
	if err := json.Unmarshal(text, &back); err != nil {
		t.Fatal(err)
	}
	_, before, _ := p.Record(json.RawMessage(`{}`)).Canonical()
	_, after, _ := back.Record(json.RawMessage(`{}`)).Canonical()
	if before != after {
		t.Errorf("%+v became %+v", p, back)
	}
}

func TestRetention(t *testing.T) {
	never := period.Forever
	for name, c := range map[string]struct {
		fate joining.Fate
		want map[joining.Data]period.Day
	}{
		"never confirmed: everything goes, consents too": {
			joining.Fate{State: joining.Expired, Ended: day("2026-11-29"), Newsletter: &joining.Consent{LastUsed: day("2026-11-27"), Revoked: never}},
			map[joining.Data]period.Day{joining.DataForm: day("2026-11-29"), joining.DataOrigin: day("2026-11-29"), joining.DataSpent: day("2026-12-29")},
		},
		"confirmed, then withdrawn: the consents count": {
			joining.Fate{State: joining.Withdrawn, Ended: day("2026-11-29"), Confirmed: true, Newsletter: &joining.Consent{Revoked: never}, Phone: &joining.Consent{LastUsed: day("2026-11-27"), Revoked: never}},
			map[joining.Data]period.Day{joining.DataForm: day("2026-11-29"), joining.DataOrigin: day("2026-11-29"), joining.DataSpent: day("2026-12-29"), joining.DataNewsletter: never, joining.DataPhone: day("2031-11-28")},
		},
		"accepted, then withdrawn: that it was can be proved": {
			joining.Fate{State: joining.Withdrawn, Ended: day("2026-11-29"), Confirmed: true, Accepted: day("2026-11-28")},
			map[joining.Data]period.Day{joining.DataForm: day("2026-11-29"), joining.DataOrigin: day("2026-11-29"), joining.DataSpent: day("2026-12-29"), joining.DataWithdrawn: day("2030-01-01")},
		},
		"a partner": {
			joining.Fate{State: joining.Registered, Ended: never, Confirmed: true, Accepted: day("2026-11-27")},
			map[joining.Data]period.Day{joining.DataContract: never, joining.DataOrigin: day("2030-01-01")},
		},
		"a partner who has left": {
			joining.Fate{State: joining.Registered, Ended: day("2028-01-31"), Confirmed: true, Accepted: day("2026-12-31"), Newsletter: &joining.Consent{Revoked: day("2028-12-31")}},
			map[joining.Data]period.Day{joining.DataContract: day("2035-01-01"), joining.DataOrigin: day("2030-01-01"), joining.DataNewsletter: day("2032-01-01")},
		},
	} {
		kept := joining.Retention(c.fate)
		if len(kept) != len(c.want) {
			t.Errorf("%s: %v", name, kept)
		}
		for _, k := range kept {
			if want, is := c.want[k.Data]; !is || k.Until != want || k.Ground == "" {
				t.Errorf("%s: %s until %v (%s), want %v", name, k.Data, k.Until, k.Ground, want)
			}
		}
	}
}
