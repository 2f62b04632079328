package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Move gives a partner, and everybody below, another sponsor: from a day on, which may be past or to come, until a day.
type Move struct {
	Partner, Sponsor string     // Sponsor empty: becomes a root
	From, Until      period.Day // half-open; Until is period.Forever for good
}

// Move records that a partner has another sponsor. Days outside the span stay as they are.
//
// Errors: NotFound when there is no such partner or sponsor; Invalid when one has not joined by then, or when the partner
// would come to stand below itself: then the members of the cycle and its first day are named.
func (s *Store) Move(ctx context.Context, m Move, by By) error {
	if err := s.May(ctx, by, m.Partner, m.Sponsor); err != nil {
		return err
	}
	return s.repaint(ctx, "move partner", &sponsorshipKind, m.Partner, "", by, func(c *change, p *keptPartner) (span, error) {
		over := span{m.From, m.Until, nothing}
		if err := checkSpan(p, m.From, m.Until); err != nil {
			return over, err
		}
		if m.Sponsor == "" {
			return over, nil
		}
		sponsor, err := c.findPartner(m.Sponsor)
		if err != nil {
			return over, err
		}
		if sponsor.joined > m.From {
			return over, fault.Invalidf("move", "sponsor %s joined on %v: move partner %s from then on, or to another sponsor", m.Sponsor, sponsor.joined, m.Partner)
		}
		over.value = spanValue{other: sponsor.seq}
		return over, c.refuseCycle(cypher.SponsorshipsAbove, "", p, over)
	})
}

// Replace gives a partner another place in a placement tree, from a day on until a day.
type Replace struct {
	Partner     string
	Place       // Parent empty: a root of the tree
	From, Until period.Day
}

// Replace records that a partner stands elsewhere in a placement tree. Everybody below comes along.
//
// Errors: those of Move; Invalid when the slot is outside the tree; Conflict when somebody has it on one of the days.
func (s *Store) Replace(ctx context.Context, m Replace, by By) error {
	if err := s.May(ctx, by, m.Partner, m.Parent); err != nil {
		return err
	}
	trees, err := s.PlacementTrees(ctx)
	if err != nil {
		return err
	}
	reg := registering{trees: trees}
	if err := reg.checkPlace(m.Place); err != nil {
		return err
	}
	err = s.repaint(ctx, "replace partner", &placementKind, m.Partner, m.Tree, by, func(c *change, p *keptPartner) (span, error) {
		over := span{m.From, m.Until, spanValue{other: noParent, tree: m.Tree}}
		if err := checkSpan(p, m.From, m.Until); err != nil || m.Parent == "" {
			return over, err
		}
		parent, err := c.findPartner(m.Parent)
		if err != nil {
			return over, err
		}
		if parent.joined > m.From {
			return over, fault.Invalidf("replace", "parent %s joined on %v: place partner %s there from then on", m.Parent, parent.joined, m.Partner)
		}
		over.value.other, over.value.slot = parent.seq, int64(m.Slot)
		if err := c.refuseTakenSlot(p.seq, over, by); err != nil {
			return over, err
		}
		return over, c.refuseCycle(cypher.PlacementsAbove, m.Tree, p, over)
	})
	s.forgetPlaces(m.Tree)
	return err
}

func checkSpan(p *keptPartner, from, until period.Day) error {
	switch {
	case until <= from:
		return fault.Invalidf("change", "the last day %v is not after the first %v: a span ends before its last day, for ever if there is none", until, from)
	case from < p.joined:
		return fault.Invalidf("change", "partner %s joined on %v: change nothing before that day", p.id, p.joined)
	}
	return nil
}

