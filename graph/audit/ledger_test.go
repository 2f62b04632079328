package audit

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// ledger is a small company's audit, as a database and a locked bucket would keep it.
type ledger struct {
	records  [Stripes][]Record
	receipts [Stripes][]Receipt
	heads    []Head
	anchors  [][]byte
	last     *Anchor
	clock    time.Time
	changes  int
}

func newLedger() *ledger {
	l := &ledger{clock: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC), heads: make([]Head, Stripes)}
	for i := range l.heads {
		l.heads[i].Stripe = i
	}
	return l
}

func (l *ledger) append(t testing.TB, stripe int, entries ...*Entry) []Ref {
	t.Helper()
	l.clock = l.clock.Add(1503 * time.Microsecond)
	var refs []Ref
	for _, e := range entries {
		e.Recorded = l.clock
		record, err := l.heads[stripe].Append(e)
		if err != nil {
			t.Fatal(err)
		}
		l.records[stripe] = append(l.records[stripe], record)
		refs = append(refs, Ref{stripe, e.No})
	}
	return refs
}

// change closes with a receipt.
func (l *ledger) change(t testing.TB, stripe int, entries ...*Entry) []Ref {
	t.Helper()
	l.changes++
	for _, e := range entries {
		e.Receipt = fmt.Sprintf("change-%d", l.changes)
	}
	refs := l.append(t, stripe, entries...)
	e := entries[0]
	l.receipts[stripe] = append(l.receipts[stripe], Receipt{e.Receipt, refs[0].No, refs[len(refs)-1].No, l.clock, e.Actor.String(), e.Operation})
	return refs
}

func (l *ledger) anchor(t testing.TB) {
	t.Helper()
	l.clock = l.clock.Add(time.Second)
	a, err := NextAnchor(l.last, l.clock, l.heads)
	if err != nil {
		t.Fatal(err)
	}
	l.last, l.anchors = a, append(l.anchors, a.Bytes())
}

// erase takes out all that is there of a person, and proves it.
func (l *ledger) erase(t testing.TB, stripe int, person string) (erased int) {
	t.Helper()
	erasure := &Erasure{Person: person, Ground: "Art. 17(1)(a) GDPR, request 12"}
	for s := range l.records {
		for i := range l.records[s] {
			r := &l.records[s][i]
			e, err := r.Entry()
			if err != nil {
				t.Fatal(err)
			}
			for d := range e.Details {
				if e.Details[d].Subject == person && e.Details[d].Body != nil {
					r.Bodies[d] = ""
					erasure.Entries = append(erasure.Entries, Ref{s, e.No})
				}
			}
		}
	}
	if len(erasure.Entries) > 0 {
		l.change(t, stripe, &Entry{Actor: Actor{User, "1"}, Session: "s1", Operation: "erase", Kind: "Person", Erasure: erasure})
	}
	return len(erasure.Entries)
}

func (l *ledger) kept() Kept {
	k := Kept{
		Entries:  func(stripe int) iter.Seq2[Record, error] { return each(l.records[stripe]) },
		Receipts: func(stripe int) iter.Seq2[Receipt, error] { return each(l.receipts[stripe]) },
		Heads:    l.heads, Anchors: l.anchors,
	}
	if l.last != nil {
		ref := l.last.Ref()
		k.Latest = &ref
	}
	return k
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, item := range list {
			if !yield(item, nil) {
				return
			}
		}
	}
}

// clone is a copy that can be tampered with.
func (l *ledger) clone() *ledger {
	c := *l
	for s := range c.records {
		c.records[s] = slices.Clone(l.records[s])
		for i := range c.records[s] {
			c.records[s][i].Bodies = slices.Clone(c.records[s][i].Bodies)
		}
		c.receipts[s] = slices.Clone(l.receipts[s])
	}
	c.heads = slices.Clone(l.heads)
	c.anchors = slices.Clone(l.anchors)
	for i := range c.anchors {
		c.anchors[i] = slices.Clone(c.anchors[i])
	}
	return &c
}

// anchored is the number of the last entry of a stripe that an anchor holds.
func (l *ledger) anchored(stripe int) int64 { return l.last.Heads[stripe].No }

func randomEntry(r *rand.Rand, operation string) *Entry {
	user, partner := r.IntN(5), r.IntN(12)
	actor := []Actor{{User, fmt.Sprint(user)}, {Job, "settle"}, {Shell, "upline run approve"}, {Public, ""}}[max(0, r.IntN(7)-3)]
	e := &Entry{Actor: actor, Operation: operation, Kind: "Partner", Key: fmt.Sprint(partner)}
	value := fmt.Sprintf(`"%x"`, r.Uint64())
	e.Details = []Detail{{Subject: fmt.Sprintf("partner:%d", partner), Body: &Body{Reason: "as asked", Before: map[string]string{"name": `"A"`}, After: map[string]string{"name": value}}}}
	if actor.Kind == User {
		e.Session = fmt.Sprint("session-", user)
		e.Details = append(e.Details, Detail{Subject: actor.String(), Body: &Body{From: fmt.Sprintf("192.0.2.%d", 1+r.IntN(250))}})
	}
	return e
}

// randomLedger is some 250 entries in six stripes, with anchors, erasures, and entries behind the last anchor in each of the stripes.
func randomLedger(t testing.TB, r *rand.Rand) *ledger {
	t.Helper()
	l := newLedger()
	act := func(stripe int) {
		if r.IntN(4) == 0 {
			l.append(t, stripe, randomEntry(r, "look at bank data"))
			return
		}
		operation := []string{"register", "move", "change bank data"}[r.IntN(3)]
		first := randomEntry(r, operation)
		entries := []*Entry{first}
		for range r.IntN(3) {
			more := randomEntry(r, operation)
			more.Actor, more.Session, more.Details = first.Actor, first.Session, more.Details[:1]
			entries = append(entries, more)
		}
		l.change(t, stripe, entries...)
	}
	for day := range 5 {
		for range 25 {
			act(r.IntN(6))
		}
		if day == 2 || day == 3 {
			l.erase(t, r.IntN(6), fmt.Sprintf("partner:%d", day))
		}
		l.anchor(t)
	}
	for range 3 {
		for stripe := range 6 {
			act(stripe)
		}
	}
	if l.erase(t, 0, "partner:7") == 0 {
		t.Fatal("nothing was erased")
	}
	return l
}

// verify returns all findings.
func verify(t testing.TB, k Kept) (found []Finding, summary Summary) {
	t.Helper()
	summary, err := Verify(k, func(f Finding) { found = append(found, f) })
	if err != nil {
		t.Fatal(err)
	}
	if int(summary.Findings) != len(found) {
		t.Errorf("%d findings are counted, %d were reported", summary.Findings, len(found))
	}
	return found, summary
}

func wantFinding(t *testing.T, found []Finding, what What, stripe int, no int64) Finding {
	t.Helper()
	for _, f := range found {
		if f.What == what && f.Stripe == stripe && f.No == no {
			return f
		}
	}
	t.Errorf("%q of entry %d in stripe %d is not found among\n%v", what, no, stripe, found)
	return Finding{}
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 17)) }
