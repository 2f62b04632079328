package planfile

import (
	"bytes"
	"os"
	"reflect"
	"testing"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// fullPlan is testdata/full.yaml, a plan that has every key.
func fullPlan(t testing.TB) []byte {
	t.Helper()
	content, err := os.ReadFile("testdata/full.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// full is what fullPlan says. Money and points are in ten-thousandths, percentages and shares in millionths.
func full() *commission.Plan {
	day, _ := period.ParseDay("2026-01-01")
	const m3, bin = 1, 0 // sorted by id
	return &commission.Plan{
		Name: "alpina", File: "plans/full.yaml", ValidFrom: day, Currency: "EUR",
		Money:    money.Rule{Scale: 3, Rounding: money.HalfEven},
		ActivePV: new(money.Value(50_0000)),
		Career:   commission.Career{Demotion: 3, PaidAs: commission.PaidAsCareer},

		Breakaway: 2,
		Ranks: []commission.RankRule{
			{ID: "starter"},
			{
				ID: "leader", PV: new(money.Value(100_0000)), GV: new(money.Value(2000_0000)),
				MaxLegShare: new(money.Percent(60_500000)), Directs: new(2),
			},
			{ID: "director", PGV: new(money.Value(3000_1234)), Legs: []commission.LegRule{{Rank: 1, Count: 2}, {Rank: 0, Count: 1}}},
		},
		Trees: []commission.TreeRule{
			{ID: "bin", Binary: true, Width: 2, Auto: true},
			{ID: "m3", Width: 3},
		},
		Bonuses: []commission.Bonus{
			{
				ID: "direct", MinRank: 1, Only: &commission.Only{Kinds: []string{"own", "customer"}, FirstDays: new(30)},
				Rule: &commission.Retail{Percent: []money.Percent{24_460000, 24_460000, 24_460000}},
			},
			{
				ID: "direct2", NeedsActive: true,
				Rule: &commission.Retail{Percent: []money.Percent{20_000000, 20_000000, 25_000001}},
			},
			{ID: "uni", NeedsActive: true, Rule: &commission.Unilevel{
				Tree: m3, Levels: []money.Percent{10_000000, 5_000000, 3_000000}, Depth: []int{0, 2, 3},
				Compression: commission.CompressUnqualified,
			}},
			{ID: "step", NeedsActive: true, Rule: &commission.Differential{
				Percent: []money.Percent{0, 12_000000, 12_000000}, SameRank: []money.Percent{1_000000, 500000}, StopAt: 2,
			}},
			{ID: "lead", NeedsActive: true, Rule: &commission.Generation{
				Rank: 1, Percents: []money.Percent{5_000000, 3_000000, 1_000000}, Compression: commission.CompressInactive,
			}},
			{ID: "team", NeedsActive: true, Rule: &commission.Binary{
				Tree: bin, Percent: 10_000000, Volume: commission.CV, Cap: new(money.Value(500_0000)),
				CarryMax: new(money.Value(1000_0000)), FlushInactive: true,
			}},
			{ID: "match", NeedsActive: true, Rule: &commission.Matching{
				Of: []string{"uni", "team"}, Levels: []money.Percent{20_000000}, Depth: []int{1, 1, 1},
				Compression: commission.CompressInactive,
			}},
			{ID: "elite", NeedsActive: true, Rule: &commission.Pool{
				Percent: 2_000000, Shares: []money.Share{0, 1_000000, 2_500000},
			}},
			{ID: "advance", Rule: &commission.RankAdvance{
				Amounts: []*money.Value{nil, new(money.Value(100_0000)), new(money.Value(500_5000))},
			}},
			{ID: "car", NeedsActive: true, Rule: &commission.Fixed{Amounts: []money.Value{0, 0, 99_1234}}},
		},
		Liability: &commission.Liability{Months: 12, ProRata: true},
		Reserve:   &commission.Reserve{Percent: 10_000000, Months: 6},
		PayoutMin: 25_0000,
	}
}

func TestReadFullPlan(t *testing.T) {
	plan := fullPlan(t)
	for name, content := range map[string][]byte{
		"as it is":           plan,
		"with CRLF":          bytes.ReplaceAll(plan, []byte("\n"), []byte("\r\n")),
		"with BOM":           append([]byte("\ufeff"), plan...),
		"as one document":    append([]byte("---\n"), append(bytes.Clone(plan), "...\n# end\n"...)...),
		"with quoted values": bytes.ReplaceAll(bytes.ReplaceAll(plan, []byte("24.46"), []byte(`"24.46"`)), []byte("alpina"), []byte("'alpina'")),
		"with blank lines":   bytes.ReplaceAll(plan, []byte("\n"), []byte(" # x\n\n")),
	} {
		t.Run(name, func(t *testing.T) {
			file := Read("plans/full.yaml", content)
			if len(file.Findings) > 0 {
				t.Fatal(file.Findings)
			}
			if want := full(); !reflect.DeepEqual(file.Plan, want) {
				t.Errorf("read\n%+v\nwant\n%+v", file.Plan, want)
			}
		})
	}
}

// TestReadLeastPlan has nothing but required keys: the rest gets the defaults of plan-language §3.
func TestReadLeastPlan(t *testing.T) {
	file := Read("plans/least.yaml", []byte("bonuses:\n"+
		"  - {id: uni, type: unilevel, levels: []}\n"+
		"  - {id: step, type: differential, percent_by_rank: {}}\n"+
		"  - {id: lead, type: generation, rank: no, generations: [0]}\n"+
		"  - {id: match, type: matching, of: [], levels: [-0]}\n"+
		"  - {id: own, type: retail, percent: 200, only: {}}\n"+
		"plan: 007\nvalid_from: '0001-01-01'\ncurrency: 1e3\nranks: [{id: no}]\n"))
	if len(file.Findings) > 0 {
		t.Fatal(file.Findings)
	}
	first, _ := period.ParseDay("0001-01-01")
	want := &commission.Plan{
		Name: "007", File: "plans/least.yaml", ValidFrom: first, Currency: "1e3",
		Money: money.Rule{Scale: 2, Rounding: money.HalfUp}, Breakaway: commission.NoRank,
		Ranks: []commission.RankRule{{ID: "no"}},
		Bonuses: []commission.Bonus{
			{ID: "uni", NeedsActive: true, Rule: &commission.Unilevel{Tree: commission.SponsorTree, Levels: []money.Percent{}}},
			{ID: "step", NeedsActive: true, Rule: &commission.Differential{Percent: []money.Percent{0}, StopAt: commission.NoRank}},
			{ID: "lead", NeedsActive: true, Rule: &commission.Generation{Percents: []money.Percent{0}}},
			{ID: "match", NeedsActive: true, Rule: &commission.Matching{Levels: []money.Percent{0}}},
			{ID: "own", NeedsActive: true, Only: &commission.Only{}, Rule: &commission.Retail{Percent: []money.Percent{200_000000}}},
		},
	}
	if !reflect.DeepEqual(file.Plan, want) {
		t.Errorf("read\n%+v\nwant\n%+v", file.Plan, want)
	}
}

// TestAccepted has what is not forbidden although it looks odd.
func TestAccepted(t *testing.T) {
	for _, text := range []string{
		"bonuses: []",
		"trees: []",
		"career: {}",
		"career: {demotion: immediate}",
		"reserve: {percent: 150, months: 1200}",
		"plan: äääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää"[:len("plan: ")+64*len("ä")],
		"plan: >-\n  a name\n  of two lines",
		"ranks:\n  - {id: a b}\n  - {id: \"5\", when: {directs: 0}}\n  - {id: 'null', when: {pv: 0}}\nbreakaway_rank: 5",
		"bonuses:\n  - {id: t, type: binary, tree: bin, percent: 1, volume: points, carry: {}}",
		"bonuses:\n  - {id: u, type: unilevel, tree: bin, levels: [1.500000], depth_by_rank: {}}",
		"bonuses:\n  - {id: u, type: unilevel, tree: sponsor, levels: [0]}\n  - {id: f, type: retail, percent: 1, only: {kinds: [], first_days: 0}}",
	} {
		if file := Read("plans/odd.yaml", []byte(replaced(text+"\n"))); len(file.Findings) > 0 {
			t.Errorf("%s\n%v", text, file.Findings)
		}
	}
}

// TestTypeNames holds the names of bonus types to what their rules say.
func TestTypeNames(t *testing.T) {
	for _, b := range bonusTypes {
		s := &section{spot: spot{reader: &reader{}}, places: make(map[string]place), object: &schema{}}
		if got := b.rule(s).Type(); got != b.name {
			t.Errorf("%s reads a %s", b.name, got)
		}
	}
}
