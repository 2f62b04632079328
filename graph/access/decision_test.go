package access_test

import (
	"errors"
	"strings"
	"testing"

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
		if len(d.Whys()) == 0 || d.Allowed || !d.Reach.Empty() || d.Fields() != 0 || shown(t, d, persons[0], today) != "–" {
			t.Errorf("%+v: %+v", u, d)
		}
	}
	nobody := access.Decide(access.User{ID: "anna", Profiles: []access.Holding{ready("management")}}, "partners:fly", today)
	if nobody.Allowed || len(nobody.Whys()) != 1 {
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

// Who sees a market sees its past, and of data that is kept as of today only that of who is in it today.
func TestAMarketOfThePastShowsNothingOfToday(t *testing.T) {
	scope, err := access.ParseScope([]string{"market:AT"})
	if err != nil {
		t.Fatal(err)
	}
	p := access.Profile{ID: "at", Fields: access.Basic | access.Contact, Permissions: []access.Grant{
		{Permission: "partners:read", Scope: scope}, {Permission: access.ReadContactData, Scope: scope},
	}}
	user := access.User{ID: "u", Profiles: []access.Holding{{Profile: p, Days: access.Days{From: 0, To: period.Forever}}}}
	d := access.Decide(user, "partners:read", today)
	if !d.NamesCare() {
		t.Error("it says that no market matters")
	}
	for now, want := range map[string]string{"AT": "basic contact", "DE": "basic"} {
		moved := access.Subject{Partner: "cleo", Market: "AT", Now: access.Care{Market: now}}
		if got := shown(t, d, moved, today-100); got != want {
			t.Errorf("of who is in %s today, %s is shown, want %s", now, got, want)
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
			if d.Allowed != c.want[i] || len(d.Whys()) != 1 || d.Whys()[0].Grants != d.Allowed {
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

func TestSeeingFailsClosed(t *testing.T) {
	d := access.Decide(access.User{ID: "anna", Partner: "anna", Profiles: []access.Holding{ready("sales_leader")}}, "partners:read", today)
	at := access.Look{Day: today, Today: today, Below: func(string, string, period.Day) (bool, error) { return true, errors.New("away") }}
	if fields, holds, err := d.Sees(access.Subject{Partner: "ben"}, at); err == nil || holds || fields != 0 {
		t.Errorf("%v, %v, %v", fields, holds, err)
	}
}
