package audit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"upline/internal/fault"
)

// Anchors lie in the bucket for ten years and more: these bytes must be read by every later version of the program.
func TestAnchorBytes(t *testing.T) {
	l := small(t)
	want := `{"form":"upline audit anchor 1","no":1,"at":"2026-03-01T08:00:01.004509Z","previous":"","heads":[{"stripe":0,"no":0,"hash":""},{"stripe":1,"no":0,"hash":""},` +
		fmt.Sprintf(`{"stripe":2,"no":3,"hash":"%s","recorded":"2026-03-01T08:00:00.004509Z"},`, l.records[2][2].Hash)
	if got := string(l.last.Bytes()); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, `,{"stripe":15,"no":0,"hash":""}]}`) {
		t.Errorf("the anchor is\n%s, want\n%s", got, want)
	}
	again, err := ParseAnchor(l.last.Bytes())
	if err != nil || again.Ref() != l.last.Ref() || again.Ref().Hash != hashOf(l.anchors[0]) {
		t.Errorf("%+v, %v; want %+v", again, err, l.last)
	}
}

func TestParseAnchorRefuses(t *testing.T) {
	l := small(t)
	l.anchor(t)
	sound := string(l.anchors[1])
	for want, change := range map[string][2]string{
		"this is no anchor":  {"{", ""},
		"as anchors are":     {`{"form"`, `{ "form"`},
		"none of them":       {`{"form"`, `{"x":1,"form"`},
		"has the form":       {"anchor 1", "anchor 2"},
		"names none":         {`"no":2,`, `"no":1,`},
		"anchor 0":           {`"no":2,`, `"no":0,`},
		"every other one":    {`"previous":"`, `"previous":"x`},
		"in order":           {`.006012Z"}`, `.0060120Z"}`}, // a time that is written otherwise
		"whole microseconds": {`Z","previous"`, `5Z","previous"`},
		"with number":        {`{"stripe":0,"no":0`, `{"stripe":0,"no":7`},
		"where stripe 0":     {`{"stripe":0`, `{"stripe":1`},
		"has 15 heads":       {`{"stripe":0,"no":0,"hash":""},`, ``},
		"under their locks":  {`"recorded":"2026`, `"recorded":"2027`},
	} {
		text := strings.Replace(sound, change[0], change[1], 1)
		if text == sound {
			t.Fatalf("%q does not stand in %s", change[0], sound)
		}
		_, err := ParseAnchor([]byte(text))
		if fault.KindOf(err) != fault.Invalid || err == nil {
			t.Errorf("%q for %q: the error is %v", change[1], change[0], err)
		} else if !strings.Contains(err.Error(), want) {
			t.Errorf("%q for %q: the error is %v, without %q", change[1], change[0], err, want)
		}
	}
}

func TestNextAnchorRefusesWhatHasGoneBack(t *testing.T) {
	l := small(t)
	later := l.last.At.Add(time.Hour)
	for want, change := range map[string]func(heads []Head){
		"stripe 2 ends with entry 2": func(heads []Head) { heads[2].No = 2 },
		"stripe 2 ends with entry 3": func(heads []Head) { heads[2].No = 3 }, // with another hash
	} {
		heads := append([]Head(nil), l.heads...)
		change(heads)
		_, err := NextAnchor(l.last, later, heads)
		if fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), want) {
			t.Errorf("the error is %v, without %q", err, want)
		}
	}
	if _, err := NextAnchor(l.last, l.last.At, l.last.Heads); fault.KindOf(err) != fault.Conflict || !strings.Contains(err.Error(), "is not after") {
		t.Errorf("an anchor at the time of the one before: %v", err)
	}
	if _, err := NextAnchor(l.last, later, l.heads[:15]); fault.KindOf(err) != fault.Invalid {
		t.Errorf("15 heads: %v", err)
	}
	a, err := NextAnchor(l.last, later.In(time.FixedZone("CEST", 7200)), l.heads)
	if err != nil || a.No != 2 || a.Previous != l.last.Ref().Hash {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := ParseAnchor(a.Bytes()); err != nil {
		t.Errorf("an anchor of a time in another zone is not read again: %v", err)
	}
}

// What is said of anchors that do not follow each other.
func TestBrokenAnchors(t *testing.T) {
	l := small(t)
	l.anchor(t)
	l.anchor(t)
	for want, anchors := range map[string][][]byte{
		"comes after anchor 1":               {l.anchors[0], l.anchors[2]},
		"it is the first that is there":      {l.anchors[1], l.anchors[2]},
		"was made after an anchor 1":         {other(t, l), l.anchors[1], l.anchors[2]},
		"comes after anchor 3":               {l.anchors[0], l.anchors[1], l.anchors[2], l.anchors[1]},
		"but the last one there is 2":        {l.anchors[0], l.anchors[1]},
		"the anchor of place 2 cannot be re": {l.anchors[0], nil, l.anchors[2]},
	} {
		k := l.kept()
		k.Anchors = anchors
		found, _ := verify(t, k)
		if len(found) == 0 || found[0].Stripe != NoStripe || !strings.Contains(found[0].Text, want) {
			t.Errorf("without %q: %v", want, found)
		}
	}
}

// other is a first anchor of another time.
func other(t *testing.T, l *ledger) []byte {
	first, err := ParseAnchor(l.anchors[0])
	if err != nil {
		t.Fatal(err)
	}
	first.At = first.At.Add(time.Microsecond)
	return first.Bytes()
}