// repaint lays a span, which decide checks and returns, over a partner's relationships of a kind.
func (s *Store) repaint(ctx context.Context, operation string, k *spanKind, partner, tree string, by By, decide func(c *change, p *keptPartner) (span, error)) error {
	if err := s.May(ctx, by, partner); err != nil {
		return err
	}
	_, err := s.change(ctx, operation, by, locksOf(k, partner, tree).locking(by, partner), func(c *change) error {
		if err := c.refuseStale(by, seenPartner, partner); err != nil {
			return err
		}
		p, err := c.findPartner(partner)
		if err != nil {
			return err
		}
		over, err := decide(c, p)
		if err != nil {
			return err
		}
		return c.lay(k, p, tree, over)
	})
	return err
}

// lay lays a span over a partner's relationships of a kind; one that says nothing takes its days out. tree matters for placements
// only.
func (c *change) lay(k *spanKind, p *keptPartner, tree string, over span) error {
	kept, err := c.spansOf(k, p.seq, tree)
	if err != nil {
		return err
	}
	wanted := slices.DeleteFunc(paint(plain(kept), over), func(s span) bool { return s.value == nothing })
	seqs, err := c.store.Numbers(c.Ctx, k.sequence, max(1, len(wanted)))
	if err != nil {
		return err
	}
	if err := c.aboutSpans(k, p.id, kept, wanted); err != nil {
		return err
	}
	return c.replaceSpans(k, p.seq, kept, wanted, seqs)
}

// refuseTakenSlot refuses a slot that somebody else has on one of the days. Who that is, only who sees everybody is told: in a placement
// tree others put theirs there.
func (c *change) refuseTakenSlot(partner int64, s span, by By) error {
	params := map[string]any{
		"tree": s.value.tree, "parent": s.value.other, "slot": s.value.slot, "partner": partner,
		"from": chronicle.Date(s.from), "to": chronicle.Date(s.to), "knownAt": Latest,
	}
	return c.Run(cypher.SlotTaken, params, func(record *neo4j.Record) error {
		who := ""
		if by.Within.Whole() {
			who = fmt.Sprintf(" by partner %s", record.Values[0])
		}
		return fault.Conflictf("place", "slot %d is taken%s from %v on: choose another slot", s.value.slot, who, chronicle.Day(record.Values[1]))
	})
}

// step is a relationship up a tree, on the days on which it counts.
type step struct {
	above    int64
	from, to period.Day
}

// refuseCycle refuses a relationship that would lead, on some day, from a partner upwards to the partner again. The tree is
// locked, so nobody else changes it meanwhile.
func (c *change) refuseCycle(query, tree string, p *keptPartner, over span) error {
	ways := map[int64][]step{}
	params := map[string]any{
		"partner": over.value.other, "tree": tree, "from": chronicle.Date(over.from), "to": chronicle.Date(over.to), "knownAt": Latest,
	}
	err := c.Run(query, params, func(record *neo4j.Record) error {
		v := record.Values
		ways[v[0].(int64)] = append(ways[v[0].(int64)], step{v[1].(int64), chronicle.Day(v[2]), chronicle.Day(v[3])})
		return nil
	})
	if err != nil {
		return err
	}
	cycle, day := findCycle(ways, p.seq, over)
	if cycle == nil {
		return nil
	}
	ids, err := c.partnerIDs(cycle)
	if err != nil {
		return err
	}
	return fault.Invalidf("move", "partner %s would stand below itself on %v: %s; choose a sponsor who is not below", p.id, day, strings.Join(ids, " → "))
}

