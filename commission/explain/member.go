package explain

import (
	"fmt"

	"upline/commission"
	"upline/internal/period"
)

// member is a partner as the conditions of a period show one: all that eligibility asks (plan-language §4, §6).
type member struct {
	rank   commission.Rank // paid-as
	active bool
	status commission.Status
}

// conditions are the circumstances under which a bonus pays: the trees on the last day of a period, and what its run
// recorded of everyone.
type conditions struct {
	*Explainer
	period period.Period
}

func (e *Explainer) conditions(p period.Period) conditions { return conditions{e, p} }

// recorded reports whether a run recorded the period: whether it is not before the first settled one.
func (c conditions) recorded() bool { return c.period >= c.first }

// forest returns a tree as it stood.
func (c conditions) forest(tree commission.TreeNo) forest { return forest{tree, c.period.End()} }

// member tells who a partner was.
func (c conditions) member(p commission.PartnerNo) member {
	if c.recorded() {
		standing, _ := c.run.Recorded(c.period, p)
		return member{standing.PaidAs, standing.Active, standing.Status}
	}
	rank, _ := c.facts.Careers.At(p, c.period.End()) // none: the lowest
	status, _ := c.facts.Statuses.At(p, c.period.End())
	return member{rank, status == commission.Active, status}
}

// Refusal is why somebody is not eligible.
type Refusal string

// Refusals, in the order in which they are asked.
const (
	eligible     Refusal = ""
	NotOpen      Refusal = "status" // it is not active
	NotActive    Refusal = "not_active"
	BelowMinRank Refusal = "below_min_rank"
)

// refuse tests whether a bonus may pay somebody.
func refuse(b *commission.Bonus, m member) Refusal {
	switch {
	case m.status != commission.Active:
		return NotOpen
	case b.NeedsActive && !m.active:
		return NotActive
	case m.rank < b.MinRank:
		return BelowMinRank
	default:
		return eligible
	}
}

// why says a refusal in words; nothing for who is eligible.
func (c conditions) why(b *commission.Bonus, p commission.PartnerNo, m member, r Refusal) string {
	switch r {
	case NotOpen:
		return fmt.Sprintf("%s on %s", m.status, c.period.End())
	case NotActive:
		return "not active: " + c.inactivity(p)
	case BelowMinRank:
		return fmt.Sprintf("rank %s is below %s, which this bonus asks (min_rank)", c.rankID(m.rank), c.rankID(b.MinRank))
	default:
		return ""
	}
}

// inactivity says why a partner whose status is active was not active in a period with a run.
func (c conditions) inactivity(p commission.PartnerNo) string {
	asked := c.facts.InForce(c.period.End()).ActivePV
	if asked == nil {
		return "not recorded as active"
	}
	return fmt.Sprintf("pv %s of the %s asked in %s", c.pv(p, c.period), asked, c.period)
}

// rankID names a rank; all versions have the same ranks.
func (e *Explainer) rankID(r commission.Rank) string { return e.plan.Ranks[r].ID }
