package explain

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission"
)

// Standing is what a partner was in the period (plan-language §5).
type Standing struct {
	Day       string          `json:"day"` // the last of the period
	Joined    string          `json:"joined"`
	Sponsor   *Person         `json:"sponsor,omitempty"` // on that day; nil: a root
	Status    string          `json:"status"`
	Active    bool            `json:"active"`
	ActiveWhy string          `json:"active_why"`
	PV        decimal.Decimal `json:"pv"`
	Entries   []VolumeEntry   `json:"pv_entries"` // what makes up pv
	GV        decimal.Decimal `json:"gv"`
	PGV       decimal.Decimal `json:"pgv"`
	Breakaway string          `json:"breakaway_rank,omitempty"` // recruits of this rank or higher keep their pgv
	Legs      []StandingLeg   `json:"legs"`
	Achieved  RankTest        `json:"achieved"`
	Next      *RankTest       `json:"next,omitempty"` // the next higher rank, which was missed; nil: there is none
	Career    string          `json:"career"`
	CareerWhy string          `json:"career_why"`
	PaidAs    string          `json:"paid_as"`
	PaidAsWhy string          `json:"paid_as_why"`
}

// VolumeEntry is what an order, or the cancellation of one that an earlier run settled, moves of pv.
type VolumeEntry struct {
	Order        string          `json:"order"`
	Kind         string          `json:"kind"`
	Cancellation *Cancellation   `json:"cancellation,omitempty"`
	Share        decimal.Decimal `json:"share"` // of the whole order; negative for a cancellation
	Points       decimal.Decimal `json:"points"`
}

// StandingLeg is a direct recruit and everyone below.
type StandingLeg struct {
	Person
	GV       decimal.Decimal `json:"gv"`
	PGV      decimal.Decimal `json:"pgv"` // as much of it as counts for the partner
	Active   bool            `json:"active"`
	Achieved string          `json:"achieved"` // by the recruit
	Best     string          `json:"best"`     // the highest achieved rank in the leg

	best commission.Rank
}

// explainStanding tells what the asked partner was, and compares it with what the run recorded.
func (q *inquiry) explainStanding() {
	recorded, ok := q.run.Standing(q.asked)
	in := forest{commission.SponsorTree, q.period.End()}
	sponsor, stands := q.parent(in, q.asked)
	if ok != stands {
		q.doubt("the run has a standing %t of somebody in the sponsor tree %t", ok, stands)
	}
	if !ok || !stands {
		q.out.Absent = fmt.Sprintf("joined on %s, after the last day of the period", q.facts.Partners[q.asked].Joined)
		return
	}
	status, _ := q.facts.Statuses.At(q.asked, in.day)
	s := &Standing{
		Day: in.day.String(), Joined: q.facts.Partners[q.asked].Joined.String(), Status: status.String(),
		Entries: []VolumeEntry{}, Legs: []StandingLeg{},
	}
	if sponsor != commission.NoPartner {
		person := q.person(sponsor)
		s.Sponsor = &person
	}
	q.addVolumes(s)
	q.addLegs(s, in)
	s.Active, s.ActiveWhy = q.activity(s, status)
	achieved := q.rank(s, status)
	career, why := q.career(achieved)
	s.Career, s.CareerWhy = q.rankID(career), why
	paidAs := achieved
	s.PaidAsWhy = "the achieved rank, as this plan says (paid_as: achieved)"
	if q.plan.Career.PaidAs == commission.PaidAsCareer {
		paidAs = career
		s.PaidAsWhy = "the career rank, as this plan says (paid_as: career)"
	}
	s.PaidAs = q.rankID(paidAs)
	q.out.Standing = s
	q.checkStanding(s, recorded, commission.Standing{Active: s.Active, Status: status, Achieved: achieved, Career: career, PaidAs: paidAs})
}

// addVolumes sums the partner's own orders and cancellations.
func (q *inquiry) addVolumes(s *Standing) {
	for _, order := range q.ordersOf(q.asked) {
		for _, m := range q.entriesOf(order, q.period) {
			o := &q.facts.Orders[order]
			entry := VolumeEntry{Order: o.ID, Kind: q.facts.Kinds[o.Kind], Share: shareOf(m.share), Points: q.points(m)}
			if m.cancellation != nil {
				c := cancellationOf(m.cancellation)
				entry.Cancellation = &c
			}
			s.PV = s.PV.Add(entry.Points)
			s.Entries = append(s.Entries, entry)
		}
	}
	s.GV, s.PGV = s.PV, s.PV
}

// addLegs adds what the legs give.
func (q *inquiry) addLegs(s *Standing, in forest) {
	below := q.children(in)
	breakaway := q.plan.Breakaway
	if breakaway != commission.NoRank {
		s.Breakaway = q.rankID(breakaway)
	}
	for _, p := range below[q.asked] {
		recruit, _ := q.run.Standing(p)
		leg := StandingLeg{Person: q.person(p), GV: volumeOf(recruit.GV), Active: recruit.Active, Achieved: q.rankID(recruit.Achieved)}
		if breakaway == commission.NoRank || recruit.Achieved < breakaway {
			leg.PGV = volumeOf(recruit.PGV)
		}
		visit(below, p, func(member commission.PartnerNo) {
			standing, _ := q.run.Recorded(q.period, member)
			leg.best = max(leg.best, standing.Achieved)
		})
		leg.Best = q.rankID(leg.best)
		s.GV, s.PGV = s.GV.Add(leg.GV), s.PGV.Add(leg.PGV)
		s.Legs = append(s.Legs, leg)
	}
}

// activity tells whether the partner is active, and why.
func (q *inquiry) activity(s *Standing, status commission.Status) (active bool, why string) {
	asked := q.plan.ActivePV
	switch {
	case status != commission.Active:
		return false, fmt.Sprintf("%s on %s", status, s.Day)
	case asked == nil:
		return true, "this plan asks no pv"
	case s.PV.LessThan(valueOf(*asked)):
		return false, fmt.Sprintf("pv %s of the %s asked", s.PV, asked)
	default:
		return true, fmt.Sprintf("pv %s, and %s is asked", s.PV, asked)
	}
}

// checkStanding compares a standing with the recorded one.
func (q *inquiry) checkStanding(s *Standing, recorded, found commission.Standing) {
	for _, volume := range []struct {
		name     string
		run, own decimal.Decimal
	}{{"pv", volumeOf(recorded.PV), s.PV}, {"gv", volumeOf(recorded.GV), s.GV}, {"pgv", volumeOf(recorded.PGV), s.PGV}} {
		if !volume.run.Equal(volume.own) {
			q.doubt("the run recorded %s %s, and it is %s", volume.name, volume.run, volume.own)
		}
	}
	found.PV, found.GV, found.PGV = recorded.PV, recorded.GV, recorded.PGV
	if found != recorded {
		q.doubt("the run recorded %s, and it is %s", q.inWords(recorded), q.inWords(found))
	}
}

func (e *Explainer) inWords(s commission.Standing) string {
	return fmt.Sprintf("active %t, status %s, achieved %s, career %s, paid as %s",
		s.Active, s.Status, e.rankID(s.Achieved), e.rankID(s.Career), e.rankID(s.PaidAs))
}
