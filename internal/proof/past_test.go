package proof

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/settletest"
)

// spoilings are ways in which a past can be incomplete or contradict itself. Each reports whether it could be done.
var spoilings = []struct {
	want  string
	spoil func(p *commission.Past) bool
}{
	{"is before the first settled period", func(p *commission.Past) bool { p.First = p.Next + 1; return true }},
	{"Highest has 0 entries", func(p *commission.Past) bool { p.Highest = nil; return p.Next > p.First }},
	{"Closing has", func(p *commission.Past) bool { p.Closing = append(p.Closing, 0); return true }},
	{"Carries has", func(p *commission.Past) bool { p.Carries = append(p.Carries, nil); return true }},
	{"Carries of bonus", func(p *commission.Past) bool {
		if len(p.Carries) > 0 {
			p.Carries[0] = make([]commission.Legs, 1)
		}
		return len(p.Carries) > 0
	}},
	{"Settled has 0 entries", func(p *commission.Past) bool { p.Settled = nil; return p.Next > p.First }},
	{"Handled has", func(p *commission.Past) bool { p.Handled = append(p.Handled, false); return true }},
	{"the highest rank of partner", func(p *commission.Past) bool { p.Highest[0] = 99; return true }},
	{"the standings of 20", dropped},
	{"have 1 entries", func(p *commission.Past) bool {
		return eachStandings(p, func(s []commission.Recorded) []commission.Recorded { return s[:1] })
	}},
	{"no run can have recorded", func(p *commission.Past) bool {
		return eachStandings(p, func(s []commission.Recorded) []commission.Recorded { s[0].Career = -1; return s })
	}},
	{"no run can have recorded", func(p *commission.Past) bool {
		return eachStandings(p, func(s []commission.Recorded) []commission.Recorded {
			s[0] = commission.Recorded{InTree: true, Active: true, Status: commission.Terminated}
			return s
		})
	}},
	{"no run can have recorded", func(p *commission.Past) bool {
		return eachStandings(p, func(s []commission.Recorded) []commission.Recorded {
			s[0] = commission.Recorded{Active: true}
			return s
		})
	}},
	{"no run can have recorded", func(p *commission.Past) bool {
		return eachStandings(p, func(s []commission.Recorded) []commission.Recorded {
			s[0] = commission.Recorded{InTree: true, Status: 7}
			return s
		})
	}},
	{"runs were posted for", func(p *commission.Past) bool {
		p.Standings[p.Next] = make([]commission.Recorded, len(p.Highest))
		return true
	}},
	{"Cancelled names order number", func(p *commission.Past) bool { p.Cancelled[-1] = 1; return true }},
	{"which is not settled", func(p *commission.Past) bool {
		no := slices.Index(p.Settled, false)
		p.Cancelled[commission.OrderNo(no)] = 1
		return no >= 0
	}},
	{"a share is above 0", func(p *commission.Past) bool {
		no := slices.Index(p.Settled, true)
		p.Cancelled[commission.OrderNo(no)] = money.Whole + 1
		return no >= 0
	}},
	{"cancelled whole", onLine(func(p *commission.Past, l *commission.PastLine) { p.Cancelled[l.Order] = money.Whole })},
	{"names order number", onLine(func(p *commission.Past, l *commission.PastLine) { l.Order = commission.OrderNo(len(p.Settled)) })},
	{"names partner number", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Beneficiary = commission.NoPartner })},
	{"names bonus number", onLine(func(p *commission.Past, l *commission.PastLine) { l.Bonus = commission.BonusNo(len(p.Carries)) })},
	{"as the period that settled it", onLine(func(p *commission.Past, l *commission.PastLine) { l.SettledIn = p.Next })},
	// Either its conditions are missing, since it is due now, or it has lines without being settled.
	{"", onLine(func(p *commission.Past, l *commission.PastLine) { p.Settled[l.Order] = false; clear(p.Cancelled) })},
	{"two lines of bonus", onLine(func(p *commission.Past, l *commission.PastLine) { p.Lines = append(p.Lines, *l) })},
	{"is settled in", func(p *commission.Past) bool {
		if len(p.Lines) == 0 || p.Next-p.First < 2 {
			return false
		}
		other := p.Lines[0]
		other.SettledIn, other.Level = p.First, 99
		if p.Lines[0].SettledIn == p.First {
			other.SettledIn++
		}
		p.Lines = append(p.Lines, other)
		return true
	}},
	{"earning lines of orders are above 0", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Amount = 0 })},
	{"earning lines of orders are above 0", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Level = commission.NoLevel })},
	{"is reversed by", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Reversed = l.Amount + 1 })},
	{"is reversed by", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Reversed = -1 })},
	{"released of", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Released = l.Amount + 1 })},
	{"released of", onLine(func(_ *commission.Past, l *commission.PastLine) { l.Released = -1 })},
}

func dropped(p *commission.Past) bool {
	had := len(p.Standings) > 0
	clear(p.Standings)
	return had
}

func eachStandings(p *commission.Past, change func([]commission.Recorded) []commission.Recorded) bool {
	for of, standings := range p.Standings {
		p.Standings[of] = change(standings)
	}
	return len(p.Standings) > 0
}

