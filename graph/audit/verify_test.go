package audit

import (
	"errors"
	"iter"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// small is a ledger of three changes in stripe 2, an anchor, and two more: entries 1 to 5, of which 3 is a look.
func small(t testing.TB) *ledger {
	t.Helper()
	l := newLedger()
	entry := func(operation, value string) *Entry {
		return &Entry{Actor: Actor{User, "5"}, Operation: operation, Kind: "Partner", Key: "17", Details: []Detail{
			{Subject: "partner:17", Body: &Body{After: map[string]string{"iban": value}}},
			{Subject: "user:5", Body: &Body{From: "192.0.2.1"}},
		}}
	}
	l.change(t, 2, entry("register", `"DE1"`))
	l.change(t, 2, entry("change bank data", `"DE2"`))
	l.append(t, 2, entry("look at bank data", `null`))
	l.anchor(t)
	l.change(t, 2, entry("change bank data", `"DE3"`), entry("change bank data", `"DE4"`))
	return l
}

func TestWhatIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		do     func(f *forger)
		what   What
		stripe int
		no     int64
		says   string
	}{
		"edited":                     {func(f *forger) { f.edit(func(e *Entry) { e.Key = "18" }) }, Changed, 2, 2, "edited"},
		"edited with its hash":       {func(f *forger) { f.edit(func(e *Entry) { e.Key = "18" }); f.at().Hash = f.at().hash() }, Changed, 2, 3, "together with its hash"},
		"rewritten up to the anchor": {func(f *forger) { f.edit(func(e *Entry) { e.Key = "18" }); f.cover(1) }, Rewritten, 2, 3, "anchor 1 of 2026"},
		"edited with its number":     {func(f *forger) { f.edit(func(e *Entry) { e.No = 9 }) }, Changed, 2, 9, "edited"},
		"overwritten":                {func(f *forger) { f.at().Text = "gone" }, Unreadable, 2, 2, "no entry"},
		"deleted":                    {func(f *forger) { f.records[2] = slices.Delete(f.records[2], 1, 3) }, Missing, 2, 2, "Entries 2 to 3 are not there, though entry 4"},
		"deleted, by the receipt":    {func(f *forger) { f.records[2] = slices.Delete(f.records[2], 1, 2) }, Unreceipted, 2, 2, "of which 0 are there"},
		"twice":                      {func(f *forger) { f.records[2] = slices.Insert(f.records[2], 3, *f.at()) }, Disordered, 2, 2, "comes after entry 3"},
		"of another stripe":          {func(f *forger) { f.records[4] = append(f.records[4], *f.at()) }, Disordered, 4, 1, "entry 2 of stripe 2"},
		"cut off":                    {func(f *forger) { f.records[2] = f.records[2][:4] }, Truncated, 2, 5, "the stripe's head knows entry 5"},
		"cut off with its head":      {func(f *forger) { f.records[2] = f.records[2][:2]; f.setHead() }, Truncated, 2, 3, "anchor 1"},
		"cut off, by the receipt":    {func(f *forger) { f.records[2] = f.records[2][:3]; f.setHead() }, Unreceipted, 2, 4, "entries 4 to 5"},
		"behind the head":            {func(f *forger) { f.heads[2].No-- }, Added, 2, 5, "Entry 5 is there"},
		"another head":               {func(f *forger) { f.heads[2].Hash = hashOf(nil) }, Rewritten, 2, 5, "head"},
		"body edited":                {func(f *forger) { f.at().Bodies[0] = (&Body{}).Text() }, DetailsChanged, 2, 2, `says of "partner:17"`},
		"body too many":              {func(f *forger) { f.at().Bodies = append(f.at().Bodies, "x") }, DetailsChanged, 2, 2, "2 details, but 3 bodies"},
		"body deleted":               {func(f *forger) { f.at().Bodies[1] = "" }, DetailsMissing, 2, 2, "no erasure names it"},
		"receipt deleted":            {func(f *forger) { f.receipts[2] = slices.Delete(f.receipts[2], 1, 2) }, Unreceipted, 2, 2, "no receipt covers it"},
		"receipt of another actor":   {func(f *forger) { f.receipts[2][1].Actor = "user:6" }, Unreceipted, 2, 2, "user:6"},
		"receipt of nothing":         {func(f *forger) { f.receipts[2][1].Last = 1 }, Unreceipted, 2, 2, "which is none"},
		"receipt without an end":     {func(f *forger) { f.receipts[2][2].Last = 1<<63 - 1 }, Unreceipted, 2, 4, "of which 2 are there"},
		"receipt of an empty stripe": {func(f *forger) { f.receipts[9] = []Receipt{{ID: "x", First: 1, Last: 1}} }, Unreceipted, 9, 1, "of which 0 are there"},
		"anchor unreadable":          {func(f *forger) { f.anchors[0] = []byte("{}") }, Unreadable, NoStripe, 1, "anchors nothing"},
		"anchor gone":                {func(f *forger) { f.anchors = nil }, AnchorBroken, NoStripe, 1, "remembers anchor 1"},
	} {
		t.Run(name, func(t *testing.T) {
			l := small(t)
			c.do(&forger{ledger: l, stripe: 2, i: 1})
			found, _ := verify(t, l.kept())
			f := wantFinding(t, found, c.what, c.stripe, c.no)
			if !strings.Contains(f.Text, c.says) || !strings.HasSuffix(f.Text, ".") {
				t.Errorf("the finding says %q, without %q", f.Text, c.says)
			}
			if !strings.Contains(f.String(), string(c.what)+": "+f.Text) {
				t.Errorf("as a line it is %q", f)
			}
		})
	}
}

