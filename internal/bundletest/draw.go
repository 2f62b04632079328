package bundletest

import (
	"math/bits"

	"pgregory.net/rapid"
)

var words = rapid.Uint64()

// below draws a number from 0 to n-1, all about equally likely. rapid's own generators of integers and choices favour
// the small and the first, which would starve the rest of a list; so the drawn word is scrambled first. 0 stays 0:
// failures still shrink to the first choice.
func below(t *rapid.T, n int) int {
	return scaled(words.Draw(t, "word"), n)
}

// scaled maps a word to a number from 0 to n-1, the same one for the same word.
func scaled(word uint64, n int) int {
	high, _ := bits.Mul64(scramble(word), uint64(n))
	return int(high)
}

// scramble is the finalizer of splitmix64: a bijection that spreads neighbours, with 0 left in place.
func scramble(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// between draws a number from low to high, both included.
func between(t *rapid.T, low, high int) int { return low + below(t, high-low+1) }

// chance is true in about percent of 100 draws, and shrinks to false.
func chance(t *rapid.T, percent int) bool { return below(t, 100) >= 100-percent }

// pick draws one of the choices, the simplest of which should come first; naming one twice doubles its chance.
func pick[E any](t *rapid.T, choices ...E) E { return choices[below(t, len(choices))] }

// several draws from least to most elements, about five more than least. Each element is one group of draws, so that
// shrinking can cut out any of them.
func several[E any](t *rapid.T, least, most int, element func(*rapid.T) E) []E {
	return rapid.SliceOfN(rapid.Custom(element), least, most).Draw(t, "elements")
}

// many draws up to three times third elements, somewhat more than third of them. Their number is drawn for itself, and
// unscrambled, since rapid tries to take one off a number and cut an element out in one step; it is a sum, since rapid
// alone would favour very few.
func many[E any](t *rapid.T, third int, element func(*rapid.T) E) []E {
	number := 0
	for range 3 {
		number += rapid.IntRange(0, third).Draw(t, "number")
	}
	return several(t, number, number, element)
}

// some draws a subset of the choices, in their order, at least one of them.
func some[E any](t *rapid.T, percent int, choices ...E) []E {
	var subset []E
	for _, choice := range choices {
		if chance(t, percent) {
			subset = append(subset, choice)
		}
	}
	if len(subset) == 0 {
		subset = append(subset, pick(t, choices...))
	}
	return subset
}
