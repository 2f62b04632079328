package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/period"
)

var always = access.Days{From: date("2020-01-01"), To: period.Forever}

func ready(id string) access.Holding { return readyOn(id, always) }

func readyOn(id string, days access.Days) access.Holding {
	p, found := access.ReadyMadeNamed(id)
	if !found {
		panic(id)
	}
	return access.Holding{Profile: p, Days: days}
}

// shown are the fields that a decision shows of a partner on a day; "–": outside.
func shown(t interface{ Fatal(...any) }, d access.Decision, s access.Subject, day period.Day) string {
	fields, holds, err := d.Sees(s, look(day))
	if err != nil {
		t.Fatal(err)
	}
	if !holds {
		return "–"
	}
	return strings.Join(fields.Names(), " ")
}

func TestWhoHasNothingMayNothing(t *testing.T) {
	for _, u := range []access.User{
		{ID: "anna", Partner: "anna", Departments: []access.Department{{ID: "south", Days: always}}},
		{ID: "anna", Partner: "anna", Groups: []access.Membership{{Group: "empty", Days: always}}},
		{ID: "anna", Partner: "anna", StandsInFor: []access.Absence{{For: access.User{ID: "ben"}, Days: always}}},
		{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("management")}, Locked: true},
		{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("management")}, Token: []access.Permission{}},
	} {
		if may := access.DecideAll(u, today); len(may) > 0 {
			t.Errorf("%+v may %s", u, may[0].Permission)
		}
		d := access.Decide(u, "partners:read", today)
		if len(d.Whys) == 0 || d.Allowed || !d.Reach.Empty() || d.Fields() != 0 || shown(t, d, persons[0], today) != "–" {
			t.Errorf("%+v: %+v", u, d)
		}
	}
	nobody := access.Decide(access.User{ID: "anna", Profiles: []access.Holding{ready("management")}}, "partners:fly", today)
	if nobody.Allowed || len(nobody.Whys) != 1 {
		t.Errorf("%+v", nobody)
	}
}

// Rights are not mixed: everybody's names by one profile and the own bank account by another do not show everybody's bank account.
func TestRightsOfTwoProfilesAreNotMixed(t *testing.T) {
	u := access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("partner"), ready("order_desk")}}
	d := access.Decide(u, "partners:read", today)
	for partner, want := range map[string]string{
		"anna": "basic contact birth bank tax sales earnings notes",
		"emil": "basic contact sales notes",
	} {
		if got := shown(t, d, access.Subject{Partner: partner}, today); got != want {
			t.Errorf("of %s: %s, want %s", partner, got, want)
		}
	}
}

// A partner sees names and volumes of those below, and earnings, contact, birth, bank and tax data of oneself alone.
func TestDataThatIsGuarded(t *testing.T) {
	u := access.User{ID: "dora", Partner: "dora", Profiles: []access.Holding{ready("partner")}}
	d := access.Decide(u, "partners:read", today)
	for partner, want := range map[string]string{
		"dora": "basic contact birth bank tax sales earnings", "ben": "basic sales", "cleo": "basic sales", "anna": "–", "emil": "–", "": "–",
	} {
		if got := shown(t, d, access.Subject{Partner: partner}, today); got != want {
			t.Errorf("of %q: %s, want %s", partner, got, want)
		}
	}
}

// What a former upline sees (decisions/0010): days on which the partner was below, without data that is kept as of today.
func TestWhatAFormerUplineSees(t *testing.T) {
	former := access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("sales_leader"), ready("partner")}}
	later := access.User{ID: "dora", Partner: "dora", Profiles: []access.Holding{ready("sales_leader")}}
	cleo := access.Subject{Partner: "cleo", Market: "AT", Department: "south"}
	for _, c := range []struct {
		user       access.User
		permission access.Permission
		subject    access.Subject
		day        period.Day
		want       string
	}{
		{former, "partners:read", cleo, moved - 1, "basic sales"},
		{former, "partners:read", cleo, moved, "–"},
		{former, "partners:read", cleo, today, "–"},
		{former, "orders:read", cleo, moved - 1, "basic sales"}, // placed before the move
		{former, "orders:read", cleo, moved, "–"},
		{former, "earnings:read", cleo, moved - 1, "–"}, // of others: never
		{former, "earnings:read", persons[0], moved - 1, "basic contact birth bank tax sales earnings"},
		{former, "earnings:read", persons[0], today, "basic contact birth bank tax sales earnings"},
		{later, "partners:read", cleo, moved - 1, "–"},
		{later, "partners:read", cleo, moved, "basic contact sales"},
	} {
		if got := shown(t, access.Decide(c.user, c.permission, today), c.subject, c.day); got != c.want {
			t.Errorf("%s, %s of %s on %s: %s, want %s", c.user.ID, c.permission, c.subject.Partner, c.day, got, c.want)
		}
	}
}

