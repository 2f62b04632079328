package commission

import (
	"maps"
	"slices"

	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// check refuses a past that is not complete, or contradicts itself or the facts: from such a one a run would be wrong, and
// nobody would see it.
func (p *Past) check(f *Facts) error {
	if p.Next < p.First {
		return fault.Internalf("resume", "%s is before the first settled period, %s", p.Next, p.First)
	}
	for _, of := range []struct {
		name, by  string
		got, want int
	}{
		{"Highest", "partner", len(p.Highest), len(f.Partners)},
		{"Closing", "partner", len(p.Closing), len(f.Partners)},
		{"Carries", "bonus", len(p.Carries), len(f.Bonuses())},
		{"Settled", "order", len(p.Settled), len(f.Orders)},
		{"Handled", "cancellation", len(p.Handled), len(f.Cancellations)},
	} {
		if of.got != of.want {
			return fault.Internalf("resume", "%s: %s has %d entries: there must be one for each %s, %d", p.Next, of.name, of.got, of.by, of.want)
		}
	}
	for no, rank := range p.Highest {
		if !f.hasRank(rank) {
			return fault.Internalf("resume", "%s: the highest rank of partner %q is number %d, which no plan has", p.Next, f.Partners[no].ID, rank)
		}
	}
	for no, carry := range p.Carries {
		if carry != nil && len(carry) != len(f.Partners) {
			return fault.Internalf("resume", "%s: Carries of bonus %q has %d entries: there must be none, or one for each partner, %d",
				p.Next, f.Bonuses()[no], len(carry), len(f.Partners))
		}
	}
	if err := p.checkCancelled(f); err != nil {
		return err
	}
	return p.checkStandings(f)
}

// hasRank reports whether the plans have a rank of a number; all versions have the same.
func (f *Facts) hasRank(rank Rank) bool {
	return rank >= 0 && len(f.Plans) > 0 && int(rank) < len(f.Plans[0].Ranks)
}

func (p *Past) checkCancelled(f *Facts) error {
	for _, no := range slices.Sorted(maps.Keys(p.Cancelled)) {
		share := p.Cancelled[no]
		switch {
		case no < 0 || int(no) >= len(f.Orders):
			return fault.Internalf("resume", "%s: Cancelled names order number %d, and there are %d orders", p.Next, no, len(f.Orders))
		case !p.Settled[no]:
			return fault.Internalf("resume", "%s: Cancelled names order %q, which is not settled", p.Next, f.Orders[no].ID)
		case share <= 0 || share > money.Whole:
			return fault.Internalf("resume", "%s: of order %q %s was cancelled: a share is above 0 and at most 1", p.Next, f.Orders[no].ID, share)
		}
	}
	return nil
}

func (p *Past) checkStandings(f *Facts) error {
	for _, of := range f.Needs(p.First, p.Next, p.Settled, p.Handled).Standings {
		if _, ok := p.Standings[of]; !ok {
			return fault.Internalf("resume", "%s: the standings of %s are missing: load all those that Facts.Needs lists", p.Next, of)
		}
	}
	for _, of := range slices.Sorted(maps.Keys(p.Standings)) {
		if err := p.checkStandingsOf(f, of); err != nil {
			return err
		}
	}
	return nil
}

func (p *Past) checkStandingsOf(f *Facts, of period.Period) error {
	standings := p.Standings[of]
	if of < p.First || of >= p.Next {
		return fault.Internalf("resume", "%s: there are standings of %s: runs were posted for %s up to the period before", p.Next, of, p.First)
	}
	if len(standings) != len(f.Partners) {
		return fault.Internalf("resume", "%s: the standings of %s have %d entries: there must be one for each partner, %d",
			p.Next, of, len(standings), len(f.Partners))
	}
	for no := range standings {
		if r := &standings[no]; !r.isPossible(f) {
			return fault.Internalf("resume", "%s: no run can have recorded of partner %q in %s: %+v", p.Next, f.Partners[no].ID, of, *r)
		}
	}
	return nil
}

// isPossible reports whether a run can have recorded this.
func (r *Recorded) isPossible(f *Facts) bool {
	if !r.InTree {
		return *r == Recorded{}
	}
	known := f.hasRank(r.Achieved) && f.hasRank(r.Career) && f.hasRank(r.PaidAs) && int(r.Status) < len(statusNames)
	return known && (!r.Active || r.Status == Active) && (r.PaidAs == r.Achieved || r.PaidAs == r.Career)
}
