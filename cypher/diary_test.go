package cypher_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// diary is everything that was recorded about a company, in its order. What was believed at a time is what the entries up to
// then say, later ones over earlier ones: no more is needed to answer questions, slowly.
type diary struct {
	t       *testing.T
	store   *graph.Store
	chance  *rand.Rand
	joined  map[string]period.Day // by partner
	entries []entry
	known   []time.Time // after each entry
}

// entry says who a partner's sponsor is on some days, or what an order or a cancellation is.
type entry struct {
	partner, sponsor string
	from, until      period.Day

	order     string
	points    money.Value
	paid      period.Day
	withdrawn bool

	cancellation string // of the order
	on           period.Day
	share        money.Share
}

var writer = graph.By{Within: graph.Everybody, Actor: "test"}

// note keeps an entry if it could be recorded; what does not fit is refused, and not of interest here.
func (d *diary) note(e entry, err error) bool {
	d.t.Helper()
	switch fault.KindOf(err) {
	case fault.Invalid, fault.Conflict:
		return false
	}
	must(d.t, err)
	d.entries = append(d.entries, e)
	d.known = append(d.known, watermark(d.t, d.store))
	return true
}

func (d *diary) anyDay() period.Day { return day(d.t, "2026-01-01") + period.Day(d.chance.IntN(120)) }

func (d *diary) anyPartner() string {
	var ids []string
	for id := range d.joined {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids[d.chance.IntN(len(ids))]
}

func (d *diary) register(id string) {
	sponsor, joined := "", day(d.t, "2026-01-01")
	if len(d.joined) > 0 {
		sponsor = d.anyPartner()
		joined = d.joined[sponsor] + period.Day(d.chance.IntN(12))
	}
	err := d.store.Register(d.t.Context(), graph.Registration{ID: id, Name: id, Joined: joined, Sponsor: sponsor}, writer)
	if d.note(entry{partner: id, sponsor: sponsor, from: joined, until: period.Forever}, err) {
		d.joined[id] = joined
	}
}

func (d *diary) move() {
	m := graph.Move{Partner: d.anyPartner(), Sponsor: d.anyPartner(), From: d.anyDay(), Until: period.Forever}
	if d.chance.IntN(3) == 0 {
		m.Until = m.From + 1 + period.Day(d.chance.IntN(30))
	}
	if d.chance.IntN(5) == 0 {
		m.Sponsor = ""
	}
	d.note(entry{partner: m.Partner, sponsor: m.Sponsor, from: m.From, until: m.Until}, d.store.Move(d.t.Context(), m, writer))
}

func (d *diary) sell(id string) {
	o := graph.Order{ID: id, Partner: d.anyPartner(), Kind: "own", PlacedOn: d.anyDay(), PaidOn: period.Forever}
	o.Points = money.Value(d.chance.IntN(3_000_000))
	if d.chance.IntN(4) > 0 {
		o.PaidOn = o.PlacedOn + period.Day(d.chance.IntN(40))
	}
	d.note(entry{order: id, partner: o.Partner, points: o.Points, paid: o.PaidOn}, d.store.RecordOrder(d.t.Context(), o, writer))
}

// correct pays, corrects, cancels or withdraws an order, or corrects a cancellation.
func (d *diary) correct(n int) {
	order := fmt.Sprintf("o%02d", d.chance.IntN(n))
	now := d.orders(len(d.entries) - 1)[order]
	if now.order == "" {
		return
	}
	on := d.anyDay()
	switch d.chance.IntN(5) {
	case 0:
		now.paid = on
		d.note(now, d.store.RecordPayment(d.t.Context(), order, on, writer))
	case 1:
		now.partner, now.points, now.paid = d.anyPartner(), now.points+7777, on
		d.note(now, d.store.CorrectOrder(d.t.Context(), graph.Order{
			ID: order, Partner: now.partner, Kind: "own", PlacedOn: on, PaidOn: on, Points: now.points,
		}, writer))
	case 2:
		now.withdrawn = true
		if d.chance.IntN(4) == 0 {
			d.note(now, d.store.WithdrawOrder(d.t.Context(), order, writer))
		}
	default:
		e := entry{cancellation: "c" + order, order: order, on: on, share: money.Share(1 + d.chance.IntN(int(money.Whole)))}
		if slices.ContainsFunc(d.entries, func(old entry) bool { return old.cancellation == e.cancellation }) {
			d.note(e, d.store.CorrectCancellation(d.t.Context(), graph.CancellationCorrection{ID: e.cancellation, On: e.on, Share: e.share}, writer))
			return
		}
		d.note(e, d.store.RecordCancellation(d.t.Context(), graph.Cancellation{ID: e.cancellation, Order: order, On: e.on, Share: e.share, Reason: "returned"}, writer))
	}
}

// sponsor returns the sponsor on a day, as the entries up to one say; empty: a root, or not there.
func (d *diary) sponsor(partner string, on period.Day, upTo int) (sponsor string) {
	for _, e := range d.entries[:upTo+1] {
		if e.order == "" && e.partner == partner && e.from <= on && on < e.until {
			sponsor = e.sponsor
		}
	}
	return sponsor
}

// partners lists those who had registered by an entry.
func (d *diary) partners(upTo int) (ids []string) {
	for _, e := range d.entries[:upTo+1] {
		if e.order == "" && !slices.Contains(ids, e.partner) {
			ids = append(ids, e.partner)
		}
	}
	slices.Sort(ids)
	return ids
}

func (d *diary) orders(upTo int) map[string]entry {
	orders := map[string]entry{}
	for _, e := range d.entries[:upTo+1] {
		if e.order != "" && e.cancellation == "" {
			orders[e.order] = e
		}
	}
	return orders
}

// level says how far a partner stands below another one; 0: is the same, -1: does not.
func (d *diary) level(partner, top string, on period.Day, upTo int) int {
	for level := 0; partner != ""; level++ {
		if partner == top {
			return level
		}
		partner = d.sponsor(partner, on, upTo)
	}
	return -1
}

// volume sums up what members of a group were credited with: orders and points paid in some days, and points cancelled then.
func (d *diary) volume(of func(partner string) bool, from, to period.Day, upTo int) (orders int, points, cancelled float64) {
	shares := map[string]entry{}
	for _, e := range d.entries[:upTo+1] {
		if e.cancellation != "" {
			shares[e.order] = e
		}
	}
	var whole, parts int64
	for id, o := range d.orders(upTo) {
		if o.withdrawn || !of(o.partner) || o.paid >= to {
			continue
		}
		if o.paid >= from {
			orders++
			whole += int64(o.points)
		}
		if c, is := shares[id]; is && max(c.on, o.paid) >= from && max(c.on, o.paid) < to {
			parts += int64(o.points) * int64(c.share)
		}
	}
	return orders, float64(whole) / 1e4, places4(float64(parts) / 1e10)
}

// places4 rounds as the server does, to four places.
func places4(x float64) float64 {
	rounded, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'f', 4, 64), 64)
	return rounded
}