func TestDaysOfWhatSomebodyHas(t *testing.T) {
	past, now, soon := access.Days{From: today - 9, To: today}, access.Days{From: today, To: today + 1}, access.Days{From: today + 1, To: today + 9}
	user := func(profile, group, stands access.Days) []access.User {
		boss := access.User{ID: "boss", Partner: "emil", Profiles: []access.Holding{readyOn("partner", profile)}}
		return []access.User{
			{ID: "u", Profiles: []access.Holding{readyOn("order_desk", profile)}},
			{ID: "u", Groups: []access.Membership{{Group: "g", Profiles: []access.Holding{readyOn("order_desk", profile)}, Days: group}}},
			{ID: "u", StandsInFor: []access.Absence{{For: boss, Days: stands}}},
		}
	}
	for _, c := range []struct {
		profile, group, stands access.Days
		want                   [3]bool // directly, by a group, as a deputy
	}{
		{now, now, now, [3]bool{true, true, true}},
		{past, now, now, [3]bool{}},
		{soon, now, now, [3]bool{}},
		{now, past, soon, [3]bool{true, false, false}},
		{now, soon, past, [3]bool{true, false, false}},
	} {
		for i, u := range user(c.profile, c.group, c.stands) {
			d := access.Decide(u, "orders:read", today)
			if d.Allowed != c.want[i] || len(d.Whys) != 1 || d.Whys[0].Grants != d.Allowed {
				t.Errorf("%+v, %d: %+v", c, i, d)
			}
			if start := access.StartPage(u, today); i < 2 && (start == "/orders") != d.Allowed {
				t.Errorf("%+v, %d: starts at %s", c, i, start)
			}
		}
	}
}

// The own departments are those of the day.
func TestDepartmentsOfTheDay(t *testing.T) {
	p := deskProfile()
	p.Permissions[1].Scope = access.Scope{OwnDepartments: true}
	u := access.User{
		ID: "anna", Profiles: []access.Holding{{Profile: p, Days: always}},
		Departments: []access.Department{{ID: "north", Days: access.Days{From: today - 9, To: today}}, {ID: "south", Days: always}},
	}
	if d := access.Decide(u, "orders:read", today); inside(t, d.Reach, today) != "anna cleo" {
		t.Errorf("today: %+v", d.Reach)
	}
	if d := access.Decide(u, "orders:read", today-1); inside(t, d.Reach, today) != "anna ben cleo" {
		t.Errorf("yesterday: %+v", d.Reach)
	}
}

// A deputy has the permissions of the absent one as that one has them (own is the absent one's partner), one step far.
func TestDeputiesHaveWhatTheAbsentOneHas(t *testing.T) {
	chief := access.User{ID: "chief", Profiles: []access.Holding{ready("management")}}
	absent := access.User{
		ID: "ben", Partner: "ben", Profiles: []access.Holding{ready("partner")},
		StandsInFor: []access.Absence{{For: chief, Days: always}},
	}
	deputy := access.User{ID: "anna", Partner: "anna", StandsInFor: []access.Absence{{For: absent, Days: always}}}
	d := access.Decide(deputy, access.ReadBankData, today)
	if shown(t, d, access.Subject{Partner: "ben"}, today) == "–" || shown(t, d, access.Subject{Partner: "anna"}, today) != "–" {
		t.Errorf("the deputy sees %+v", d.Reach)
	}
	if d := access.Decide(deputy, "runs:approve", today); d.Allowed {
		t.Errorf("a deputy of a deputy: %+v", d)
	}
	if d := access.Decide(absent, "runs:approve", today); !d.Allowed {
		t.Errorf("the deputy: %+v", d)
	}
	absent.Locked = true
	deputy.StandsInFor[0].For = absent
	if d := access.Decide(deputy, access.ReadBankData, today); d.Allowed {
		t.Errorf("of a locked account: %+v", d)
	}
}

