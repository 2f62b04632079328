package graph

import (
	"upline/commission"
	"upline/internal/period"
)

// Until returns the company as it stood at the end of a day: who has joined by then, what was placed, paid and cancelled by
// then, and relationships that began by then; those that hold on the day have no end.
func (s *Snapshot) Until(day period.Day) *Snapshot {
	u := &until{day: day, from: s, to: &Snapshot{KnownAt: s.KnownAt, Plans: s.Plans, Facts: &commission.Facts{}}}
	u.partners()
	u.orders()
	u.relations()
	return u.to
}

// until copies a snapshot up to a day.
type until struct {
	day      period.Day
	from, to *Snapshot
	no       []commission.PartnerNo // by the number in from; NoPartner: not there yet
	orderNo  []commission.OrderNo
}

func (u *until) partners() {
	u.no = make([]commission.PartnerNo, len(u.from.Facts.Partners))
	for i, p := range u.from.Facts.Partners {
		u.no[i] = commission.NoPartner
		if p.Joined <= u.day {
			u.no[i] = commission.PartnerNo(len(u.to.Facts.Partners))
			u.to.Facts.Partners = append(u.to.Facts.Partners, p)
			u.to.partnerSeqs = append(u.to.partnerSeqs, u.from.partnerSeqs[i])
		}
	}
}

func (u *until) orders() {
	from, to := u.from.Facts, u.to.Facts
	to.Kinds, to.Plans = from.Kinds, from.Plans
	u.orderNo = make([]commission.OrderNo, len(from.Orders))
	for i, o := range from.Orders {
		u.orderNo[i] = commission.NoOrder
		if o.PlacedOn > u.day || u.no[o.Partner] == commission.NoPartner {
			continue
		}
		o.Partner = u.no[o.Partner]
		if o.PaidOn > u.day {
			o.PaidOn = period.Forever
		}
		u.orderNo[i] = commission.OrderNo(len(to.Orders))
		to.Orders = append(to.Orders, o)
		u.to.orderSeqs = append(u.to.orderSeqs, u.from.orderSeqs[i])
		u.to.OrderRecorded = append(u.to.OrderRecorded, u.from.OrderRecorded[i])
	}
	for i, c := range from.Cancellations {
		if c.On > u.day || u.orderNo[c.Order] == commission.NoOrder {
			continue
		}
		c.Order = u.orderNo[c.Order]
		to.Cancellations = append(to.Cancellations, c)
		u.to.cancellationSeqs = append(u.to.cancellationSeqs, u.from.cancellationSeqs[i])
		u.to.CancellationRecorded = append(u.to.CancellationRecorded, u.from.CancellationRecorded[i])
	}
}

func (u *until) relations() {
	from, to := u.from.Facts, u.to.Facts
	other := func(p commission.PartnerNo) commission.PartnerNo {
		if p == commission.NoPartner {
			return p
		}
		return u.no[p]
	}
	to.Sponsors = spansUntil(u, from.Sponsors, other)
	to.Statuses = spansUntil(u, from.Statuses, func(s commission.Status) commission.Status { return s })
	to.Careers = spansUntil(u, from.Careers, func(r commission.Rank) commission.Rank { return r })
	u.overrides()
	for _, places := range from.Placements {
		to.Placements = append(to.Placements, spansUntil(u, places, func(p commission.Place) commission.Place {
			p.Parent = other(p.Parent)
			return p
		}))
	}
}

func (u *until) overrides() {
	from, next := u.from.Facts, 0 // next counts the spans of all
	var kept timelineBuilder[commission.Rank]
	for i, no := range u.no {
		for _, span := range from.Overrides.Of(commission.PartnerNo(i)) {
			if no != commission.NoPartner && span.From <= u.day {
				kept.owners, kept.spans = append(kept.owners, no), append(kept.spans, span)
				u.to.Reasons = append(u.to.Reasons, u.from.Reasons[next])
			}
			next++
		}
	}
	u.to.Facts.Overrides = kept.timelines(len(u.to.Facts.Partners))
}

func spansUntil[T any](u *until, all commission.Timelines[T], translate func(T) T) commission.Timelines[T] {
	var kept timelineBuilder[T]
	for i, no := range u.no {
		if no == commission.NoPartner {
			continue
		}
		for _, span := range all.Of(commission.PartnerNo(i)) {
			if span.From > u.day {
				continue
			}
			if span.To > u.day {
				span.To = period.Forever
			}
			kept.add(no, []commission.Span[T]{span}, translate)
		}
	}
	return kept.timelines(len(u.to.Facts.Partners))
}
