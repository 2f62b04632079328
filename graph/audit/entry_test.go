package audit

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/internal/fault"
)

// text draws texts that would be confused if lengths did not tell them apart.
func text() *rapid.Generator[string] {
	return rapid.OneOf(rapid.SampledFrom([]string{"", "0:", "1:a", ":", "1", "a", "ä\x00", "17", "user"}), rapid.String())
}

func anyHash(t *rapid.T) Hash { return hashOf([]byte{byte(rapid.IntRange(0, 3).Draw(t, "hash"))}) }

// anyEntry draws an entry as it is kept: sorted, and with nil for what is empty.
func anyEntry(t *rapid.T) Entry {
	kinds := []ActorKind{User, Job, Shell, Public}
	e := Entry{
		Stripe: rapid.IntRange(0, Stripes-1).Draw(t, "stripe"), No: rapid.Int64Range(1, 1<<62).Draw(t, "no"),
		Recorded: time.UnixMicro(rapid.Int64Range(-1<<55, 1<<57).Draw(t, "recorded")).UTC(),
		Receipt:  text().Draw(t, "receipt"), Actor: Actor{rapid.SampledFrom(kinds).Draw(t, "kind"), text().Draw(t, "id")},
		Session: text().Draw(t, "session"), Operation: text().Draw(t, "operation"), Kind: text().Draw(t, "of"), Key: text().Draw(t, "key"),
	}
	e.Fields = slices.Sorted(maps.Keys(rapid.MapOfN(text(), rapid.Just(true), 0, 3).Draw(t, "fields")))
	if rapid.Bool().Draw(t, "erasure") {
		e.Erasure = &Erasure{Person: text().Draw(t, "person"), Ground: text().Draw(t, "ground")}
		for i := range rapid.IntRange(0, 3).Draw(t, "entries") {
			e.Erasure.Entries = append(e.Erasure.Entries, Ref{i, rapid.Int64Range(1, 20).Draw(t, "named")})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "details") {
		e.Details = append(e.Details, Detail{Subject: text().Draw(t, "subject"), Digest: anyHash(t)})
	}
	return e
}

func anyBody(t *rapid.T) Body {
	b := Body{From: text().Draw(t, "from"), Reason: text().Draw(t, "reason")}
	b.Salt[31] = rapid.Byte().Draw(t, "salt")
	for _, values := range []*map[string]string{&b.Before, &b.After} {
		if m := rapid.MapOfN(text(), text(), 0, 3).Draw(t, "values"); len(m) > 0 {
			*values = m
		}
	}
	return b
}

func TestEntryIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := anyEntry(t)
		got, err := ParseEntry(e.Text())
		if err != nil || !reflect.DeepEqual(got, e) {
			t.Fatalf("%+v, %v, from %q; want %+v", got, err, e.Text(), e)
		}
		b := anyBody(t)
		body, err := ParseBody(b.Text())
		if err != nil || !reflect.DeepEqual(*body, b) {
			t.Fatalf("%+v, %v, from %q; want %+v", body, err, b.Text(), b)
		}
	})
}

// Two entries have the same text only if they are the same. Half of the pairs differ in one field, or by a text that goes over
// from a field to its neighbour.
func TestDifferentEntriesHaveDifferentTexts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := anyEntry(t)
		b := a
		if rapid.Bool().Draw(t, "near") {
			fields := []*string{&b.Receipt, &b.Actor.ID, &b.Session, &b.Operation, &b.Kind, &b.Key}
			i := rapid.IntRange(1, len(fields)-1).Draw(t, "field")
			cut := rapid.IntRange(0, len(*fields[i])).Draw(t, "cut")
			*fields[i-1], *fields[i] = *fields[i-1]+(*fields[i])[:cut], (*fields[i])[cut:]
		} else {
			b = anyEntry(t)
		}
		if same := reflect.DeepEqual(a, b); same != (a.Text() == b.Text()) {
			t.Fatalf("the same: %v, but the texts are\n%q\n%q", same, a.Text(), b.Text())
		}
		x, y := anyBody(t), anyBody(t)
		if same := reflect.DeepEqual(x, y); same != (x.Text() == y.Text()) {
			t.Fatalf("the same: %v, but the texts are\n%q\n%q", same, x.Text(), y.Text())
		}
	})
}

