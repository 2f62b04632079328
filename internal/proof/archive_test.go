package proof

import (
	"slices"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// archive is what is kept of posted runs, by ids: all that a later process knows of them.
type archive struct {
	first, next period.Period
	standings   map[period.Period]map[string]commission.Recorded
	highest     map[string]commission.Rank
	carries     map[[2]string]commission.Legs // by bonus and partner
	closing     map[string]money.Amount
	settled     map[string]bool
	handled     map[string]bool
	cancelled   map[string]money.Share
	lines       map[lineKey]commission.PastLine // without its numbers
}

// lineKey names an earning line of an order.
type lineKey struct {
	order, bonus, beneficiary string
	level                     int32
}

func newArchive(first period.Period) *archive {
	return &archive{
		first: first, next: first, standings: map[period.Period]map[string]commission.Recorded{},
		settled: map[string]bool{}, handled: map[string]bool{}, cancelled: map[string]money.Share{},
		lines: map[lineKey]commission.PastLine{},
	}
}

// keep adds a posted run.
func (a *archive) keep(run *commission.Run) {
	f := run.Facts()
	recorded := map[string]commission.Recorded{}
	a.standings[run.Period()], a.next = recorded, run.Period()+1
	a.highest, a.closing, a.carries = map[string]commission.Rank{}, map[string]money.Amount{}, map[[2]string]commission.Legs{}
	carries, bonuses := run.Carries(), f.Bonuses()
	for p := range commission.PartnerNo(len(f.Partners)) {
		id := f.Partners[p].ID
		recorded[id], a.highest[id], a.closing[id] = run.Record(p), run.Highest(p), run.Closing(p)
		for no, carry := range carries {
			if carry != nil {
				a.carries[[2]string{bonuses[no], id}] = carry[p]
			}
		}
	}
	for _, o := range run.SettledOrders() {
		id := f.Orders[o.Order].ID
		a.settled[id] = true
		if o.Cancelled != 0 {
			a.cancelled[id] = o.Cancelled
		}
	}
	for _, i := range run.HandledCancellations() {
		a.handled[f.Cancellations[i].ID] = true
	}
	for _, l := range linesOf(run.Blocks()) {
		a.keepLine(run, &l)
	}
}

// keepLine keeps an earning line of an order, or what is done to one.
func (a *archive) keepLine(run *commission.Run, l *commission.Line) {
	f := run.Facts()
	if l.Order == commission.NoOrder {
		return
	}
	key := lineKey{f.Orders[l.Order].ID, f.Bonuses()[l.Bonus], f.Partners[l.Beneficiary].ID, l.Level}
	line := a.lines[key]
	switch l.Kind {
	case commission.KindEarning:
		line.Amount, line.SettledIn = l.Amount, run.Period()
	case commission.KindReversal:
		line.Reversed -= l.Amount
	case commission.KindRelease:
		line.Released += l.Amount
	}
	a.lines[key] = line
}

// linesOf returns the lines of all blocks.
func linesOf(blocks []commission.Block) (lines []commission.Line) {
	for _, block := range blocks {
		lines = block.Append(lines)
	}
	return lines
}

// past looks up, for the facts as they are now, what the next period needs, and no more.
func (a *archive) past(f *commission.Facts) *commission.Past {
	p := &commission.Past{First: a.first, Next: a.next, Standings: map[period.Period][]commission.Recorded{}, Cancelled: map[commission.OrderNo]money.Share{}}
	for _, o := range f.Orders {
		p.Settled = append(p.Settled, a.settled[o.ID])
	}
	for _, c := range f.Cancellations {
		p.Handled = append(p.Handled, a.handled[c.ID])
	}
	for _, partner := range f.Partners {
		p.Highest, p.Closing = append(p.Highest, a.highest[partner.ID]), append(p.Closing, a.closing[partner.ID])
	}
	for _, bonus := range f.Bonuses() {
		carry := make([]commission.Legs, len(f.Partners))
		for no, partner := range f.Partners {
			carry[no] = a.carries[[2]string{bonus, partner.ID}]
		}
		p.Carries = append(p.Carries, carry)
	}
	needs := f.Needs(a.first, a.next, p.Settled, p.Handled)
	for _, of := range needs.Standings {
		for _, partner := range f.Partners {
			p.Standings[of] = append(p.Standings[of], a.standings[of][partner.ID])
		}
	}
	for _, no := range needs.LinesOf {
		if share := a.cancelled[f.Orders[no].ID]; share != 0 {
			p.Cancelled[no] = share
		}
	}
	p.Lines = a.pastLines(f, needs.LinesOf)
	return p
}

func (a *archive) pastLines(f *commission.Facts, of []commission.OrderNo) (lines []commission.PastLine) {
	bonuses := f.Bonuses()
	for key, line := range a.lines { // in any order
		no, _ := f.FindOrder(key.order)
		if !slices.Contains(of, no) {
			continue
		}
		bonus, _ := slices.BinarySearch(bonuses, key.bonus)
		line.Order, line.Bonus, line.Level = no, commission.BonusNo(bonus), key.level
		line.Beneficiary, _ = f.FindPartner(key.beneficiary)
		lines = append(lines, line)
	}
	return lines
}
