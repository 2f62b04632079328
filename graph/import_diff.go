package graph

import (
	"context"
	"slices"

	"upline/commission"
	"upline/commission/planfile"
	"upline/internal/period"
)

// difference compares a bundle with what the graph believes now.
func (s *Store) difference(ctx context.Context, in *Import) (*difference, error) {
	w, err := s.Watermark(ctx)
	if err != nil {
		return nil, err
	}
	d := &difference{in: in, seqs: make([]int64, len(in.Facts.Partners)), orderSeqs: make([]int64, len(in.Facts.Orders))}
	if w.Facts > 0 {
		if d.store, err = s.Snapshot(ctx, w); err != nil {
			return nil, err
		}
		if err := d.comparePlans(); err != nil {
			return nil, err
		}
	} else {
		for i := range in.Plans {
			d.newPlans = append(d.newPlans, i)
		}
	}
	d.comparePartners()
	d.place()
	d.compareSpans()
	d.compareOrders()
	d.compareCancellations()
	return d, nil
}

func (d *difference) comparePlans() error {
	byDay := map[period.Day]int{}
	for i, plan := range d.store.Facts.Plans {
		byDay[plan.ValidFrom] = i
	}
	var files []*planfile.File
	for i, plan := range d.in.Facts.Plans {
		files = append(files, planfile.Read(d.in.Plans[i].File, []byte(d.in.Plans[i].Text)))
		at, known := byDay[plan.ValidFrom]
		switch {
		case !known:
			d.newPlans = append(d.newPlans, i)
		case d.store.Plans[at].SHA256 != d.in.Plans[i].SHA256:
			d.contradict("%s: the plan version of %v reads otherwise", d.in.Plans[i].File, plan.ValidFrom)
			d.changedPlans = append(d.changedPlans, i)
		}
		delete(byDay, plan.ValidFrom)
	}
	for _, at := range byDay { // those that stay must go with the new ones
		files = append(files, planfile.Read("recorded "+d.store.Plans[at].File, []byte(d.store.Plans[at].Text)))
	}
	if findings := planfile.Compare(files); len(findings) > 0 {
		return findings
	}
	return nil
}

func (d *difference) comparePartners() {
	for i := range d.in.Facts.Partners {
		no, p := commission.PartnerNo(i), &d.in.Facts.Partners[i]
		d.seqs[i] = -1
		if d.store == nil {
			d.newPartners = append(d.newPartners, no)
			continue
		}
		at, known := d.store.Facts.FindPartner(p.ID)
		if !known {
			d.newPartners = append(d.newPartners, no)
			continue
		}
		d.seqs[i] = d.store.partnerSeqs[at]
		if kept := &d.store.Facts.Partners[at]; kept.Name != p.Name || kept.Joined != p.Joined {
			d.contradict("partner %s: the graph has %q, joined %v; the bundle %q, joined %v", p.ID, kept.Name, kept.Joined, p.Name, p.Joined)
			d.changedPartners = append(d.changedPartners, no)
		}
	}
}

// compareSpans finds whose sponsors, places, statuses and ranks are new or differ.
func (d *difference) compareSpans() {
	d.placements = make([][]commission.PartnerNo, len(d.placed))
	for i := range d.in.Facts.Partners {
		no := commission.PartnerNo(i)
		known := d.seqs[i] >= 0
		compareSpansOf(d, &d.sponsors, known, spanChange{&sponsorshipKind, no, 0}, d.sponsorSpans(no), d.storeSpans(&sponsorshipKind, no, 0))
		compareSpansOf(d, &d.statuses, known, spanChange{&statusKind, no, 0}, d.statusSpans(no), d.storeSpans(&statusKind, no, 0))
		compareSpansOf(d, &d.careers, known, spanChange{&careerKind, no, 0}, d.careerSpans(no), d.storeSpans(&careerKind, no, 0))
		compareSpansOf(d, &d.overrides, known, spanChange{&overrideKind, no, 0}, d.overrideSpans(no), d.storeSpans(&overrideKind, no, 0))
		for t := range d.placed {
			tree := commission.TreeNo(t)
			compareSpansOf(d, &d.placements[t], known, spanChange{&placementKind, no, tree}, d.placeSpans(no, tree), d.storeSpans(&placementKind, no, tree))
		}
	}
}

