package graph

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"upline/commission"
	"upline/cypher"
	"upline/graph/chronicle"
)

// importWriter writes what is new in batches, each a change of its own, several at a time.
type importWriter struct {
	*difference
	store *Store
	ctx   context.Context
	by    By
	in    *Import
	of    int
	done  atomic.Int64
}

// A batch of so many rows is one transaction: large enough that a commit costs little, small enough for the memory of the
// database. So many are written at the same time.
const (
	batchRows     = 10000
	batchSessions = 3
)

// write writes kind after kind: first what others refer to.
func (w *importWriter) write() error {
	n := w.counts()
	w.of = n.Partners + n.Sponsorships + n.Placements + n.Statuses + n.Careers + n.Orders + n.Payments + n.Cancellations
	for _, step := range []func() error{
		w.writePlans, w.writePartners, w.writeSponsorships, w.writePlacements, w.writeStatuses, w.writeCareers, w.writeOverrides,
		w.writeOrders, w.writePayments, w.writeCancellations, w.writeCorrections,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// batches has items written in parts, several at a time.
func batches[T any](w *importWriter, items []T, operation string, write func(c *change, part []T) error) error {
	group, ctx := errgroup.WithContext(w.ctx)
	group.SetLimit(batchSessions)
	for from := 0; from < len(items); from += batchRows {
		part := items[from:min(from+batchRows, len(items))]
		group.Go(func() error {
			_, err := w.store.change(ctx, operation, w.by, noLocks, func(c *change) error {
				c.AboutMany(importKind, w.in.Digest, len(part))
				return write(c, part)
			})
			if err == nil && w.in.Progress != nil {
				w.in.Progress(int(w.done.Add(int64(len(part)))), w.of)
			}
			return err
		})
	}
	return group.Wait()
}

func (w *importWriter) writePlans() error {
	changes := append(append([]int{}, w.newPlans...), w.changedPlans...)
	if len(changes) == 0 {
		return nil
	}
	_, err := w.store.change(w.ctx, "import plans", w.by, locks{trees: []string{sponsorTree}}, func(c *change) error {
		c.AboutMany(importKind, w.in.Digest, len(changes))
		var versions []PlanVersion
		for _, i := range changes {
			versions = append(versions, w.in.Plans[i])
		}
		return c.publish(versions, w.in.Facts.Plans[0])
	})
	return err
}

func (w *importWriter) writePartners() error {
	if len(w.newPartners) == 0 {
		return nil
	}
	first, err := w.store.Numbers(w.ctx, partnerSeq, len(w.newPartners))
	if err != nil {
		return err
	}
	for i, no := range w.newPartners {
		w.seqs[no] = first + int64(i)
	}
	return batches(w, w.newPartners, "import partners", func(c *change, part []commission.PartnerNo) error {
		rows := make([]any, len(part))
		for i, no := range part {
			p := &w.in.Facts.Partners[no]
			rows[i] = []any{w.seqs[no], p.ID, p.Name, chronicle.Date(p.Joined)}
		}
		c.Live += len(rows)
		return c.Run(cypher.PartnersCreate, c.Rows(rows), nil)
	})
}

// writeSpans writes the spans of a kind of those who have new ones.
func (w *importWriter) writeSpans(k *spanKind, owners []commission.PartnerNo, of func(no commission.PartnerNo) []span) error {
	var rows []spanRow
	for _, no := range owners {
		for _, s := range of(no) {
			rows = append(rows, spanRow{0, w.seqs[no], s})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	first, err := w.store.Numbers(w.ctx, k.sequence, len(rows))
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].seq = first + int64(i)
	}
	return batches(w, rows, "import "+k.name, func(c *change, part []spanRow) error { return k.create(c, part) })
}

func (w *importWriter) writeSponsorships() error {
	return w.writeSpans(&sponsorshipKind, w.sponsors, w.sponsorSpans)
}

func (w *importWriter) writePlacements() error {
	for tree := range w.placements {
		no := commission.TreeNo(tree)
		err := w.writeSpans(&placementKind, w.placements[tree], func(p commission.PartnerNo) []span { return w.placeSpans(p, no) })
		if err != nil {
			return err
		}
	}
	return nil
}

func (w *importWriter) writeStatuses() error {
	return w.writeSpans(&statusKind, w.statuses, w.statusSpans)
}

func (w *importWriter) writeCareers() error {
	return w.writeSpans(&careerKind, w.careers, w.careerSpans)
}

func (w *importWriter) writeOverrides() error {
	return w.writeSpans(&overrideKind, w.overrides, w.overrideSpans)
}

func (w *importWriter) writeOrders() error {
	if len(w.newOrders) == 0 {
		return nil
	}
	first, err := w.store.Numbers(w.ctx, orderSeq, len(w.newOrders))
	if err != nil {
		return err
	}
	for i, no := range w.newOrders {
		w.orderSeqs[no] = first + int64(i)
	}
	currency := w.in.Facts.Plans[0].Currency
	return batches(w, w.newOrders, "import orders", func(c *change, part []commission.OrderNo) error {
		rows := make([]any, len(part))
		for i, no := range part {
			o := &w.in.Facts.Orders[no]
			rows[i] = []any{
				w.orderSeqs[no], o.ID, w.seqs[o.Partner], w.in.Facts.Kinds[o.Kind], chronicle.Date(o.PlacedOn), chronicle.Date(o.PaidOn),
				int64(o.Points), int64(o.CV),
			}
		}
		params := c.Rows(rows)
		params["currency"] = currency
		return c.Expect(len(rows), cypher.OrdersCreate, params, 1)
	})
}

// writePayments records the payments of orders that the graph knows as unpaid.
func (w *importWriter) writePayments() error { return w.correctOrders(w.paidOrders, "import payments") }

func (w *importWriter) correctOrders(orders []commission.OrderNo, operation string) error {
	if len(orders) == 0 {
		return nil
	}
	versions, err := w.store.Numbers(w.ctx, versionSeq, len(orders))
	if err != nil {
		return err
	}
	rows := make([]orderRow, len(orders))
	for i, no := range orders {
		o := &w.in.Facts.Orders[no]
		rows[i] = orderRow{
			seq: w.orderSeqs[no], partner: w.seqs[o.Partner], kind: w.in.Facts.Kinds[o.Kind], placed: o.PlacedOn, paid: o.PaidOn,
			points: int64(o.Points), cv: int64(o.CV), version: versions + int64(i),
		}
	}
	return batches(w, rows, operation, func(c *change, part []orderRow) error { return c.correctOrders(part) })
}

func (w *importWriter) writeCancellations() error {
	if len(w.newCancellations) == 0 {
		return nil
	}
	first, err := w.store.Numbers(w.ctx, cancellationSeq, len(w.newCancellations))
	if err != nil {
		return err
	}
	next := map[int]int64{}
	for i, at := range w.newCancellations {
		next[at] = first + int64(i)
	}
	return batches(w, w.newCancellations, "import cancellations", func(c *change, part []int) error {
		rows := make([]any, len(part))
		for i, at := range part {
			x := w.in.Facts.Cancellations[at]
			rows[i] = []any{next[at], x.ID, w.orderSeqs[x.Order], chronicle.Date(x.On), int64(x.Share), "other"} // bundles tell no reason
		}
		return c.Expect(len(rows), cypher.CancellationsCreate, c.Rows(rows), 1)
	})
}

// writeCorrections records what the bundle says otherwise than the graph.
func (w *importWriter) writeCorrections() error {
	for _, no := range w.changedPartners {
		p := &w.in.Facts.Partners[no]
		if err := w.store.correctPartner(w.ctx, w.seqs[no], p.ID, p.Name, p.Joined, w.by); err != nil {
			return err
		}
	}
	for _, change := range w.changedSpans {
		if err := w.correctSpans(change); err != nil {
			return err
		}
	}
	if err := w.correctOrders(w.changed, "import order corrections"); err != nil {
		return err
	}
	for _, at := range w.changedCancellations {
		x := w.in.Facts.Cancellations[at]
		if err := w.store.CorrectCancellation(w.ctx, CancellationCorrection{ID: x.ID, On: x.On, Share: x.Share}, w.by); err != nil {
			return err
		}
	}
	return nil
}

// correctSpans makes the graph believe the bundle's spans of a partner.
func (w *importWriter) correctSpans(changed spanChange) error {
	var wanted []span
	tree := ""
	switch changed.kind {
	case &sponsorshipKind:
		wanted = w.sponsorSpans(changed.partner)
	case &placementKind:
		tree = w.in.Facts.Plans[0].Trees[changed.tree].ID
		wanted = w.placeSpans(changed.partner, changed.tree)
	case &statusKind:
		wanted = w.statusSpans(changed.partner)
	case &careerKind:
		wanted = w.careerSpans(changed.partner)
	case &overrideKind:
		wanted = w.overrideSpans(changed.partner)
	}
	seqs, err := w.store.Numbers(w.ctx, changed.kind.sequence, max(1, len(wanted)))
	if err != nil {
		return err
	}
	id := w.in.Facts.Partners[changed.partner].ID
	_, err = w.store.change(w.ctx, "import "+changed.kind.name, w.by, locksOf(changed.kind, id, tree), func(c *change) error {
		kept, err := c.spansOf(changed.kind, w.seqs[changed.partner], tree)
		if err != nil {
			return err
		}
		if err := c.aboutSpans(changed.kind, id, kept, wanted); err != nil {
			return err
		}
		return c.replaceSpans(changed.kind, w.seqs[changed.partner], kept, wanted, seqs)
	})
	return err
}
