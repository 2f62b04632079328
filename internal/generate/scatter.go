package generate

// A scatter is an order of the numbers below n in which neighbours lie far apart: the k-th is k × step mod n, with a step
// near the golden section of n and without a factor in common with it, so that each number comes once.
type scatter struct{ n, step uint64 }

func newScatter(n int) scatter {
	s := scatter{n: uint64(n), step: uint64(n) * 618_034 / 1_000_000}
	for gcd(s.n, s.step) != 1 {
		s.step++
	}
	return s
}

// at needs k below n; n is at most 100 million, so that the product fits.
func (s scatter) at(k int) int { return int(uint64(k) * s.step % s.n) }

func gcd(a, b uint64) uint64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
