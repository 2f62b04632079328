package accounts_test

import (
	"math/rand/v2"
	"testing"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
	"upline/internal/period"
)

// Nobody gives rights to oneself: not by a profile, a group, a deputy, or a change of a profile.
func TestNobodyGivesRightsToOneself(t *testing.T) {
	h := newHouse(t)
	ctx, anna, ben, cora := t.Context(), h.user("anna"), h.user("ben"), h.user("cora")
	const self = "somebody else must do this"
	must(t, h.PutGroup(ctx, "desk", "Order desk", h.shell()))
	must(t, h.PutDepartment(ctx, "south", "South", h.shell()))
	h.wants(h.Assign(ctx, anna, "support", always, as(anna)), fault.Forbidden, self)
	h.wants(h.Join(ctx, anna, "desk", always, as(anna)), fault.Forbidden, self)
	h.wants(h.Employ(ctx, anna, "south", always, as(anna)), fault.Forbidden, self)
	leave := access.Days{From: today, To: today + 14}
	h.wants(h.Appoint(ctx, access.StandIn{Deputy: anna, For: ben, Days: leave}, as(anna)), fault.Forbidden, self)
	must(t, h.Assign(ctx, ben, "support", always, as(anna)))
	must(t, h.Join(ctx, ben, "desk", always, as(anna)))
	must(t, h.Employ(ctx, ben, "south", always, as(anna)))
	h.wants(h.AssignToGroup(ctx, "desk", "order_desk", always, as(ben)), fault.Forbidden, self)
	must(t, h.AssignToGroup(ctx, "desk", "order_desk", always, as(anna)))
	if !h.may(ben, "orders:record", today) || h.may(ben, "orders:record", today-1) || h.may(anna, "orders:record", today) {
		t.Error("a profile of a group is not whose it should be")
	}
	// A deputy counts as both.
	must(t, h.Appoint(ctx, access.StandIn{Deputy: cora, For: ben, Days: leave}, as(anna)))
	h.wants(h.Assign(ctx, cora, "analyst", always, as(ben)), fault.Forbidden, self)
	h.wants(h.Assign(ctx, ben, "analyst", always, as(cora)), fault.Forbidden, self)
	if !h.may(cora, "orders:record", today+13) || h.may(cora, "orders:record", today+14) {
		t.Error("a deputy has not what the absent one has, or has it too long")
	}
	// Who holds a profile does not change it.
	versions, err := h.Profile(ctx, "order_desk")
	must(t, err)
	changed := versions[0].Profile
	changed.Permissions = append(changed.Permissions, access.Grant{Permission: "tree:read", Scope: access.Scope{All: true}})
	h.wants(h.PutProfile(ctx, changed, "", as(ben)), fault.Forbidden, self)
	h.wants(h.PutProfile(ctx, changed, "", as(cora)), fault.Forbidden, self)
	h.wants(h.PutProfile(ctx, changed, "another", as(anna)), fault.Stale, "")
	must(t, h.PutProfile(ctx, changed, versions[0].Version, as(anna)))
	if !h.may(ben, "tree:read", today) {
		t.Error("a changed profile is not in force")
	}
	versions, err = h.Profile(ctx, "order_desk")
	must(t, err)
	if len(versions) != 2 || versions[1].Superseded.IsZero() || !versions[0].Superseded.IsZero() {
		t.Errorf("%d versions", len(versions))
	}
	must(t, h.PutProfile(ctx, changed, "", as(anna))) // the same again is nothing
	changed.ID = "night_desk"
	must(t, h.PutProfile(ctx, changed, "", as(ben)))
	// What is taken takes nobody else.
	must(t, h.Withdraw(ctx, ben, "support", today+1, as(ben)))
	must(t, h.Release(ctx, cora, ben, today, as(ben)))
	must(t, h.Leave(ctx, ben, "desk", today, as(ben)))
	must(t, h.Dismiss(ctx, ben, "south", today, as(ben)))
	must(t, h.WithdrawFromGroup(ctx, "desk", "order_desk", today, as(ben)))
	h.wants(h.Leave(ctx, ben, "desk", today, as(ben)), fault.NotFound, "nothing to end")
	if h.may(ben, "orders:record", today) || !h.may(ben, "partners:register", today) || h.may(ben, "partners:register", today+1) {
		t.Error("what was taken is still there")
	}
	h.wants(h.Unlock(ctx, anna, as(anna)), fault.Forbidden, "")
	h.wants(h.Assign(ctx, "nobody", "support", always, h.shell()), fault.NotFound, "nobody")
	h.wants(h.Assign(ctx, ben, "nothing", always, h.shell()), fault.NotFound, "nothing")
	h.wants(h.Employ(ctx, ben, "nowhere", always, h.shell()), fault.NotFound, "nowhere")
	h.wants(h.Assign(ctx, ben, "support", access.Days{From: 5, To: 5}, h.shell()), fault.Invalid, "later one")
	h.wants(h.PutGroup(ctx, "a b", "x", h.shell()), fault.Invalid, "no id")
	h.wants(h.PutDepartment(ctx, "ok", " ", h.shell()), fault.Invalid, "name")
}

