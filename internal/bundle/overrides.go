package bundle

import (
	"cmp"
	"slices"

	"upline/commission"
)

// overrides is the content of overrides.csv: the career ranks that the back office sets, from a day on, and why.
type overrides struct {
	*report
	entries []entry[override] // from is `on`
	groups  *groups
}

type override struct {
	rank   commission.Rank
	reason string
}

func readOverrides(t *table, p *plans) *overrides {
	o := &overrides{report: t.report}
	for t.next() {
		if t.broken {
			continue
		}
		partner, rank := t.id(), t.rank(p)
		on, reason := t.day(), t.reason()
		o.entries = push(t, o.entries, entry[override]{
			partner: partner, from: on, to: on + 1, line: t.line, value: override{rank, reason},
		})
	}
	return o
}

// reason takes a text that says why.
func (t *table) reason() string {
	column := t.columns[t.column]
	text := t.text()
	if text == "" {
		t.addf(t.line, "%s is empty: write who decided it, and why", column)
	}
	return t.keep(text)
}

// check resolves the partners, who must have joined, and checks that nobody has two overrides on a day.
func (o *overrides) check(p *partners) {
	for i := range o.entries {
		e := &o.entries[i]
		e.owner = p.resolve(o.report, e.line, "partner", e.partner)
		if joined := p.joined(e.owner); e.counts() && joined > e.from {
			o.addf(e.line, "partner %s joined on %v, after the override on %v", quoted(e.partner), joined, e.from)
		}
	}
	o.groups = groupBy(len(p.list), len(o.entries), func(row int) commission.PartnerNo {
		if e := &o.entries[row]; e.counts() {
			return e.owner
		}
		return unknownPartner
	})
	for no := range commission.PartnerNo(len(p.list)) {
		o.checkDays(o.groups.of(no))
	}
}

// checkDays sorts the rows of a partner by day, and reports every one on whose day there is an earlier row.
func (o *overrides) checkDays(rows []int32) {
	slices.SortFunc(rows, func(a, b int32) int { // a row's position is in the order of the file
		return cmp.Or(cmp.Compare(o.entries[a].from, o.entries[b].from), cmp.Compare(a, b))
	})
	first := 0
	for i := 1; i < len(rows); i++ {
		e, earlier := &o.entries[rows[i]], &o.entries[rows[first]]
		if e.from != earlier.from {
			first = i
			continue
		}
		o.addf(e.line, "partner %s has another override on %v, in line %d: write one a day", quoted(e.partner), e.from, earlier.line)
	}
}

// timelines returns the ranks that are set, and when. Each holds on its day; what follows from it, the settlement knows.
func (o *overrides) timelines(partners int) commission.Timelines[commission.Rank] {
	return timelines(partners, o.groups, o.entries, func(e *entry[override]) commission.Rank { return e.value.rank }, nil)
}

// reasons returns why, for each span of the timelines.
func (o *overrides) reasons() []string {
	reasons := make([]string, len(o.groups.rows))
	for i, row := range o.groups.rows {
		reasons[i] = o.entries[row].value.reason
	}
	return reasons
}

// writeOverrides writes overrides.csv, by partner, then day.
func writeOverrides(w *tableWriter, c *Content) {
	reasons := c.Reasons
	for i := range c.Facts.Partners {
		no := commission.PartnerNo(i)
		for _, s := range c.Facts.Overrides.Of(no) {
			w.partner(no).text(c.Facts.Plans[0].Ranks[s.Value].ID).day(s.From).text(reasons[0]).end()
			reasons = reasons[1:]
		}
	}
}