// The forms are kept for ten years and more: these texts and hashes must be the same in every later version of the program.
func TestForms(t *testing.T) {
	e := Entry{
		Stripe: 3, No: 41, Recorded: time.Date(2026, 3, 31, 18, 0, 0, 1000, time.UTC), Receipt: "c1", Actor: Actor{User, "5"}, Session: "s1",
		Operation: "erase", Kind: "Person", Fields: []string{"iban", "name"},
		Erasure: &Erasure{"partner:17", "Art. 17(1)(a) GDPR", []Ref{{0, 9}, {3, 40}}},
	}
	b := Body{From: "192.0.2.1", Reason: "gewünscht", Before: map[string]string{"name": `"A"`, "iban": "null"}, After: map[string]string{"name": `"B"`}}
	e.Details = []Detail{{"user:5", hashOf([]byte(b.Text())), nil}}
	zeros := strings.Repeat("0", 64)
	wantBody := "19:upline audit body 1" + "64:" + zeros + "9:192.0.2.1" + "10:gewünscht" + "1:2" + "4:iban4:null" + "4:name3:\"A\"" + "1:1" + "4:name3:\"B\""
	if b.Text() != wantBody {
		t.Errorf("the body is\n%q, want\n%q", b.Text(), wantBody)
	}
	wantEntry := "20:upline audit entry 1" + "1:3" + "2:41" + "27:2026-03-31T18:00:00.000001Z" + "2:c1" + "4:user1:5" + "2:s1" + "5:erase" + "6:Person" + "0:" +
		"1:2" + "4:iban4:name" + "1:1" + "10:partner:17" + "18:Art. 17(1)(a) GDPR" + "1:2" + "1:01:9" + "1:32:40" + "1:1" + "6:user:5" + "64:" + string(e.Details[0].Digest)
	if e.Text() != wantEntry {
		t.Errorf("the entry is\n%q, want\n%q", e.Text(), wantEntry)
	}
	r := Record{Text: e.Text(), Previous: Hash(zeros)}
	const wantDigest, wantHash = "f9a380fe5dfb71e56084bce0a99eacd1fbe206b1bb604b3d97739e96c332d5de", "cd873c247b2f7db1c8944701add760f4f2e95e0a142177de4b3684f0e5c3d06d" // made by another program (Python)
	if e.Details[0].Digest != wantDigest || r.hash() != wantHash {
		t.Errorf("the digest is %s, the hash %s", e.Details[0].Digest, r.hash())
	}
}

func TestOnlyTheCanonicalFormIsRead(t *testing.T) {
	e := Entry{
		Stripe: 3, No: 41, Recorded: time.Date(2026, 3, 31, 18, 0, 0, 1000, time.UTC), Actor: Actor{User, "5"}, Operation: "move", Kind: "Partner", Fields: []string{"a", "b"},
		Erasure: &Erasure{"p", "g", []Ref{{0, 9}, {3, 40}}}, Details: []Detail{{"p", hashOf(nil), nil}},
	}
	for from, to := range map[string]string{
		"entry 1":                        "entry 2",
		"1:3":                            "2:03",
		"2:41":                           "1:0",
		"4:user":                         "04:user",
		"4:move":                         "4:m\xffve",
		"27:2026-03-31T18:00:00.000001Z": "28:2026-03-31T18:00:00.0000010Z",
		"18:00:00.000001Z":               "18:00:00,000001Z",
		"1:a1:b":                         "1:b1:a",
		"1:1" + "1:p":                    "1:2" + "1:p",
		"1:01:9":                         "1:42:41",
		"27:2":                           "99999999999:",
		"1:1" + "1:p" + "1:g":            "1:2" + "1:p" + "1:g",
		"1:32:40":                        "2:162:40",
		"20:upline":                      "19:upline",
		string(hashOf(nil)):              strings.ToUpper(string(hashOf(nil))),
	} {
		text := strings.Replace(e.Text(), from, to, 1)
		if text == e.Text() {
			t.Fatalf("%q does not stand in %q", from, text)
		}
		if _, err := ParseEntry(text); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q for %q: the error is %v", to, from, err)
		}
	}
	for end := range len(e.Text()) {
		if _, err := ParseEntry(e.Text()[:end]); fault.KindOf(err) != fault.Invalid {
			t.Fatalf("cut at %d: the error is %v", end, err)
		}
	}
	if _, err := ParseEntry(e.Text() + "0:"); err == nil || !strings.Contains(err.Error(), "2 bytes follow") {
		t.Errorf("with more behind it: the error is %v", err)
	}
	b := Body{Before: map[string]string{"a": "1", "b": "2"}}
	for from, to := range map[string]string{"1:a1:11:b1:2": "1:b1:21:a1:1", "64:0": "64:G", "body 1": "body 9", "1:2": "1:3"} {
		if _, err := ParseBody(strings.Replace(b.Text(), from, to, 1)); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q for %q: the error is %v", to, from, err)
		}
	}
}

func TestActorsAreToldApart(t *testing.T) {
	seen := map[string]Actor{}
	for _, kind := range []ActorKind{User, Job, Shell, Public} {
		for _, id := range []string{"", ":", "user:", "5"} {
			a := Actor{kind, id}
			if other, twice := seen[a.String()]; twice {
				t.Errorf("%v and %v are both %q", a, other, a)
			}
			seen[fmt.Sprint(a)] = a
		}
	}
}