// findCycle climbs from where a partner is to stand, on the days that are left after each step, and returns the members of
// a way that leads to the partner, and its first day; nil: there is none. Ways that were climbed on a day before are not
// climbed again, so it takes no longer than there are relationships.
func findCycle(ways map[int64][]step, partner int64, over span) (members []int64, day period.Day) {
	type visit struct {
		at       int64
		from, to period.Day
		before   int // position of the visit below
	}
	visits := []visit{{over.value.other, over.from, over.to, -1}}
	climbed := map[int64][]span{}
	for i := 0; i < len(visits); i++ {
		v := visits[i]
		if v.at == partner {
			for at := i; at >= 0; at = visits[at].before {
				members = append(members, visits[at].at)
			}
			members = append(members, partner)
			slices.Reverse(members)
			return members, v.from
		}
		if slices.ContainsFunc(climbed[v.at], func(s span) bool { return s.from <= v.from && v.to <= s.to }) {
			continue
		}
		climbed[v.at] = append(climbed[v.at], span{from: v.from, to: v.to})
		for _, way := range ways[v.at] {
			if from, to := max(v.from, way.from), min(v.to, way.to); from < to {
				visits = append(visits, visit{way.above, from, to, i})
			}
		}
	}
	return nil, 0
}

// partnerIDs returns the ids of partners, in the same order.
func (c *change) partnerIDs(seqs []int64) ([]string, error) {
	byNumber := map[int64]string{}
	err := c.Run(cypher.PartnersNamed, map[string]any{"seqs": seqs}, func(record *neo4j.Record) error {
		byNumber[record.Values[0].(int64)] = record.Values[1].(string)
		return nil
	})
	ids := make([]string, len(seqs))
	for i, seq := range seqs {
		ids[i] = byNumber[seq]
	}
	return ids, err
}

// ChangeStatus records that a partner has a status from a day on, until a day.
//
// Errors: NotFound when there is no such partner; Invalid when the days do not fit.
func (s *Store) ChangeStatus(ctx context.Context, partner, status string, from, until period.Day, by By) error {
	if _, known := commission.ParseStatus(status); !known {
		return fault.Invalidf("status", "status %q is unknown: write active, suspended or terminated", status)
	}
	return s.repaint(ctx, "change status", &statusKind, partner, "", by, func(_ *change, p *keptPartner) (span, error) {
		return span{from, until, spanValue{name: status}}, checkSpan(p, from, until)
	})
}

// RecordCareer records a rank that a partner held before the first settled period.
//
// Errors: NotFound when there is no such partner or rank; Invalid when the days do not fit.
func (s *Store) RecordCareer(ctx context.Context, partner, rank string, from, until period.Day, by By) error {
	return s.repaint(ctx, "record career", &careerKind, partner, "", by, func(_ *change, p *keptPartner) (span, error) {
		return span{from, until, spanValue{name: rank}}, checkSpan(p, from, until)
	})
}

// OverrideRank records that a partner's career rank is another one than runs find, from a day on: the run of that day's
// period takes it as the former career rank (commission/README.md). The reason is kept with it.
//
// Errors: NotFound when there is no such partner or rank; Invalid without a reason, or before the partner joined.
func (s *Store) OverrideRank(ctx context.Context, partner, rank string, on period.Day, by By) error {
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf("override", "say why the rank of partner %s is overridden", partner)
	}
	if err := s.May(ctx, by, partner); err != nil {
		return err
	}
	_, err := s.change(ctx, "override rank", by, locks{partners: []string{partner}}, func(c *change) error {
		if err := c.refuseStale(by, seenPartner, partner); err != nil {
			return err
		}
		p, err := c.findPartner(partner)
		if err != nil {
			return err
		}
		if err := checkSpan(p, on, period.Forever); err != nil {
			return err
		}
		kept, err := c.spansOf(&overrideKind, p.seq, "")
		if err != nil {
			return err
		}
		others := slices.DeleteFunc(plain(kept), func(o span) bool { return o.from == on })
		wanted := overridden(append(others, span{from: on, value: spanValue{name: rank, override: true, reason: by.Reason}}))
		seqs, err := s.Numbers(ctx, careerSeq, len(wanted))
		if err != nil {
			return err
		}
		if err := c.aboutSpans(&overrideKind, p.id, kept, wanted); err != nil {
			return err
		}
		return c.replaceSpans(&overrideKind, p.seq, kept, wanted, seqs)
	})
	return err
}