// compareSpansOf notes spans that are new, and those that contradict the graph.
func compareSpansOf(d *difference, news *[]commission.PartnerNo, known bool, change spanChange, wanted, kept []span) {
	switch {
	case slices.Equal(wanted, kept):
	case !known:
		*news = append(*news, change.partner)
	case extends(wanted, kept):
		d.changedSpans = append(d.changedSpans, change)
	default:
		d.contradict("partner %s: the graph knows another %s history", d.in.Facts.Partners[change.partner].ID, change.kind.name)
		d.changedSpans = append(d.changedSpans, change)
	}
}

// extends reports whether the wanted spans say the same as those kept, up to a day from which they say something new.
func extends(wanted, kept []span) bool {
	last := len(kept) - 1
	if last < 0 || len(wanted) <= last {
		return last < 0
	}
	ended := span{wanted[last].from, period.Forever, wanted[last].value}
	return slices.Equal(wanted[:last], kept[:last]) && (wanted[last] == kept[last] || ended == kept[last])
}

func (d *difference) compareOrders() {
	for i := range d.in.Facts.Orders {
		no, o := commission.OrderNo(i), &d.in.Facts.Orders[i]
		d.orderSeqs[i] = -1
		var at commission.OrderNo
		known := false
		if d.store != nil {
			at, known = d.store.Facts.FindOrder(o.ID)
		}
		if !known {
			d.newOrders = append(d.newOrders, no)
			continue
		}
		d.orderSeqs[i] = d.store.orderSeqs[at]
		kept := &d.store.Facts.Orders[at]
		same := d.store.Facts.Partners[kept.Partner].ID == d.in.Facts.Partners[o.Partner].ID &&
			d.store.Facts.Kinds[kept.Kind] == d.in.Facts.Kinds[o.Kind] && kept.PlacedOn == o.PlacedOn && kept.Points == o.Points && kept.CV == o.CV
		switch {
		case same && kept.PaidOn == o.PaidOn:
		case same && kept.PaidOn == period.Forever:
			d.paidOrders = append(d.paidOrders, no)
		default:
			d.contradict("order %s: the graph knows another partner, kind, day, payment or value", o.ID)
			d.changed = append(d.changed, no)
		}
	}
}

func (d *difference) compareCancellations() {
	kept := map[string]commission.Cancellation{}
	if d.store != nil {
		for _, c := range d.store.Facts.Cancellations {
			kept[c.ID] = c
		}
	}
	for i, c := range d.in.Facts.Cancellations {
		old, known := kept[c.ID]
		switch {
		case !known:
			d.newCancellations = append(d.newCancellations, i)
		case old.On != c.On || old.Share != c.Share || d.store.Facts.Orders[old.Order].ID != d.in.Facts.Orders[c.Order].ID:
			d.contradict("cancellation %s: the graph knows another order, day or share", c.ID)
			d.changedCancellations = append(d.changedCancellations, i)
		}
	}
}

// The spans that the bundle wants. Others are told by the numbers of the graph; those that are new have theirs by now.

func (d *difference) sponsorSpans(no commission.PartnerNo) []span {
	var list []span
	for _, s := range d.in.Facts.Sponsors.Of(no) {
		if s.Value != commission.NoPartner {
			list = append(list, span{s.From, s.To, spanValue{other: d.other(s.Value)}})
		}
	}
	return joined(list)
}

// other names another partner: by the graph's number if it has one, else by the bundle's, below any.
func (d *difference) other(no commission.PartnerNo) int64 {
	if seq := d.seqs[no]; seq >= 0 {
		return seq
	}
	return stranger - int64(no)
}

// stranger and the numbers below stand for partners of the bundle who have no number of the graph yet.
const stranger = -10

