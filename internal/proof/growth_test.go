package proof

import (
	"cmp"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// growth says how the facts that are known of a company differ from one run to the next: there are other partners and
// orders, none of which takes part yet, but all of which have numbers.
type growth struct {
	partners, orders []string // ids
}

// prefixes sort before, among and behind the ids of bundles.
var prefixes = []string{"!", "0", "5", "A", "M", "a", "m", "p", "z", "~", "ü"}

func drawGrowth(t *rapid.T) growth {
	ids := func(name string) []string {
		drawn := rapid.SliceOfNDistinct(rapid.SampledFrom(prefixes), 0, 4, rapid.ID[string]).Draw(t, name)
		for i := range drawn {
			drawn[i] += " more"
		}
		return drawn
	}
	return growth{ids("more partners"), ids("more orders")}
}

// everyPrefix is growth all over the place.
func everyPrefix() growth {
	var g growth
	for _, prefix := range prefixes {
		g.partners, g.orders = append(g.partners, prefix+" more"), append(g.orders, prefix+" more")
	}
	return g
}

// grown returns facts as they may be known on a day, with everybody and everything numbered anew: what happens later is
// not known yet, and there is more that does not take part. The orders that are added are not paid; some are cancelled.
func grown(f *commission.Facts, day period.Day, g growth) *commission.Facts {
	partners := slices.Clone(f.Partners)
	for _, id := range g.partners {
		partners = append(partners, commission.Partner{ID: id, Name: id, Joined: f.Plans[0].ValidFrom + 36500})
	}
	slices.SortFunc(partners, func(a, b commission.Partner) int { return strings.Compare(a.ID, b.ID) })
	now := &commission.Facts{Partners: partners, Plans: f.Plans, Placements: make([]commission.Timelines[commission.Place], len(f.Placements))}
	move := func(p commission.PartnerNo) commission.PartnerNo { return samePartner(f, now, p) }
	now.Sponsors = moved(f, now, &f.Sponsors, move)
	for i := range f.Placements {
		now.Placements[i] = moved(f, now, &f.Placements[i], func(place commission.Place) commission.Place {
			return commission.Place{Parent: move(place.Parent), Slot: place.Slot}
		})
	}
	now.Statuses = moved(f, now, &f.Statuses, func(s commission.Status) commission.Status { return s })
	now.Careers = moved(f, now, &f.Careers, func(r commission.Rank) commission.Rank { return r })
	known := overridesUntil(f, day)
	now.Overrides = moved(f, now, &known, func(r commission.Rank) commission.Rank { return r })
	growOrders(f, now, day, g)
	return now
}

// growOrders adds the orders and cancellations that are known on a day, and more.
func growOrders(f, now *commission.Facts, day period.Day, g growth) {
	now.Kinds = append([]string{"a new kind"}, f.Kinds...)
	for _, o := range f.Orders {
		if o.PlacedOn > day {
			continue
		}
		if o.PaidOn > day {
			o.PaidOn = period.Forever
		}
		o.Partner, o.Kind = samePartner(f, now, o.Partner), o.Kind+1
		now.Orders = append(now.Orders, o)
	}
	for i, id := range g.orders {
		seller := commission.PartnerNo(i % len(now.Partners))
		placed := max(now.Partners[seller].Joined, now.Plans[0].ValidFrom)
		now.Orders = append(now.Orders, commission.Order{ID: id, Partner: seller, PlacedOn: placed, PaidOn: period.Forever, Points: 7, CV: 7})
	}
	slices.SortFunc(now.Orders, func(a, b commission.Order) int { return strings.Compare(a.ID, b.ID) })
	for _, c := range f.Cancellations {
		if c.On > day {
			continue
		}
		c.Order, _ = now.FindOrder(f.Orders[c.Order].ID)
		now.Cancellations = append(now.Cancellations, c)
	}
	for i, id := range g.orders {
		no, _ := now.FindOrder(id)
		if i%2 == 0 {
			now.Cancellations = append(now.Cancellations, commission.Cancellation{ID: id, Order: no, On: now.Orders[no].PlacedOn, Share: money.Whole})
		}
	}
	slices.SortFunc(now.Cancellations, func(a, b commission.Cancellation) int {
		return cmp.Or(cmp.Compare(a.On, b.On), strings.Compare(a.ID, b.ID))
	})
}

// overridesUntil returns the ranks that the back office has set by a day.
func overridesUntil(f *commission.Facts, day period.Day) commission.Timelines[commission.Rank] {
	var owners []commission.PartnerNo
	var spans []commission.Span[commission.Rank]
	for p := range commission.PartnerNo(len(f.Partners)) {
		for _, set := range f.Overrides.Of(p) {
			if set.From <= day {
				owners, spans = append(owners, p), append(spans, set)
			}
		}
	}
	return commission.NewTimelines(len(f.Partners), owners, spans)
}

// samePartner returns the number that a partner of f has in now.
func samePartner(f, now *commission.Facts, p commission.PartnerNo) commission.PartnerNo {
	if p == commission.NoPartner {
		return p
	}
	no, _ := now.FindPartner(f.Partners[p].ID)
	return no
}

// moved gives the spans of f to the same partners of now.
func moved[T any](f, now *commission.Facts, of *commission.Timelines[T], value func(T) T) commission.Timelines[T] {
	var owners []commission.PartnerNo
	var spans []commission.Span[T]
	for p := range commission.PartnerNo(len(f.Partners)) {
		for _, span := range of.Of(p) {
			owners = append(owners, samePartner(f, now, p))
			spans = append(spans, commission.Span[T]{From: span.From, To: span.To, Value: value(span.Value)})
		}
	}
	return commission.NewTimelines(len(now.Partners), owners, spans)
}