// An entry whose number was edited counts as the one in whose place it stands: those behind it are not missing.
func TestAnEditedNumberHidesNothing(t *testing.T) {
	l := small(t)
	f := &forger{ledger: l, stripe: 2, i: 2} // a look, of which no receipt tells
	f.edit(func(e *Entry) { e.No = 1 << 60 })
	if found, _ := verify(t, l.kept()); len(found) != 1 || found[0].What != Changed {
		t.Errorf("found %v", found)
	}
}

// One edited entry is one finding: what follows is verified against the hash that was written.
func TestVerificationGoesOnAfterAFinding(t *testing.T) {
	l := small(t)
	f := &forger{ledger: l, stripe: 2, i: 1}
	f.edit(func(e *Entry) { e.Fields = append(e.Fields, "zip") })
	l.records[2][3].Bodies[0] = ""
	found, summary := verify(t, l.kept())
	if len(found) != 2 || found[0].What != Changed || found[1].What != DetailsMissing || summary.Entries != 5 {
		t.Errorf("%d entries, and\n%v", summary.Entries, found)
	}
	if found[0].Operation != "change bank data" || found[0].Recorded.IsZero() {
		t.Errorf("%v does not say of when and of what", found[0])
	}
}

func TestSummary(t *testing.T) {
	l := small(t)
	if n := l.erase(t, 7, "partner:17"); n != 5 {
		t.Fatalf("%d details are erased", n)
	}
	found, s := verify(t, l.kept())
	want := Summary{Entries: 6, Details: 10, Erased: 5, Receipts: 4, Anchors: 1, AnchoredAt: l.last.At, Unanchored: 3}
	if len(found) > 0 || s != want {
		t.Errorf("%+v, want %+v\n%v", s, want, found)
	}
}

func TestErasureProvesOnlyWhatItNames(t *testing.T) {
	erased := func(t *testing.T) *ledger {
		l := small(t)
		l.erase(t, 0, "partner:17") // an earlier stripe than the entries
		l.erase(t, 7, "user:5")     // a later one
		return l
	}
	for name, c := range map[string]struct {
		do   func(f *forger)
		what What
		no   int64
		says string
	}{
		"put back":    {func(f *forger) { f.at().Bodies[0] = (&Body{}).Text() }, NotErased, 2, "still there"},
		"not deleted": {func(f *forger) { f.edit(func(e *Entry) { e.Details[0].Subject = "partner:18" }) }, NotErased, 2, "never was"},
		"forged": {func(f *forger) {
			f.stripe, f.i = 0, 0
			f.edit(func(e *Entry) { e.Erasure.Ground += " and 13" })
		}, DetailsMissing, 2, "no erasure names it"},
		"before the entry": {func(f *forger) {
			f.stripe, f.i = 0, 0
			f.edit(func(e *Entry) { e.Recorded = f.last.At.Add(time.Microsecond) })
			f.cover(0)
		}, DetailsMissing, 4, "no later than the entry"},
	} {
		t.Run(name, func(t *testing.T) {
			l := erased(t)
			c.do(&forger{ledger: l, stripe: 2, i: 1})
			found, _ := verify(t, l.kept())
			if f := wantFinding(t, found, c.what, 2, c.no); !strings.Contains(f.Text, c.says) {
				t.Errorf("the finding says %q, without %q", f.Text, c.says)
			}
		})
	}
}

