package retention_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"upline/documents/retention"
	"upline/internal/fault"
)

// Every class there is has a rule, in the words of the contract of the API.
func TestEveryClassHasItsRule(t *testing.T) {
	want := []struct {
		class retention.Class
		years int
		lock  retention.Lock
	}{
		{retention.Contract, 6, retention.Compliance},
		{retention.Statement, 8, retention.Compliance},
		{retention.CreditNote, 8, retention.Compliance},
		{retention.Invoice, 8, retention.Compliance},
		{retention.DeliveryNote, 8, retention.Governance},
		{retention.Correspondence, 6, retention.Compliance},
		{retention.Identification, 0, retention.Unlocked},
		{retention.BankStatement, 8, retention.Compliance},
		{retention.Export, 0, retention.Unlocked},
		{retention.Evidence, 10, retention.Compliance},
		{retention.Other, 6, retention.Governance},
	}
	all := retention.ByLaw().All()
	if len(all) != len(want) || len(retention.Classes()) != len(want) {
		t.Fatalf("there are %d rules, want %d", len(all), len(want))
	}
	for i, rule := range all {
		if rule.Class != want[i].class || rule.Years != want[i].years || rule.Kept != want[i].years || rule.Lock != want[i].lock || rule.Why == "" {
			t.Errorf("%+v, want %+v", rule, want[i])
		}
		if rule.FromEnd != (rule.Class == retention.Contract) {
			t.Errorf("%s: FromEnd is %v", rule.Class, rule.FromEnd)
		}
	}
}

// Nobody's data is locked for good unless a law is named that asks for it.
func TestComplianceNamesItsLaw(t *testing.T) {
	for _, rule := range retention.ByLaw().All() {
		if asked := rule.Law != ""; asked != (rule.Lock == retention.Compliance) {
			t.Errorf("%s: lock %v, law %q", rule.Class, rule.Lock, rule.Law)
		}
	}
}

// The boundaries of years are those of Berlin, in summer and winter, in leap years and others.
func TestTermsEndWithTheYearInBerlin(t *testing.T) {
	for _, c := range []struct{ made, until string }{
		{"2026-01-01T00:00:00+01:00", "2035-01-01T00:00:00+01:00"},
		{"2026-12-31T23:59:59+01:00", "2035-01-01T00:00:00+01:00"},
		{"2026-12-31T22:59:59Z", "2035-01-01T00:00:00+01:00"},
		{"2026-12-31T23:00:00Z", "2036-01-01T00:00:00+01:00"}, // midnight in Berlin
		{"2027-01-01T00:30:00+02:00", "2035-01-01T00:00:00+01:00"},
		{"2024-02-29T12:00:00Z", "2033-01-01T00:00:00+01:00"},
		{"2020-12-31T12:00:00Z", "2029-01-01T00:00:00+01:00"},
		{"2026-07-01T00:00:00+02:00", "2035-01-01T00:00:00+01:00"},
	} {
		made, until := at(t, c.made), at(t, c.until)
		if got := retention.ByLaw().Term(retention.Invoice, made); !got.Until.Equal(until) || !got.Locked.Equal(until) {
			t.Errorf("made at %s: %v, want until %s", c.made, got, c.until)
		}
	}
}

func at(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// Whatever the class and the time: the term ends at midnight of a 1 January in Berlin; it is the years of the rule and less than one more; a second
// earlier or later changes nothing but at the turn of a year; and what is locked is never longer locked than kept.
func TestTermsOfAnyTime(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		rules := retention.ByLaw()
		class := rapid.SampledFrom(retention.Classes()).Draw(t, "class")
		made := time.Unix(rapid.Int64Range(0, 4_000_000_000).Draw(t, "made"), 0).UTC()
		if rapid.Bool().Draw(t, "near the turn of a year") {
			turn := time.Date(rapid.IntRange(1975, 2095).Draw(t, "year"), 1, 1, 0, 0, 0, 0, berlin)
			made = turn.Add(time.Duration(rapid.IntRange(-7200, 7200).Draw(t, "seconds")) * time.Second)
		}
		term, years := rules.Term(class, made), rules.Of(class).Years
		if until := term.Until.In(berlin); until.YearDay() != 1 || until.Hour() != 0 || until.Minute() != 0 || until.Second() != 0 || until.Nanosecond() != 0 {
			t.Fatalf("until %v", until)
		}
		if least := made.In(berlin).AddDate(years, 0, 0); term.Until.Before(least) || !term.Until.Before(made.In(berlin).AddDate(years+1, 0, 2)) {
			t.Fatalf("made %v, until %v, %d years", made, term.Until, years)
		}
		next := rules.Term(class, made.Add(time.Second))
		turned := made.In(berlin).Year() != made.Add(time.Second).In(berlin).Year()
		if next.Until.Before(term.Until) || next.Until.Equal(term.Until) == turned {
			t.Fatalf("made %v: until %v, a second later %v", made, term.Until, next.Until)
		}
		if term.Locked.After(term.Until) || (term.Lock == retention.Unlocked) != term.Locked.IsZero() {
			t.Fatalf("%+v", term)
		}
	})
}

