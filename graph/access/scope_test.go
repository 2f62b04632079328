package access_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/fault"
	"upline/internal/period"
)

func date(text string) period.Day {
	d, err := period.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// The company of these tests: anna over ben over cleo; on 1 March ben and whoever is below moved from anna to dora. Everybody is in
// a market and with a department.
var (
	moved   = date("2026-03-01")
	today   = date("2026-06-15")
	persons = []access.Subject{
		{Partner: "anna", Market: "DE", Department: "south"},
		{Partner: "ben", Market: "DE", Department: "north"},
		{Partner: "cleo", Market: "AT", Department: "south"},
		{Partner: "dora", Market: "AT"},
		{Partner: "emil"},
		{}, // what belongs to nobody
	}
)

func below(partner, above string, day period.Day) (bool, error) {
	sponsor := map[string]string{"ben": "dora", "cleo": "ben"}
	if day < moved {
		sponsor["ben"] = "anna"
	}
	for at := sponsor[partner]; at != ""; at = sponsor[at] {
		if at == above {
			return true, nil
		}
	}
	return false, nil
}

func look(day period.Day) access.Look { return access.Look{Day: day, Today: today, Below: below} }

// inside are the names of those within.
func inside(t interface{ Fatal(...any) }, r access.Reach, day period.Day) string {
	var names []string
	for _, s := range persons {
		holds, err := r.Holds(s, look(day))
		if err != nil {
			t.Fatal(err)
		}
		if holds {
			names = append(names, s.Partner)
		}
	}
	return strings.Join(names, " ")
}

func TestScopesOfADay(t *testing.T) {
	for _, c := range []struct {
		words       string
		partner     string
		departments []string
		day         period.Day
		want        string
	}{
		{"all", "", nil, today, "anna ben cleo dora emil "},
		{"own", "anna", nil, today, "anna"},
		{"own", "", nil, today, ""},
		{"downline", "", nil, today, ""},
		{"downline", "ben", nil, today, "ben cleo"},
		// After the move the former upline sees the days before it, and the new one those since.
		{"downline", "anna", nil, moved - 1, "anna ben cleo"},
		{"downline", "anna", nil, moved, "anna"},
		{"downline", "dora", nil, moved - 1, "dora"},
		{"downline", "dora", nil, moved, "ben cleo dora"},
		{"downline", "dora", nil, today + 400, "ben cleo dora"},
		{"market:AT", "", nil, today, "cleo dora"},
		{"market:AT,market:DE", "", nil, today, "anna ben cleo dora"},
		{"department:north", "", nil, today, "ben"},
		{"department", "", []string{"south"}, today, "anna cleo"},
		{"department", "", nil, today, ""},
		{"department,department:north", "", []string{"south"}, today, "anna ben cleo"},
		{"own,market:AT", "emil", nil, today, "cleo dora emil"},
	} {
		s, err := access.ParseScope(strings.Split(c.words, ","))
		if err != nil {
			t.Fatal(err)
		}
		r := s.Of(c.partner, c.departments)
		if got := inside(t, r, c.day); got != c.want {
			t.Errorf("%s of %q on %s holds %q, want %q", c.words, c.partner, c.day, got, c.want)
		}
		if r.Empty() != (c.want == "") {
			t.Errorf("%s of %q is empty: %v", c.words, c.partner, r.Empty())
		}
	}
}

// A move that is planned opens nothing before its day, whatever day is asked for.
func TestNobodySeesMoreByAskingForAFutureDay(t *testing.T) {
	r := access.Reach{Downline: []string{"dora"}}
	at := access.Look{Day: moved + 10, Today: moved - 1, Below: below}
	if holds, err := r.Holds(access.Subject{Partner: "ben"}, at); holds || err != nil {
		t.Errorf("%v, %v", holds, err)
	}
}

// An empty name is nobody's, even if a list should hold one.
func TestNobodyIsInsideByAnEmptyName(t *testing.T) {
	empty := []string{""}
	r := access.Reach{Own: empty, Downline: empty, Markets: empty, Departments: empty}
	if got := inside(t, r, today); got != "" {
		t.Errorf("%q", got)
	}
	for _, s := range []access.Subject{{}, {Partner: "emil"}} {
		if holds, err := r.Holds(s, look(today)); holds || err != nil {
			t.Errorf("%+v: %v, %v", s, holds, err)
		}
	}
}

func TestWhoCannotBeFoundIsOutside(t *testing.T) {
	failing := errors.New("the database is away")
	at := access.Look{Day: today, Today: today, Below: func(string, string, period.Day) (bool, error) { return true, failing }}
	r := access.Reach{Downline: []string{"anna"}}
	if holds, err := r.Holds(access.Subject{Partner: "ben"}, at); holds || !errors.Is(err, failing) {
		t.Errorf("%v, %v", holds, err)
	}
	if holds, err := r.Holds(access.Subject{Partner: "anna"}, at); !holds || err != nil {
		t.Errorf("the own partner: %v, %v", holds, err)
	}
}

func TestScopesThatAreNotSound(t *testing.T) {
	for words, want := range map[string]string{
		"":                  `"" is no scope`,
		"everyone":          `"everyone" is no scope`,
		"market":            `"market" is no scope`,
		"market:":           `"market:" is no scope`,
		"market:D E":        "is no scope",
		"own:anna":          `"own:anna" is no scope`,
		"own,own":           "there twice",
		"all,own":           "all says everything",
		"department:a,:b":   `":b" is no scope`,
		"market:DE,DE":      `"DE" is no scope`,
		"department:../etc": "is no scope",
	} {
		if s, err := access.ParseScope(strings.Split(words, ",")); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", words, s, err, want)
		}
	}
	if _, err := access.ParseScope(nil); err == nil || !strings.Contains(err.Error(), "is empty") {
		t.Errorf("%v", err)
	}
}