// An entry that is inserted behind an anchor, and dated before it, is found even with all hashes, heads and receipts made anew.
func TestEntryDatedBackBehindAnAnchor(t *testing.T) {
	l := small(t)
	f := &forger{ledger: l, stripe: 2}
	for f.i = 3; f.i < 5; f.i++ {
		f.edit(func(e *Entry) { e.Recorded = l.last.At })
	}
	f.cover(3)
	f.setHead()
	found, _ := verify(t, l.kept())
	if len(found) != 2 || found[0].What != Added || found[0].No != 4 || found[1].What != Added {
		t.Errorf("found %v", found)
	}
}

func TestTimeNeverGoesBack(t *testing.T) {
	l := small(t)
	f := &forger{ledger: l, stripe: 2, i: 1}
	f.edit(func(e *Entry) { e.Recorded = e.Recorded.Add(-time.Hour) })
	f.cover(1)
	found, _ := verify(t, l.kept())
	wantFinding(t, found, Disordered, 2, 2)
}

// The limit that the package's comment tells: behind the last anchor, whoever rewrites all of the database is found by what was
// published, and by nothing else.
func TestOnlyThePublishedTellsOfAWholeRewrite(t *testing.T) {
	l := small(t)
	published := slices.Clone(l.heads)
	f := &forger{ledger: l, stripe: 2, i: 3}
	f.edit(func(e *Entry) { e.Key = "18" })
	f.cover(3)
	f.setHead()
	if found, s := verify(t, l.kept()); len(found) > 0 || s.Unanchored != 2 {
		t.Errorf("%d entries are not anchored, and found is %v: tell in the package's comment what finds it", s.Unanchored, found)
	}
	k := l.kept()
	k.Published = published
	found, _ := verify(t, k)
	wantFinding(t, found, Rewritten, 2, 5)

	l.records[2] = l.records[2][:3]
	l.receipts[2] = l.receipts[2][:2]
	f.setHead()
	if found, _ := verify(t, l.kept()); len(found) > 0 {
		t.Errorf("found %v: tell in the package's comment what finds it", found)
	}
	k = l.kept()
	k.Published = published
	found, _ = verify(t, k)
	wantFinding(t, found, Truncated, 2, 4)
}

func TestVerifyEndsWhenReadingFails(t *testing.T) {
	broken := errors.New("the database does not answer")
	for name, break1 := range map[string]func(k *Kept){
		"entries": func(k *Kept) {
			k.Entries = func(int) iter.Seq2[Record, error] {
				return func(yield func(Record, error) bool) { yield(Record{}, broken) }
			}
		},
		"receipts": func(k *Kept) {
			k.Receipts = func(int) iter.Seq2[Receipt, error] {
				return func(yield func(Receipt, error) bool) { yield(Receipt{}, broken) }
			}
		},
	} {
		k := small(t).kept()
		break1(&k)
		if _, err := Verify(k, func(f Finding) { t.Errorf("%s: %v", name, f) }); !errors.Is(err, broken) {
			t.Errorf("%s: the error is %v", name, err)
		}
	}
}

// Only entries are needed.
func TestVerifyOfEntriesAlone(t *testing.T) {
	l := small(t)
	if found, s := verify(t, Kept{Entries: l.kept().Entries}); len(found) > 0 || s.Entries != 5 {
		t.Errorf("of %d entries: %v", s.Entries, found)
	}
}

// However long the chain, memory stays as it is.
func TestVerifyKeepsNoEntries(t *testing.T) {
	const entries = 64_000
	heapOf := func(n int) uint64 {
		var peak uint64
		k := Kept{Entries: func(stripe int) iter.Seq2[Record, error] {
			return func(yield func(Record, error) bool) {
				head := Head{Stripe: stripe}
				for i := range n / Stripes {
					record, err := head.Append(&Entry{Recorded: time.Unix(int64(i)+1, 0), Actor: Actor{Job, "settle"}, Operation: "x", Kind: "Run", Key: "1", Details: []Detail{{Subject: "partner:1"}}})
					if !yield(record, err) {
						return
					}
				}
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}}
		if found, s := verify(t, k); len(found) > 0 || s.Details != int64(n) {
			t.Fatalf("%d details, %v", s.Details, found)
		}
		return peak
	}
	few, many := heapOf(entries/20), heapOf(entries)
	if many > few+1<<20 {
		t.Errorf("%d entries take %d bytes, %d take %d", entries/20, few, entries, many)
	}
}
