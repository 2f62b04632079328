package explain

import (
	"fmt"

	"github.com/shopspring/decimal"

	"upline/commission"
)

// RankTest is a rank, and whether a partner held each of its conditions.
type RankTest struct {
	Rank       string      `json:"rank"`
	Held       bool        `json:"held"` // all of them
	Conditions []Condition `json:"conditions"`
	Why        string      `json:"why,omitempty"` // the conditions are not asked
}

// Condition is one condition of a rank.
type Condition struct {
	Name string    `json:"name"` // pv, gv, pgv, directs or legs
	Asks string    `json:"asks"` // in words
	Need string    `json:"need"`
	Have string    `json:"have"`
	Held bool      `json:"held"`
	Legs []Counted `json:"counted_legs,omitempty"` // gv with max_leg_share: what each leg counts
}

// Counted is what a leg counts for the group volume of a rank.
type Counted struct {
	Person
	GV      decimal.Decimal `json:"gv"`
	Counted decimal.Decimal `json:"counted"`
}

// rank finds the achieved rank: the highest all of whose conditions hold, tested from the top.
func (q *inquiry) rank(s *Standing, status commission.Status) commission.Rank {
	if status != commission.Active {
		s.Achieved = RankTest{
			Rank: q.rankID(0), Held: true, Conditions: []Condition{},
			Why: fmt.Sprintf("%s on %s: who is not of status active achieves the lowest rank", status, s.Day),
		}
		return 0
	}
	for rank := commission.Rank(len(q.plan.Ranks)) - 1; rank > 0; rank-- {
		test := q.test(s, &q.plan.Ranks[rank])
		if test.Held {
			s.Achieved = test
			return rank
		}
		s.Next = &test
	}
	s.Achieved = RankTest{Rank: q.rankID(0), Held: true, Conditions: []Condition{}, Why: "the lowest rank asks nothing"}
	return 0
}

// test tests the conditions of a rank.
func (q *inquiry) test(s *Standing, rule *commission.RankRule) RankTest {
	test := RankTest{Rank: rule.ID, Held: true, Conditions: []Condition{}}
	add := func(c Condition) {
		test.Conditions = append(test.Conditions, c)
		test.Held = test.Held && c.Held
	}
	if rule.PV != nil {
		add(atLeast("pv", "own volume", valueOf(*rule.PV), s.PV))
	}
	switch {
	case rule.MaxLegShare != nil:
		add(balanced(s, rule))
	case rule.GV != nil:
		add(atLeast("gv", "group volume", valueOf(*rule.GV), s.GV))
	}
	if rule.PGV != nil {
		add(atLeast("pgv", "own group's volume", valueOf(*rule.PGV), s.PGV))
	}
	if rule.Directs != nil {
		active := 0
		for _, leg := range s.Legs {
			if leg.Active {
				active++
			}
		}
		add(counted("directs", "active direct recruits", *rule.Directs, active))
	}
	for _, legs := range rule.Legs {
		found := 0
		for _, leg := range s.Legs {
			if leg.best >= legs.Rank {
				found++
			}
		}
		add(counted("legs", fmt.Sprintf("legs that hold a %s or higher", q.rankID(legs.Rank)), legs.Count, found))
	}
	return test
}

func atLeast(name, asks string, need, have decimal.Decimal) Condition {
	return Condition{Name: name, Asks: asks, Need: need.String(), Have: have.String(), Held: !have.LessThan(need)}
}

func counted(name, asks string, need, have int) Condition {
	return Condition{Name: name, Asks: asks, Need: fmt.Sprint(need), Have: fmt.Sprint(have), Held: have >= need}
}

// balanced tests group volume of which each leg counts only up to a share of what is asked; own pv counts in full.
func balanced(s *Standing, rule *commission.RankRule) Condition {
	need := valueOf(*rule.GV)
	most := need.Mul(percentOf(*rule.MaxLegShare)).Shift(-2)
	have := s.PV
	legs := []Counted{}
	for _, leg := range s.Legs {
		part := decimal.Min(leg.GV, most)
		have = have.Add(part)
		legs = append(legs, Counted{leg.Person, leg.GV, part})
	}
	c := atLeast("gv", fmt.Sprintf("group volume, each leg counting at most %s %% of %s, which is %s (max_leg_share)", rule.MaxLegShare, need, most), need, have)
	c.Legs = legs
	return c
}
