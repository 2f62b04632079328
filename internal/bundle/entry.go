package bundle

import (
	"cmp"
	"slices"

	"upline/commission"
	"upline/internal/period"
)

// entry is a row of a file that says what holds for a partner, and when: sponsorships, placements, status, careers.
type entry[T any] struct {
	partner  string               // as written; faultyID when at fault
	owner    commission.PartnerNo // unknownPartner when at fault or unknown
	from, to period.Day           // noDay when at fault, or when the row counts nowhere
	line     int32
	overlaps bool // with a row before it
	value    T
}

// counts tells that the row takes part in the checks of intervals.
func (e *entry[T]) counts() bool { return e.from != noDay && e.owner >= 0 }

// begin moves the start of a sponsorship or a placement to the day the partner joined, if that is later. A row that
// ends by then counts nowhere, and neither does one of somebody whose joining is at fault.
func (e *entry[T]) begin(joined period.Day) {
	if e.from == noDay || joined == noDay || e.to <= joined {
		e.from, e.to = noDay, noDay
		return
	}
	e.from = max(e.from, joined)
}

// groups holds the positions of the rows of each partner, in the order of the file.
type groups struct {
	first []int32 // one more than there are partners
	rows  []int32
}

// of returns the rows of a partner.
func (g *groups) of(no commission.PartnerNo) []int32 {
	if len(g.rows) == 0 {
		return nil
	}
	return g.rows[g.first[no]:g.first[no+1]]
}

// groupBy groups rows by a partner of theirs, leaving out those of whom it is negative.
func groupBy(partners, rows int, by func(row int) commission.PartnerNo) *groups {
	if rows == 0 {
		return &groups{}
	}
	g := &groups{first: make([]int32, partners+1)}
	for row := range rows {
		if no := by(row); no >= 0 {
			g.first[no+1]++
		}
	}
	for no := range partners {
		g.first[no+1] += g.first[no]
	}
	g.rows = make([]int32, g.first[partners])
	next := slices.Clone(g.first[:partners])
	for row := range rows {
		if no := by(row); no >= 0 {
			g.rows[next[no]] = int32(row)
			next[no]++
		}
	}
	return g
}

// checkHistory resolves the partners of a file whose rows hold from the day they say, and checks them for overlaps.
func checkHistory[T any](r *report, p *partners, entries []entry[T]) *groups {
	for i := range entries {
		e := &entries[i]
		e.owner = p.resolve(r, e.line, "partner", e.partner)
	}
	return checkOverlaps(r, len(p.list), entries)
}

// checkOverlaps reports every row that overlaps an earlier one of the same partner, and returns the rows by partner.
func checkOverlaps[T any](r *report, partners int, entries []entry[T]) *groups {
	g := groupBy(partners, len(entries), func(row int) commission.PartnerNo {
		if e := &entries[row]; e.counts() {
			return e.owner
		}
		return unknownPartner
	})
	var taken []occupation
	for no := range commission.PartnerNo(partners) {
		rows := g.of(no)
		if len(rows) < 2 { // nearly everybody
			continue
		}
		taken = taken[:0]
		for i, row := range rows {
			e := &entries[row]
			taken = append(taken, occupation{from: e.from, to: e.to, by: int32(i)})
		}
		for _, c := range clashes(taken) {
			later, earlier := &entries[rows[c.later]], &entries[rows[c.earlier]]
			later.overlaps = true
			r.addf(later.line, "the interval %s overlaps line %d, %s, of the same partner %s: let one end before the other begins",
				interval(later), earlier.line, interval(earlier), quoted(later.partner))
		}
	}
	return g
}

// interval shows when a row counts.
func interval[T any](e *entry[T]) string {
	if e.to == period.Forever {
		return "from " + e.from.String()
	}
	return "from " + e.from.String() + " to " + e.to.String()
}

// lineAt returns the line of the row that counts from a day, among the rows of a partner, which timelines has sorted.
func lineAt[T any](rows []int32, entries []entry[T], from period.Day) int32 {
	i, _ := slices.BinarySearchFunc(rows, from, func(row int32, from period.Day) int { return cmp.Compare(entries[row].from, from) })
	for entries[rows[i]].overlaps {
		i++
	}
	return entries[rows[i]].line
}

// timelines makes the spans of all partners: their rows that count and do not overlap, or what own says; nil: nothing.
func timelines[T, V any](partners int, g *groups, entries []entry[T], value func(*entry[T]) V,
	own func(commission.PartnerNo) (commission.Span[V], bool),
) commission.Timelines[V] {
	if len(g.rows) == 0 && own == nil {
		return commission.Timelines[V]{}
	}
	each := func(no commission.PartnerNo, visit func(commission.Span[V])) {
		for _, row := range g.of(no) {
			if e := &entries[row]; !e.overlaps {
				visit(commission.Span[V]{From: e.from, To: e.to, Value: value(e)})
			}
		}
		if own == nil {
			return
		}
		if span, ok := own(no); ok {
			visit(span)
		}
	}
	t := commission.Timelines[V]{First: make([]int32, partners+1)}
	for no := range commission.PartnerNo(partners) {
		slices.SortFunc(g.of(no), func(a, b int32) int { return cmp.Compare(entries[a].from, entries[b].from) })
		t.First[no+1] = t.First[no]
		each(no, func(commission.Span[V]) { t.First[no+1]++ })
	}
	if t.First[partners] == 0 {
		return commission.Timelines[V]{}
	}
	t.Spans = make([]commission.Span[V], 0, t.First[partners])
	for no := range commission.PartnerNo(partners) {
		each(no, func(span commission.Span[V]) { t.Spans = append(t.Spans, span) })
	}
	return t
}
