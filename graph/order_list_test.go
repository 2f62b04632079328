package graph_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// shop is a random company of orders and cancellations, as they should be in the lists: those withdrawn are gone.
type shop struct {
	*company
	chance        *rand.Rand
	orders        map[string]graph.OrderRow
	cancellations map[string]graph.CancellationRow
}

func newShop(t *testing.T) *shop {
	t.Helper()
	s := &shop{newCompany(t), rand.New(rand.NewPCG(9, 1)), map[string]graph.OrderRow{}, map[string]graph.CancellationRow{}}
	for _, id := range []string{"a", "b", "c"} {
		s.join(id, "")
	}
	for i := range 60 {
		id := fmt.Sprintf("%c%d", "oOx"[i%3], s.chance.IntN(90)*60+i)
		o := graph.Order{
			ID: id, Partner: s.partner(), Kind: []string{"own", "customer"}[s.chance.IntN(2)], PlacedOn: s.someDay(), Points: money.Value(s.chance.IntN(9000)),
			CV: money.Value(s.chance.IntN(9000)), PaidOn: period.Forever,
		}
		if s.chance.IntN(3) > 0 {
			o.PaidOn = o.PlacedOn + period.Day(s.chance.IntN(9))
		}
		s.must(s.RecordOrder(s.ctx, o, tester))
		s.orders[id] = graph.OrderRow{Order: o, Currency: "EUR"}
		s.change(i)
	}
	return s
}

func (s *shop) partner() string     { return []string{"a", "b", "c"}[s.chance.IntN(3)] }
func (s *shop) someDay() period.Day { return s.day("2026-01-05") + period.Day(s.chance.IntN(12)) }

