package proof

import (
	"fmt"
	"strings"
	"testing"

	"upline/internal/bundletest"
	"upline/internal/settletest"
)

// settle settles a bundle as it is meant to be settled.
func settle(t settletest.T, b bundletest.Bundle, workers int) map[string]string {
	t.Helper()
	return settletest.Files(t, b.Files(), b.From, b.Through, workers)
}

// same compares result files.
func same(t settletest.T, got, want map[string]string) {
	t.Helper()
	for _, name := range settletest.Names {
		if got[name] != want[name] {
			t.Fatalf("%s: %s", name, firstDifference(got[name], want[name]))
		}
	}
}

// firstDifference shows where two texts part.
func firstDifference(got, want string) string {
	g, w := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d is\n%swant\n%s", i+1, g[i], w[i])
		}
	}
	return fmt.Sprintf("%d lines, want %d", len(g), len(w))
}

// Every vector is reproduced byte for byte.
func TestVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		t.Run(v.Name, func(t *testing.T) {
			same(t, settletest.Files(t, v.Input, v.From, v.Through, 2), v.Expected)
		})
	}
}