// A company can lengthen and never shorten; what it lengthens is not locked for good for longer than the law asks.
func TestCompaniesLengthen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		class := rapid.SampledFrom(retention.Classes()).Draw(t, "class")
		years := rapid.IntRange(-5, 40).Draw(t, "years")
		law := retention.ByLaw().Of(class)
		rules, err := retention.Read([]byte(string(class) + ": " + strconv.Itoa(years)))
		if allowed := years >= law.Years && years <= 30; allowed != (err == nil) {
			t.Fatalf("%s: %d years, %d by law: %v", class, years, law.Years, err)
		}
		if err != nil {
			if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), string(class)) {
				t.Fatal(err)
			}
			return
		}
		made := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
		own, least := rules.Term(class, made), retention.ByLaw().Term(class, made)
		if own.Until.Year() != 2027+years || own.Lock != least.Lock {
			t.Fatalf("%+v", own)
		}
		if own.Lock == retention.Compliance && !own.Locked.Equal(least.Locked) || own.Lock == retention.Governance && !own.Locked.Equal(own.Until) {
			t.Fatalf("%+v, by law %+v", own, least)
		}
		for _, other := range retention.Classes() {
			if other != class && rules.Of(other) != retention.ByLaw().Of(other) {
				t.Fatalf("%s changed %s", class, other)
			}
		}
	})
}

func TestFilesOfCompanies(t *testing.T) {
	rules, err := retention.Read([]byte("# ours\nstatement: 10\nidentification: 5 # Geldwäschegesetz\n"))
	if err != nil || rules.Of(retention.Statement).Kept != 10 || rules.Of(retention.Identification).Kept != 5 {
		t.Fatalf("%+v, %v", rules, err)
	}
	if rules, err := retention.Read(nil); err != nil || rules.Of(retention.Evidence).Kept != 10 {
		t.Fatalf("an empty file: %+v, %v", rules, err)
	}
	for file, want := range map[string][]string{
		"statement: 7\nletters: 10\nevidence: 99": {"statement: 7 years are too few: AO § 147", "no class \"letters\"", "contract, statement", "evidence: 99 years are too many"},
		"other: 5":                       {"other: 5 years are too few: at least 6 are kept, since it may turn out"},
		"statement: ten":                 {"is not a number of whole years"},
		"statement: 9.5":                 {"is not a number of whole years"},
		"- statement":                    {"not a list of classes with whole years"},
		"statement: 9\nstatement: 10":    {"not a list of classes with whole years"},
		"statement: 9999999999999999999": {"is not a number of whole years"},
		"statement: {years: 10}":         {"is not a number of whole years"},
	} {
		_, err := retention.Read([]byte(file))
		if err == nil || fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %v", file, err)
			continue
		}
		for _, text := range want {
			if !strings.Contains(err.Error(), text) {
				t.Errorf("%q: %v does not say %q", file, err, text)
			}
		}
	}
}

// A class that nobody knows is treated as what nobody has classed.
func TestUnknownClasses(t *testing.T) {
	if _, err := retention.ParseClass("invoices"); fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "credit_note") {
		t.Error(err)
	}
	if c, err := retention.ParseClass("credit_note"); c != retention.CreditNote || err != nil {
		t.Error(c, err)
	}
	if rule := retention.ByLaw().Of("invoices"); rule.Class != retention.Other {
		t.Errorf("%+v", rule)
	}
}

func TestLocksAreTexts(t *testing.T) {
	for _, lock := range []retention.Lock{retention.Compliance, retention.Governance, retention.Unlocked} {
		text, err := lock.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back retention.Lock
		if err := back.UnmarshalText(text); err != nil || back != lock {
			t.Errorf("%s comes back as %v, %v", text, back, err)
		}
	}
	var lock retention.Lock
	if err := lock.UnmarshalText([]byte("COMPLIANCE")); fault.KindOf(err) != fault.Invalid {
		t.Error(err)
	}
}
