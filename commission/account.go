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
	lines     [kinds]int
	amount    [kinds]money.Amount
	overflow  bool
	strangers []PartnerNo // who should have been credited, and has no account
}

// add adds, and remembers if the sum did not fit.
func (b *book) add(sum *money.Amount, amount money.Amount) {
	var ok bool
	*sum, ok = sum.Plus(amount)
	b.overflow = b.overflow || !ok
}

// open opens the accounts. They are kept by the nodes of the run's own sponsor tree: everyone who can be paid is in it, and
// most sheets are written in its order.
func (s *settlement) open() {
	s.accounts = make([]account, s.sponsors.members())
	s.bases = make([][][]money.Amount, len(s.bonuses))
	for p, balance := range s.opening {
		if balance != 0 && s.sponsors.node[p] == none {
			s.strangers = append(s.strangers, PartnerNo(p))
		}
	}
}

// accountOf returns the account of a partner whom an earlier run, or a tree of another period, knew. It notes who has none:
// the day of joining has been corrected since.
func (s *settlement) accountOf(b *book, p PartnerNo) (v int32, ok bool) {
	if v = s.sponsors.node[p]; v == none {
		b.strangers = append(b.strangers, p)
	}
	return v, v != none
}

// openBases begins the bases of the matching bonuses in force, by the nodes of the accounts.
func (s *settlement) openBases() {
	for i := range s.plan.Bonuses {
		if rule, ok := s.plan.Bonuses[i].Rule.(*Matching); ok {
			base := make([]money.Amount, s.sponsors.members())
			s.matchingBase[s.bonusNo(s.plan.Bonuses[i].ID)] = base
			for _, id := range rule.Of {
				no := s.bonusNo(id)
				s.bases[no] = append(s.bases[no], base)
			}
		}
	}
}

// credit adds lines of a bonus to the account at a node of the run's own sponsor tree, and to the base of the matching
// bonuses that look at it.
func (s *settlement) credit(b *book, v int32, kind Kind, no BonusNo, amount money.Amount, lines int32) {
	if lines == 0 {
		return
	}
	a := &s.accounts[v]
	a.lines += lines
	b.add(&a.sums[kind], amount)
	b.lines[kind] += int(lines)
	b.add(&b.amount[kind], amount)
	if kind == KindEarning || kind == KindReversal {
		for _, base := range s.bases[no] {
			b.add(&base[v], amount)
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
	s.strangers = append(s.strangers, b.strangers...)
}
