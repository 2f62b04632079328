package cover_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/intake/cover"
	"upline/internal/fault"
)

func TestASheetIsReadAsItWasMade(t *testing.T) {
	part := rapid.StringN(0, 15, 60)
	rapid.Check(t, func(t *rapid.T) {
		s := cover.Sheet{Class: part.Draw(t, "class"), Partner: part.Draw(t, "partner"), Reference: part.Draw(t, "reference")}
		code, err := s.Payload()
		if s == (cover.Sheet{}) {
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("a sheet that says nothing is %q", code)
			}
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, ok := cover.Read(code); !ok || got != s {
			t.Fatalf("%q is read as %+v, %v; want %+v", code, got, ok, s)
		}
		for _, r := range code {
			if r < ' ' || r > '~' {
				t.Fatalf("%q is not plain", code)
			}
		}
		at := rapid.IntRange(0, len(code)-1).Draw(t, "at")
		if wrong := code[:at] + string(code[at]^1) + code[at+1:]; wrong != code {
			if got, ok := cover.Read(wrong); ok {
				t.Fatalf("%q is read as %+v", wrong, got)
			}
		}
	})
}

func TestTheFormStays(t *testing.T) {
	code, err := cover.Sheet{Class: "contract", Partner: "P-4711", Reference: "a:b ü"}.Payload()
	if want := "upline:doc:1:contract:P-4711:a%3Ab+%C3%BC:063202e5"; err != nil || code != want {
		t.Errorf("%q %v, want %q", code, err, want)
	}
}

func TestWhatIsNoSheet(t *testing.T) {
	good, err := cover.Sheet{Class: "contract"}.Payload()
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range []string{"", "upline:doc:1:", "upline:doc:1", "https://example.com", good + " ", " " + good, strings.ToUpper(good), strings.Replace(good, ":1:", ":2:", 1)} {
		if s, ok := cover.Read(code); ok {
			t.Errorf("%q is read as %+v", code, s)
		}
	}
	for _, s := range []cover.Sheet{{Class: strings.Repeat("x", 61)}, {Partner: "\xff"}} {
		if code, err := s.Payload(); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%+v is %q", s, code)
		}
	}
}

// naive says page by page to which sheet it belongs; covers belong to none.
func naive(pages int, on map[int]cover.Sheet) []string {
	all := make([]string, pages+1)
	current := "none"
	for n := 1; n <= pages; n++ {
		if s, ok := on[n]; ok {
			current, all[n] = s.Partner, ""
			continue
		}
		all[n] = current
	}
	return all
}

func TestEachPageGoesWithTheSheetBeforeIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pages := rapid.IntRange(0, 12).Draw(t, "pages")
		on := map[int]cover.Sheet{}
		codes := []cover.Code{{Page: 1, Kind: cover.Code128, Text: "other"}, {Page: pages + 1, Kind: cover.QR, Text: "beyond"}}
		for n := 1; n <= pages; n++ {
			if !rapid.Bool().Draw(t, "cover") {
				continue
			}
			on[n] = cover.Sheet{Partner: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "partner")}
			code, _ := on[n].Payload()
			codes = append(codes, cover.Code{Page: n, Kind: cover.QR, Text: code}, cover.Code{Page: n, Kind: cover.QR, Text: code})
		}
		parts := cover.Split(pages, codes)
		got := make([]string, pages+1)
		sheets := 0
		for _, p := range parts {
			who := "none"
			if p.Sheet != nil {
				who = p.Sheet.Partner
				sheets++
			}
			if p.Doubtful {
				t.Fatalf("%+v is doubtful", p)
			}
			for n := p.First; n <= p.Last; n++ {
				got[n] += who
			}
		}
		if want := naive(pages, on); !reflect.DeepEqual(got, want) || sheets != len(on) {
			t.Fatalf("%+v: %v, want %v", parts, got, want)
		}
	})
}

func TestASheetWithTwoCodesIsDoubtful(t *testing.T) {
	a, _ := cover.Sheet{Partner: "a"}.Payload()
	b, _ := cover.Sheet{Partner: "b"}.Payload()
	parts := cover.Split(2, []cover.Code{{Page: 1, Kind: cover.QR, Text: a}, {Page: 1, Kind: cover.QR, Text: b}})
	if len(parts) != 1 || !parts[0].Doubtful || parts[0].Sheet.Partner != "a" {
		t.Errorf("%+v", parts)
	}
}

// FuzzSheet: whatever a code says, it is read or not; what is read makes the same code.
func FuzzSheet(f *testing.F) {
	good, _ := cover.Sheet{Class: "contract", Partner: "ü"}.Payload()
	f.Add(good)
	f.Add("upline:doc:1:::")
	f.Fuzz(func(t *testing.T, code string) {
		s, ok := cover.Read(code)
		if !ok {
			return
		}
		again, err := s.Payload()
		if err != nil {
			t.Fatalf("%q is %+v, which has no code: %v", code, s, err)
		}
		if got, ok := cover.Read(again); !ok || got != s {
			t.Fatalf("%q is %+v, and then %+v", code, s, got)
		}
	})
}
