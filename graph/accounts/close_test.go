package accounts_test

import (
	"math/rand/v2"
	"testing"
	"time"

	"upline/graph/access"
	"upline/graph/accounts"
	"upline/internal/fault"
	"upline/internal/period"
)

// steward makes a user who may administer on some days.
func (h *house) steward(name string, days access.Days) string {
	h.Helper()
	id := h.user(name)
	must(h.T, h.Assign(h.Context(), id, "administrator", days, h.shell()))
	return id
}

// What is closed is gone from lists and from those who had it; what it was, stays, and it can be put again.
func TestWhatIsClosed(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	admin, anna := h.steward("admin", always), h.user("anna")
	must(t, h.PutGroup(ctx, "desk", "Order desk", as(admin)))
	must(t, h.PutDepartment(ctx, "south", "South", as(admin)))
	must(t, h.Join(ctx, anna, "desk", access.Days{From: today - 10, To: period.Forever}, as(admin)))
	must(t, h.Employ(ctx, anna, "south", always, as(admin)))
	must(t, h.AssignToGroup(ctx, "desk", "order_desk", access.Days{From: today - 10, To: period.Forever}, as(admin)))
	must(t, h.Assign(ctx, anna, "support", access.Days{From: today + 5, To: period.Forever}, as(admin)))
	if !h.may(anna, "orders:record", today) {
		t.Fatal("the group gives nothing")
	}
	must(t, h.CloseGroup(ctx, "desk", as(admin)))
	if h.may(anna, "orders:record", today) || !h.may(anna, "orders:record", today-1) {
		t.Error("who was in the closed group has not lost what it gave from today on")
	}
	if groups, err := h.Groups(ctx); err != nil || len(groups) != 0 {
		t.Errorf("%v %v", groups, err)
	}
	h.wants(h.CloseGroup(ctx, "desk", as(admin)), fault.NotFound, "no group desk")
	h.wants(h.Join(ctx, anna, "desk", always, as(admin)), fault.NotFound, "no group desk")
	h.wants(h.AssignToGroup(ctx, "desk", "order_desk", always, as(admin)), fault.NotFound, "")
	must(t, h.PutGroup(ctx, "desk", "Another desk", as(admin)))
	groups, err := h.Groups(ctx)
	must(t, err)
	if len(groups) != 1 || groups[0].Name != "Another desk" || h.may(anna, "orders:record", today) {
		t.Errorf("%+v", groups)
	}

	naming, _ := access.ReadyMadeNamed("support")
	naming.ID, naming.Permissions = "south_desk", []access.Grant{{Permission: "partners:read", Scope: access.Scope{Departments: []string{"south"}}}}
	naming.Fields = access.Basic
	must(t, h.PutProfile(ctx, naming, "", as(admin)))
	h.wants(h.CloseDepartment(ctx, "south", as(admin)), fault.Conflict, "south_desk names the department south")
	must(t, h.CloseProfile(ctx, "south_desk", as(admin)))
	must(t, h.CloseDepartment(ctx, "south", as(admin)))
	h.wants(h.CloseDepartment(ctx, "south", as(admin)), fault.NotFound, "")
	h.wants(h.Employ(ctx, anna, "south", always, as(admin)), fault.NotFound, "south")

	must(t, h.CloseProfile(ctx, "support", as(admin)))
	if h.may(anna, "partners:register", today+5) {
		t.Error("a profile that is closed is held from a later day on")
	}
	h.wants(h.CloseProfile(ctx, "support", as(admin)), fault.NotFound, "")
	h.wants(h.Assign(ctx, anna, "support", always, as(admin)), fault.NotFound, "support")
	versions, err := h.Profile(ctx, "support")
	must(t, err)
	if len(versions) != 1 || versions[0].Superseded.IsZero() {
		t.Errorf("%+v", versions)
	}
	support, _ := access.ReadyMadeNamed("support")
	h.wants(h.PutProfile(ctx, support, versions[0].Version, as(admin)), fault.Stale, "")
	must(t, h.PutProfile(ctx, support, "", as(admin)))
	again, err := h.Profile(ctx, "support")
	must(t, err)
	if len(again) != 2 || !again[0].Superseded.IsZero() || !again[1].Superseded.Equal(versions[0].Superseded) {
		t.Errorf("%+v", again)
	}
	if u, err := h.User(ctx, anna); err != nil || len(u.Profiles) != 0 || len(u.Departments) != 0 || len(u.Groups) != 1 {
		t.Errorf("%+v %v", u, err)
	}
}

