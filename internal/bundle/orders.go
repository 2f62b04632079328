package bundle

import (
	"strings"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// orders is the content of orders.csv, sorted by id. Of rows with one id, the first counts.
type orders struct {
	*report
	complete bool               // every order is known, so that other ids are unknown
	list     []commission.Order // PlacedOn is noDay where it is at fault
	partners []string           // as written; faultyID when at fault
	lines    []int32            // 0 for orders that are only presumed
	kinds    []string
	strays   []strayOrder
}

// strayOrder is a row that stands for no order, since its id is at fault or doubled.
type strayOrder struct {
	placedOn period.Day
	partner  string
	line     int32
}

func readOrders(t *table, p *plans, workers int) *orders {
	o := &orders{report: t.report}
	kinds := kindTable{}
	var salvaged []string
	for t.next() {
		if t.broken {
			salvaged = append(salvaged, t.salvaged(0))
			continue
		}
		id, partner := t.id(), t.id()
		kind := kinds.number(t.text())
		placedOn := t.placedOn(p)
		paidOn := t.paidOn(placedOn)
		points, cv := t.value(), t.value()
		if id == faultyID {
			o.strays = append(o.strays, strayOrder{placedOn, partner, t.line})
			continue
		}
		o.list = push(t, o.list, commission.Order{
			ID: id, Kind: kind, PlacedOn: placedOn, PaidOn: paidOn, Points: points, CV: cv,
		})
		o.partners = push(t, o.partners, partner)
		o.lines = push(t, o.lines, t.line)
	}
	o.complete, o.kinds = t.complete(), kinds.names
	o.presume(salvaged)
	o.sort(workers)
	return o
}

// kindTable numbers the kinds of orders.
type kindTable struct {
	names  []string
	byName map[string]int32
}

func (k *kindTable) number(name string) int32 {
	no, ok := k.byName[name]
	if !ok {
		if k.byName == nil {
			k.byName = map[string]int32{}
		}
		name = strings.Clone(name)
		no = int32(len(k.names))
		k.names = append(k.names, name)
		k.byName[name] = no
	}
	return no
}

// placedOn takes the day on which an order was placed, on which a plan must be in force.
func (t *table) placedOn(p *plans) period.Day {
	day := t.day()
	if day != noDay && p.startsKnown && day < p.start {
		t.addf(t.line, "placed_on %v: no plan version is in force on this day, the first one is from %v on", day, p.start)
	}
	return day
}

// paidOn takes the day on which an order placed on a day was paid.
func (t *table) paidOn(placedOn period.Day) period.Day {
	day := t.dayOrNever()
	if day != noDay && placedOn != noDay && day < placedOn {
		t.addf(t.line, "paid_on %v is before placed_on %v: an order is paid on the day it is placed or later", day, placedOn)
	}
	return day
}

// presume adds orders of which no more is known than their ids. It comes before sort.
func (o *orders) presume(ids []string) {
	for _, id := range ids {
		if id == faultyID {
			continue
		}
		o.list = append(o.list, commission.Order{ID: id, PlacedOn: noDay})
		o.partners = append(o.partners, faultyID)
		o.lines = append(o.lines, 0)
	}
}

// sort brings the orders into the order of their ids, and takes out duplicates.
func (o *orders) sort(workers int) {
	id := func(row int) string { return o.list[row].ID }
	order := idOrder(len(o.list), id, workers)
	o.list = inThat(order, o.list) // one after the other: each leaves its former list to be collected
	o.partners = inThat(order, o.partners)
	o.lines = inThat(order, o.lines)
	kept := firstOfEach(len(o.list), id, func(to, from int) {
		o.list[to], o.partners[to], o.lines[to] = o.list[from], o.partners[from], o.lines[from]
	}, o.drop)
	o.list, o.partners, o.lines = o.list[:kept], o.partners[:kept], o.lines[:kept]
}

// drop reports a row whose id stands in an earlier line.
func (o *orders) drop(row, first int) {
	if o.lines[row] == 0 {
		return
	}
	o.addf(o.lines[row], "id %s is a duplicate: line %d has it too", quoted(o.list[row].ID), o.lines[first])
	o.strays = append(o.strays, strayOrder{o.list[row].PlacedOn, o.partners[row], o.lines[row]})
}

// check resolves the partners whom the orders are credited to.
func (o *orders) check(p *partners, workers int) {
	inParts(len(o.list), workers, func(from, to int) {
		for no := from; no < to; no++ {
			o.list[no].Partner = o.credited(p, o.partners[no], o.list[no].PlacedOn, o.lines[no])
		}
	})
	for _, s := range o.strays {
		o.credited(p, s.partner, s.placedOn, s.line)
	}
	o.partners, o.strays = nil, nil
}

// credited returns the partner whom an order is credited to, who must have joined when it was placed.
func (o *orders) credited(p *partners, id string, placedOn period.Day, line int32) commission.PartnerNo {
	no := p.resolve(o.report, line, "partner", id)
	if joined := p.joined(no); placedOn != noDay && joined > placedOn {
		o.addf(line, "partner %s joined on %v, after the order was placed on %v", quoted(id), joined, placedOn)
	}
	return no
}

// writeOrders writes orders.csv, by id.
func writeOrders(w *tableWriter, c *Content) {
	f := c.Facts
	for i := range f.Orders {
		o := &f.Orders[i]
		w.text(o.ID).partner(o.Partner).text(f.Kinds[o.Kind]).days(o.PlacedOn, o.PaidOn)
		w.number(int64(o.Points), money.ValuePlaces).number(int64(o.CV), money.ValuePlaces).end()
	}
}
