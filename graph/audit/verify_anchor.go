package audit

import (
	"cmp"
	"slices"
	"time"
)

// mark is a head of a stripe that was kept outside of it: the entry of this number must have this hash.
type mark struct {
	no     int64
	hash   Hash
	at     time.Time // of the anchor; zero: it was published
	anchor int64     // its number; 0: it was published
}

func (m mark) String() string {
	if m.anchor == 0 {
		return "the published head"
	}
	return sprint("anchor %d of %s", m.anchor, form(m.at))
}

// anchors verifies that the anchors follow each other, and returns what they and the published heads say of each stripe, sorted by
// number. A broken anchor still says what it says: whether entries agree with it is told apart.
func (v *verifier) anchors() (marks [Stripes][]mark) {
	var last *Anchor
	for i, content := range v.kept.Anchors {
		a, err := ParseAnchor(content)
		if err != nil {
			v.find(Finding{What: Unreadable, Stripe: NoStripe, No: int64(i + 1), Text: sprint(
				"What is stored as the anchor of place %d cannot be read (%v), so that it anchors nothing. Fetch it again; if it stays so, it was never one of ours.", i+1, err)})
			continue
		}
		v.summary.Anchors++
		v.follow(last, a)
		last = a
		v.summary.AnchoredAt = a.At
		for s, h := range a.Heads {
			if h.No > 0 || len(marks[s]) == 0 || marks[s][len(marks[s])-1].no == 0 {
				marks[s] = append(marks[s], mark{h.No, h.Hash, a.At, a.No})
			}
		}
	}
	v.latest(last)
	for _, h := range v.kept.Published {
		if h.Stripe >= 0 && h.Stripe < Stripes {
			marks[h.Stripe] = append(marks[h.Stripe], mark{no: h.No, hash: h.Hash})
		}
	}
	for s := range marks {
		slices.SortStableFunc(marks[s], func(a, b mark) int { return cmp.Compare(a.no, b.no) })
	}
	return marks
}

// follow verifies that an anchor follows the one before.
func (v *verifier) follow(last, a *Anchor) {
	problem := ""
	switch {
	case last != nil:
		problem = a.follows(last)
	case a.No != 1:
		problem = sprint("it is the first that is there, so that those before it are missing.")
	}
	if problem != "" {
		v.find(Finding{What: AnchorBroken, Stripe: NoStripe, No: a.No, Recorded: a.At, Text: sprint(
			"Anchor %d does not follow the one before: %s Anchors lie where they cannot be altered, so look for another copy, and for who has written this one.", a.No, problem)})
	}
}

// latest verifies that the last anchor is the one that the database remembers.
func (v *verifier) latest(last *Anchor) {
	want := v.kept.Latest
	if want == nil {
		return
	}
	var got AnchorRef
	if last != nil {
		got = last.Ref()
	}
	if got != *want {
		v.find(Finding{What: AnchorBroken, Stripe: NoStripe, No: want.No, Text: sprint(
			"The database remembers anchor %d (%s) as the latest, but the last one there is %d (%s): anchors were left out or replaced, or the database was set back.",
			want.No, want.Hash.short(), got.No, got.Hash.short())})
	}
}
