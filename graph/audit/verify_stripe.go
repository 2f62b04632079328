package audit

import "time"

// stripeCheck verifies the chain of a stripe.
type stripeCheck struct {
	v        *verifier
	stripe   int
	next     int64     // the number that comes next
	hash     Hash      // of the entry before; empty: there is none
	recorded time.Time // of the entry before
	marks    []mark    // those not yet passed
	anchored mark      // the latest anchor passed
	agreed   mark      // the latest mark that agreed
	strayed  bool      // a mark did not agree; the later ones tell nothing new
	receipts *receiptCheck
}

func (s *stripeCheck) verify() error {
	s.receipts = newReceiptCheck(s)
	defer s.receipts.stop()
	s.pass(0, "")
	for record, err := range s.v.kept.Entries(s.stripe) {
		if err != nil {
			return err
		}
		s.v.summary.Entries++
		if err := s.record(&record); err != nil {
			return err
		}
	}
	s.end()
	return s.receipts.end()
}

func (s *stripeCheck) find(what What, no int64, e *Entry, format string, args ...any) {
	f := Finding{What: what, Stripe: s.stripe, No: no, Text: sprint(format, args...)}
	if e != nil {
		f.Recorded, f.Operation = e.Recorded, e.Operation
	}
	s.v.find(f)
}

// record verifies an entry, and moves on.
func (s *stripeCheck) record(r *Record) error {
	e, err := ParseEntry(r.Text)
	if err != nil {
		s.find(Unreadable, s.next, nil, "Where entry %d should be stands something that is no entry (%v): it was overwritten. What it said is lost, unless a backup has it.", s.next, err)
		s.move(s.next, r.Hash)
		return nil
	}
	before := s.v.summary.Findings
	if s.v.hash(r) != r.Hash {
		s.find(Changed, e.No, &e, "Entry %d is not what was written: its hash, or that of the entry before, does not belong to it. It was edited; compare it with a backup.", e.No)
		if e.No != s.next || e.Stripe != s.stripe { // its number is not to be trusted, either
			s.move(s.next, r.Hash)
			return nil
		}
	} else if !s.place(&e) {
		return nil
	}
	if e.No == s.next && r.Previous != s.hash && s.v.summary.Findings == before {
		s.find(Changed, e.No, &e, "Entry %d was written after another entry %d than the one that is there now (hash %s, now %s): that one was edited or replaced together with its hash, or this one was.",
			e.No, e.No-1, r.Previous.short(), s.hash.short())
	}
	s.time(&e)
	sound := s.v.summary.Findings == before
	s.details(&e, r, sound)
	s.move(e.No, r.Hash)
	if sound {
		s.recorded = e.Recorded
	}
	return s.receipts.entry(&e)
}

// place verifies that an entry, which is what was written, stands where it belongs; false: it does not, and is passed over.
func (s *stripeCheck) place(e *Entry) bool {
	switch {
	case e.Stripe != s.stripe:
		s.find(Disordered, s.next, e, "Where entry %d of stripe %d should be stands entry %d of stripe %d: it was moved or copied, and the one that belongs there is not there.", s.next, s.stripe, e.No, e.Stripe)
		return false
	case e.No < s.next:
		s.find(Disordered, e.No, e, "Entry %d comes after entry %d: it was moved, or one of its number was inserted.", e.No, s.next-1)
		return false
	case e.No > s.next:
		s.v.find(Finding{What: Missing, Stripe: s.stripe, No: s.next, Recorded: s.recorded, Text: sprint(
			"%s not there, though entry %d (%s, %q) follows: deleted. Numbers have no gaps otherwise.", span(s.next, e.No-1, "is", "are"), e.No, form(e.Recorded), e.Operation)})
	}
	return true
}

// time verifies that time does not go back, neither behind the entry before nor behind an anchor.
func (s *stripeCheck) time(e *Entry) {
	switch {
	case e.Recorded.Before(s.recorded):
		s.find(Disordered, e.No, e, "Entry %d says that it was recorded before entry %d, of %s: time in a stripe never goes back, so one of them is forged.", e.No, s.next-1, form(s.recorded))
	case s.anchored.anchor > 0 && !e.Recorded.After(s.anchored.at):
		s.find(Added, e.No, e, "Entry %d says that it was recorded before %v, which does not hold it: it was inserted later, and dated back.", e.No, s.anchored)
	}
}

// move goes on behind an entry.
func (s *stripeCheck) move(no int64, hash Hash) {
	s.next, s.hash = no+1, hash
	s.pass(no, hash)
}

// pass compares the marks up to an entry. One whose entry is missing tells nothing that the gap does not.
func (s *stripeCheck) pass(no int64, hash Hash) {
	for len(s.marks) > 0 && s.marks[0].no <= no {
		m := s.marks[0]
		s.marks = s.marks[1:]
		if m.anchor >= s.anchored.anchor && m.anchor > 0 {
			s.anchored = m
		}
		switch {
		case m.no != no:
		case m.hash == hash:
			s.agreed = m
		case !s.strayed:
			s.strayed = true
			s.find(Rewritten, no, nil, "Entry %d has the hash %s, but %v says %s: %s rewritten, with all hashes. What the chain says there is not what happened; a backup from before tells.",
				no, hash.short(), m, m.hash.short(), span(s.agreed.no+1, no, "was", "(some or all) were"))
		}
	}
}

// end compares where the chain ends with the stripe's head and with the marks behind it.
func (s *stripeCheck) end() {
	last := s.next - 1
	s.v.summary.Unanchored += last - min(last, s.anchored.no)
	if len(s.marks) > 0 {
		m := s.marks[0]
		s.truncated(last, m.no, m.String())
	}
	if s.v.kept.Heads == nil {
		return
	}
	head := Head{Stripe: s.stripe}
	for _, h := range s.v.kept.Heads {
		if h.Stripe == s.stripe {
			head = h
		}
	}
	switch {
	case head.No > last:
		s.truncated(last, head.No, "the stripe's head")
	case head.No < last:
		s.find(Added, head.No+1, nil, "%s there, though the stripe's head says that entry %d is the last: added past the program, or the head was set back.", span(head.No+1, last, "is", "are"), head.No)
	case head.Hash != s.hash:
		s.find(Rewritten, last, nil, "The stripe's head says that the last entry, %d, has the hash %s, but it has %s: it, or entries before it, were rewritten with all hashes, or the head was.", last, head.Hash.short(), s.hash.short())
	}
}

func (s *stripeCheck) truncated(last, want int64, by string) {
	s.v.find(Finding{What: Truncated, Stripe: s.stripe, No: last + 1, Recorded: s.recorded, Text: sprint(
		"%s not there: the chain ends with entry %d, but %s knows entry %d. The newest entries were cut off, or the database was set back.", span(last+1, want, "is", "are"), last, by, want)})
}
