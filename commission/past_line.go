package commission

import (
	"cmp"
	"fmt"
	"slices"

	"upline/internal/fault"
	"upline/internal/money"
)

// ledger makes the ledger of the lines of a past; it refuses lines that no run can have left.
func (p *Past) ledger(f *Facts) (*ledger, error) {
	bonuses := f.Bonuses()
	for i := range p.Lines {
		if wrong := p.wrongNumber(f, len(bonuses), &p.Lines[i]); wrong != "" {
			return nil, fault.Internalf("resume", "%s: line %d of the past names %s", p.Next, i, wrong)
		}
	}
	l := &ledger{lines: make([]ledgerLine, 0, len(p.Lines)), until: p.Next, moved: map[int32]moved{}}
	sorted, first := p.linesByOrder(len(f.Orders))
	for i := range f.Orders {
		lines := sorted[first[i]:first[i+1]]
		if len(lines) == 0 {
			continue
		}
		slices.SortFunc(lines, func(a, b *PastLine) int { return a.compare(b) })
		o := ledgerOrder{order: OrderNo(i), first: int32(len(l.lines)), plan: f.InForce(f.Orders[i].PlacedOn)}
		if wrong := p.wrongOrder(&o, lines); wrong != "" {
			return nil, fault.Internalf("resume", "%s: order %q %s", p.Next, f.Orders[i].ID, wrong)
		}
		if placed := f.Orders[i].PlacedOn; o.plan.Reserve != nil && o.plan.Reserve.endsAfter(lines[0].SettledIn, placed) {
			o.withheld, o.release = true, o.plan.Reserve.release(placed)
		}
		l.orders = append(l.orders, o)
		for _, line := range lines {
			if wrong := line.wrongAmount(&o); wrong != "" {
				return nil, fault.Internalf("resume", "%s: the line of order %q, bonus %q for partner %q %s",
					p.Next, f.Orders[i].ID, bonuses[line.Bonus], f.Partners[line.Beneficiary].ID, wrong)
			}
			if m := (moved{line.Reversed, line.Released}); m != (moved{}) {
				l.moved[int32(len(l.lines))] = m
			}
			l.lines = append(l.lines, ledgerLine{line.Bonus, line.Beneficiary, line.Level, line.Amount})
		}
	}
	return l, nil
}

// linesByOrder sorts the lines by order: those of order i are sorted[first[i]:first[i+1]].
func (p *Past) linesByOrder(orders int) (sorted []*PastLine, first []int32) {
	first = make([]int32, orders+2)
	for i := range p.Lines {
		first[p.Lines[i].Order+2]++
	}
	for i := 2; i < len(first); i++ {
		first[i] += first[i-1]
	}
	// first[i+1] holds the begin of the lines of order i and moves to their end, which is where the next ones begin.
	sorted = make([]*PastLine, len(p.Lines))
	for i := range p.Lines {
		at := &first[p.Lines[i].Order+1]
		sorted[*at] = &p.Lines[i]
		*at++
	}
	return sorted, first[:orders+1]
}

func (l *PastLine) compare(other *PastLine) int {
	return cmp.Or(cmp.Compare(l.Bonus, other.Bonus), cmp.Compare(l.Beneficiary, other.Beneficiary), cmp.Compare(l.Level, other.Level))
}

// wrongNumber tells which number of a line means nothing in the facts; empty: none.
func (p *Past) wrongNumber(f *Facts, bonuses int, l *PastLine) string {
	switch {
	case l.Order < 0 || int(l.Order) >= len(f.Orders):
		return fmt.Sprintf("order number %d, and there are %d orders", l.Order, len(f.Orders))
	case l.Beneficiary < 0 || int(l.Beneficiary) >= len(f.Partners):
		return fmt.Sprintf("partner number %d, and there are %d partners", l.Beneficiary, len(f.Partners))
	case l.Bonus < 0 || int(l.Bonus) >= bonuses:
		return fmt.Sprintf("bonus number %d, and there are %d bonuses", l.Bonus, bonuses)
	case l.SettledIn < p.First || l.SettledIn >= p.Next:
		return fmt.Sprintf("%s as the period that settled it, and runs were posted from %s up to the period before %s", l.SettledIn, p.First, p.Next)
	default:
		return ""
	}
}

// wrongOrder tells what is wrong with the lines of an order together, sorted; empty: nothing.
func (p *Past) wrongOrder(o *ledgerOrder, lines []*PastLine) string {
	switch {
	case !p.Settled[o.order]:
		return "has lines, but is not settled"
	case p.Cancelled[o.order] == money.Whole:
		return "has lines, but was cancelled whole before it was settled"
	case o.plan == nil:
		return "has lines, but no plan version is in force on the day it was placed"
	}
	for i, line := range lines[1:] {
		switch before := lines[i]; {
		case line.SettledIn != before.SettledIn:
			return fmt.Sprintf("is settled in %s and in %s", before.SettledIn, line.SettledIn)
		case line.compare(before) == 0:
			return fmt.Sprintf("has two lines of bonus number %d for partner number %d at level %d", line.Bonus, line.Beneficiary, line.Level)
		}
	}
	return ""
}

// wrongAmount tells what is wrong with the amounts of a line; empty: nothing.
func (l *PastLine) wrongAmount(o *ledgerOrder) string {
	withheld := money.Amount(0)
	if o.withheld {
		withheld, _ = o.plan.reserveOf(l.Amount)
	}
	switch {
	case l.Amount <= 0 || l.Level < 0:
		return fmt.Sprintf("has amount %d and level %d: earning lines of orders are above 0, and have a level", l.Amount, l.Level)
	case l.Reversed < 0 || l.Reversed > l.Amount:
		return fmt.Sprintf("is reversed by %d, and was %d", l.Reversed, l.Amount)
	case l.Released < 0 || l.Released > withheld:
		return fmt.Sprintf("has %d released of %d withheld", l.Released, withheld)
	default:
		return ""
	}
}
