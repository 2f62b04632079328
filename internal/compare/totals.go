package compare

import (
	"cmp"
	"slices"

	"github.com/shopspring/decimal"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// Totals are what the company pays in a period, or in all of them.
type Totals struct {
	Commission Amounts      // earnings and reversals
	CV         money.Volume // of the company; plans do not change it
	Bonuses    []Bonus      // by id
}

// PeriodTotals are the totals of one period.
type PeriodTotals struct {
	Period period.Period
	Totals
}

// Bonus is what the bonuses of one id pay. A bonus that a side does not have pays nothing there.
type Bonus struct {
	ID         string
	InA, InB   bool
	Commission Amounts // earnings and reversals
	Kinds      []KindTotal
}

// Note says which side alone has the bonus, if one does.
func (b *Bonus) Note() string {
	switch {
	case !b.InB:
		return "only in A"
	case !b.InA:
		return "only in B"
	default:
		return ""
	}
}

// KindTotal sums the lines of one kind. Kinds without lines on both sides are left out.
type KindTotal struct {
	Kind    commission.Kind
	Lines   Counts
	Amounts Amounts
}

// Ratios are percentages under A and under B.
type Ratios struct{ A, B decimal.Decimal }

// PayoutRatio is the commission in percent of the company's cv, to two places; ok is false where there is no cv to
// pay from. Scale is that of the amounts.
func (t *Totals) PayoutRatio(scale int) (ratio Ratios, ok bool) {
	if t.CV.Sign() <= 0 {
		return Ratios{}, false
	}
	cv := decimal.RequireFromString(t.CV.String())
	of := func(a money.Amount) decimal.Decimal { return percentOf(decimal.New(int64(a), -int32(scale)), cv, 2) }
	return Ratios{of(t.Commission.A), of(t.Commission.B)}, true
}

// percentOf returns part / whole × 100, rounded once to so many places. The whole must not be 0.
func percentOf(part, whole decimal.Decimal, places int32) decimal.Decimal {
	return part.Shift(2).DivRound(whole, places)
}

// compareTotals sets the totals of both sides side by side.
func (c *Comparison) compareTotals() {
	whole := newTotalsTable(c)
	for i := range c.a.periods {
		a, b := &c.a.periods[i], &c.b.periods[i]
		table := newTotalsTable(c)
		for _, t := range [...]*totalsTable{whole, table} {
			t.add(a, c.a.bonuses, func(amounts *Amounts) *money.Amount { return &amounts.A }, func(n *Counts) *int { return &n.A })
			t.add(b, c.b.bonuses, func(amounts *Amounts) *money.Amount { return &amounts.B }, func(n *Counts) *int { return &n.B })
			t.totals.CV = t.totals.CV.Plus(a.cv)
		}
		c.Periods = append(c.Periods, PeriodTotals{a.period, table.close()})
	}
	c.Total = whole.close()
}

// totalsTable is Totals in the making: a row for each bonus, all kinds in it.
type totalsTable struct{ totals Totals }

func newTotalsTable(c *Comparison) *totalsTable {
	t := &totalsTable{}
	ids := slices.Concat(c.a.bonuses, c.b.bonuses)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		bonus := Bonus{ID: id, InA: slices.Contains(c.a.bonuses, id), InB: slices.Contains(c.b.bonuses, id)}
		for kind := commission.KindEarning; kind <= commission.KindReversal; kind++ {
			bonus.Kinds = append(bonus.Kinds, KindTotal{Kind: kind})
		}
		t.totals.Bonuses = append(t.totals.Bonuses, bonus)
	}
	return t
}

// add adds a run of one side, which amount and count pick.
func (t *totalsTable) add(p *sidePeriod, ids []string, amount func(*Amounts) *money.Amount, count func(*Counts) *int) {
	for _, total := range p.totals {
		i, _ := slices.BinarySearchFunc(t.totals.Bonuses, ids[total.Bonus], func(b Bonus, id string) int { return cmp.Compare(b.ID, id) })
		bonus := &t.totals.Bonuses[i]
		kind := &bonus.Kinds[total.Kind]
		*amount(&kind.Amounts) += total.Amount
		*count(&kind.Lines) += total.Lines
		if total.Kind == commission.KindEarning || total.Kind == commission.KindReversal {
			*amount(&bonus.Commission) += total.Amount
			*amount(&t.totals.Commission) += total.Amount
		}
	}
}

// close leaves out the kinds without lines.
func (t *totalsTable) close() Totals {
	for i := range t.totals.Bonuses {
		bonus := &t.totals.Bonuses[i]
		bonus.Kinds = slices.DeleteFunc(bonus.Kinds, func(k KindTotal) bool { return k.Lines == Counts{} })
	}
	return t.totals
}