func (d *difference) placeSpans(no commission.PartnerNo, tree commission.TreeNo) []span {
	if d.placed[tree] != nil {
		return d.renamed(d.placed[tree][no])
	}
	var list []span
	for _, s := range d.in.Facts.Placements[tree].Of(no) {
		list = append(list, d.placeSpan(s, tree))
	}
	return joined(list)
}

// renamed gives those who have got a number of the graph since that number.
func (d *difference) renamed(spans []span) []span {
	list := slices.Clone(spans)
	for i := range list {
		if other := list[i].value.other; other <= stranger {
			list[i].value.other = d.other(commission.PartnerNo(stranger - other))
		}
	}
	return list
}

func (d *difference) placeSpan(s commission.Span[commission.Place], tree commission.TreeNo) span {
	v := spanValue{other: noParent, tree: d.in.Facts.Plans[0].Trees[tree].ID}
	if s.Value.Parent != commission.NoPartner {
		v.other, v.slot = d.other(s.Value.Parent), int64(s.Value.Slot)
	}
	return span{s.From, s.To, v}
}

func (d *difference) statusSpans(no commission.PartnerNo) []span {
	var list []span
	for _, s := range d.in.Facts.Statuses.Of(no) {
		list = append(list, span{s.From, s.To, spanValue{name: s.Value.String()}})
	}
	return joined(list)
}

func (d *difference) careerSpans(no commission.PartnerNo) []span {
	var list []span
	for _, s := range d.in.Facts.Careers.Of(no) {
		list = append(list, span{s.From, s.To, spanValue{name: d.in.Facts.Plans[0].Ranks[s.Value].ID}})
	}
	return joined(list)
}

func (d *difference) overrideSpans(no commission.PartnerNo) []span {
	return overridesOf(d.in.Facts, d.in.Reasons, no)
}

// overridesOf are the overrides of a partner's career rank.
func overridesOf(f *commission.Facts, reasons []string, no commission.PartnerNo) []span {
	var list []span
	for i, s := range f.Overrides.Of(no) {
		list = append(list, span{from: s.From, value: spanValue{
			name: f.Plans[0].Ranks[s.Value].ID, override: true, reason: reasons[int(f.Overrides.First[no])+i],
		}})
	}
	return overridden(list)
}

// storeSpans are the spans that the graph believes now.
func (d *difference) storeSpans(k *spanKind, no commission.PartnerNo, tree commission.TreeNo) []span {
	if d.store == nil {
		return nil
	}
	at, known := d.store.Facts.FindPartner(d.in.Facts.Partners[no].ID)
	if !known {
		return nil
	}
	return d.store.spans(k, at, tree)
}

// spans are the spans of a kind that a snapshot has of a partner.
func (s *Snapshot) spans(k *spanKind, no commission.PartnerNo, tree commission.TreeNo) []span {
	var list []span
	switch k {
	case &sponsorshipKind:
		for _, x := range s.Facts.Sponsors.Of(no) {
			list = append(list, span{x.From, x.To, spanValue{other: s.partnerSeqs[x.Value]}})
		}
	case &placementKind:
		for _, x := range s.Facts.Placements[tree].Of(no) {
			v := spanValue{other: noParent, tree: s.Facts.Plans[0].Trees[tree].ID}
			if x.Value.Parent != commission.NoPartner {
				v.other, v.slot = s.partnerSeqs[x.Value.Parent], int64(x.Value.Slot)
			}
			list = append(list, span{x.From, x.To, v})
		}
	case &statusKind:
		for _, x := range s.Facts.Statuses.Of(no) {
			list = append(list, span{x.From, x.To, spanValue{name: x.Value.String()}})
		}
	case &overrideKind:
		return overridesOf(s.Facts, s.Reasons, no)
	case &careerKind:
		for _, x := range s.Facts.Careers.Of(no) {
			list = append(list, span{x.From, x.To, spanValue{name: s.Facts.Plans[0].Ranks[x.Value].ID}})
		}
	}
	return joined(list)
}
