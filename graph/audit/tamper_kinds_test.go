package audit

import (
	"cmp"
	"slices"
)

// tamperings are the ways to alter a ledger.
var tamperings = []struct {
	name string
	do   func(f *forger)
}{
	{"an edited entry", func(f *forger) { f.edit(f.anyField); f.perhapsCover(f.i) }},
	{"an entry dated back", func(f *forger) {
		f.edit(func(e *Entry) { e.Recorded = e.Recorded.AddDate(0, 0, -1) })
		f.perhapsCover(f.i)
	}},
	{"a flipped bit of an entry", func(f *forger) {
		switch r := f.at(); f.IntN(3) {
		case 0:
			r.Text = flip(f.Rand, r.Text)
		case 1:
			r.Hash = Hash(flip(f.Rand, string(r.Hash)))
		case 2:
			r.Previous = Hash(flip(f.Rand, string(r.Previous)))
		}
	}},
	{"an edited body", func(f *forger) {
		if d := f.detail(); d >= 0 {
			body, err := ParseBody(f.at().Bodies[d])
			if err != nil {
				panic(err)
			}
			body.After, body.Reason = map[string]string{"name": `"B"`}, body.Reason+"!"
			text := body.Text()
			f.at().Bodies[d] = text
			if f.IntN(2) == 0 {
				f.edit(func(e *Entry) { e.Details[d].Digest = hashOf([]byte(text)) })
				f.perhapsCover(f.i)
			}
		}
	}},
	{"a flipped bit of a body", func(f *forger) {
		if d := f.detail(); d >= 0 {
			f.at().Bodies[d] = flip(f.Rand, f.at().Bodies[d])
		}
	}},
	{"a body exchanged or put where one was erased", func(f *forger) {
		if n := len(f.at().Bodies); n > 0 {
			f.at().Bodies[f.IntN(n)] = f.anyBody()
		}
	}},
	{"a body too many", func(f *forger) { f.at().Bodies = append(f.at().Bodies, f.anyBody()) }},
	{"a body deleted without proof", func(f *forger) {
		if d := f.detail(); d >= 0 {
			f.at().Bodies[d] = ""
		}
	}},
	{"a body deleted, and named by an erasure that is there", func(f *forger) {
		d := f.detail()
		if d < 0 {
			return
		}
		stripe, i := f.stripe, f.i
		f.at().Bodies[d] = ""
		for f.stripe = range f.records {
			for f.i = range f.records[f.stripe] {
				e, _ := ParseEntry(f.at().Text)
				named := Ref{stripe, int64(i + 1)}
				if e.Erasure != nil && !slices.Contains(e.Erasure.Entries, named) && f.IntN(2) == 0 {
					f.edit(func(e *Entry) {
						e.Erasure.Entries = append(e.Erasure.Entries, named)
						slices.SortFunc(e.Erasure.Entries, func(a, b Ref) int {
							return cmp.Or(cmp.Compare(a.Stripe, b.Stripe), cmp.Compare(a.No, b.No))
						})
					})
					f.perhapsCover(f.i)
					return
				}
			}
		}
		f.stripe, f.i = stripe, i
	}},
	{"entries deleted", func(f *forger) {
		list := f.records[f.stripe]
		end := min(len(list), f.i+1+f.IntN(3))
		f.records[f.stripe] = slices.Delete(list, f.i, end)
		f.perhapsCover(f.i)
	}},
	{"an entry deleted, with a new head and all hashes, but not its receipt", func(f *forger) {
		if e, _ := ParseEntry(f.at().Text); e.Receipt == "" {
			return
		}
		f.records[f.stripe] = slices.Delete(f.records[f.stripe], f.i, f.i+1)
		receipts := f.receipts[f.stripe]
		f.cover(f.i)
		f.receipts[f.stripe] = receipts
		f.setHead()
	}},
	{"an entry inserted", func(f *forger) {
		e, previous := randomEntry(f.Rand, "move"), Head{Stripe: f.stripe}
		if f.IntN(2) == 0 {
			e.Receipt = "change-0"
		}
		if f.i > 0 {
			previous = Head{f.stripe, int64(f.i), f.records[f.stripe][f.i-1].Hash, f.clock.AddDate(0, 0, -20)}
		}
		own, err := ParseEntry(f.at().Text)
		if err != nil {
			panic(err)
		}
		e.Recorded = own.Recorded
		record, err := previous.Append(e)
		if err != nil {
			panic(err)
		}
		f.records[f.stripe] = slices.Insert(f.records[f.stripe], f.i, record)
		f.perhapsCover(f.i)
	}},
	{"an entry copied", func(f *forger) {
		to := f.IntN(6)
		f.records[to] = slices.Insert(f.records[to], f.IntN(len(f.records[to])+1), *f.at())
	}},
	{"entries swapped", func(f *forger) {
		list := f.records[f.stripe]
		other := f.IntN(len(list))
		if other == f.i {
			return
		}
		list[f.i], list[other] = list[other], list[f.i]
		f.i = min(f.i, other)
		f.perhapsCover(f.i)
	}},
	{"entries swapped between stripes", func(f *forger) {
		to := f.IntN(6)
		j := f.IntN(len(f.records[to]))
		f.records[f.stripe][f.i], f.records[to][j] = f.records[to][j], f.records[f.stripe][f.i]
	}},
	{"a chain cut off", func(f *forger) {
		list := f.records[f.stripe]
		f.records[f.stripe] = list[:len(list)-1-f.IntN(min(len(list), 5))]
		if f.IntN(2) == 0 { // with its head, but not the receipts
			f.setHead()
			if cut := list[len(f.records[f.stripe]):]; !slices.ContainsFunc(cut, func(r Record) bool { e, _ := ParseEntry(r.Text); return e.Receipt != "" }) {
				f.records[f.stripe] = list // only looks, which leave no receipt: that is the limit
			}
		}
	}},
	{"a stripe emptied to before the last anchor, with its head and its receipts", func(f *forger) {
		f.records[f.stripe] = f.records[f.stripe][:f.IntN(int(f.anchored(f.stripe)))]
		f.setHead()
		f.receipts[f.stripe] = nil
		for i := range f.records[f.stripe] {
			e, err := ParseEntry(f.records[f.stripe][i].Text)
			if err != nil {
				panic(err)
			}
			f.receiptOf(&e)
		}
	}},
	{"an altered head", func(f *forger) {
		switch h := &f.heads[f.stripe]; f.IntN(3) {
		case 0:
			h.Hash = Hash(flip(f.Rand, string(h.Hash)))
		case 1:
			h.No += int64(f.IntN(5)) - 2
		case 2:
			f.heads = slices.Delete(f.heads, f.stripe, f.stripe+1)
		}
	}},
	{"an altered list of anchors", func(f *forger) {
		i, j := f.IntN(len(f.anchors)), f.IntN(len(f.anchors))
		switch f.IntN(3) {
		case 0:
			f.anchors[i] = []byte(flip(f.Rand, string(f.anchors[i])))
		case 1:
			f.anchors = slices.Delete(f.anchors, i, i+1)
		case 2:
			f.anchors[i], f.anchors[j] = f.anchors[j], f.anchors[i]
		}
	}},
	{"an altered receipt", func(f *forger) {
		list := f.receipts[f.stripe]
		i := f.IntN(len(list))
		switch f.IntN(5) {
		case 0:
			f.receipts[f.stripe] = slices.Delete(list, i, i+1)
		case 1:
			f.receipts[f.stripe] = slices.Insert(list, i, list[f.IntN(len(list))])
		case 2:
			list[i].ID += "x"
		case 3:
			list[i].Actor += "x"
		case 4:
			list[i].Last += int64(f.IntN(5)) - 2
		}
	}},
}

// setHead sets the head of the stripe to where its chain ends.
func (f *forger) setHead() {
	f.heads[f.stripe] = Head{Stripe: f.stripe}
	if list := f.records[f.stripe]; len(list) > 0 {
		last := list[len(list)-1]
		e, err := ParseEntry(last.Text)
		if err != nil {
			panic(err)
		}
		f.heads[f.stripe] = Head{f.stripe, e.No, last.Hash, e.Recorded}
	}
}
