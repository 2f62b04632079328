package access_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/graph/access"
	"upline/internal/period"
)

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
		grants := slices.ContainsFunc(d.Whys(), func(w access.Why) bool { return w.Grants })
		if d.Allowed != grants || d.Allowed == d.Reach.Empty() || len(d.Whys()) == 0 {
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