// Totals of the company take the scope all: nobody sees what everybody earned by a right to see the own earnings.
func TestFieldsOfTheCompany(t *testing.T) {
	p := deskProfile()
	p.Fields |= access.Earnings
	p.Permissions = append(p.Permissions, access.Grant{Permission: access.ReadEarnings, Scope: access.Scope{Own: true}})
	for want, held := range map[string]access.Holding{"basic sales earnings notes": ready("settlement"), "basic sales": {Profile: p, Days: always}} {
		d := access.Decide(access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{held}}, "jobs:read", today)
		if fields, holds, err := d.Sees(access.Subject{}, access.Look{}); err != nil || !holds || strings.Join(fields.Names(), " ") != want {
			t.Errorf("%v, %v, %v, want %s", fields.Names(), holds, err, want)
		}
	}
}

func TestTokensTakeAway(t *testing.T) {
	u := access.User{ID: "shop", Profiles: []access.Holding{ready("order_desk")}, Token: []access.Permission{"orders:record", "runs:approve"}}
	var may []string
	for _, d := range access.DecideAll(u, today) {
		may = append(may, string(d.Permission))
	}
	if got := strings.Join(may, " "); got != "orders:record" {
		t.Errorf("the token may %s", got)
	}
}

// Every profile, group and absence that was looked at is told, in both languages, whether it grants or not.
func TestDecisionsAreExplained(t *testing.T) {
	absent := access.User{ID: "ben", Partner: "ben", Groups: []access.Membership{{Group: "partners", Profiles: []access.Holding{ready("partner")}, Days: always}}}
	u := access.User{
		ID:       "anna",
		Profiles: []access.Holding{ready("documents"), readyOn("settlement", access.Days{From: today - 9, To: today}), ready("partner")},
		Groups: []access.Membership{
			{Group: "desk", Profiles: []access.Holding{ready("order_desk")}, Days: always},
			{Group: "former", Profiles: []access.Holding{ready("accounting")}, Days: access.Days{From: today + 1, To: period.Forever}},
			{Group: "choir", Days: always},
		},
		StandsInFor: []access.Absence{
			{For: absent, Days: access.Days{From: today, To: today + 7}},
			{For: absent, Days: access.Days{From: today - 7, To: today - 1}},
			{For: access.User{ID: "cleo"}, Days: always},
			{For: access.User{ID: "dora", Locked: true}, Days: always},
		},
	}
	d := access.Decide(u, "orders:read", today)
	want := []string{
		"The profile documents does not contain orders:read.",
		"The profile settlement holds from 2026-06-06 through 2026-06-14, not on 2026-06-15.",
		"The profile partner grants orders:read of: the own partner; but there is no such partner or department.",
		"The profile order_desk by the group desk grants orders:read of: everybody. Fields: basic, contact, sales, notes.",
		"The membership of former holds from 2026-06-16 on, not on 2026-06-15.",
		"The group choir has no profile.",
		"The profile partner by the group partners, standing in for ben grants orders:read of: the own partner. Fields: basic, contact, birth, bank, tax, sales, earnings.",
		"The time of a deputy, standing in for ben holds from 2026-06-08 through 2026-06-13, not on 2026-06-15.",
		"cleo holds no profile that a deputy could use.",
		"The account of dora is locked, and gives a deputy nothing.",
	}
	var got, granting []string
	for _, w := range d.Whys {
		got = append(got, w.EN)
		if w.Grants {
			granting = append(granting, w.Profile)
		}
		if w.DE == "" || w.DE == w.EN || strings.Contains(w.EN+w.DE, "%!") {
			t.Errorf("%+v is not told in German", w)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if !slices.Equal(granting, []string{"order_desk", "partner"}) || !d.Allowed || !d.Reach.All {
		t.Errorf("granted by %v, reach %+v", granting, d.Reach)
	}
}

func TestSeeingFailsClosed(t *testing.T) {
	d := access.Decide(access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("sales_leader")}}, "partners:read", today)
	at := access.Look{Day: today, Today: today, Below: func(string, string, period.Day) (bool, error) { return true, errors.New("away") }}
	if fields, holds, err := d.Sees(access.Subject{Partner: "ben"}, at); err == nil || holds || fields != 0 {
		t.Errorf("%v, %v, %v", fields, holds, err)
	}
}

// profiles draws profiles that need not be ready made.
func profiles() *rapid.Generator[access.Profile] {
	return rapid.Custom(func(t *rapid.T) access.Profile {
		p := access.Profile{ID: "drawn", Fields: access.Fields(rapid.IntRange(0, 255).Draw(t, "fields"))}
		some := []access.Permission{"partners:read", "orders:read", access.ReadContactData, access.ReadBankData, access.ReadTaxData, access.ReadBirthData}
		for _, permission := range some {
			p.Permissions = append(p.Permissions, access.Grant{Permission: permission, Scope: scopes().Draw(t, string(permission))})
		}
		return p
	})
}

