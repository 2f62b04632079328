package audit

import (
	"encoding/json"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"upline/internal/fault"
)

// entries reads all of a ledger.
func (l *ledger) entries(t *testing.T) iter.Seq2[Entry, error] {
	t.Helper()
	var list []Entry
	for s := range l.records {
		for i := range l.records[s] {
			e, err := l.records[s][i].Entry()
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, e)
		}
	}
	return each(list)
}

func export(t *testing.T, l *ledger, p Person) string {
	t.Helper()
	var out strings.Builder
	p.Made = time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	if err := Export(&out, p, l.entries(t)); err != nil {
		t.Fatal(err)
	}
	if !json.Valid([]byte(out.String())) {
		t.Errorf("%s is not JSON", out.String())
	}
	return out.String()
}

// moved is partner 17 moved by employee 5 from sponsor 23 to sponsor 42, and then a look at the bank data.
func moved(t *testing.T) *ledger {
	t.Helper()
	l := newLedger()
	l.change(t, 2, &Entry{Actor: Actor{User, "5"}, Session: "secret-session", Operation: "move", Kind: "Partner", Key: "17", Details: []Detail{
		{Subject: "partner:17", Body: &Body{Reason: "asked for by mail", Before: map[string]string{"sponsor": `"23"`}, After: map[string]string{"sponsor": `"42"`}}},
		{Subject: "partner:23", Body: &Body{Reason: "loses a recruit"}},
		{Subject: "partner:42"},
		{Subject: "user:5", Body: &Body{From: "192.0.2.55"}},
	}})
	l.append(t, 2, &Entry{Actor: Actor{User, "5"}, Operation: "look at bank data", Kind: "Partner", Key: "17", Fields: []string{"iban"}, Details: []Detail{
		{Subject: "partner:17"}, {Subject: "user:5", Body: &Body{From: "192.0.2.55"}},
	}})
	l.append(t, 3, &Entry{Actor: Actor{User, "17"}, Operation: "log in", Kind: "User", Key: "17", Details: []Detail{{Subject: "user:17", Body: &Body{From: "203.0.113.17"}}}})
	l.append(t, 3, &Entry{Actor: Actor{Public, ""}, Operation: "confirm", Kind: "Registration", Key: "r1", Details: []Detail{{Subject: "partner:17", Body: &Body{From: "203.0.113.99"}}}})
	return l
}

func TestExportForThePerson(t *testing.T) {
	got := export(t, moved(t), Person{Subjects: []string{"partner:17", "user:17"}, Who: func(a Actor) string { return "support (" + string(a.Kind) + ")" }})
	for _, want := range []string{
		`"made":"2026-04-01T00:00:00.000000Z"`, `"who": "support (user)"`, `"what": "move"`, `"why": "asked for by mail"`, `"sponsor": "23"`, `"sponsor": "42"`,
		`"what": "look at bank data"`, `"iban"`, `"who": "you"`, `"from": "203.0.113.17"`, `"from": "203.0.113.99"`, `"when": "2026-03-01T08:00:00.001503Z"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("without %s:\n%s", want, got)
		}
	}
	for _, others := range []string{"192.0.2.55", "loses", "user:5", "partner:23", "session"} {
		if strings.Contains(got, others) {
			t.Errorf("with %s, which is somebody else's:\n%s", others, got)
		}
	}
	if n := strings.Count(got, `"when"`); n != 4 {
		t.Errorf("%d entries, want 4:\n%s", n, got)
	}
}

// The sponsor who loses a recruit learns that, and nothing of the recruit or the new sponsor.
func TestExportForSomebodyElseInTheEntry(t *testing.T) {
	got := export(t, moved(t), Person{Subjects: []string{"partner:23"}})
	if !strings.Contains(got, "loses a recruit") || !strings.Contains(got, `"who": "user"`) || strings.Count(got, `"when"`) != 1 {
		t.Errorf("the export is\n%s", got)
	}
	for _, others := range []string{"17", "42", "sponsor", "asked", "192.0.2.55", "user:5"} {
		if strings.Contains(strings.ReplaceAll(got, ".001503Z", ""), others) {
			t.Errorf("with %s, which is somebody else's:\n%s", others, got)
		}
	}
}

// An employee learns what they did, and not to whom.
func TestExportForTheActor(t *testing.T) {
	got := export(t, moved(t), Person{Subjects: []string{"user:5"}})
	if strings.Count(got, `"who": "you"`) != 2 || strings.Count(got, `"from": "192.0.2.55"`) != 2 {
		t.Errorf("the export is\n%s", got)
	}
	for _, others := range []string{`"key"`, "partner:", "sponsor", "iban", "203.0.113"} {
		if strings.Contains(got, others) {
			t.Errorf("with %s, which is somebody else's:\n%s", others, got)
		}
	}
}

func TestExportTellsWhatIsErased(t *testing.T) {
	l := moved(t)
	l.erase(t, 1, "partner:17")
	got := export(t, l, Person{Subjects: []string{"partner:17"}})
	if strings.Count(got, `"erased": true`) != 3 || !strings.Contains(got, `"ground": "Art. 17(1)(a) GDPR, request 12"`) || strings.Contains(got, "asked") {
		t.Errorf("the export is\n%s", got)
	}
}

// A value that was forged, and is no JSON, does not break the export.
func TestExportOfAForgedValue(t *testing.T) {
	l := moved(t)
	l.records[2][0].Bodies[0] = (&Body{After: map[string]string{"sponsor": `42", "x`}}).Text()
	if got := export(t, l, Person{Subjects: []string{"partner:17"}}); !strings.Contains(got, `"sponsor": "42\", \"x"`) {
		t.Errorf("the export is\n%s", got)
	}
}

func TestExportOfNothing(t *testing.T) {
	if got := export(t, moved(t), Person{Subjects: []string{"partner:99"}}); got != `{"about":["partner:99"],"made":"2026-04-01T00:00:00.000000Z","entries":[`+"\n]}\n" {
		t.Errorf("the export is %s", got)
	}
}

func TestExportRefuses(t *testing.T) {
	for _, subjects := range [][]string{nil, {"partner:17", ""}} {
		if err := Export(&strings.Builder{}, Person{Subjects: subjects}, moved(t).entries(t)); fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%q: the error is %v", subjects, err)
		}
	}
	broken := errors.New("broken")
	failing := func(yield func(Entry, error) bool) { yield(Entry{}, broken) }
	if err := Export(&strings.Builder{}, Person{Subjects: []string{"a"}}, failing); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
	if err := Export(refusing{broken}, Person{Subjects: []string{"a"}}, moved(t).entries(t)); !errors.Is(err, broken) {
		t.Errorf("the error is %v", err)
	}
}

type refusing struct{ err error }

func (r refusing) Write([]byte) (int, error) { return 0, r.err }