func onLine(change func(p *commission.Past, l *commission.PastLine)) func(p *commission.Past) bool {
	return func(p *commission.Past) bool {
		if len(p.Lines) == 0 {
			return false
		}
		change(p, &p.Lines[0])
		return true
	}
}

// What is missing in a past, or cannot be, is refused in words: a run of it would be wrong. It is not the user's to mend.
func TestSpoiledPastsAreRefused(t *testing.T) {
	done := make([]int, len(spoilings))
	for _, v := range bundletest.Vectors(t) {
		f := settletest.Facts(t, v.Input, v.From, v.Through)
		first, kept := settletest.Period(t, v.From), newArchive(settletest.Period(t, v.From))
		for p := first; p <= settletest.Period(t, v.Through); p++ {
			for i, s := range spoilings {
				past := kept.past(f)
				if len(past.Highest) < 2 || !s.spoil(past) {
					continue
				}
				done[i]++
				h, err := commission.Resume(f, past)
				if err == nil || fault.KindOf(err) != fault.Internal || !strings.Contains(err.Error(), s.want) || h != nil {
					t.Errorf("%s, %s: %v, want an error that says %q", v.Name, p, err, s.want)
				}
			}
			kept.keep(resumed(t, f, kept, p))
		}
	}
	for i, s := range spoilings {
		if done[i] == 0 {
			t.Errorf("no vector has a past of which could be said %q", s.want)
		}
	}
}

// Whatever stands in a past, nothing panics: it is refused, or a run is made of it that is, or may be, wrong.
func TestWildPastsDoNotPanic(t *testing.T) {
	check(t, 200, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		first, last := settletest.Period(t, b.From), settletest.Period(t, b.Through)
		kept := newArchive(first)
		for p := first; p < last; p++ {
			kept.keep(resumed(t, f, kept, p))
		}
		past := kept.past(f)
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			changePast(t, past)
		}
		if h, err := commission.Resume(f, past); err == nil {
			_, _ = commission.Settle(f, h, past.Next, 2)
			_, _ = commission.SettleLate(f, h, past.Next, past.Next.End(), 2)
		}
	})
}

// changePast changes a number, or the length of a slice.
func changePast(t *rapid.T, p *commission.Past) {
	v := reflect.ValueOf(p).Elem()
	for v.Kind() != reflect.Bool && !v.CanInt() && !v.CanUint() {
		switch v.Kind() {
		case reflect.Struct:
			if v.Type() == reflect.TypeFor[money.Volume]() {
				v.Set(reflect.ValueOf(money.Value(-1 << 63).Times(money.Whole)))
				return
			}
			v = v.Field(rapid.IntRange(0, v.NumField()-1).Draw(t, "field"))
		case reflect.Slice:
			if v.Len() == 0 || rapid.IntRange(0, 5).Draw(t, "longer") == 0 {
				if v.CanSet() {
					v.Set(reflect.Append(v, reflect.Zero(v.Type().Elem())))
				}
				return
			}
			v = v.Index(rapid.IntRange(0, v.Len()-1).Draw(t, "index"))
		default: // a map
			key := reflect.New(v.Type().Key()).Elem()
			key.SetInt(rapid.Int64Range(-1, 30).Draw(t, "key"))
			if keys := v.MapKeys(); len(keys) > 0 && rapid.IntRange(0, 3).Draw(t, "known") > 0 {
				key = slices.MinFunc(keys, func(a, b reflect.Value) int { return cmp.Compare(a.Int(), b.Int()) })
				if v.Type().Elem().Kind() == reflect.Slice {
					v = v.MapIndex(key)
					continue
				}
			}
			value := reflect.New(v.Type().Elem()).Elem()
			if value.CanInt() {
				value.SetInt(rapid.SampledFrom([]int64{-1, 0, 1, 500_000, 999_999, 1_000_000, 1_000_001}).Draw(t, "share"))
			}
			v.SetMapIndex(key, value)
			return
		}
	}
	changeNumber(t, v)
}

func changeNumber(t *rapid.T, v reflect.Value) {
	switch n := rapid.SampledFrom([]int64{-1, 0, 1, 2, 3, 99, 24311, 24312, 1 << 14, 1 << 30, 1<<62 - 1}).Draw(t, "number"); {
	case v.Kind() == reflect.Bool:
		v.SetBool(!v.Bool())
	case v.CanUint():
		v.SetUint(uint64(n) & 0xff)
	case !v.OverflowInt(n):
		v.SetInt(n)
	}
}

// A resumed history serves its period only: what later ones need is not in it.
func TestResumedHistoriesTakeNoRun(t *testing.T) {
	v := bundletest.Vectors(t)[0]
	f, first := settletest.Facts(t, v.Input, v.From, v.Through), settletest.Period(t, v.From)
	h, err := commission.Resume(f, &commission.Past{First: first, Next: first})
	if err != nil {
		t.Fatal(err)
	}
	run, err := commission.Settle(f, h, first, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("the run is posted")
		}
	}()
	h.Post(run)
}
