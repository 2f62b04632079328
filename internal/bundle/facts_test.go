package bundle

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"upline/commission"
	"upline/internal/period"
)

// checkFacts checks what commission.Facts promises, whatever is in it.
func checkFacts(t testing.TB, f *commission.Facts) {
	t.Helper()
	for i := 1; i < len(f.Partners); i++ {
		if f.Partners[i-1].ID >= f.Partners[i].ID {
			t.Errorf("partners %q and %q are not in order", f.Partners[i-1].ID, f.Partners[i].ID)
		}
	}
	for i := 1; i < len(f.Orders); i++ {
		if f.Orders[i-1].ID >= f.Orders[i].ID {
			t.Errorf("orders %q and %q are not in order", f.Orders[i-1].ID, f.Orders[i].ID)
		}
	}
	for _, o := range f.Orders {
		if o.Partner < 0 || int(o.Partner) >= len(f.Partners) || int(o.Kind) >= len(f.Kinds) {
			t.Errorf("order %+v points nowhere", o)
		}
	}
	if !slices.IsSortedFunc(f.Cancellations, func(a, b commission.Cancellation) int {
		if a.On != b.On {
			return int(a.On) - int(b.On)
		}
		return strings.Compare(a.ID, b.ID)
	}) {
		t.Error("cancellations are not in order")
	}
	if len(f.Plans) == 0 || len(f.Placements) != len(f.Plans[0].Trees) {
		t.Errorf("%d plans, %d placement trees", len(f.Plans), len(f.Placements))
	}
	checkTimelines(t, f, &f.Sponsors, true)
	for i := range f.Placements {
		checkTimelines(t, f, &f.Placements[i], true)
	}
	checkTimelines(t, f, &f.Statuses, false)
	checkTimelines(t, f, &f.Careers, false)
	checkTimelines(t, f, &f.Overrides, true)
}

func checkTimelines[T any](t testing.TB, f *commission.Facts, lines *commission.Timelines[T], clipped bool) {
	t.Helper()
	if len(lines.First) != 0 && len(lines.First) != len(f.Partners)+1 {
		t.Fatalf("timelines of %d partners: First has %d", len(f.Partners), len(lines.First))
	}
	for no, p := range f.Partners {
		last := noDay
		if clipped {
			last = p.Joined
		}
		for _, span := range lines.Of(commission.PartnerNo(no)) {
			if span.From < last || span.To <= span.From || span.To > period.Forever {
				t.Errorf("partner %s: span %v overlaps, or starts before the partner joined", p.ID, span)
			}
			last = span.To
		}
	}
}