// users draws users with profiles of their own, by groups, and by whom they stand in for.
func users() *rapid.Generator[access.User] {
	holding := rapid.Custom(func(t *rapid.T) access.Holding {
		from := today + period.Day(rapid.IntRange(-2, 1).Draw(t, "from"))
		return access.Holding{Profile: profiles().Draw(t, "profile"), Days: access.Days{From: from, To: from + period.Day(rapid.IntRange(1, 3).Draw(t, "days"))}}
	})
	single := rapid.Custom(func(t *rapid.T) access.User {
		u := access.User{
			ID: "drawn", Partner: rapid.SampledFrom([]string{"", "anna", "ben", "dora"}).Draw(t, "partner"),
			Profiles: rapid.SliceOfN(holding, 0, 2).Draw(t, "profiles"), Locked: rapid.IntRange(0, 9).Draw(t, "locked") == 0,
		}
		if rapid.Bool().Draw(t, "in a department") {
			u.Departments = []access.Department{{ID: "south", Days: always}}
		}
		for _, h := range rapid.SliceOfN(holding, 0, 2).Draw(t, "by groups") {
			u.Groups = append(u.Groups, access.Membership{Group: "g", Profiles: []access.Holding{h}, Days: always})
		}
		return u
	})
	return rapid.Custom(func(t *rapid.T) access.User {
		u := single.Draw(t, "user")
		for _, absent := range rapid.SliceOfN(single, 0, 2).Draw(t, "stands in for") {
			u.StandsInFor = append(u.StandsInFor, access.Absence{For: absent, Days: always})
		}
		return u
	})
}

// Whatever a user has, one profile, group or absence more takes nothing away: neither a permission, nor a partner, nor a field.
func TestMoreNeverTakesAway(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before := users().Draw(t, "user")
		after := before
		extra := access.Holding{Profile: profiles().Draw(t, "extra"), Days: always}
		switch rapid.SampledFrom([]string{"profile", "group", "absence"}).Draw(t, "more") {
		case "profile":
			after.Profiles = append([]access.Holding{extra}, before.Profiles...)
		case "group":
			after.Groups = append([]access.Membership{{Group: "more", Profiles: []access.Holding{extra}, Days: always}}, before.Groups...)
		default:
			after.StandsInFor = append([]access.Absence{{For: access.User{ID: "x", Partner: "cleo", Profiles: []access.Holding{extra}}, Days: always}}, before.StandsInFor...)
		}
		for _, permission := range []access.Permission{"partners:read", "orders:read", access.ReadBankData} {
			was, is := access.Decide(before, permission, today), access.Decide(after, permission, today)
			if was.Allowed && !is.Allowed || !is.Fields().Has(was.Fields()) {
				t.Fatalf("%s was allowed: %+v, is: %+v", permission, was, is)
			}
			for _, s := range persons {
				had, insideBefore, _ := was.Sees(s, look(moved-1))
				has, insideAfter, _ := is.Sees(s, look(moved-1))
				if insideBefore && !insideAfter || !has.Has(had) {
					t.Fatalf("%s of %s: %v, then %v", permission, s.Partner, had.Names(), has.Names())
				}
			}
		}
	})
}

// A decision, its reach, its sentences and what it shows say the same, and no protected field is shown beyond its own permission.
func TestDecisionsAgreeWithThemselves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := users().Draw(t, "user")
		d := access.Decide(u, "partners:read", today)
		grants := slices.ContainsFunc(d.Whys, func(w access.Why) bool { return w.Grants })
		if d.Allowed != grants || d.Allowed == d.Reach.Empty() || len(d.Whys) == 0 {
			t.Fatalf("%+v", d)
		}
		bank := access.Decide(u, access.ReadBankData, today)
		for _, s := range persons {
			day := rapid.SampledFrom([]period.Day{moved - 1, today}).Draw(t, "day")
			fields, holds, _ := d.Sees(s, look(day))
			if reached, _ := d.Reach.Holds(s, look(day)); reached != holds {
				t.Fatalf("%s: the reach says %v, Sees %v", s.Partner, reached, holds)
			}
			may, _ := bank.Reach.Holds(s, look(today))
			if fields.Has(access.Bank) && !may || !d.Fields().Has(fields) {
				t.Fatalf("%s: shown %v, bank data allowed %v", s.Partner, fields.Names(), may)
			}
		}
	})
}
