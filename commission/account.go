package commission

import "upline/internal/money"

// account sums the lines of a partner in a run, by kind.
type account struct {
	sums  [kinds]money.Amount
	lines int32
}

// Total sums the lines of a kind and bonus.
type Total struct {
	Kind   Kind
	Bonus  BonusNo
	Lines  int
	Amount money.Amount
}

// book sums what one worker credits for one bonus.
type book struct {
	lines    [kinds]int
	amount   [kinds]money.Amount
	overflow bool
}

// add adds, and remembers if the sum did not fit.
func (b *book) add(sum *money.Amount, amount money.Amount) {
	var ok bool
	*sum, ok = sum.Plus(amount)
	b.overflow = b.overflow || !ok
}

// credit adds lines of a bonus to a partner's account, and to the base of the matching bonuses that look at it.
func (s *settlement) credit(b *book, p PartnerNo, kind Kind, no BonusNo, amount money.Amount, lines int32) {
	if lines == 0 {
		return
	}
	a := &s.accounts[p]
	a.lines += lines
	b.add(&a.sums[kind], amount)
	b.lines[kind] += int(lines)
	b.add(&b.amount[kind], amount)
	if kind == KindEarning || kind == KindReversal {
		for _, base := range s.bases[no] {
			b.add(&base[p], amount)
		}
	}
}

// enter adds a worker's sums to the totals.
func (s *settlement) enter(b *book, no BonusNo) {
	for kind := range s.totals {
		total := &s.totals[kind][no]
		total.Lines += b.lines[kind]
		b.add(&total.Amount, b.amount[kind])
	}
	s.overflow = s.overflow || b.overflow
}
