package proof

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"upline/commission"
	"upline/internal/bundletest"
	"upline/internal/period"
	"upline/internal/results"
	"upline/internal/settletest"
)

// override is a career rank that the back office sets.
type override struct{ partner, on, rank string }

// setRanks puts overrides into facts.
func setRanks(t settletest.T, f *commission.Facts, overrides []override) {
	t.Helper()
	var owners []commission.PartnerNo
	var spans []commission.Span[commission.Rank]
	for _, o := range overrides {
		p, ok := f.FindPartner(o.partner)
		day, err := period.ParseDay(o.on)
		rank := slices.IndexFunc(f.Plans[0].Ranks, func(r commission.RankRule) bool { return r.ID == o.rank })
		if !ok || err != nil || rank < 0 {
			t.Fatalf("no override: %v", o)
		}
		owners = append(owners, p)
		spans = append(spans, commission.Span[commission.Rank]{From: day, To: period.Forever, Value: commission.Rank(rank)})
	}
	f.Overrides = commission.NewTimelines(len(f.Partners), owners, spans)
}

// drawOverrides draws some, in the settled periods and about them.
func drawOverrides(t *rapid.T, f *commission.Facts, first, last period.Period) []override {
	return rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) override {
		return override{
			partner: rapid.SampledFrom(f.Partners).Draw(t, "partner").ID,
			on:      period.Day(rapid.IntRange(int(first.Start())-40, int(last.End())+5).Draw(t, "on")).String(),
			rank:    rapid.SampledFrom(f.Plans[0].Ranks).Draw(t, "rank").ID,
		}
	}), 0, 12, func(o override) override { return override{o.partner, o.on, ""} }).Draw(t, "overrides")
}

func TestResumedRunsWithOverridesAreTheSame(t *testing.T) {
	check(t, 100, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		first, last := settletest.Period(t, b.From), settletest.Period(t, b.Through)
		f := settletest.Facts(t, b.Files(), b.From, b.Through)
		setRanks(t, f, drawOverrides(t, f, first, last))
		eachResumed(t, f, first, last, func() growth { return drawGrowth(t) })
	})
}

// Careers, month by month, of a partner who has set ranks, and what rank_advance pays for them.
func TestOverrides(t *testing.T) {
	for _, c := range []struct {
		name, demotion string
		points         string // of the partner's own orders, from January on
		overrides      []override
		careers        string // from January on
		advances       string
	}{
		{"without any", "never", "0 0 0", nil, "starter starter starter", ""},
		{"it lasts", "never", "0 0 0", []override{{"bernd", "2026-02-10", "leader"}}, "starter leader leader", "2026-02 100.00"},
		{"it lowers", "never", "100 0 0", []override{{"bernd", "2026-02-28", "starter"}}, "leader starter starter", "2026-01 100.00"},
		{
			"the achieved rank is higher", "never", "0 500 0",
			[]override{{"bernd", "2026-02-01", "leader"}},
			"starter director director", "2026-02 100.00, 2026-02 500.00",
		},
		{
			"the last of a period counts", "never", "0 0 0",
			[]override{{"bernd", "2026-02-20", "leader"}, {"bernd", "2026-02-03", "director"}},
			"starter leader leader", "2026-02 100.00",
		},
		{
			"all of them have been held", "never", "0 0 500",
			[]override{{"bernd", "2026-02-20", "leader"}, {"bernd", "2026-02-03", "director"}},
			"starter leader director", "2026-02 100.00",
		},
		{"what is achieved is all that counts", "immediate", "0 0 500", []override{{"bernd", "2026-02-10", "director"}}, "starter starter director", ""},
		{
			"it falls after as many periods as its own rank would", "{after: 2}", "0 0 0 0",
			[]override{{"bernd", "2026-02-10", "leader"}},
			"starter leader starter starter", "2026-02 100.00",
		},
		{
			"set again, it begins again", "{after: 2}", "0 0 0 0",
			[]override{{"bernd", "2026-02-10", "leader"}, {"bernd", "2026-03-10", "director"}},
			"starter leader director starter", "2026-02 100.00, 2026-03 500.00",
		},
		{
			"one before the first settled period sets no rank, but was held", "never", "0 100 500",
			[]override{{"bernd", "2025-12-31", "leader"}},
			"starter leader director", "2026-03 500.00",
		},
		{"one of another partner", "never", "0 0 0", []override{{"anna", "2026-02-10", "leader"}}, "starter starter starter", ""},
		{
			"before joining", "never", "0 0 0",
			[]override{{"bernd", "2026-02-10", "leader"}, {"later", "2026-02-10", "leader"}},
			"starter leader leader", "2026-02 100.00",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			points := strings.Fields(c.points)
			first := settletest.Period(t, "2026-01")
			last := first + period.Period(len(points)-1)
			f := settletest.Facts(t, careerFiles(c.demotion, points, first), first.String(), last.String())
			setRanks(t, f, c.overrides)
			files := written(t, f, func(each func(run *commission.Run) error) error {
				return commission.SettleEach(f, first, last, 2, each)
			})
			var careers, advances []string
			for _, r := range where(rows(t, files[results.Ranks]), func(r row) bool { return r["partner"] == "bernd" }) {
				careers = append(careers, r["career"])
			}
			for _, r := range where(rows(t, files[results.Lines]), func(r row) bool { return r["beneficiary"] == "bernd" }) {
				advances = append(advances, r["period"]+" "+r["amount"])
			}
			if got := strings.Join(careers, " "); got != c.careers {
				t.Errorf("careers %s, want %s", got, c.careers)
			}
			if got := strings.Join(advances, ", "); got != c.advances {
				t.Errorf("advances %s, want %s", got, c.advances)
			}
		})
	}
}

// careerFiles is a company in which Bernd has orders of so many points, month by month.
func careerFiles(demotion string, points []string, first period.Period) map[string]string {
	orders := "id,partner,kind,placed_on,paid_on,points,cv\n"
	for i, p := range points {
		day := (first + period.Period(i)).Start().String()
		orders += day + ",bernd,own," + day + "," + day + "," + p + ",0\n"
	}
	return map[string]string{
		"partners.csv": "id,name,joined,sponsor\nanna,A,2025-01-01,\nbernd,B,2025-01-01,anna\nlater,L,2026-03-05,anna\n",
		"orders.csv":   orders,
		"plans/p.yaml": "plan: p\nvalid_from: 2025-01-01\ncurrency: EUR\ncareer: {demotion: " + demotion + "}\n" +
			"ranks: [{id: starter}, {id: leader, when: {pv: 100}}, {id: director, when: {pv: 500}}]\n" +
			"bonuses: [{id: advance, type: rank_advance, amounts: {leader: 100, director: 500}}]\n",
	}
}
