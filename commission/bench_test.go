package commission_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"testing"

	"upline/commission"
	"upline/internal/money"
	"upline/internal/period"
)

// network is a company in memory: its tree in one of the shapes that strain an engine differently.
func network(shape string, n int, bonuses []commission.Bonus) *commission.Facts {
	random := rand.New(rand.NewPCG(1, 2))
	joined, _ := period.ParseDay("2025-01-01")
	placed, _ := period.ParseDay("2026-01-15")
	f := &commission.Facts{Kinds: []string{"own"}}
	numbers := random.Perm(n) // ids say nothing about the tree
	sponsors := make([]commission.Span[commission.PartnerNo], n)
	places := make([]commission.Span[commission.Place], n)
	careers := make([]commission.Span[commission.Rank], n)
	owners := make([]commission.PartnerNo, n)
	size := make([]int, n)
	parent := make([]int, n)
	for i := range n {
		switch {
		case i == 0:
			parent[i] = -1
		case shape == "chain":
			parent[i] = i - 1
		case shape == "star":
			parent[i] = 0
		default: // half the recruits go to anyone, half to whoever sponsored a recruit already: heavy tails
			parent[i] = random.IntN(i)
			if random.IntN(2) == 0 && parent[parent[i]] >= 0 {
				parent[i] = parent[parent[i]]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		size[i]++
		if parent[i] >= 0 {
			size[parent[i]] += size[i]
		}
	}
	for i := range n {
		sponsor, under := commission.NoPartner, commission.NoPartner
		if i > 0 {
			sponsor, under = commission.PartnerNo(numbers[parent[i]]), commission.PartnerNo(numbers[(i-1)/2])
		}
		owners[i] = commission.PartnerNo(numbers[i])
		sponsors[i] = commission.Span[commission.PartnerNo]{From: joined, To: period.Forever, Value: sponsor}
		places[i] = commission.Span[commission.Place]{From: joined, To: period.Forever, Value: commission.Place{Parent: under, Slot: int32((i + 1) % 2)}}
		rank := commission.Rank(0)
		for s := size[i]; s >= 10 && rank < 4; s /= 10 {
			rank++
		}
		if shape == "chain" {
			rank = commission.Rank(random.IntN(5))
		}
		careers[i] = commission.Span[commission.Rank]{From: joined, To: period.Forever, Value: rank}
		f.Partners = append(f.Partners, commission.Partner{ID: fmt.Sprintf("P%07d", i), Joined: joined})
		f.Orders = append(f.Orders, commission.Order{
			ID: fmt.Sprintf("O%07d", i), Partner: commission.PartnerNo(random.IntN(n)), PlacedOn: placed, PaidOn: placed,
			Points: 1_000_000, CV: money.Value(random.IntN(5_000_000)),
		})
	}
	f.Sponsors = commission.NewTimelines(n, owners, sponsors)
	f.Placements = []commission.Timelines[commission.Place]{commission.NewTimelines(n, owners, places)}
	f.Careers = commission.NewTimelines(n, owners, careers)
	f.Plans = []*commission.Plan{{
		Name: "bench", ValidFrom: joined, Currency: "EUR", Money: money.Rule{Scale: 2}, Breakaway: commission.NoRank,
		Career:  commission.Career{PaidAs: commission.PaidAsCareer},
		Trees:   []commission.TreeRule{{ID: "bin", Binary: true, Width: 2}},
		Bonuses: bonuses,
	}}
	for rank := range 5 {
		volume := money.Value(10_000_000_000_000)
		f.Plans[0].Ranks = append(f.Plans[0].Ranks, commission.RankRule{ID: fmt.Sprintf("r%d", rank), GV: &volume})
	}
	return f
}

func percents(values ...int) []money.Percent {
	var p []money.Percent
	for _, v := range values {
		p = append(p, money.Percent(v)*1_000_000)
	}
	return p
}

var (
	differential = commission.Bonus{ID: "differential", NeedsActive: true, Rule: &commission.Differential{
		Percent: percents(3, 6, 9, 12, 15), StopAt: commission.NoRank,
	}}
	unilevel = commission.Bonus{ID: "unilevel", NeedsActive: true, Rule: &commission.Unilevel{
		Tree: commission.SponsorTree, Levels: percents(7, 6, 5, 4, 3, 2, 1), Compression: commission.CompressInactive,
	}}
	binary   = commission.Bonus{ID: "binary", NeedsActive: true, Rule: &commission.Binary{Tree: 0, Percent: 10_000_000}}
	matching = commission.Bonus{ID: "matching", NeedsActive: true, Rule: &commission.Matching{
		Of: []string{"binary", "differential", "unilevel"}, Levels: percents(10, 5, 3),
	}}
)

func BenchmarkSettle(b *testing.B) {
	for _, bench := range []struct {
		shape   string
		plan    string
		bonuses []commission.Bonus
	}{
		{"random", "two", []commission.Bonus{differential, unilevel}},
		{"random", "four", []commission.Bonus{differential, unilevel, binary, matching}},
		{"chain", "four", []commission.Bonus{differential, unilevel, binary, matching}},
		{"star", "four", []commission.Bonus{differential, unilevel, binary, matching}},
	} {
		b.Run(bench.shape+"/"+bench.plan, func(b *testing.B) {
			f := network(bench.shape, 1_000_000, bench.bonuses)
			p := period.Of(f.Orders[0].PlacedOn)
			runtime.GC()
			lines := 0
			for b.Loop() {
				run, err := commission.Settle(f, commission.NewHistory(f, p), p, runtime.NumCPU())
				if err != nil {
					b.Fatal(err)
				}
				lines = 0
				for _, total := range run.Totals() {
					lines += total.Lines
				}
			}
			b.ReportMetric(float64(lines), "lines")
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds()/1e6, "Mlines/s")
		})
	}
}
