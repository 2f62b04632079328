package graph

import (
	"upline/internal/period"
)

// What audit entries are about: the kinds of things.
const (
	partnerKind      = "Partner"
	orderKind        = "Order"
	cancellationKind = "Cancellation"
	planKind         = "Plan"
	runKind          = "Run"
	importKind       = "Import"
	scheduleKind     = "Schedule"
)

// subjectOf names a partner as the person whose data something is.
func subjectOf(partner string) string { return "partner:" + partner }

// state is what an audit entry says of a partner.
func (p *keptPartner) state() any {
	return struct {
		Name   string
		Joined period.Day
	}{p.name, p.joined}
}

// aboutRun says that a run comes from one state into another; the first is empty when the run begins.
func (c *change) aboutRun(id string, was, is RunState) {
	type state struct{ State RunState }
	if was == "" {
		c.About(runKind, id, "", nil, state{is})
		return
	}
	c.About(runKind, id, "", state{was}, state{is})
}

// toldSpan is a relationship of a partner as an audit entry tells it. Which fields it has, its kind says.
type toldSpan struct {
	From   period.Day `json:"from"`
	Until  period.Day `json:"until"`
	Above  *string    `json:"above"` // the sponsor or parent; nil: none
	Tree   string     `json:"tree"`
	Slot   int64      `json:"slot"`
	Value  string     `json:"value"` // a status or rank
	Reason string     `json:"reason"`
}

// aboutSpans says how a partner's relationships of a kind were, and are now.
func (c *change) aboutSpans(k *spanKind, partner string, kept []keptSpan, wanted []span) error {
	was := plain(kept)
	ids, err := c.namesAbove(k, was, wanted)
	if err != nil {
		return err
	}
	c.About(partnerKind, partner, subjectOf(partner), k.told(was, ids), k.told(wanted, ids))
	return nil
}

// namesAbove are the ids of those who stand above in some spans, by number.
func (c *change) namesAbove(k *spanKind, lists ...[]span) (map[int64]string, error) {
	ids := map[int64]string{}
	if k != &sponsorshipKind && k != &placementKind {
		return ids, nil
	}
	var seqs []int64
	for _, spans := range lists {
		for _, s := range spans {
			if s.value.other >= 0 {
				seqs = append(seqs, s.value.other)
			}
		}
	}
	names, err := c.partnerIDs(seqs)
	for i, seq := range seqs {
		ids[seq] = names[i]
	}
	return ids, err
}

// told are spans of a kind under its name.
func (k *spanKind) told(spans []span, ids map[int64]string) map[string]any {
	list := make([]toldSpan, len(spans))
	for i, s := range spans {
		list[i] = toldSpan{From: s.from, Until: s.to, Tree: s.value.tree, Slot: s.value.slot, Value: s.value.name, Reason: s.value.reason}
		if id, above := ids[s.value.other]; above {
			list[i].Above = &id
		}
	}
	return map[string]any{k.name: list}
}
