package prose

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"upline/commission/explain"
)

// standing says who the partner was in the period.
func (p *page) standing() {
	s := p.Standing
	if s == nil {
		return
	}
	p.section("STANDING of %s on %s", person(p.Partner), s.Day)
	joined := "on " + s.Joined + ", no sponsor"
	if s.Sponsor != nil {
		joined = "on " + s.Joined + "; the sponsor is " + person(*s.Sponsor)
	}
	p.fact("joined", "%s", joined)
	p.fact("status", "%s", s.Status)
	p.fact("active", "%s: %s", yes(s.Active), s.ActiveWhy)
	p.volumes(s)
	p.rank("achieved rank", &s.Achieved)
	if s.Next != nil {
		p.rank("next rank", s.Next)
	}
	p.fact("career rank", "%s: %s", s.Career, s.CareerWhy)
	p.fact("paid as", "%s: %s", s.PaidAs, s.PaidAsWhy)
}

// factColumn is where what is said of a fact begins.
const factColumn = 17

// fact writes a line with its name in the margin.
func (p *page) fact(name, format string, args ...any) {
	p.hang("  "+name, factColumn, format, args...)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// entriesShown and legsShown are how many are listed before the rest is summed up.
const (
	entriesShown = 12
	legsShown    = 8
)

// volumes says what makes up pv, gv and pgv.
func (p *page) volumes(s *explain.Standing) {
	p.fact("own volume", "pv %s", points(s.PV))
	var rows [][]string
	for _, e := range s.Entries {
		rows = append(rows, []string{points(e.Points), entry(e)})
	}
	if hidden := len(rows) - entriesShown; hidden > 0 && !p.all {
		rest := decimal.Zero
		for _, e := range s.Entries[entriesShown:] {
			rest = rest.Add(e.Points)
		}
		rows = append(rows[:entriesShown], []string{points(rest), fmt.Sprintf("%d more orders (--all shows them)", hidden)})
	}
	p.table(factColumn+2, "r", rows)
	p.fact("group volume", "gv %s: own pv and that of everyone below, by legs", points(s.GV))
	p.table(factColumn+2, "r", p.legs(s))
	if s.Breakaway == "" {
		return
	}
	p.fact("own group", "pgv %s: as gv, but without recruits of achieved rank %s or higher and their groups", points(s.PGV), s.Breakaway)
}

// entry says what moved pv.
func entry(e explain.VolumeEntry) string {
	text := fmt.Sprintf("order %s (%s)", e.Order, e.Kind)
	if e.Cancellation != nil {
		return fmt.Sprintf("%s: %s cancelled on %s (%s)", text, part(e.Cancellation.Share), e.Cancellation.On, e.Cancellation.ID)
	}
	if !e.Share.Equal(decimal.NewFromInt(1)) {
		return fmt.Sprintf("%s: %s of it; the rest was cancelled before it was settled", text, part(e.Share))
	}
	return text
}

// legs lists the legs, the largest first.
func (p *page) legs(s *explain.Standing) [][]string {
	legs := slices.Clone(s.Legs)
	slices.SortStableFunc(legs, func(a, b explain.StandingLeg) int { return cmp.Or(b.GV.Cmp(a.GV), cmp.Compare(a.ID, b.ID)) })
	var rows [][]string
	rest, hidden := decimal.Zero, 0
	for i, leg := range legs {
		if i >= legsShown && !p.all {
			rest = rest.Add(leg.GV)
			hidden++
			continue
		}
		text := fmt.Sprintf("leg of %s, %s, achieved %s", person(leg.Person), active(leg.Active), leg.Achieved)
		if leg.Best != leg.Achieved {
			text += ", with a " + leg.Best + " below"
		}
		if s.Breakaway != "" {
			text += fmt.Sprintf("; counts %s for pgv", points(leg.PGV))
		}
		rows = append(rows, []string{points(leg.GV), text})
	}
	if hidden > 0 {
		rows = append(rows, []string{points(rest), fmt.Sprintf("%d more legs (--all shows them)", hidden)})
	}
	return rows
}

func active(b bool) string {
	if b {
		return "active"
	}
	return "not active"
}

// rank says how the conditions of a rank were met.
func (p *page) rank(name string, test *explain.RankTest) {
	if test.Why != "" {
		p.fact(name, "%s: %s", test.Rank, test.Why)
		return
	}
	met := "missed"
	if test.Held {
		met = "all conditions are met"
	}
	p.fact(name, "%s: %s", test.Rank, met)
	var rows [][]string
	for _, c := range test.Conditions {
		held := "met"
		if !c.Held {
			held = "NOT MET"
		}
		unit := ""
		if c.Name == "pv" || c.Name == "gv" || c.Name == "pgv" {
			unit = " points"
		}
		rows = append(rows, []string{held, c.Name, "asked " + grouped(c.Need) + unit, "has " + grouped(c.Have) + unit, c.Asks})
	}
	p.table(factColumn+2, "llrrl", rows)
	for _, c := range test.Conditions {
		for _, leg := range c.Legs {
			if !leg.Counted.Equal(leg.GV) {
				p.line(factColumn+4, "the leg of %s counts %s of its %s", person(leg.Person), points(leg.Counted), points(leg.GV))
			}
		}
	}
}
