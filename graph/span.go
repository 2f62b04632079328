package graph

import (
	"fmt"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/period"
)

// span is what a relationship of a partner says, and on which days.
type span struct {
	from, to period.Day
	value    spanValue
}

// spanValue is what a relationship says: a kind uses what it needs.
type spanValue struct {
	other    int64  // the sponsor's or parent's number; noParent: a root of a placement tree
	tree     string // of a placement
	slot     int64
	name     string // a status or rank
	override bool   // of a rank: overrides what runs find
	reason   string
}

// spanKind is a kind of versioned relationship.
type spanKind struct {
	name      string
	sequence  string
	of        string // the query for a partner's relationships
	supersede string
	create    func(c *change, rows []spanRow) error
	aside     bool // no settlement reads it: it is not counted as a fact
}

// spanRow is a relationship to be recorded.
type spanRow struct {
	seq, partner int64
	span
}

// The kinds of versioned relationships of a partner.
var (
	sponsorshipKind = spanKind{"sponsor", sponsorshipSeq, cypher.SponsorshipsOf, cypher.SponsorshipsSupersede, createSponsorships, false}
	placementKind   = spanKind{"placement", placementSeq, cypher.PlacementsOf, cypher.PlacementsSupersede, createPlacements, false}
	statusKind      = spanKind{"status", statusSeq, cypher.StatusesOf, cypher.StatusesSupersede, createStatuses, false}
	careerKind      = spanKind{"rank", careerSeq, cypher.CareersOf, cypher.CareersSupersede, createCareers, false}
	overrideKind    = spanKind{"override", careerSeq, cypher.CareersOf, cypher.CareersSupersede, createCareers, false}
	marketKind      = spanKind{"market", marketSeq, cypher.MarketsOf, cypher.MarketsSupersede, createMarkets, true}
	departmentKind  = spanKind{"department", caretakerSeq, cypher.CaretakersOf, cypher.CaretakersSupersede, createCaretakers, true}
)

// keptSpan is a relationship that is Latest now.
type keptSpan struct {
	seq int64
	span
}

// spansOf returns what is Latest now of a partner, in order of time. tree matters for placements only.
func (c *change) spansOf(k *spanKind, partner int64, tree string) (list []keptSpan, err error) {
	params := map[string]any{"partner": partner, "tree": tree, "knownAt": Latest, "override": k == &overrideKind}
	err = c.Run(k.of, params, func(record *neo4j.Record) error {
		v := record.Values
		list = append(list, keptSpan{v[0].(int64), span{chronicle.Day(v[1]), chronicle.Day(v[2]), spanValue{
			other: v[3].(int64), tree: v[4].(string), slot: v[5].(int64), name: v[6].(string), override: v[7].(bool), reason: v[8].(string),
		}}})
		return nil
	})
	return list, err
}

// replaceSpans makes the graph believe just the wanted spans of a partner: it supersedes the others and records what is new.
// seqs are numbers for the new ones, at least as many as are wanted.
func (c *change) replaceSpans(k *spanKind, partner int64, kept []keptSpan, wanted []span, seqs int64) error {
	var gone []int64
	for _, old := range kept {
		if !slices.Contains(wanted, old.span) {
			gone = append(gone, old.seq)
		}
	}
	if err := c.supersede(k, partner, gone); err != nil {
		return err
	}
	var rows []spanRow
	for _, s := range wanted {
		if !slices.ContainsFunc(kept, func(old keptSpan) bool { return old.span == s }) {
			rows = append(rows, spanRow{seqs + int64(len(rows)), partner, s})
		}
	}
	return c.createSpans(k, rows)
}

func (c *change) supersede(k *spanKind, partner int64, seqs []int64) error {
	if len(seqs) == 0 {
		return nil
	}
	live := -1
	if k.aside {
		live = 0
	}
	return c.Expect(len(seqs), k.supersede, map[string]any{"partner": partner, "seqs": seqs, "recorded": c.Recorded}, live)
}

func (c *change) createSpans(k *spanKind, rows []spanRow) error {
	if len(rows) == 0 {
		return nil
	}
	return k.create(c, rows)
}

func createSponsorships(c *change, rows []spanRow) error {
	list := make([]any, len(rows))
	for i, r := range rows {
		list[i] = []any{r.seq, r.partner, r.value.other, chronicle.Date(r.from), chronicle.Date(r.to), openKey(r.to, r.partner)}
	}
	return c.Expect(len(list), cypher.SponsorshipsCreate, c.Rows(list), 1)
}

