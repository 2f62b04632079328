package audit

import (
	"iter"
	"time"
)

// Receipt is what a change leaves behind when it closes, with the entries that it has made: all of one stripe, one behind the other.
type Receipt struct {
	ID          string // as Entry.Receipt has it
	First, Last int64  // the numbers of its entries; every change makes at least one
	Recorded    time.Time
	Actor       string // as Actor.String has it
	Operation   string // that of each of its entries, too
}

// receiptCheck goes through the receipts of a stripe beside its entries: each entry but looks belongs to the receipt that covers
// its number, and each number that a receipt covers is an entry.
type receiptCheck struct {
	s       *stripeCheck
	next    func() (Receipt, error, bool)
	stop    func()
	current *Receipt // nil: there are no more
	covered int64    // the last number that a receipt before covered
	seen    int64    // entries of the current receipt that were seen
	started bool
}

func newReceiptCheck(s *stripeCheck) *receiptCheck {
	c := &receiptCheck{s: s, stop: func() {}}
	if s.v.kept.Receipts != nil {
		c.next, c.stop = iter.Pull2(s.v.kept.Receipts(s.stripe))
	}
	return c
}

// advance takes the next receipt.
func (c *receiptCheck) advance() error {
	c.started = true
	for {
		r, err, ok := c.next()
		if err != nil {
			return err
		}
		if !ok {
			c.current = nil
			return nil
		}
		c.s.v.summary.Receipts++
		if r.First > c.covered && r.Last >= r.First {
			c.current, c.covered, c.seen = &r, r.Last, 0
			return nil
		}
		c.find(&r, "The receipt %q covers the entries %d to %d, which is none, or what another receipt covers up to %d: it was edited or added.", r.ID, r.First, r.Last, c.covered)
	}
}

func (c *receiptCheck) find(r *Receipt, format string, args ...any) {
	c.s.v.find(Finding{What: Unreceipted, Stripe: c.s.stripe, No: r.First, Recorded: r.Recorded, Operation: r.Operation, Text: sprint(format, args...)})
}

// until closes the receipts that end before a number.
func (c *receiptCheck) until(no int64) error {
	if !c.started {
		if err := c.advance(); err != nil {
			return err
		}
	}
	for c.current != nil && c.current.Last < no {
		if err := c.close(); err != nil {
			return err
		}
	}
	return nil
}

// close ends the current receipt, and takes the next.
func (c *receiptCheck) close() error {
	if r := c.current; c.seen != r.Last-r.First+1 {
		c.find(r, "The change %q (%s, by %s) has left a receipt for the entries %d to %d, of which %d are there as they should be: entries of it were deleted or altered, or the receipt was.",
			r.ID, form(r.Recorded), r.Actor, r.First, r.Last, c.seen)
	}
	return c.advance()
}

// entry compares an entry with the receipt that covers it.
func (c *receiptCheck) entry(e *Entry) error {
	if c.next == nil {
		return nil
	}
	if err := c.until(e.No); err != nil {
		return err
	}
	r := c.current
	covered := r != nil && r.First <= e.No
	switch {
	case !covered && e.Receipt != "":
		c.s.find(Unreceipted, e.No, e, "Entry %d says that it is of the change %q, but no receipt covers it: the receipt was deleted, or the entry was inserted.", e.No, e.Receipt)
	case !covered:
	case e.Receipt != r.ID || e.Operation != r.Operation || e.Actor.String() != r.Actor || !e.Recorded.Equal(r.Recorded):
		c.s.find(Unreceipted, e.No, e, "Entry %d (change %q, by %v) does not agree with the receipt that covers it (change %q, %q by %s, %s): one of them was replaced.",
			e.No, e.Receipt, e.Actor, r.ID, r.Operation, r.Actor, form(r.Recorded))
		c.seen++ // it is told already
	default:
		c.seen++
	}
	return nil
}

// end closes the receipts that are left.
func (c *receiptCheck) end() error {
	if c.next == nil {
		return nil
	}
	if err := c.until(0); err != nil { // takes the first, where no entry has
		return err
	}
	for c.current != nil {
		if err := c.close(); err != nil {
			return err
		}
	}
	return nil
}
