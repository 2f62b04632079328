package proof

import (
	"crypto/sha256"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/settletest"
)

// digestOf digests facts whose plans are what their place is.
func digestOf(f *commission.Facts) [sha256.Size]byte {
	plans := make([][sha256.Size]byte, len(f.Plans))
	for i := range plans {
		plans[i][0] = byte(i)
	}
	return f.Digest(plans)
}

// smallFacts has two rows of everything.
func smallFacts() *commission.Facts {
	owners := []commission.PartnerNo{0, 1}
	return &commission.Facts{
		Partners:   []commission.Partner{{ID: "a", Name: "A", Joined: 1}, {ID: "b", Name: "B", Joined: 2}},
		Sponsors:   commission.NewTimelines(2, owners, spansOf(commission.NoPartner, commission.PartnerNo(0))),
		Placements: []commission.Timelines[commission.Place]{commission.NewTimelines(2, owners, spansOf(commission.Place{Parent: -1}, commission.Place{Slot: 1})), {}},
		Statuses:   commission.NewTimelines(2, owners, spansOf(commission.Suspended, commission.Terminated)),
		Careers:    commission.NewTimelines(2, owners, spansOf(commission.Rank(0), commission.Rank(1))),
		Overrides:  commission.NewTimelines(2, owners, spansOf(commission.Rank(1), commission.Rank(0))),
		Kinds:      []string{"own", "customer"},
		Orders: []commission.Order{
			{ID: "1", Partner: 0, Kind: 0, PlacedOn: 5, PaidOn: 6, Points: 7, CV: 8},
			{ID: "2", Partner: 1, Kind: 1, PlacedOn: 5, PaidOn: period.Forever, Points: 7, CV: 8},
		},
		Cancellations: []commission.Cancellation{{ID: "x", Order: 0, On: 9, Share: 10}, {ID: "y", Order: 1, On: 9, Share: 10}},
		Plans:         []*commission.Plan{{}, {}},
	}
}

func spansOf[T any](one, other T) []commission.Span[T] {
	return []commission.Span[T]{{From: 3, To: period.Forever, Value: one}, {From: 4, To: 50, Value: other}}
}

// Whatever field of the facts changes, so does the digest. Fields are found by reflection, so that one that is added later
// is looked at as well.
func TestDigestSeesEveryField(t *testing.T) {
	digests := map[[sha256.Size]byte]string{digestOf(smallFacts()): "nothing changed"}
	saw := func(what string, digest [sha256.Size]byte) {
		if before, ok := digests[digest]; ok {
			t.Errorf("%s and %s have the same digest", what, before)
		}
		digests[digest] = what
	}
	fields := 0
	eachField(reflect.ValueOf(smallFacts()).Elem(), "", func(path string, _ reflect.Value) {
		f := smallFacts()
		eachField(reflect.ValueOf(f).Elem(), "", func(other string, field reflect.Value) {
			if other == path {
				change(field)
			}
		})
		fields++
		saw(path, digestOf(f))
	})
	if fields < 58 {
		t.Errorf("only %d fields were changed", fields)
	}
	f := smallFacts()
	saw("another plan", f.Digest([][sha256.Size]byte{{1}, {1}}))
	saw("plans in another order", f.Digest([][sha256.Size]byte{{1}, {0}}))
	f.Plans = f.Plans[:1]
	saw("a plan less", digestOf(f))
	f = smallFacts()
	f.Placements = f.Placements[:1]
	saw("a tree less", digestOf(f))
	f = smallFacts()
	f.Partners[0].Name = "erased"
	if digestOf(f) != digestOf(smallFacts()) {
		t.Error("a name that is erased changes the digest: posted runs could not be verified any more")
	}
	f = smallFacts()
	f.Orders[0].ID, f.Orders[1].ID = "12", ""
	saw("a text that begins elsewhere", digestOf(f))
}

// eachField visits all that is a fact in itself: not the plans, of which the files are digested, not how the kinds are
// numbered or the spans are found, not the last day of an override, which means nothing, and not names.
func eachField(v reflect.Value, path string, visit func(path string, field reflect.Value)) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			name := path + "." + v.Type().Field(i).Name
			if name == ".Plans" || v.Type().Field(i).Name == "First" {
				continue
			}
			eachField(v.Field(i), name, visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			eachField(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	default:
		if path != ".Overrides.Spans[0].To" && path != ".Overrides.Spans[1].To" && !strings.HasSuffix(path, ".Name") {
			visit(path, v)
		}
	}
}

func change(field reflect.Value) {
	switch field.Kind() {
	case reflect.String:
		field.SetString(field.String() + "x")
	case reflect.Uint8:
		field.SetUint(field.Uint() ^ 1)
	case reflect.Int32, reflect.Int16, reflect.Int64, reflect.Int:
		field.SetInt(field.Int() ^ 1)
	default:
		panic("a field of a kind that the test does not know: " + field.Kind().String())
	}
}

// How kinds are numbered is no fact, nor which are listed without an order; nor is how no spans are written.
func TestDigestDoesNotSeeNumbers(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		want := digestOf(f)
		now := *f
		now.Kinds = append(slices.Clone(f.Kinds), "of no order")
		slices.Reverse(now.Kinds)
		now.Orders = slices.Clone(f.Orders)
		for i := range now.Orders {
			now.Orders[i].Kind = int32(len(now.Kinds)) - 1 - now.Orders[i].Kind
		}
		if len(f.Overrides.Spans) == 0 {
			now.Overrides = commission.Timelines[commission.Rank]{First: make([]int32, len(f.Partners)+1)}
		}
		if digestOf(&now) != want {
			t.Fatal("the digest changes with the numbers of kinds")
		}
	})
}

// The form is fixed: digests that are kept must be found again. This one changes only with digestVersion.
func TestDigestStays(t *testing.T) {
	const want = "eaf6d35479dc0503c063c7584015be49b860b863cb8a972556c54d08f8e5a53b"
	if got := fmt.Sprintf("%x", digestOf(smallFacts())); got != want {
		t.Errorf("the digest is %s, and was %s", got, want)
	}
}