// What belongs together on which days is as a naive model has it, whatever is given and ended in which order, and spans never touch.
func TestSpansAgainstAModel(t *testing.T) {
	h := newHouse(t)
	ctx, anna := t.Context(), h.user("anna")
	const days = 12
	random := rand.New(rand.NewPCG(4, 2))
	model := [days + 1]bool{} // the last one stands for all days after
	for step := range 80 {
		from := period.Day(random.IntN(days + 1))
		if random.IntN(3) == 0 {
			ends := false
			for day := from; day <= days; day++ {
				ends = ends || model[day]
				model[day] = false
			}
			if err := h.Withdraw(ctx, anna, "support", today+from, h.shell()); (err == nil) != ends {
				t.Fatalf("step %d: %v, want that it ends something: %v", step, err, ends)
			}
		} else {
			to := from + 1 + period.Day(random.IntN(4))
			given := access.Days{From: today + from, To: today + to}
			if to > days || random.IntN(6) == 0 {
				to, given.To = days+1, period.Forever
			}
			for day := from; day < to; day++ {
				model[day] = true
			}
			must(t, h.Assign(ctx, anna, "support", given, h.shell()))
		}
		compare(t, h, anna, model[:])
	}
}

func compare(t *testing.T, h *house, user string, model []bool) {
	t.Helper()
	u, err := h.User(t.Context(), user)
	must(t, err)
	for day, want := range model {
		held := 0
		for _, holding := range u.Profiles {
			if holding.Hold(today + period.Day(day)) {
				held++
			}
		}
		if held > 1 || (held == 1) != want {
			t.Fatalf("day %d: held %d times in %v, want %v", day, held, u.Profiles, want)
		}
	}
	for i := range u.Profiles[min(1, len(u.Profiles)):] {
		if u.Profiles[i].To >= u.Profiles[i+1].From {
			t.Fatalf("spans touch: %v", u.Profiles)
		}
	}
}

func TestLists(t *testing.T) {
	h := newHouse(t)
	ctx, anna, ben := t.Context(), h.user("anna"), h.user("ben")
	must(t, h.PutGroup(ctx, "desk", "Desk", h.shell()))
	must(t, h.PutGroup(ctx, "desk", "Order desk", h.shell()))
	must(t, h.PutDepartment(ctx, "south", "South", h.shell()))
	must(t, h.Join(ctx, anna, "desk", access.Days{From: today, To: today + 3}, h.shell()))
	must(t, h.AssignToGroup(ctx, "desk", "order_desk", always, h.shell()))
	must(t, h.Employ(ctx, ben, "south", always, h.shell()))
	must(t, h.Appoint(ctx, access.StandIn{Deputy: anna, For: ben, Days: access.Days{From: today, To: today + 2}}, h.shell()))
	groups, err := h.Groups(ctx)
	must(t, err)
	if len(groups) != 1 || groups[0].Name != "Order desk" || len(groups[0].Profiles) != 1 || groups[0].Profiles[0].ID != "order_desk" ||
		len(groups[0].Members) != 1 || groups[0].Members[0].Email != "anna@example.com" || groups[0].Members[0].To != today+3 {
		t.Errorf("%+v", groups)
	}
	departments, err := h.Departments(ctx)
	must(t, err)
	if len(departments) != 1 || len(departments[0].Members) != 1 || departments[0].Members[0].ID != ben {
		t.Errorf("%+v", departments)
	}
	deputies, err := h.Deputies(ctx, today+1)
	must(t, err)
	if len(deputies) != 1 || deputies[0].Deputy != anna || deputies[0].For != ben {
		t.Errorf("%+v", deputies)
	}
	if deputies, err = h.Deputies(ctx, today+2); err != nil || len(deputies) != 0 {
		t.Errorf("%+v %v", deputies, err)
	}
	profiles, err := h.Profiles(ctx)
	must(t, err)
	if len(profiles) != len(access.ReadyMade()) {
		t.Errorf("%d profiles", len(profiles))
	}
	if _, err := accounts.New(h.Store.Store, []byte("short")); fault.KindOf(err) != fault.Invalid {
		t.Errorf("%v", err)
	}
}
