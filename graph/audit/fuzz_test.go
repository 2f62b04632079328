package audit

import (
	"iter"
	"testing"
	"time"
)

// FuzzEntry reads any text as an entry: what is read is written again as the same text.
func FuzzEntry(f *testing.F) {
	e := Entry{No: 1, Recorded: time.Unix(0, 0), Actor: Actor{User, "5"}, Fields: []string{"a", "b"}, Erasure: &Erasure{"p", "g", []Ref{{1, 2}}}, Details: []Detail{{"p", hashOf(nil), nil}}}
	f.Add(e.Text())
	e.Erasure, e.Details = nil, nil
	f.Add(e.Text())
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseEntry(text)
		if err == nil && e.Text() != text {
			t.Errorf("%q is read, but written as %q", text, e.Text())
		}
	})
}

// FuzzBody reads any text as a body, likewise.
func FuzzBody(f *testing.F) {
	f.Add((&Body{}).Text())
	f.Add((&Body{From: "::1", Reason: "r", Before: map[string]string{"a": "1"}, After: map[string]string{"a": "2", "b": "3"}}).Text())
	f.Fuzz(func(t *testing.T, text string) {
		b, err := ParseBody(text)
		if err == nil && b.Text() != text {
			t.Errorf("%q is read, but written as %q", text, b.Text())
		}
	})
}

// FuzzAnchor reads any bytes as an anchor, likewise.
func FuzzAnchor(f *testing.F) {
	l := small(f)
	f.Add(l.anchors[0])
	l.anchor(f)
	f.Add(l.anchors[1])
	f.Fuzz(func(t *testing.T, content []byte) {
		if a, err := ParseAnchor(content); err == nil && string(a.Bytes()) != string(content) {
			t.Errorf("%q is read, but written as %q", content, a.Bytes())
		}
	})
}

// FuzzVerify puts any record in the place of one that was written: unless it is the same, that is found.
func FuzzVerify(f *testing.F) {
	l := small(f)
	was := l.records[2][1]
	f.Add(was.Text, string(was.Previous), string(was.Hash), was.Bodies[0])
	f.Fuzz(func(t *testing.T, text, previous, hash, body string) {
		k := l.kept()
		k.Entries = func(stripe int) iter.Seq2[Record, error] {
			list := append([]Record(nil), l.records[stripe]...)
			if stripe == 2 {
				list[1] = Record{text, Hash(previous), Hash(hash), append([]string{body}, was.Bodies[1:]...)}
			}
			return each(list)
		}
		same := text == was.Text && previous == string(was.Previous) && hash == string(was.Hash) && body == was.Bodies[0]
		if found, _ := verify(t, k); (len(found) == 0) != same {
			t.Errorf("the same: %v, findings: %v", same, found)
		}
	})
}