// scopes draws scopes, those of nobody among them.
func scopes() *rapid.Generator[access.Scope] {
	return rapid.Custom(func(t *rapid.T) access.Scope {
		if rapid.IntRange(0, 9).Draw(t, "all") == 0 {
			return access.Scope{All: true}
		}
		return access.Scope{
			Own: rapid.Bool().Draw(t, "own"), Downline: rapid.Bool().Draw(t, "downline"), OwnDepartments: rapid.Bool().Draw(t, "departments"),
			Markets:     rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"AT", "CH", "DE"}), 0, 2, rapid.ID).Draw(t, "markets"),
			Departments: rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"north", "south"}), 0, 2, rapid.ID).Draw(t, "named"),
		}
	})
}

// A union holds just whoever is in one of both, for scopes and for what they reach.
func TestUnionsHoldWhoIsInOneOfBoth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := scopes().Draw(t, "a"), scopes().Draw(t, "b")
		partner := rapid.SampledFrom([]string{"", "anna", "ben", "dora"}).Draw(t, "partner")
		departments := rapid.SliceOfN(rapid.SampledFrom([]string{"north", "south"}), 0, 2).Draw(t, "in")
		day := rapid.SampledFrom([]period.Day{moved - 1, moved, today, today + 9}).Draw(t, "day")
		ra, rb := a.Of(partner, departments), b.Of(partner, departments)
		both, reached := a.Union(b).Of(partner, departments), ra.Union(rb)
		for _, s := range persons {
			inA, _ := ra.Holds(s, look(day))
			inB, _ := rb.Holds(s, look(day))
			got, _ := both.Holds(s, look(day))
			joined, _ := reached.Holds(s, look(day))
			if want := inA || inB; got != want || joined != want {
				t.Fatalf("%v, %v: %+v is in the union %v, in what they reach %v; want %v", a.Words(), b.Words(), s, got, joined, want)
			}
		}
		if !slices.Equal(a.Union(b).Words(), b.Union(a).Words()) {
			t.Fatalf("the order matters: %v, %v", a.Union(b).Words(), b.Union(a).Words())
		}
	})
}

func TestScopesComeBackFromTheirWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := scopes().Filter(func(s access.Scope) bool { return len(s.Words()) > 0 }).Draw(t, "scope")
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got access.Scope
		if err := json.Unmarshal(text, &got); err != nil || !slices.Equal(got.Words(), want.Words()) {
			t.Fatalf("%s comes back as %v, %v", text, got.Words(), err)
		}
		if about := want.About(); about.EN == "" || about.DE == "" || about.EN == "nobody" {
			t.Fatalf("%s is not explained: %+v", text, about)
		}
	})
}