// change changes one of the orders: it is corrected, paid, withdrawn, or cancelled.
func (s *shop) change(i int) {
	ids := make([]string, 0, len(s.orders))
	for id := range s.orders {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	o := s.orders[ids[s.chance.IntN(len(ids))]]
	switch s.chance.IntN(6) {
	case 0:
		o.Partner, o.PlacedOn = s.partner(), min(s.someDay(), o.PlacedOn)
		s.must(s.CorrectOrder(s.ctx, o.Order, tester))
	case 1:
		if o.PaidOn != period.Forever {
			return
		}
		o.PaidOn = o.PlacedOn + 1
		s.must(s.RecordPayment(s.ctx, o.ID, o.PaidOn, tester))
	case 2:
		if o.Cancelled > 0 {
			return
		}
		s.must(s.WithdrawOrder(s.ctx, o.ID, tester))
		delete(s.orders, o.ID)
		return
	default:
		s.cancel(fmt.Sprintf("k%02d-%d", s.chance.IntN(90), i), &o)
	}
	s.orders[o.ID] = o
}

func (s *shop) cancel(id string, o *graph.OrderRow) {
	x := graph.Cancellation{ID: id, Order: o.ID, On: o.PlacedOn + period.Day(s.chance.IntN(5)), Share: money.Whole / 8, Reason: []string{"other", "returned"}[s.chance.IntN(2)]}
	if o.Cancelled+x.Share > money.Whole {
		return
	}
	s.must(s.RecordCancellation(s.ctx, x, tester))
	if s.chance.IntN(4) == 0 {
		s.must(s.WithdrawCancellation(s.ctx, id, tester))
		return
	}
	if s.chance.IntN(3) == 0 {
		x.On, x.Share = x.On+1, x.Share/2
		s.must(s.CorrectCancellation(s.ctx, graph.CancellationCorrection{ID: id, On: x.On, Share: x.Share}, tester))
	}
	o.Cancelled += x.Share
	s.cancellations[id] = graph.CancellationRow{Cancellation: x}
}

// in says whether a day is within bounds that may be open.
func in(day, from, through period.Day) bool {
	if through == 0 {
		through = period.Forever
	}
	return day >= from && day <= through
}

func TestOrdersAreListed(t *testing.T) {
	s := newShop(t)
	d := s.day("2026-01-09")
	for _, f := range []graph.OrderFilter{
		{},
		{Partner: "a"},
		{Partner: "nobody"},
		{Kind: "own"},
		{Kind: "gift"},
		{State: graph.OrderOpen},
		{State: graph.OrderPaid},
		{State: graph.OrderCancelled},
		{Text: "o"},
		{Text: "O1"},
		{Text: "*"},
		{Text: "x", Partner: "b"},
		{PlacedFrom: d},
		{PlacedThrough: d},
		{PlacedFrom: d, PlacedThrough: d + 3},
		{PaidFrom: d},
		{PaidThrough: d},
		{PaidFrom: d, PaidThrough: d + 2},
		{PaidFrom: d, PlacedThrough: d},
		{PaidThrough: period.Forever},
		{PlacedFrom: d + 3, PlacedThrough: d},
		{Partner: "b", State: graph.OrderOpen, PlacedFrom: d},
		{Partner: "c", State: graph.OrderCancelled, Kind: "own"},
		{State: graph.OrderOpen, PaidFrom: d},
		{State: graph.OrderOpen, PlacedThrough: d},
		{State: graph.OrderPaid, PlacedFrom: d},
		{State: graph.OrderCancelled, PaidFrom: d},
		{Text: "O", State: graph.OrderPaid},
	} {
		var want []graph.OrderRow
		for _, o := range s.orders {
			paid := o.PaidOn != period.Forever
			state := map[string]bool{"": true, graph.OrderOpen: !paid, graph.OrderPaid: paid, graph.OrderCancelled: o.Cancelled > 0}
			dated := f.PaidFrom == 0 && f.PaidThrough == 0 || paid && in(o.PaidOn, f.PaidFrom, f.PaidThrough)
			if (f.Partner == "" || o.Partner == f.Partner) && (f.Kind == "" || o.Kind == f.Kind) && state[f.State] && dated &&
				in(o.PlacedOn, f.PlacedFrom, f.PlacedThrough) && len(o.ID) >= len(f.Text) && o.ID[:len(f.Text)] == f.Text {
				want = append(want, o)
			}
		}
		l := listing[graph.OrderRow]{
			fmt.Sprintf("orders %+v", f),
			[]string{"placed_on", "paid_on", "id"},
			func(o graph.OrderRow) string { return o.ID },
			func(ctx context.Context, slice graph.Slice) ([]graph.OrderRow, string, error) {
				rows, next, err := s.Orders(ctx, f, graph.Everybody, slice)
				for i := range rows {
					s.plain(&rows[i].Recorded, &rows[i].Version)
				}
				return rows, next, err
			},
		}
		l.check(t, s.chance, want, func(sort string, o graph.OrderRow) string {
			switch {
			case sort == "placed_on":
				return o.PlacedOn.String()
			case sort == "paid_on" && o.PaidOn == period.Forever:
				return "9999-12-31"
			case sort == "paid_on":
				return o.PaidOn.String()
			}
			return o.ID
		})
	}
	if _, _, err := s.Orders(s.ctx, graph.OrderFilter{State: "lost"}, graph.Everybody, graph.Slice{Limit: 1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a state that there is not: %v", err)
	}
}

// plain takes out what no naive list can know.
func (s *shop) plain(recorded *time.Time, version *string) {
	if recorded.IsZero() || len(*version) < 10 {
		s.t.Errorf("recorded %v, version %q", recorded, *version)
	}
	*recorded, *version = time.Time{}, ""
}

func TestCancellationsAreListed(t *testing.T) {
	s := newShop(t)
	d := s.day("2026-01-10")
	order := ""
	for id, o := range s.orders {
		if o.Cancelled > s.orders[order].Cancelled {
			order = id
		}
	}
	for _, f := range []graph.CancellationFilter{
		{},
		{Order: order},
		{Order: "none"},
		{Partner: "a"},
		{Partner: "nobody"},
		{Reason: "returned"},
		{Reason: "fraud"},
		{From: d},
		{Through: d},
		{From: d, Through: d + 3},
		{From: d, Through: d - 1},
		{Order: order, Partner: "a"},
		{Order: order, Partner: "b"},
		{Order: order, Partner: "c"},
		{Partner: "b", From: d},
		{Partner: "c", Reason: "returned"},
		{Reason: "returned", Through: d},
	} {
		var want []graph.CancellationRow
		for _, x := range s.cancellations {
			x.Partner, x.PlacedOn = s.orders[x.Order].Partner, s.orders[x.Order].PlacedOn
			if (f.Order == "" || x.Order == f.Order) && (f.Partner == "" || x.Partner == f.Partner) && (f.Reason == "" || x.Reason == f.Reason) && in(x.On, f.From, f.Through) {
				want = append(want, x)
			}
		}
		l := listing[graph.CancellationRow]{
			fmt.Sprintf("cancellations %+v", f),
			[]string{"cancelled_on", "id"},
			func(x graph.CancellationRow) string { return x.ID },
			func(ctx context.Context, slice graph.Slice) ([]graph.CancellationRow, string, error) {
				rows, next, err := s.Cancellations(ctx, f, graph.Everybody, slice)
				for i := range rows {
					s.plain(&rows[i].Recorded, &rows[i].Version)
				}
				return rows, next, err
			},
		}
		l.check(t, s.chance, want, func(sort string, x graph.CancellationRow) string {
			if sort == "cancelled_on" {
				return x.On.String()
			}
			return x.ID
		})
	}
}

// Each change of an order or of its cancellations makes another version.
func TestOrderIsViewed(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	d := c.day("2026-01-10")
	o := graph.Order{ID: "o", Partner: "a", Kind: "own", PlacedOn: d, PaidOn: period.Forever, Points: 10, CV: 20}
	versions := map[string]string{}
	changed := func(what string, err error) {
		t.Helper()
		c.must(err)
		view, err := c.Order(c.ctx, "o", graph.Everybody)
		c.must(err)
		version := view.Version
		if former, is := versions[version]; is {
			t.Errorf("%s leaves the version of %s", what, former)
		}
		versions[version] = what
	}
	changed("order", c.RecordOrder(c.ctx, o, tester))
	changed("payment", c.RecordPayment(c.ctx, "o", d+1, tester))
	o.PaidOn = d + 2
	changed("correction", c.CorrectOrder(c.ctx, o, tester))
	changed("cancellation", c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: d + 3, Share: money.Whole / 2, Reason: "returned"}, tester))
	first, err := c.Cancellation(c.ctx, "k", graph.Everybody)
	c.must(err)
	changed("cancellation put right", c.CorrectCancellation(c.ctx, graph.CancellationCorrection{ID: "k", On: d + 4, Share: money.Whole / 4}, tester))
	second, err := c.Cancellation(c.ctx, "k", graph.Everybody)
	c.must(err)
	if first.Version == second.Version || second.Partner != "a" || second.Share != money.Whole/4 || second.On != d+4 {
		t.Errorf("the cancellation is %+v, and was %+v", second, first)
	}
	changed("another", c.RecordCancellation(c.ctx, graph.Cancellation{ID: "j", Order: "o", On: d + 3, Share: money.Whole / 2, Reason: "returned"}, tester))
	view, err := c.Order(c.ctx, "o", graph.Everybody)
	c.must(err)
	if view.Order != o || view.Cancelled != money.Whole*3/4 || len(view.Cancellations) != 2 || view.Cancellations[0].ID != "j" || view.Currency != "EUR" {
		t.Errorf("the order is %+v", view)
	}
	changed("withdrawal", c.WithdrawCancellation(c.ctx, "k", tester))
	c.must(c.WithdrawCancellation(c.ctx, "j", tester))
	c.must(c.WithdrawOrder(c.ctx, "o", tester))
	for _, id := range []string{"o", "x"} {
		if _, err := c.Order(c.ctx, id, graph.Everybody); fault.KindOf(err) != fault.NotFound {
			t.Errorf("order %s: %v", id, err)
		}
	}
	for _, id := range []string{"k", "x"} {
		if _, err := c.Cancellation(c.ctx, id, graph.Everybody); fault.KindOf(err) != fault.NotFound {
			t.Errorf("cancellation %s: %v", id, err)
		}
	}
}
