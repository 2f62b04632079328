package access_test

import (
	"slices"
	"strings"
	"testing"

	"upline/graph/access"
	"upline/internal/period"
)

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
		"The profile order_desk by the group desk grants orders:read of: everybody, from 2020-01-01 on. Fields: basic, contact, sales, notes.",
		"The membership of former holds from 2026-06-16 on, not on 2026-06-15.",
		"The group choir has no profile.",
		"The profile partner by the group partners, standing in for ben grants orders:read of: the own partner, from 2026-06-15 through 2026-06-21. Fields: basic, contact, birth, bank, tax, sales, earnings.",
		"The time of a deputy, standing in for ben holds from 2026-06-08 through 2026-06-13, not on 2026-06-15.",
		"cleo holds no profile that a deputy could use.",
		"The account of dora is locked, and gives a deputy nothing.",
	}
	var got, granting []string
	for _, w := range d.Whys() {
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

// What it would take is told where something is denied, and nowhere else; whoever did it, is allowed.
func TestWhatIsMissing(t *testing.T) {
	desk, partner := ready("order_desk"), ready("partner")
	profiles := []access.Profile{desk.Profile, partner.Profile}
	for _, test := range []struct {
		user       access.User
		permission access.Permission
		want       []string
	}{
		{access.User{ID: "anna"}, "orders:record", []string{"These profiles contain it: order_desk."}},
		{access.User{ID: "anna"}, "orders:read", []string{"These profiles contain it: order_desk, partner."}},
		{access.User{ID: "anna"}, "plans:publish", []string{"No profile contains plans:publish"}},
		{access.User{ID: "anna", Profiles: []access.Holding{partner}}, "orders:read", []string{"of the own partner or departments, and the account has none"}},
		{access.User{ID: "anna", Groups: []access.Membership{{Group: "g", Profiles: []access.Holding{partner}, Days: always}}}, "orders:read", []string{"the account has none"}},
		{access.User{ID: "anna", Locked: true, Profiles: []access.Holding{desk}}, "orders:record", []string{"must be unlocked"}},
		{access.User{ID: "anna", Locked: true}, "orders:record", []string{"must be unlocked", "These profiles contain it: order_desk."}},
		{access.User{ID: "anna", Profiles: []access.Holding{desk}}, "orders:record", nil},
		{access.User{ID: "anna"}, "no:thing", nil},
	} {
		got := access.Missing(access.Decide(test.user, test.permission, today), test.user, today, profiles)
		if len(got) != len(test.want) {
			t.Errorf("%+v: %v, want %q", test.user, got, test.want)
			continue
		}
		for i, want := range test.want {
			if !strings.Contains(got[i].EN, want) || got[i].DE == "" || strings.Contains(got[i].EN+got[i].DE, "%!") {
				t.Errorf("%+v: %q, want %q", test.user, got[i], want)
			}
		}
	}
}