// createPlacements records placements; roots stand under the tree itself.
func createPlacements(c *change, rows []spanRow) error {
	var under, roots []any
	for _, r := range rows {
		tree, err := c.store.treeNo(c.Ctx, r.value.tree)
		if err != nil {
			return err
		}
		open := openKey(r.to, tree<<40|r.partner)
		if r.value.other == noParent {
			roots = append(roots, []any{r.seq, r.partner, r.value.tree, chronicle.Date(r.from), chronicle.Date(r.to), open})
			continue
		}
		slot := openKey(r.to, slotKey(tree, r.value.other, r.value.slot))
		under = append(under, []any{r.seq, r.partner, r.value.other, r.value.tree, r.value.slot, chronicle.Date(r.from), chronicle.Date(r.to), open, slot})
	}
	if len(under) > 0 {
		if err := c.Expect(len(under), cypher.PlacementsCreate, c.Rows(under), 1); err != nil {
			return err
		}
	}
	if len(roots) > 0 {
		return c.Expect(len(roots), cypher.PlacementsCreateRoots, c.Rows(roots), 1)
	}
	return nil
}

func createStatuses(c *change, rows []spanRow) error {
	list := make([]any, len(rows))
	for i, r := range rows {
		list[i] = []any{r.seq, r.partner, r.value.name, chronicle.Date(r.from), chronicle.Date(r.to)}
	}
	return c.Expect(len(list), cypher.StatusesCreate, c.Rows(list), 1)
}

func createCareers(c *change, rows []spanRow) error {
	list := make([]any, len(rows))
	for i, r := range rows {
		list[i] = []any{r.seq, r.partner, r.value.name, chronicle.Date(r.from), chronicle.Date(r.to), r.value.override, r.value.reason}
	}
	return c.Expect(len(list), cypher.CareersCreate, c.Rows(list), 1)
}

// slotKey names a slot: by a number if it fits, which the index keeps in less than a text.
func slotKey(tree, parent, slot int64) any {
	if tree < 1<<7 && parent < 1<<36 && slot < 1<<20 {
		return tree<<56 | parent<<20 | slot
	}
	return fmt.Sprintf("%d|%d|%d", tree, parent, slot)
}

// openKey is a key that only an open relationship carries.
func openKey(to period.Day, key any) any {
	if to != period.Forever {
		return nil
	}
	return key
}

// paint lays a span over others: what it covers gives way, what stands out stays.
func paint(spans []span, over span) []span {
	var painted []span
	for _, s := range spans {
		if s.to <= over.from || s.from >= over.to {
			painted = append(painted, s)
			continue
		}
		if s.from < over.from {
			painted = append(painted, span{s.from, over.from, s.value})
		}
		if s.to > over.to {
			painted = append(painted, span{over.to, s.to, s.value})
		}
	}
	painted = append(painted, over)
	slices.SortFunc(painted, func(a, b span) int { return int(a.from) - int(b.from) })
	return joined(painted)
}

// joined makes one span of neighbours that say the same.
func joined(spans []span) []span {
	var list []span
	for _, s := range spans {
		if n := len(list); n > 0 && list[n-1].to == s.from && list[n-1].value == s.value {
			list[n-1].to = s.to
			continue
		}
		list = append(list, s)
	}
	return list
}

// overridden gives overrides of a rank, each of which counts from its first day, their ends: an override shows until the next
// one, or until the run of its period tells what has become of it.
func overridden(overrides []span) []span {
	slices.SortFunc(overrides, func(a, b span) int { return int(a.from) - int(b.from) })
	for i := range overrides {
		o := &overrides[i]
		o.to = (period.Of(o.from) + 1).Start()
		if i+1 < len(overrides) {
			o.to = min(o.to, overrides[i+1].from)
		}
	}
	return overrides
}

// erase takes days out of spans: nobody stands there on them.
func erase(spans []span, from, to period.Day) []span {
	return slices.DeleteFunc(paint(spans, span{from, to, nothing}), func(s span) bool { return s.value == nothing })
}

// nothing marks days that are erased.
var nothing = spanValue{other: -2}

// plain drops the numbers under which spans are kept.
func plain(kept []keptSpan) []span {
	list := make([]span, len(kept))
	for i, k := range kept {
		list[i] = k.span
	}
	return list
}