// TestFacts: what the rows of a bundle become.
func TestFacts(t *testing.T) {
	f, err := readFiles(changed(files{
		"partners.csv": "id,name,joined,sponsor\nr,Root,2026-01-01,\nc,Cleo,2026-01-10,b\na,\"Anna\nMaria\",2026-01-01,r\nb,Ben,2026-01-05,a\nB,,2026-01-05,b\n",
		"sponsorships.csv": "partner,sponsor,from,to\nb,c,2026-03-01,\nb,r,2025-01-01,2026-01-05\nb,a,2026-01-01,2026-02-01\nb,,2026-02-01,2026-03-01\n" +
			"c,a,2026-01-01,\nB,a,2020-01-01,2020-02-01\n",
		"placements.csv":    "tree,partner,parent,slot,from,to\nm3,b,r,2,2026-02-01,\nm3,r,,0,2026-01-01,\nm3,b,r,1,2025-01-01,2026-02-01\n",
		"status.csv":        "partner,status,from,to\nc,terminated,2026-02-01,\nc,suspended,2025-01-15,2026-02-01\n",
		"careers.csv":       "partner,rank,from,to\nc,leader,2025-01-01,2025-06-01\n",
		"overrides.csv":     "partner,rank,on,reason\nb,starter,2026-03-10,x\nr,leader,2026-02-01,x\nb,leader,2026-01-05,x\n",
		"orders.csv":        "id,partner,kind,placed_on,paid_on,points,cv\no2,b,x,2026-01-06,,0.5,40.25\nO1,c,,2026-01-15,2026-02-01,20,0\no1,a,x,2026-01-05,2026-01-05,1,2\n",
		"cancellations.csv": "id,order,cancelled_on,share\nk1,o2,2026-02-20,\nk0,o1,2026-02-20,0.25\nk9,o1,2026-01-20,0.5\n",
		"plans/a.yaml":      strings.Replace(sound["plans/test.yaml"], "2026-01-01", "2026-02-01", 1),
	}), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkFacts(t, f)
	const B, a, b, c, r = 0, 1, 2, 3, 4
	on := func(text string) period.Day {
		d, err := period.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	type sponsors = []commission.Span[commission.PartnerNo]
	type places = []commission.Span[commission.Place]
	for _, check := range []struct {
		what      string
		got, want any
	}{
		{"partners", f.Partners, []commission.Partner{
			{ID: "B", Joined: on("2026-01-05")},
			{ID: "a", Name: "Anna\nMaria", Joined: on("2026-01-01")},
			{ID: "b", Name: "Ben", Joined: on("2026-01-05")},
			{ID: "c", Name: "Cleo", Joined: on("2026-01-10")},
			{ID: "r", Name: "Root", Joined: on("2026-01-01")},
		}},
		{"sponsors of B", len(f.Sponsors.Of(B)), 0},
		{"sponsors of a", f.Sponsors.Of(a), sponsors{{From: on("2026-01-01"), To: period.Forever, Value: r}}},
		{"sponsors of b", f.Sponsors.Of(b), sponsors{
			{From: on("2026-01-05"), To: on("2026-02-01"), Value: a},
			{From: on("2026-02-01"), To: on("2026-03-01"), Value: commission.NoPartner},
			{From: on("2026-03-01"), To: period.Forever, Value: c},
		}},
		{"sponsors of c", f.Sponsors.Of(c), sponsors{{From: on("2026-01-10"), To: period.Forever, Value: a}}},
		{"places in bin", len(f.Placements[0].Spans), 0},
		{"places of b in m3", f.Placements[1].Of(b), places{
			{From: on("2026-01-05"), To: on("2026-02-01"), Value: commission.Place{Parent: r, Slot: 1}},
			{From: on("2026-02-01"), To: period.Forever, Value: commission.Place{Parent: r, Slot: 2}},
		}},
		{"places of r in m3", f.Placements[1].Of(r), places{{From: on("2026-01-01"), To: period.Forever, Value: commission.Place{Parent: commission.NoPartner}}}},
		{"statuses of c", f.Statuses.Of(c), []commission.Span[commission.Status]{
			{From: on("2025-01-15"), To: on("2026-02-01"), Value: commission.Suspended},
			{From: on("2026-02-01"), To: period.Forever, Value: commission.Terminated},
		}},
		{"careers of c", f.Careers.Of(c), []commission.Span[commission.Rank]{{From: on("2025-01-01"), To: on("2025-06-01"), Value: 1}}},
		{"overrides of b", f.Overrides.Of(b), []commission.Span[commission.Rank]{
			{From: on("2026-01-05"), To: on("2026-01-06"), Value: 1},
			{From: on("2026-03-10"), To: on("2026-03-11"), Value: 0},
		}},
		{"overrides of r", f.Overrides.Of(r), []commission.Span[commission.Rank]{{From: on("2026-02-01"), To: on("2026-02-02"), Value: 1}}},
		{"orders", f.Orders, []commission.Order{
			{ID: "O1", Partner: c, Kind: 1, PlacedOn: on("2026-01-15"), PaidOn: on("2026-02-01"), Points: 20_0000},
			{ID: "o1", Partner: a, PlacedOn: on("2026-01-05"), PaidOn: on("2026-01-05"), Points: 1_0000, CV: 2_0000},
			{ID: "o2", Partner: b, PlacedOn: on("2026-01-06"), PaidOn: period.Forever, Points: 5000, CV: 40_2500},
		}},
		{"kinds", f.Kinds, []string{"x", ""}},
		{"cancellations", f.Cancellations, []commission.Cancellation{
			{ID: "k9", Order: 1, On: on("2026-01-20"), Share: 500_000},
			{ID: "k0", Order: 1, On: on("2026-02-20"), Share: 250_000},
			{ID: "k1", Order: 2, On: on("2026-02-20"), Share: 1_000_000},
		}},
		{"plans", []string{f.Plans[0].File, f.Plans[1].File}, []string{"plans/test.yaml", "plans/a.yaml"}},
	} {
		if !reflect.DeepEqual(check.got, check.want) {
			t.Errorf("%s: %v, want %v", check.what, check.got, check.want)
		}
	}
}
