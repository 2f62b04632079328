package audit

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"upline/internal/fault"
)

func TestAppend(t *testing.T) {
	head := Head{Stripe: 4}
	at := time.Date(2026, 3, 31, 20, 0, 0, 0, time.FixedZone("CEST", 7200))
	var previous Hash
	for no := range int64(3) {
		e := &Entry{
			Recorded: at, Actor: Actor{User, "5"}, Operation: "change bank data", Kind: "Partner", Key: "17", Fields: []string{"note", "iban"},
			Details: []Detail{{Subject: "partner:17", Body: &Body{Before: map[string]string{"bic": "null"}, After: map[string]string{"iban": `"DE2"`}}}, {Subject: "user:5"}},
		}
		r, err := head.Append(e)
		if err != nil {
			t.Fatal(err)
		}
		if r.Previous != previous || head != (Head{4, no + 1, r.Hash, at.UTC()}) || len(r.Bodies) != 2 {
			t.Errorf("entry %d: %+v, and the head is %+v", no+1, r, head)
		}
		previous = r.Hash
		got, err := r.Entry()
		if err != nil || !reflect.DeepEqual(&got, e) {
			t.Errorf("%+v, %v; want %+v", got, err, e)
		}
		if want := []string{"bic", "iban", "note"}; !reflect.DeepEqual(got.Fields, want) {
			t.Errorf("the fields are %q, want %q", got.Fields, want)
		}
		if strings.Contains(r.Text, "DE2") || !strings.Contains(r.Bodies[0], "DE2") {
			t.Errorf("the values stand in %q, where they cannot be erased", r.Text)
		}
	}
}

func TestRecordsThatCannotBeRead(t *testing.T) {
	head := Head{}
	sound, err := head.Append(&Entry{Recorded: time.Unix(1, 0), Actor: Actor{Job, "j"}, Operation: "x", Kind: "K", Details: []Detail{{Subject: "a"}}})
	if err != nil {
		t.Fatal(err)
	}
	for want, r := range map[string]Record{
		"there is no field":           {},
		"has 1 details, but 2 bodies": {Text: sound.Text, Bodies: []string{sound.Bodies[0], sound.Bodies[0]}},
		"upline audit body 1":         {Text: sound.Text, Bodies: []string{"1:x"}},
	} {
		if _, err := r.Entry(); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, without %q", err, want)
		}
	}
	if e, err := (&Record{Text: sound.Text, Bodies: []string{""}}).Entry(); err != nil || e.Details[0].Body != nil {
		t.Errorf("an erased body: %+v, %v", e.Details, err)
	}
}

// The same change in two entries has two digests, or who knows one could find the other.
func TestSaltsDiffer(t *testing.T) {
	head, seen := Head{}, map[Hash]bool{}
	for range 100 {
		e := &Entry{Recorded: time.Unix(1, 0), Actor: Actor{Job, "j"}, Operation: "x", Kind: "K", Details: []Detail{{Subject: "a"}, {Subject: "b"}}}
		if _, err := head.Append(e); err != nil {
			t.Fatal(err)
		}
		seen[e.Details[0].Digest], seen[e.Details[1].Digest] = true, true
	}
	if len(seen) != 200 {
		t.Errorf("200 details have %d digests", len(seen))
	}
}

func TestAppendRefuses(t *testing.T) {
	detail := func(e *Entry) *Body { return e.Details[0].Body }
	for want, spoil := range map[string]func(e *Entry){
		"lacks its operation":           func(e *Entry) { e.Operation = "" },
		`kind ""`:                       func(e *Entry) { e.Kind = "" },
		"write user, job":               func(e *Entry) { e.Actor.Kind = "robot" },
		"which user did it":             func(e *Entry) { e.Actor.ID = "" },
		"give whole microseconds":       func(e *Entry) { e.Recorded = e.Recorded.Add(1) },
		"years 1 to 9999":               func(e *Entry) { e.Recorded = e.Recorded.AddDate(9000, 0, 0) },
		"0001-01-01":                    func(e *Entry) { e.Recorded = time.Time{} },
		`\xff`:                          func(e *Entry) { e.Key = "\xff" },
		`field\xff`:                     func(e *Entry) { e.Fields = []string{"field\xff"} },
		"two details":                   func(e *Entry) { e.Details = append(e.Details, e.Details[0]) },
		`subject\xff`:                   func(e *Entry) { e.Details[0].Subject = "subject\xff" },
		"not an IP address":             func(e *Entry) { detail(e).From = "192.0.2.1:80" },
		`reason\xff`:                    func(e *Entry) { detail(e).Reason = "reason\xff" },
		"not a JSON text":               func(e *Entry) { detail(e).After = map[string]string{"iban": "DE1"} },
		"lacks its person":              func(e *Entry) { e.Erasure = &Erasure{Ground: "g", Entries: []Ref{{0, 1}}} },
		`ground "")`:                    func(e *Entry) { e.Erasure = &Erasure{Person: "p", Entries: []Ref{{0, 1}}} },
		"names 0 entries":               func(e *Entry) { e.Erasure = &Erasure{Person: "p", Ground: "g"} },
		"names 10001 entries":           func(e *Entry) { e.Erasure = &Erasure{Person: "p", Ground: "g", Entries: make([]Ref, ErasureMax+1)} },
		"names entry 1 of stripe 16":    func(e *Entry) { e.Erasure = &Erasure{Person: "p", Ground: "g", Entries: []Ref{{16, 1}}} },
		"names entry 1 of stripe 0":     func(e *Entry) { e.Erasure = &Erasure{Person: "p", Ground: "g", Entries: []Ref{{0, 1}, {0, 1}}} },
		"before the last one of stripe": func(e *Entry) { e.Recorded = e.Recorded.Add(-time.Second) },
	} {
		head := Head{Stripe: 2, No: 1, Hash: hashOf(nil), Recorded: time.Unix(100, 0)}
		was := head
		e := &Entry{Recorded: time.Unix(100, 0), Actor: Actor{User, "5"}, Operation: "o", Kind: "K", Details: []Detail{{Subject: "p", Body: &Body{}}}}
		spoil(e)
		_, err := head.Append(e)
		if err == nil || !strings.Contains(err.Error(), want) || head != was {
			t.Errorf("the error is %v, without %q; the head is %+v", err, want, head)
		}
		kind := fault.Invalid
		if strings.HasPrefix(want, "before") {
			kind = fault.Internal
		}
		if fault.KindOf(err) != kind {
			t.Errorf("%v is %v, want %v", err, fault.KindOf(err), kind)
		}
	}
}
