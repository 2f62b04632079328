package bundle

import "upline/commission"

// careers is the content of careers.csv.
type careers struct {
	*report
	entries []entry[commission.Rank]
	groups  *groups
}

func readCareers(t *table, p *plans) *careers {
	c := &careers{report: t.report}
	for t.next() {
		if t.broken {
			continue
		}
		partner, rank := t.id(), t.rank(p)
		from, to := t.interval()
		c.entries = push(t, c.entries, entry[commission.Rank]{partner: partner, from: from, to: to, line: t.line, value: rank})
	}
	return c
}

// rank takes a rank of the plan. Without sound ranks in the plan, any id may be one.
func (t *table) rank(p *plans) commission.Rank {
	if p.ranksKnown {
		return commission.Rank(t.oneOf(p.ranks))
	}
	t.id()
	return commission.NoRank
}

func (c *careers) check(p *partners) { c.groups = checkHistory(c.report, p, c.entries) }

func (c *careers) timelines(partners int) commission.Timelines[commission.Rank] {
	return timelines(partners, c.groups, c.entries, func(e *entry[commission.Rank]) commission.Rank { return e.value }, nil)
}

// writeCareers writes careers.csv, by partner, then time.
func writeCareers(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Partners {
		no := commission.PartnerNo(i)
		for _, s := range f.Careers.Of(no) {
			w.partner(no).text(f.Plans[0].Ranks[s.Value].ID).days(s.From, s.To).end()
		}
	}
}
