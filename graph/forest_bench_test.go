package graph

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// largeForest has a leader of 100,000 among 1,100,000 partners: p0000000, a fifth of them directly below.
func largeForest() *Forest {
	const branch, members = 100_001, 1_100_000
	random := rand.New(rand.NewPCG(1, 2))
	state := newForestState("", View{})
	for p := range int64(members) {
		state.put(rawPartner{p, fmt.Sprintf("p%07d", p), "name", 0})
		switch {
		case p == 0 || p == branch:
		case p <= 20_000:
			state.sponsor(p, 0)
		case p < branch:
			state.sponsor(p, random.Int64N(p))
		default:
			state.sponsor(p, branch+random.Int64N(p-branch))
		}
		state.points[p] = 10_000
	}
	state.renumber()
	f := &Forest{}
	f.publish(state, true)
	return f
}

func BenchmarkForest(b *testing.B) {
	f := largeForest()
	if _, all, err := f.Downline("p0000000", 0, 0, 50); err != nil || all != 100_000 {
		b.Fatal(all, err)
	}
	b.Run("first page of a downline", func(b *testing.B) {
		for b.Loop() {
			f.now().orders = newRankings()
			_, _, _ = f.Downline("p0000000", 0, 0, 50)
		}
	})
	b.Run("later page of a downline", func(b *testing.B) {
		for b.Loop() {
			_, _, _ = f.Downline("p0000000", 0, 50_000, 50)
		}
	})
	b.Run("first page of children by volume", func(b *testing.B) {
		for b.Loop() {
			f.now().orders = newRankings()
			_, _, _ = f.Children("p0000000", ByVolume, 0, 50)
		}
	})
	b.Run("nothing changed", func(b *testing.B) {
		for b.Loop() {
			f.publish(f.now().with(&forestNews{}, time.Time{}), false)
		}
	})
	b.Run("one order", func(b *testing.B) {
		longest := time.Duration(0)
		for b.Loop() {
			next := f.now().with(&forestNews{points: map[int64]int64{5: 1}}, time.Time{})
			begin := time.Now()
			f.publish(next, false)
			longest = max(longest, time.Since(begin))
		}
		b.ReportMetric(float64(longest.Nanoseconds()), "ns-locked")
	})
}
