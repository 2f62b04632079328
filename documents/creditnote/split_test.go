package creditnote_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/creditnote"
	"upline/internal/money"
	"upline/internal/period"
)

var statuses = []creditnote.TaxStatus{creditnote.Private, creditnote.SmallBusiness, creditnote.Regular, creditnote.Foreign}

// TestEveryEarningIsInTheNoteOfItsDay compares Split with the plainest way to say it: for each status and bonus, go through all
// earnings and pick those whose day has that status.
func TestEveryEarningIsInTheNoteOfItsDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var since []creditnote.Since
		for day := period.Day(0); day < 40; day += period.Day(rapid.IntRange(1, 15).Draw(t, "days")) {
			since = append(since, creditnote.Since{Day: day, Status: rapid.SampledFrom(statuses).Draw(t, "status")})
		}
		earnings := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) creditnote.Earning {
			return creditnote.Earning{
				Day: period.Day(rapid.IntRange(0, 45).Draw(t, "day")), Bonus: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(t, "bonus"),
				Amount: money.Amount(rapid.Int64Range(-1000, 1000).Draw(t, "amount")),
			}
		}), 0, 40).Draw(t, "earnings")
		parts, err := creditnote.Split(earnings, since)
		if err != nil {
			t.Fatal(err)
		}
		want, got := naive(earnings, since), map[string]money.Amount{}
		for i, part := range parts {
			var net money.Amount
			for _, item := range part.Items {
				key := fmt.Sprint(part.Status, item.Name, item.Reversal)
				if _, twice := got[key]; twice {
					t.Fatalf("%s stands there twice", key)
				}
				got[key] = item.Amount
				net += item.Amount
			}
			if net != part.Net || (part.Kind() == creditnote.Correction) != (net < 0) {
				t.Fatalf("net is %d, of kind %s, where items add up to %d", part.Net, part.Kind(), net)
			}
			if from, through := spanned(earnings, since, part.Status); part.From != from || part.Through != through {
				t.Fatalf("%s spans %d to %d, not %d to %d", part.Status, part.From, part.Through, from, through)
			}
			if i > 0 && parts[i-1].From > part.From {
				t.Fatal("parts are out of order")
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("split into %v, not %v", got, want)
		}
	})
}

// spanned returns the first and last day of a status on which something was earned; or else, was taken back.
func spanned(earnings []creditnote.Earning, since []creditnote.Since, status creditnote.TaxStatus) (from, through period.Day) {
	for _, reversals := range []bool{false, true} {
		var days []period.Day
		for _, earning := range earnings {
			if statusOn(since, earning.Day) == status && (earning.Amount < 0) == reversals {
				days = append(days, earning.Day)
			}
		}
		if len(days) > 0 {
			return slices.Min(days), slices.Max(days)
		}
	}
	return 0, 0
}

func statusOn(since []creditnote.Since, day period.Day) (status creditnote.TaxStatus) {
	for _, s := range since {
		if s.Day <= day {
			status = s.Status
		}
	}
	return status
}

func naive(earnings []creditnote.Earning, since []creditnote.Since) map[string]money.Amount {
	sums := map[string]money.Amount{}
	for _, earning := range earnings {
		sums[fmt.Sprint(statusOn(since, earning.Day), earning.Bonus, earning.Amount < 0)] += earning.Amount
	}
	return sums
}

func TestSplitRefuses(t *testing.T) {
	since := []creditnote.Since{{Day: 10, Status: creditnote.Regular}, {Day: 20, Status: creditnote.Private}}
	for name, c := range map[string]struct {
		earnings []creditnote.Earning
		since    []creditnote.Since
	}{
		"before any status":   {[]creditnote.Earning{{Day: 9}}, since},
		"without any status":  {[]creditnote.Earning{{Day: 9}}, nil},
		"statuses disordered": {nil, []creditnote.Since{since[1], since[0]}},
		"statuses of one day": {nil, []creditnote.Since{since[0], since[0]}},
		"too much":            {[]creditnote.Earning{{Day: 10, Amount: 1 << 62}, {Day: 11, Amount: 1 << 62}}, since},
	} {
		if parts, err := creditnote.Split(c.earnings, c.since); err == nil {
			t.Errorf("%s: split into %v", name, parts)
		}
	}
}

// TestSmallBusinessEndsWithWhatCrossesTheLimit: not with what reaches it.
func TestSmallBusinessEndsWithWhatCrossesTheLimit(t *testing.T) {
	receipts := []creditnote.Receipt{{1, 60_000_00}, {2, 39_999_99}, {3, 1}, {5, 1}, {6, 70_000_00}}
	if day, crossed := creditnote.EndOfSmallBusiness(receipts[:3]); crossed {
		t.Errorf("exactly the limit crosses it, on day %d", day)
	}
	if day, crossed := creditnote.EndOfSmallBusiness(receipts); !crossed || day != 5 {
		t.Errorf("crossed: %t, on day %d; it was on day 5", crossed, day)
	}
}
