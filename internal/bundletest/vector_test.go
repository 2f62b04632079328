package bundletest_test

import (
	"slices"
	"testing"

	"upline/internal/bundletest"
)

func TestVectors(t *testing.T) {
	for _, v := range bundletest.Vectors(t) {
		for _, path := range []string{"lines.csv", "ranks.csv", "binary.csv", "statements.csv"} {
			if v.Expected[path] == "" {
				t.Errorf("%s: no %s", v.Name, path)
			}
		}
		c := checker{files: v.Input, from: v.From, through: v.Through}
		c.check(t)
		if len(c.faults) > 0 {
			t.Errorf("%s is refused: %q", v.Name, c.faults)
		}
	}
}

func TestBadVectors(t *testing.T) {
	vectors := bundletest.BadVectors(t)
	if !slices.ContainsFunc(vectors, func(v bundletest.BadVector) bool { return len(v.Expected) > 1 }) {
		t.Error("no bad vector with several findings")
	}
	for _, v := range vectors {
		for _, finding := range v.Expected {
			if _, ok := v.Input[finding.File]; !ok || finding.Line < 1 || finding.Word == "" {
				t.Errorf("%s: %v", v.Name, finding)
			}
		}
	}
}
