package proof

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/results"
	"upline/internal/settletest"
)

// The order of rows says nothing.
func TestRowOrderSaysNothing(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		want := settle(t, b, 1)
		shuffle(t, b.Partners)
		shuffle(t, b.Sponsorships)
		shuffle(t, b.Placements)
		shuffle(t, b.Statuses)
		shuffle(t, b.Careers)
		shuffle(t, b.Overrides)
		shuffle(t, b.Orders)
		shuffle(t, b.Cancellations)
		same(t, settle(t, b, 1), want)
	})
}

func shuffle[T any](t *rapid.T, rows []T) {
	if len(rows) > 1 {
		copy(rows, rapid.Permutation(rows).Draw(t, "rows"))
	}
}

// Names say nothing, as long as they sort alike: ties go to the smaller id.
func TestRenamingChangesOnlyNames(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		got := settle(t, b, 2)
		names := map[string]string{"": ""}
		var ids []string
		for _, p := range b.Partners {
			ids = append(ids, p.ID)
		}
		slices.Sort(ids)
		for i, id := range ids {
			names[id] = fmt.Sprintf("renamed, %06d", i)
		}
		rename(&b, names)
		renamed := settle(t, b, 2)
		for _, name := range settletest.Names {
			want := rows(t, got[name])
			for _, r := range want {
				for _, column := range []string{"partner", "source", "beneficiary"} {
					if id, ok := r[column]; ok {
						r[column] = names[id]
					}
				}
			}
			if !slices.EqualFunc(rows(t, renamed[name]), want, maps.Equal[row, row]) {
				t.Fatalf("%s changes with the names", name)
			}
		}
	})
}

func rename(b *bundletest.Bundle, names map[string]string) {
	for i := range b.Partners {
		b.Partners[i].ID, b.Partners[i].Sponsor = names[b.Partners[i].ID], names[b.Partners[i].Sponsor]
	}
	for i := range b.Sponsorships {
		b.Sponsorships[i].Partner, b.Sponsorships[i].Sponsor = names[b.Sponsorships[i].Partner], names[b.Sponsorships[i].Sponsor]
	}
	for i := range b.Placements {
		b.Placements[i].Partner, b.Placements[i].Parent = names[b.Placements[i].Partner], names[b.Placements[i].Parent]
	}
	for i := range b.Statuses {
		b.Statuses[i].Partner = names[b.Statuses[i].Partner]
	}
	for i := range b.Careers {
		b.Careers[i].Partner = names[b.Careers[i].Partner]
	}
	for i := range b.Overrides {
		b.Overrides[i].Partner = names[b.Overrides[i].Partner]
	}
	for i := range b.Orders {
		b.Orders[i].Partner = names[b.Orders[i].Partner]
	}
}

// One worker or eight: the same bytes.
func TestWorkersChangeNothing(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		same(t, settle(t, b, 8), settle(t, b, 1))
	})
}

// What is settled stays: settling further months changes no row of the months before.
func TestMonthByMonthEqualsOneCall(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		all := settle(t, b, 2)
		until := settletest.Period(t, b.From) + period.Period(rapid.IntRange(0, int(settletest.Period(t, b.Through)-settletest.Period(t, b.From))).Draw(t, "months"))
		some := settletest.Files(t, b.Files(), b.From, until.String(), 2)
		for _, name := range settletest.Names {
			want := where(rows(t, all[name]), func(r row) bool { return r["period"] <= until.String() })
			if !slices.EqualFunc(rows(t, some[name]), want, maps.Equal[row, row]) {
				t.Fatalf("%s through %s differs from the same months of %s..%s", name, until, b.From, b.Through)
			}
		}
	})
}

// An order that is cancelled whole, under no liability, takes back all that it ever gave.
func TestCancelledOrderSumsToZero(t *testing.T) {
	seen := 0
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		for i := range b.Plans {
			b.Plans[i].Liability = bundletest.Liability{}
		}
		lines := rows(t, settle(t, b, 2)[results.Lines])
		lines = where(lines, func(r row) bool { return r["order"] != "" && r["kind"] == "earning" && r["period"] < b.Through })
		if len(lines) == 0 {
			return
		}
		id := rapid.SampledFrom(lines).Draw(t, "line")["order"]
		b.Cancellations = slices.DeleteFunc(b.Cancellations, func(c bundletest.Cancellation) bool { return c.Order == id })
		last := settletest.Period(t, b.Through).Start().String()
		b.Cancellations = append(b.Cancellations, bundletest.Cancellation{ID: "whole", Order: id, CancelledOn: last, Share: "1"})
		after := where(rows(t, settle(t, b, 2)[results.Lines]), func(r row) bool { return r["order"] == id })
		earned := where(after, func(r row) bool { return r["kind"] == "earning" || r["kind"] == "reversal" })
		held := where(after, func(r row) bool { return r["kind"] == "reserve" || r["kind"] == "release" })
		for name, some := range map[string][]row{"earned": earned, "held": held} {
			if left := sum(t, some, "amount"); left.Sign() != 0 {
				t.Fatalf("order %s: %s of what was %s stays after all is cancelled\n%s", id, left.FloatString(4), name, list(some))
			}
		}
		seen++
	})
	if seen == 0 {
		t.Error("no bundle had an order to cancel")
	}
}