// Nobody takes the last administrator's rights, by no way, also not two who do it to each other at the same time.
func TestSomebodyMayAlwaysAdminister(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	anna := h.steward("anna", always)
	const left = "nobody would be left"
	h.wants(h.Lock(ctx, anna, h.shell()), fault.Conflict, left)
	h.wants(h.Withdraw(ctx, anna, "administrator", today+9, as(anna)), fault.Conflict, "from "+(today+9).String()+" on, nobody would be left")
	h.wants(h.CloseProfile(ctx, "administrator", h.shell()), fault.Conflict, left)
	weaker, _ := access.ReadyMadeNamed("administrator")
	weaker.Permissions = weaker.Permissions[:1]
	h.wants(h.PutProfile(ctx, weaker, "", h.shell()), fault.Conflict, left)
	// Somebody who cannot log in, or is there for a time, or by a deputy alone, is not enough.
	invited, err := h.Invite(ctx, accounts.Invitation{Email: email("ben@example.com"), Language: "de"}, h.shell(), nil)
	must(t, err)
	machine, err := h.Invite(ctx, accounts.Invitation{Email: email("robot@example.com"), Language: "de", Machine: true}, h.shell(), nil)
	must(t, err)
	cleo := h.user("cleo")
	for _, user := range []string{invited, machine} {
		must(t, h.Assign(ctx, user, "administrator", always, h.shell()))
	}
	must(t, h.Appoint(ctx, access.StandIn{Deputy: cleo, For: anna, Days: access.Days{From: today, To: today + 20}}, h.shell()))
	must(t, h.Assign(ctx, cleo, "administrator", access.Days{From: today, To: today + 20}, h.shell()))
	h.wants(h.Lock(ctx, anna, h.shell()), fault.Conflict, "from "+(today+20).String()+" on, nobody would be left")
	// By a group it is.
	must(t, h.PutGroup(ctx, "admins", "Administrators", h.shell()))
	must(t, h.AssignToGroup(ctx, "admins", "administrator", always, h.shell()))
	must(t, h.Join(ctx, cleo, "admins", always, h.shell()))
	must(t, h.Withdraw(ctx, anna, "administrator", today, h.shell()))
	h.wants(h.Leave(ctx, cleo, "admins", today, h.shell()), fault.Conflict, left)
	h.wants(h.WithdrawFromGroup(ctx, "admins", "administrator", today, h.shell()), fault.Conflict, left)
	h.wants(h.CloseGroup(ctx, "admins", h.shell()), fault.Conflict, left)

	must(t, h.Assign(ctx, anna, "administrator", always, h.shell()))
	users := []string{anna, cleo}
	turn := make(chan int, 2)
	turn <- 0
	turn <- 1
	if won := atOnce(2, func() bool { i := <-turn; return h.Lock(ctx, users[i], as(users[1-i])) == nil }); won != 1 {
		t.Errorf("%d of two locked each other", won)
	}
}

// Whoever takes what from whom in which order: as long as somebody could administer for ever at the beginning, somebody can on each day.
func TestStewardsAgainstAModel(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	const days = 6
	random := rand.New(rand.NewPCG(27, 11))
	users := []string{h.steward("anna", always), h.user("ben"), h.user("cleo")}
	held := make([][days + 1]bool, len(users)) // the last one stands for all days after
	held[0] = [days + 1]bool{true, true, true, true, true, true, true}
	locked := make([]bool, len(users))
	covered := func() bool {
		for day := range days + 1 {
			any := false
			for i := range users {
				any = any || held[i][day] && !locked[i]
			}
			if !any {
				return false
			}
		}
		return true
	}
	refused := 0
	for step := range 60 {
		i, from := random.IntN(len(users)), random.IntN(days+1)
		was, wasLocked, ends := held[i], locked[i], false
		var err error
		switch random.IntN(4) {
		case 0:
			to := min(from+1+random.IntN(days), days+1)
			until := today + period.Day(to)
			if to > days {
				until = period.Forever
			}
			for day := from; day < to; day++ {
				held[i][day] = true
			}
			err, ends = h.Assign(ctx, users[i], "administrator", access.Days{From: today + period.Day(from), To: until}, h.shell()), true
		case 1:
			locked[i], ends = true, true
			err = h.Lock(ctx, users[i], h.shell())
		case 2:
			locked[i], ends = false, true
			err = h.Unlock(ctx, users[i], h.shell())
		case 3:
			for day := from; day <= days; day++ {
				ends = ends || held[i][day]
				held[i][day] = false
			}
			err = h.Withdraw(ctx, users[i], "administrator", today+period.Day(from), h.shell())
		}
		if want := ends && covered(); (err == nil) != want {
			t.Fatalf("step %d: %v, want that it is done: %v", step, err, want)
		}
		if err != nil {
			held[i], locked[i] = was, wasLocked
			refused++
		}
	}
	if refused == 0 {
		t.Error("nothing was refused")
	}
}

// A deputy who was released counts as both on the days until then, also if that was on the first of them.
func TestAReleasedDeputyWasOne(t *testing.T) {
	h := newHouse(t)
	ctx, anna, ben, cleo := t.Context(), h.user("anna"), h.user("ben"), h.user("cleo")
	now := period.DayOf(h.clock.now(), time.UTC)
	on := func(user string, day period.Day) accounts.By {
		by := as(user)
		by.Today = day
		return by
	}
	days := access.Days{From: now, To: now + 30}
	must(t, h.Appoint(ctx, access.StandIn{Deputy: ben, For: anna, Days: days}, on(cleo, now)))
	h.wants(h.Release(ctx, ben, anna, now-1, on(cleo, now)), fault.Invalid, "past")
	must(t, h.Release(ctx, ben, anna, now, on(cleo, now)))
	u, err := h.User(ctx, ben)
	must(t, err)
	if len(u.StandsInFor) != 0 {
		t.Errorf("%+v", u.StandsInFor)
	}
	h.wants(h.Assign(ctx, anna, "analyst", always, on(ben, now)), fault.Forbidden, "stands in for")
	must(t, h.Assign(ctx, anna, "analyst", always, on(ben, now+2)))
	// Nor does a deputy open the account again from which the deputy has rights.
	must(t, h.Appoint(ctx, access.StandIn{Deputy: cleo, For: anna, Days: days}, on(ben, now)))
	must(t, h.Lock(ctx, anna, on(ben, now)))
	h.wants(h.Unlock(ctx, anna, on(cleo, now)), fault.Forbidden, "stands in for")
	must(t, h.Unlock(ctx, anna, on(ben, now+2)))
}
