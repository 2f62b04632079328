package commission

import (
	"slices"

	"upline/internal/money"
	"upline/internal/period"
)

// dueOrder is an order that this run settles first (plan-language §4).
type dueOrder struct {
	order OrderNo
	left  money.Share // what cancellations before or in this run have left of it
	batch int32       // position in settlement.batches; none when nothing is left and so nothing is paid
	index int32       // position in batch.due
}

// batch holds the due orders that settle at the same conditions: placed in one period, under one plan version.
type batch struct {
	condition period.Period
	plan      *Plan
	due       []int32           // positions in settlement.due, ascending
	queues    map[TreeNo]*queue // the orders in the order of their sellers' nodes, for each tree in use
}

// item is a due order on its way through the bonuses.
type item struct {
	order OrderNo
	node  int32 // the seller's
	cv    money.Value
	left  money.Share
}

// queue is a batch sorted by the sellers' nodes, so that the orders of a seller stand together and neighbours in
// the tree are neighbours in the queue. Orders of sellers who are not in the tree are left out.
type queue struct {
	items    []item
	position []int32 // by position in batch.due; none when left out
}

// reversalDue is a cancellation, due in this run, of an order that an earlier run settled.
type reversalDue struct {
	Cancellation
	before money.Share // what was cancelled before or in the run that first settled the order
}

// collect finds what is due: orders paid and not settled, cancellations not handled.
func (s *settlement) collect() {
	f, h := s.facts, s.history
	cancelled := map[OrderNo]money.Share{}
	for i, c := range f.Cancellations {
		switch {
		case c.On > s.until || h.handled[i]:
		case h.settled[c.Order]:
			s.cancellations = append(s.cancellations, int32(i))
			s.reversals = append(s.reversals, reversalDue{c, h.cancelled[c.Order]})
		case s.takes(c.Order):
			s.cancellations = append(s.cancellations, int32(i))
			cancelled[c.Order] += c.Share
		}
	}
	for i := range f.Orders {
		if !s.takes(OrderNo(i)) {
			continue
		}
		left := money.Whole
		if len(cancelled) > 0 {
			left -= cancelled[OrderNo(i)]
		}
		s.due = append(s.due, dueOrder{order: OrderNo(i), left: left, batch: none})
	}
	s.divide()
}

// takes reports whether the run settles an order.
func (s *settlement) takes(no OrderNo) bool {
	order := &s.facts.Orders[no]
	return order.PaidOn <= s.until && !s.history.settled[no] && (!s.late || order.PlacedOn < s.period.Start())
}

// divide puts the due orders into batches.
func (s *settlement) divide() {
	type key struct {
		condition period.Period
		plan      *Plan
	}
	batches := map[key]int32{}
	var day period.Day // most orders of a run share few days: remember the last answer
	at, known := none, false
	for i := range s.due {
		d := &s.due[i]
		if d.left == 0 {
			continue
		}
		if placed := s.facts.Orders[d.order].PlacedOn; !known || placed != day {
			k := key{period.Of(placed), s.facts.InForce(placed)}
			found, ok := batches[k]
			if !ok {
				found = int32(len(s.batches))
				batches[k] = found
				s.batches = append(s.batches, &batch{condition: k.condition, plan: k.plan, queues: map[TreeNo]*queue{}})
			}
			day, at, known = placed, found, true
		}
		b := s.batches[at]
		d.batch, d.index = at, int32(len(b.due))
		b.due = append(b.due, int32(i))
	}
}

// fill sorts a batch into a queue by the sellers' nodes in a tree; orders of one seller keep the order of their ids.
func (s *settlement) fill(q *queue, b *batch, t *tree) {
	q.position = make([]int32, len(b.due))
	first := make([]int32, t.members()+1)
	for j, i := range b.due {
		v := t.node[s.facts.Orders[s.due[i].order].Partner]
		q.position[j] = v // for now
		if v != none {
			first[v+1]++
		}
	}
	for v := range t.members() {
		first[v+1] += first[v]
	}
	q.items = make([]item, first[t.members()])
	for j, i := range b.due {
		v := q.position[j]
		if v == none {
			continue
		}
		d := &s.due[i]
		q.items[first[v]] = item{d.order, v, s.facts.Orders[d.order].CV, d.left}
		q.position[j] = first[v]
		first[v]++
	}
}

// admits reports whether an order bonus pays for an order.
func (o *Only) admits(f *Facts, order *Order) bool {
	if o.FirstDays != nil && int(order.PlacedOn-f.Partners[order.Partner].Joined) >= *o.FirstDays {
		return false
	}
	return o.Kinds == nil || slices.Contains(o.Kinds, f.Kinds[order.Kind])
}
