package commission

import (
	"cmp"
	"slices"

	"upline/internal/money"
	"upline/internal/period"
)

// Run is a settled period: its lines, everyone's standing, the binary rows and the statements. It refers to the
// facts that it was settled from, and does not change.
type Run struct {
	*settlement
	closing []money.Amount // by partner
}

// Period returns the settled period; of a late run, the open one.
func (s *settlement) Period() period.Period { return s.period }

// Plan returns the version in force on the last day.
func (s *settlement) Plan() *Plan { return s.plan }

// Sales returns what the run's orders and cancellations come to.
func (r *Run) Sales() Sales { return r.sales }

// Totals returns the sums by kind and bonus that are not empty, sorted so.
func (s *settlement) Totals() []Total {
	var totals []Total
	for _, byBonus := range s.totals {
		for _, total := range byBonus {
			if total.Lines > 0 {
				totals = append(totals, total)
			}
		}
	}
	return totals
}

// Standing is what a run records of a partner (ranks.csv).
type Standing struct {
	PV, GV, PGV              money.Volume
	Active                   bool
	Status                   Status // on the last day of the period
	Achieved, Career, PaidAs Rank
}

// Standing returns what the run recorded of a partner; ok is false for who is not in the sponsor tree.
func (r *Run) Standing(p PartnerNo) (standing Standing, ok bool) {
	v := r.sponsors.node[p]
	if v == none {
		return Standing{}, false
	}
	rec, b := r.records[p], &r.ranking.branch[v]
	return Standing{
		PV: b.pv, GV: b.gv, PGV: b.pgv, Active: rec.state&isActive != 0,
		Status: rec.status, Achieved: rec.achieved, Career: rec.career, PaidAs: rec.paidAs,
	}, true
}

// Statement is a partner's account in a run (plan-language §8).
type Statement struct {
	Opening, Earnings, Reversals, Reserve, Release, Balance, Payout, Closing money.Amount
}

// Statement returns a partner's statement; ok is false for a partner with no line and no opening balance.
func (r *Run) Statement(p PartnerNo) (statement Statement, ok bool) {
	statement, _ = r.statement(p)
	v := r.sponsors.node[p]
	return statement, v != none && (r.accounts[v].lines > 0 || statement.Opening != 0)
}

// BinaryRow is a partner's row of a binary bonus (binary.csv).
type BinaryRow struct {
	CarriedLeft, Left, CarriedRight, Right, Matched money.Volume
	Amount                                          money.Amount
	CarryLeft, CarryRight                           money.Volume
}

// BinaryTable holds the rows of a binary bonus.
type BinaryTable struct {
	Bonus BonusNo
	sheet *binarySheet
}

// Binaries returns the binary bonuses of the run, sorted by id.
func (r *Run) Binaries() []BinaryTable {
	var tables []BinaryTable
	for _, b := range r.binaries {
		tables = append(tables, BinaryTable{b.no, b})
	}
	slices.SortFunc(tables, func(a, b BinaryTable) int { return cmp.Compare(a.Bonus, b.Bonus) })
	return tables
}

// Row returns a partner's row; ok is false for who is not in the tree, or has nothing but zeros.
func (t BinaryTable) Row(p PartnerNo) (row BinaryRow, ok bool) {
	b := t.sheet
	v := b.node[p]
	if v == none {
		return row, false
	}
	row = BinaryRow{
		Left: b.legs[v].Left, Right: b.legs[v].Right, Matched: b.match[v], Amount: b.pays[v],
		CarryLeft: b.carry[v].Left, CarryRight: b.carry[v].Right,
	}
	if b.before != nil {
		row.CarriedLeft, row.CarriedRight = b.before[p].Left, b.before[p].Right
	}
	return row, row != BinaryRow{}
}
