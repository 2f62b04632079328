package audit

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"
)

// 1,000 random edits, deletions, insertions, swaps and truncations of entries, bodies, heads, anchors and receipts: each is found.
// Untouched, with all its erasures, the same ledger has no finding.
func TestTamperingIsFound(t *testing.T) {
	const ledgers, each = 20, 50
	tried := map[string]int{}
	for seed := range uint64(ledgers) {
		r := newRand(seed)
		l := randomLedger(t, r)
		if found, summary := verify(t, l.kept()); len(found) > 0 || summary.Erased == 0 {
			t.Fatalf("seed %d: an untouched ledger with %d erased details has the findings\n%v", seed, summary.Erased, found)
		}
		for i := range each {
			name, touched := tamper(l, r)
			tried[name]++
			if found, _ := verify(t, touched.kept()); len(found) == 0 {
				t.Errorf("seed %d, %d: %s is not found", seed, i, name)
			}
		}
	}
	for _, how := range tamperings {
		if tried[how.name] == 0 {
			t.Errorf("%s was never tried", how.name)
		}
	}
}

// tamper draws until something has really been altered.
func tamper(l *ledger, r *rand.Rand) (string, *ledger) {
	for {
		how := tamperings[r.IntN(len(tamperings))]
		touched := l.clone()
		f := &forger{ledger: touched, Rand: r}
		f.stripe = r.IntN(6)
		f.i = r.IntN(len(f.records[f.stripe]))
		how.do(f)
		if !reflect.DeepEqual(l, touched) {
			return how.name, touched
		}
	}
}

// forger alters a ledger, at a place that was drawn.
type forger struct {
	*ledger
	*rand.Rand
	stripe, i int
}

func (f *forger) at() *Record { return &f.records[f.stripe][f.i] }

// edit changes an entry, and does not hide it.
func (f *forger) edit(change func(e *Entry)) {
	e, err := ParseEntry(f.at().Text)
	if err != nil {
		panic(err)
	}
	change(&e)
	f.at().Text = e.Text()
}

// anyField changes one of the fields of an entry.
func (f *forger) anyField(e *Entry) {
	switch f.IntN(8) {
	case 0:
		e.Actor.ID += "x"
	case 1:
		e.Operation += "x"
	case 2:
		e.Key += "0"
	case 3:
		e.Recorded = e.Recorded.Add(1000)
	case 4:
		e.Session += "x"
	case 5:
		e.Receipt += "x"
	case 6:
		e.Fields = append(e.Fields, "zip")
	case 7:
		e.Details = append(e.Details, Detail{"partner:99", hashOf(nil), nil})
	}
}

// cover hides what was done from an entry on: numbers and hashes are made anew. Where an anchor holds the entry, the forger rewrites
// the head and the receipts, too; behind the last anchor only the receipts, or nothing could be found (see the package's comment).
func (f *forger) cover(from int) {
	list := f.records[f.stripe]
	held := int64(from+1) <= f.anchored(f.stripe)
	var previous Hash
	if from > 0 {
		previous = list[from-1].Hash
	}
	f.receipts[f.stripe] = nil
	for i := range list {
		e, err := ParseEntry(list[i].Text)
		if err != nil {
			panic(err)
		}
		if i >= from {
			e.Stripe, e.No = f.stripe, int64(i+1)
			list[i].Text, list[i].Previous = e.Text(), previous
			list[i].Hash = list[i].hash()
			previous = list[i].Hash
			if held {
				f.heads[f.stripe] = Head{f.stripe, e.No, previous, e.Recorded}
			}
		}
		f.receiptOf(&e)
	}
}

// receiptOf forges the receipt of an entry.
func (f *forger) receiptOf(e *Entry) {
	list := f.receipts[f.stripe]
	switch n := len(list); {
	case e.Receipt == "":
	case n > 0 && list[n-1].ID == e.Receipt:
		list[n-1].Last = e.No
	default:
		f.receipts[f.stripe] = append(list, Receipt{e.Receipt, e.No, e.No, e.Recorded, e.Actor.String(), e.Operation})
	}
}

// perhapsCover covers up, or makes only the entry's own hash anew, or does neither.
func (f *forger) perhapsCover(from int) {
	switch f.IntN(3) {
	case 0:
		f.cover(from)
	case 1:
		if f.i < len(f.records[f.stripe]) {
			f.at().Hash = f.at().hash()
		}
	}
}

// detail draws a body of the entry; -1: there is none.
func (f *forger) detail() int {
	there := []int{}
	for d, body := range f.at().Bodies {
		if body != "" {
			there = append(there, d)
		}
	}
	if len(there) == 0 {
		return -1
	}
	return there[f.IntN(len(there))]
}

func flip(r *rand.Rand, text string) string {
	b := []byte(text)
	if len(b) > 0 {
		b[r.IntN(len(b))] ^= 1 << r.IntN(8)
	}
	return string(b)
}

// anyBody is the body of some other entry or, if fresh, one that was never written.
func (f *forger) anyBody() string {
	s := f.IntN(6)
	for _, body := range f.records[s][f.IntN(len(f.records[s]))].Bodies {
		if body != "" && f.IntN(2) == 0 {
			return body
		}
	}
	b := Body{Reason: fmt.Sprint(f.Uint64())}
	return b.Text()
}
