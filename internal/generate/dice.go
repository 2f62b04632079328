package generate

import (
	"math/bits"
	"math/rand/v2"
)

// A facet is one side of a bundle that has chances of its own. Each draws from its own stream, so a change to one
// facet leaves the bytes of the others as they are.
type facet uint64

const (
	growing facet = iota + 1
	naming
	moving
	leaving
	rising
	selling
	ordering
	cancelling
)

// dice draw whole numbers. The generator (PCG-DXSM) and the arithmetic on top are fixed here and hold no floats, so
// one seed gives the same draws on any machine and with any version of the standard library.
type dice struct{ source *rand.PCG }

func newDice(seed uint64, f facet) dice { return dice{rand.NewPCG(seed, uint64(f))} }

// below draws from [0, n). The bias of the multiplication is less than n in 2^64.
func (d dice) below(n int) int {
	high, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int(high)
}

// between draws from [low, high], both included.
func (d dice) between(low, high int) int { return low + d.below(high-low+1) }

// chance is true n times in a thousand.
func (d dice) chance(n int) bool { return d.below(1000) < n }
