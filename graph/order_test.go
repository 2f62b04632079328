package graph_test

import (
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

func TestOrdersAreCorrected(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	c.join("b", "a")
	o := graph.Order{ID: "o", Partner: "b", Kind: "own", PlacedOn: c.day("2026-01-10"), PaidOn: period.Forever, Points: 1000, CV: 2000}
	c.must(c.RecordOrder(c.ctx, o, tester))
	unpaid, err := c.Watermark(c.ctx)
	c.must(err)
	c.must(c.RecordPayment(c.ctx, "o", c.day("2026-01-12"), tester))
	paid, err := c.Watermark(c.ctx)
	c.must(err)
	o.Partner, o.PaidOn, o.CV = "a", c.day("2026-01-13"), 3000
	c.must(c.CorrectOrder(c.ctx, o, tester))
	c.must(c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: c.day("2026-01-20"), Share: money.Whole / 2, Reason: "returned"}, tester))
	c.must(c.CorrectCancellation(c.ctx, graph.CancellationCorrection{ID: "k", On: c.day("2026-01-21"), Share: money.Whole / 4}, tester))
	now, err := c.Watermark(c.ctx)
	c.must(err)
	for _, test := range []struct {
		name          string
		at            graph.Watermark
		partner       string
		paid          period.Day
		cv            money.Value
		cancellations int
	}{
		{"unpaid", unpaid, "b", period.Forever, 2000, 0},
		{"paid", paid, "b", c.day("2026-01-12"), 2000, 0},
		{"corrected", now, "a", c.day("2026-01-13"), 3000, 1},
	} {
		s, err := c.Snapshot(c.ctx, test.at)
		c.must(err)
		got := s.Facts.Orders[0]
		if s.Facts.Partners[got.Partner].ID != test.partner || got.PaidOn != test.paid || got.CV != test.cv || len(s.Facts.Cancellations) != test.cancellations {
			t.Errorf("%s: %+v of %s, %d cancellations", test.name, got, s.Facts.Partners[got.Partner].ID, len(s.Facts.Cancellations))
		}
	}
	c.must(c.WithdrawCancellation(c.ctx, "k", tester))
	c.must(c.WithdrawOrder(c.ctx, "o", tester))
	if s := c.snapshot(); len(s.Facts.Orders) != 0 || len(s.Facts.Cancellations) != 0 {
		t.Errorf("after both were withdrawn: %v, %v", s.Facts.Orders, s.Facts.Cancellations)
	}
}

func TestOrdersAreRefused(t *testing.T) {
	c := newCompany(t)
	c.join("a", "")
	c.order("o", "a", "2026-01-10")
	d := c.day("2026-01-10")
	for _, test := range []struct {
		name string
		err  error
		kind fault.Kind
		says string
	}{
		{"paid before placed", c.RecordOrder(c.ctx, graph.Order{ID: "n", Partner: "a", PlacedOn: d, PaidOn: d - 1}, tester), fault.Invalid, "before placed_on"},
		{"negative points", c.RecordOrder(c.ctx, graph.Order{ID: "n", Partner: "a", PlacedOn: d, PaidOn: d, Points: -1}, tester), fault.Invalid, "negative"},
		{"before joining", c.RecordOrder(c.ctx, graph.Order{ID: "n", Partner: "a", PlacedOn: c.day("2025-12-31"), PaidOn: d}, tester), fault.Invalid, "joined on"},
		{"no partner", c.RecordOrder(c.ctx, graph.Order{ID: "n", Partner: "x", PlacedOn: d, PaidOn: d}, tester), fault.NotFound, "no partner x"},
		{"taken id", c.RecordOrder(c.ctx, graph.Order{ID: "o", Partner: "a", PlacedOn: d, PaidOn: d}, tester), fault.Conflict, "recorded already"},
		{"paid twice", c.RecordPayment(c.ctx, "o", d, tester), fault.Conflict, "was paid on"},
		{"no order", c.RecordPayment(c.ctx, "x", d, tester), fault.NotFound, "no order x"},
		{"cancelled early", c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: d - 1, Share: 1, Reason: "returned"}, tester), fault.Invalid, "before order"},
		{"share of 0", c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: d, Reason: "returned"}, tester), fault.Invalid, "more than 0"},
	} {
		if fault.KindOf(test.err) != test.kind || test.err == nil || !strings.Contains(test.err.Error(), test.says) {
			t.Errorf("%s: %v, want %s, %q", test.name, test.err, test.kind, test.says)
		}
	}
	c.must(c.RecordCancellation(c.ctx, graph.Cancellation{ID: "k", Order: "o", On: d, Share: money.Whole * 3 / 4, Reason: "returned"}, tester))
	err := c.RecordCancellation(c.ctx, graph.Cancellation{ID: "l", Order: "o", On: d, Share: money.Whole / 2, Reason: "returned"}, tester)
	if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), "too much") {
		t.Errorf("shares over 1: %v", err)
	}
	// What a run has taken in is not changed any more.
	_, err = c.BeginRun(c.ctx, graph.Settlement, period.Of(d), period.Of(d).End(), tester)
	c.must(err)
	err = c.CorrectOrder(c.ctx, graph.Order{ID: "o", Partner: "a", PlacedOn: d, PaidOn: d, CV: 1}, tester)
	if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "cancel it") {
		t.Errorf("a settled order is corrected: %v", err)
	}
	if err := c.WithdrawCancellation(c.ctx, "k", tester); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a handled cancellation is withdrawn: %v", err)
	}
	err = c.CorrectPartner(c.ctx, "a", "Anna", c.day("2026-02-01"), tester)
	if fault.KindOf(err) != fault.Conflict {
		t.Errorf("a partner joins after the first order: %v", err)
	}
	c.must(c.CorrectPartner(c.ctx, "a", "Anna", c.day("2025-12-01"), tester))
	if p := c.snapshot().Facts.Partners[0]; p.Name != "Anna" || p.Joined != c.day("2025-12-01") {
		t.Errorf("corrected: %+v", p)
	}
}
