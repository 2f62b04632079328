package graph

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Cancellation takes back a share of an order.
type Cancellation struct {
	ID, Order string
	On        period.Day
	Share     money.Share // of the whole order; the shares of one order sum to at most money.Whole
	Reason    string      // one of CancellationReasons
}

// CancellationReasons are the codes that say why an order was cancelled: a commission lapses only when it is known why the
// customer finally does not pay (HGB § 87a), so every cancellation has one. What else is to be said goes into By.Reason.
var CancellationReasons = []string{"revoked", "returned", "unpaid", "fraud", "goodwill", "error", "other"}

// RecordCancellation records that an order is cancelled, in part or whole.
//
// Errors: Invalid when day or share do not fit; NotFound when there is no such order; Conflict when the id is taken.
func (s *Store) RecordCancellation(ctx context.Context, x Cancellation, by By) error {
	if err := s.mayOrder(ctx, by, x.Order); err != nil {
		return err
	}
	seq, err := s.Numbers(ctx, cancellationSeq, 1)
	if err != nil {
		return err
	}
	_, err = s.change(ctx, "record cancellation", by, locks{orders: []string{x.Order}}, func(c *change) error {
		if err := checkID("cancellation", x.ID); err != nil {
			return err
		}
		if !slices.Contains(CancellationReasons, x.Reason) {
			return fault.Invalidf("cancellation", "cancellation %s: reason %q is none: write one of %s", x.ID, x.Reason, strings.Join(CancellationReasons, ", "))
		}
		if err := c.refuseStale(by, seenOrder, x.Order); err != nil {
			return err
		}
		o, err := c.findOrder(x.Order)
		if err != nil {
			return err
		}
		if err := checkCancellation(&x, o, o.cancelled); err != nil {
			return err
		}
		switch _, err := c.findCancellation(x.ID); {
		case err == nil:
			return fault.Conflictf("cancellation", "cancellation %s is recorded already: correct it, or choose another id", x.ID)
		case fault.KindOf(err) != fault.NotFound:
			return err
		}
		c.About(cancellationKind, x.ID, subjectOf(o.Partner), nil, x)
		row := []any{seq, x.ID, o.seq, chronicle.Date(x.On), int64(x.Share), x.Reason}
		return c.Expect(1, cypher.CancellationsCreate, c.Rows([]any{row}), 1)
	})
	return err
}

func checkCancellation(x *Cancellation, o *keptOrder, others money.Share) error {
	switch {
	case x.On < o.PlacedOn:
		return fault.Invalidf("cancellation", "cancellation %s: cancelled_on %v is before order %s was placed on %v", x.ID, x.On, o.ID, o.PlacedOn)
	case x.Share <= 0 || x.Share > money.Whole:
		return fault.Invalidf("cancellation", "cancellation %s: share %v is not a part of the order: write more than 0 and at most 1", x.ID, x.Share)
	case others+x.Share > money.Whole:
		return fault.Invalidf("cancellation", "cancellation %s: share %v is too much: %v of order %s is cancelled already", x.ID, x.Share, others, o.ID)
	}
	return nil
}

// CancellationCorrection says what a cancellation should have been.
type CancellationCorrection struct {
	ID    string
	On    period.Day
	Share money.Share
}

// CorrectCancellation records a cancellation as it should have been recorded.
//
// Errors: those of RecordCancellation; Conflict when a run has handled it.
func (s *Store) CorrectCancellation(ctx context.Context, right CancellationCorrection, by By) error {
	return s.changeCancellation(ctx, "correct cancellation", right.ID, by, func(x *keptCancellation, o *keptOrder) error {
		others := o.cancelled - x.Share
		x.On, x.Share = right.On, right.Share
		return checkCancellation(&x.Cancellation, o, others)
	})
}

// WithdrawCancellation takes back a cancellation that should not have been recorded.
//
// Errors: NotFound when there is none; Conflict when a run has handled it.
func (s *Store) WithdrawCancellation(ctx context.Context, id string, by By) error {
	return s.changeCancellation(ctx, "withdraw cancellation", id, by, func(x *keptCancellation, _ *keptOrder) error {
		x.withdrawn = true
		return nil
	})
}

// keptCancellation is a cancellation as it is recorded now.
type keptCancellation struct {
	Cancellation
	seq       int64
	withdrawn bool
}

func (s *Store) changeCancellation(ctx context.Context, operation, id string, by By, edit func(x *keptCancellation, o *keptOrder) error) error {
	version, err := s.Numbers(ctx, versionSeq, 1)
	if err != nil {
		return err
	}
	order, err := s.orderOf(ctx, id)
	if err != nil {
		return err
	}
	switch err := s.mayOrder(ctx, by, order); {
	case errors.Is(err, ErrOutside):
		return outside(noCancellation(id))
	case fault.KindOf(err) == fault.NotFound:
		return noCancellation(id)
	case err != nil:
		return err
	}
	_, err = s.change(ctx, operation, by, locks{orders: []string{order}}, func(c *change) error {
		if err := c.refuseStale(by, seenCancellation, id); err != nil {
			return err
		}
		x, err := c.findCancellation(id)
		if err != nil {
			return err
		}
		o, err := c.findOrder(x.Order)
		if err != nil {
			return err
		}
		was := x.Cancellation
		if err := edit(x, o); err != nil {
			return err
		}
		err = c.refuseTaken(cypher.CancellationsTaken, "cancellations", []int64{x.seq}, "cancellation", "record what follows from it as new orders")
		if err != nil {
			return err
		}
		superseded, is := chronicle.FarTime, any(x.Cancellation)
		if x.withdrawn {
			superseded, is = c.Recorded, nil
			c.Live--
		}
		c.About(cancellationKind, id, subjectOf(o.Partner), was, is)
		row := []any{x.seq, chronicle.Date(x.On), int64(x.Share), superseded, version}
		return c.Expect(1, cypher.CancellationsCorrect, map[string]any{"rows": []any{row}, "recorded": c.Recorded}, 0)
	})
	return err
}

// orderOf returns the order of a cancellation, which never changes.
func (s *Store) orderOf(ctx context.Context, cancellation string) (order string, err error) {
	err = s.Read(ctx, cypher.CancellationFind, map[string]any{"id": cancellation}, nil, func(record *neo4j.Record) error {
		order = record.Values[1].(string)
		return nil
	})
	if err == nil && order == "" {
		err = fault.NotFoundf("cancellation", "there is no cancellation %s", cancellation)
	}
	return order, err
}

// findCancellation returns a cancellation; NotFound when there is none.
func (c *change) findCancellation(id string) (*keptCancellation, error) {
	var x *keptCancellation
	err := c.Run(cypher.CancellationFind, map[string]any{"id": id}, func(record *neo4j.Record) error {
		v := record.Values
		if v[4].(bool) {
			return fault.Conflictf("cancellation", "cancellation %s is withdrawn: record a new one under another id", id)
		}
		x = &keptCancellation{
			Cancellation: Cancellation{ID: id, Order: v[1].(string), On: chronicle.Day(v[2]), Share: money.Share(v[3].(int64)), Reason: v[5].(string)},
			seq:          v[0].(int64),
		}
		return nil
	})
	if err == nil && x == nil {
		err = fault.NotFoundf("cancellation", "there is no cancellation %s", id)
	}
	return x, err
}
