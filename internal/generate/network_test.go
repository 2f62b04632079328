package generate

import (
	"slices"
	"testing"

	"upline/internal/period"
)

const someDay period.Day = 20_000

func randomNetwork(n int, seed uint64) *network {
	return grow(n, Random, someDay, someDay+1_800, newDice(seed, growing))
}

// recruitsOf counts the direct recruits of each partner.
func recruitsOf(net *network) []int {
	recruits := make([]int, len(net.sponsor))
	for _, sponsor := range net.sponsor {
		if sponsor != none {
			recruits[sponsor]++
		}
	}
	return recruits
}

func TestLeadersRecruitALot(t *testing.T) {
	recruits := recruitsOf(randomNetwork(200_000, 1))
	slices.SortFunc(recruits, func(a, b int) int { return b - a })
	for k, want := range []int{20_000, 6_666, 2_222, 740} {
		// A leader had a few recruits before, and one more at most comes from the draw.
		if got := recruits[k]; got < want || got > want+want/100+10 {
			t.Errorf("leader %d has %d recruits, want %d", k, got, want)
		}
	}
	nobody := 0
	for _, n := range recruits {
		if n == 0 {
			nobody++
		}
	}
	if share := nobody * 100 / len(recruits); share < 60 || share > 75 {
		t.Errorf("%d %% recruit nobody, want about two thirds", share)
	}
	if recruits[200_000/100] < 8 {
		t.Errorf("one in a hundred recruits %d or more: the tail is light", recruits[200_000/100])
	}
}

func TestLinesAreDeep(t *testing.T) {
	for seed := range uint64(5) {
		net := randomNetwork(200_000, seed)
		depth, sum, seven := make([]int, len(net.sponsor)), 0, 0
		for i, sponsor := range net.sponsor {
			if sponsor != none {
				depth[i] = depth[sponsor] + 1
			}
			sum += depth[i]
			if depth[i] >= 7 {
				seven++
			}
		}
		if mean := sum / len(depth); mean < 13 || mean > 28 {
			t.Errorf("seed %d: mean depth %d", seed, mean)
		}
		if share := seven * 100 / len(depth); share < 90 {
			t.Errorf("seed %d: %d %% have seven levels above them, want 90", seed, share)
		}
	}
}

func TestSponsorsJoinFirst(t *testing.T) {
	for _, n := range []int{1, 2, 49, 50, 999, 1_003, 20_000} {
		net := randomNetwork(n, 3)
		if !slices.IsSorted(net.joined) || net.joined[0] != someDay || net.joined[n-1] > someDay+1_800 {
			t.Errorf("%d partners join from %s to %s", n, net.joined[0], net.joined[n-1])
		}
		roots := 0
		for i, sponsor := range net.sponsor {
			if sponsor == none {
				roots++
			} else if sponsor >= int32(i) {
				t.Fatalf("%d partners: %d sponsors %d", n, sponsor, i)
			}
		}
		if want := min(1+n/1_000, marketsMax); roots != want {
			t.Errorf("%d partners: %d roots, want %d", n, roots, want)
		}
	}
}

func TestShapes(t *testing.T) {
	chain := grow(100, Chain, someDay, someDay, newDice(1, growing))
	star := grow(100, Star, someDay, someDay, newDice(1, growing))
	for i := int32(1); i < 100; i++ {
		if chain.sponsor[i] != i-1 || star.sponsor[i] != 0 {
			t.Fatalf("%d: %d in the chain, %d in the star", i, chain.sponsor[i], star.sponsor[i])
		}
	}
	if chain.sponsor[0] != none || star.sponsor[0] != none {
		t.Error("the first one has a sponsor")
	}
}

func TestScatterVisitsEachOnce(t *testing.T) {
	for _, n := range []int{1, 2, 3, 4, 10, 89, 1_000, 1_618} {
		s, seen := newScatter(n), map[int]bool{}
		for k := range n {
			seen[s.at(k)] = true
		}
		if len(seen) != n {
			t.Errorf("of %d numbers %d come", n, len(seen))
		}
	}
}

func TestIDsSort(t *testing.T) {
	for count, want := range map[int]string{1: "P0000007", 9_999_999: "P0000007", 10_000_000: "P00000007"} {
		if got := string(newIDs('P', count).append(nil, 6)); got != want {
			t.Errorf("of %d partners the seventh is %s, want %s", count, got, want)
		}
	}
}