// A late order earns what it would have earned on time. It has no points here, since those count when it is paid.
func TestLateOrderEarnsTheSame(t *testing.T) {
	seen := 0
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		first, last := settletest.Period(t, b.From), settletest.Period(t, b.Through)
		var some []int
		for i, o := range b.Orders {
			placed, err := period.ParseDay(o.PlacedOn)
			if err != nil {
				t.Fatal(err)
			}
			cancelled := slices.ContainsFunc(b.Cancellations, func(c bundletest.Cancellation) bool { return c.Order == o.ID })
			if p := period.Of(placed); p >= first && p < last && !cancelled {
				some = append(some, i)
			}
		}
		if len(some) == 0 {
			return
		}
		order := &b.Orders[rapid.SampledFrom(some).Draw(t, "order")]
		order.Points = "0"
		order.PaidOn = order.PlacedOn
		linesOf := func() []row {
			all := where(rows(t, settle(t, b, 2)[results.Lines]), func(r row) bool { return r["order"] == order.ID && r["kind"] == "earning" })
			for _, r := range all {
				delete(r, "period")
			}
			return all
		}
		onTime := linesOf()
		order.PaidOn = last.Start().String()
		if late := linesOf(); !slices.EqualFunc(onTime, late, maps.Equal[row, row]) {
			t.Fatalf("order %s paid on time:\n%slate:\n%s", order.ID, list(onTime), list(late))
		}
		seen += len(onTime)
	})
	if seen == 0 {
		t.Error("no order earned anything")
	}
}

func list(all []row) string {
	var text strings.Builder
	for _, r := range all {
		fmt.Fprintln(&text, r)
	}
	return text.String()
}

// An order changes nobody but the seller's upline: whoever stood above the seller, in any tree on any day, or above
// one of those. Pools are left out, since all share in them.
func TestOutsideTheUplineNothingChanges(t *testing.T) {
	seen := 0
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		for i := range b.Plans {
			b.Plans[i].Bonuses = withoutPools(b.Plans[i].Bonuses)
		}
		if len(b.Orders) == 0 {
			return
		}
		before := settle(t, b, 2)
		order := &b.Orders[rapid.IntRange(0, len(b.Orders)-1).Draw(t, "order")]
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		touched := above(f, order.Partner)
		order.Points, order.CV = "1234.5", "4321"
		after := settle(t, b, 2)
		for _, name := range settletest.Names {
			outside := func(r row) bool { return !touched[r["partner"]+r["beneficiary"]] }
			if got, want := where(rows(t, after[name]), outside), where(rows(t, before[name]), outside); !slices.EqualFunc(got, want, maps.Equal[row, row]) {
				t.Fatalf("%s changes for partners outside the upline of %s", name, order.Partner)
			} else {
				seen += len(want)
			}
		}
	})
	if seen == 0 {
		t.Error("nobody stood outside an upline")
	}
}

func withoutPools(bonuses []bundletest.Bonus) []bundletest.Bonus {
	gone := map[string]bool{}
	var kept []bundletest.Bonus
	for _, bonus := range bonuses {
		bonus.Of = slices.DeleteFunc(slices.Clone(bonus.Of), func(id string) bool { return gone[id] })
		if bonus.Type == "pool" || (bonus.Type == "matching" && len(bonus.Of) == 0) {
			gone[bonus.ID] = true
			continue
		}
		kept = append(kept, bonus)
	}
	return kept
}

// above returns a partner and everyone who is above one of them in any tree on any day.
func above(f *commission.Facts, id string) map[string]bool {
	seller, _ := f.FindPartner(id)
	reached := map[commission.PartnerNo]bool{}
	todo := []commission.PartnerNo{seller}
	for len(todo) > 0 {
		p := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if p == commission.NoPartner || reached[p] {
			continue
		}
		reached[p] = true
		for _, span := range f.Sponsors.Of(p) {
			todo = append(todo, span.Value)
		}
		for i := range f.Placements {
			for _, span := range f.Placements[i].Of(p) {
				todo = append(todo, span.Value.Parent)
			}
		}
	}
	ids := map[string]bool{}
	for p := range reached {
		ids[f.Partners[p].ID] = true
	}
	return ids
}

// Every statement is the sum of its lines, opens with the closing before, and loses nothing.
func TestStatementsAddUp(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		got := settle(t, b, 2)
		sums := map[string]string{"earning": "earnings", "reversal": "reversals", "reserve": "reserve", "release": "release"}
		lines, statements := rows(t, got[results.Lines]), rows(t, got[results.Statements])
		closing := map[string]string{}
		for _, s := range statements {
			total := sum(t, []row{s}, "opening")
			for kind, column := range sums {
				own := where(lines, func(r row) bool {
					return r["period"] == s["period"] && r["beneficiary"] == s["partner"] && r["kind"] == kind
				})
				if sum(t, own, "amount").Cmp(sum(t, []row{s}, column)) != 0 {
					t.Fatalf("%s of %s in %s is not the sum of its lines", column, s["partner"], s["period"])
				}
				total.Add(total, sum(t, own, "amount"))
			}
			if total.Cmp(sum(t, []row{s}, "balance")) != 0 || total.Sub(total, sum(t, []row{s}, "payout")).Cmp(sum(t, []row{s}, "closing")) != 0 {
				t.Fatalf("the statement of %s in %s does not add up: %v", s["partner"], s["period"], s)
			}
			if before, ok := closing[s["partner"]]; ok && before != s["opening"] {
				t.Fatalf("%s closes with %s and opens %s with %s", s["partner"], before, s["period"], s["opening"])
			}
			closing[s["partner"]] = s["closing"]
		}
		for _, kind := range slices.Sorted(maps.Keys(sums)) {
			all := where(lines, func(r row) bool { return r["kind"] == kind })
			if sum(t, all, "amount").Cmp(sum(t, statements, sums[kind])) != 0 {
				t.Fatalf("%s lines and statements do not add up to the same", kind)
			}
		}
	})
}
