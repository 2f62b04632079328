package main

import (
	"cmp"
	"slices"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// summary is what a person wants to know of settled periods before opening the results. All sums are exact, and wide
// enough for any number of runs.
type summary struct {
	facts   *commission.Facts
	plan    *commission.Plan // in force on the last day of the last run
	runs    []runSummary
	net     []money.Volume // by partner: earnings net of reversals
	carried carried
}

// runSummary sums up one run, or several.
type runSummary struct {
	period  period.Period // the first one
	sales   commission.Sales
	totals  []total // by kind and bonus
	payouts money.Volume
}

// total sums the lines of a kind and bonus.
type total struct {
	kind   commission.Kind
	bonus  commission.BonusNo
	lines  int
	amount money.Volume
}

func newSummary(f *commission.Facts) *summary {
	return &summary{
		facts: f, net: make([]money.Volume, len(f.Partners)), carried: carried{binary: map[commission.BonusNo]*legs{}},
	}
}

// add sums up a run. Runs come in the order of their periods.
func (s *summary) add(run *commission.Run) {
	rule := run.Plan().Money
	s.plan = run.Plan()
	r := runSummary{period: run.Period(), sales: run.Sales()}
	for _, t := range run.Totals() {
		r.totals = append(r.totals, total{t.Kind, t.Bonus, t.Lines, rule.Volume(t.Amount)})
	}
	s.carried.balances = balances{}
	for p := range commission.PartnerNo(len(s.facts.Partners)) {
		statement, ok := run.Statement(p)
		if !ok {
			continue
		}
		s.net[p] = s.net[p].Plus(rule.Volume(statement.Earnings)).Plus(rule.Volume(statement.Reversals))
		r.payouts = r.payouts.Plus(rule.Volume(statement.Payout))
		if statement.Closing != 0 {
			standing, _ := run.Standing(p)
			s.carried.balances.add(rule.Volume(statement.Closing), standing.Status)
		}
	}
	s.carried.addRun(run, &r)
	s.runs = append(s.runs, r)
}

// overall sums up all runs.
func (s *summary) overall() runSummary {
	all := runSummary{period: s.runs[0].period}
	for _, r := range s.runs {
		all.sell(r.sales)
		all.payouts = all.payouts.Plus(r.payouts)
		for _, t := range r.totals {
			all.count(t)
		}
	}
	return all
}

// sell adds the sales of a run.
func (r *runSummary) sell(s commission.Sales) {
	r.sales.Orders += s.Orders
	r.sales.Late += s.Late
	r.sales.Cancellations += s.Cancellations
	r.sales.Points, r.sales.CV = r.sales.Points.Plus(s.Points), r.sales.CV.Plus(s.CV)
}

// count adds a total to that of the same kind and bonus, keeping them sorted.
func (r *runSummary) count(t total) {
	i, found := slices.BinarySearchFunc(r.totals, t, func(a, b total) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.bonus, b.bonus))
	})
	if !found {
		r.totals = slices.Insert(r.totals, i, total{kind: t.kind, bonus: t.bonus})
	}
	r.totals[i].lines += t.lines
	r.totals[i].amount = r.totals[i].amount.Plus(t.amount)
}

// amount sums the lines of some kinds.
func (r *runSummary) amount(kinds ...commission.Kind) money.Volume {
	var sum money.Volume
	for _, t := range r.totals {
		if slices.Contains(kinds, t.kind) {
			sum = sum.Plus(t.amount)
		}
	}
	return sum
}

// lines counts the lines of all kinds: the rows of lines.csv.
func (r *runSummary) lines() int {
	n := 0
	for _, t := range r.totals {
		n += t.lines
	}
	return n
}

// ratio returns the earnings net of reversals as a percentage of the cv; ok is false when the cv is not positive.
func (r *runSummary) ratio() (percent string, ok bool) {
	return percentOf(r.amount(commission.KindEarning, commission.KindReversal), r.sales.CV)
}
