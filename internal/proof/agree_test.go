package proof

import (
	"flag"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"upline/internal/bundletest"
	"upline/internal/naive"
)

// check checks a property on so many random draws, a tenth of them with -short; -rapid.checks overrides it.
func check(t *testing.T, draws int, property func(t *rapid.T)) {
	t.Helper()
	given := false
	flag.Visit(func(f *flag.Flag) { given = given || f.Name == "rapid.checks" })
	if !given {
		if testing.Short() {
			draws /= 10
		}
		before := flag.Lookup("rapid.checks").Value.String()
		set(t, strconv.Itoa(draws))
		defer set(t, before)
	}
	rapid.Check(t, property)
}

// set changes the number of draws without marking the flag as given on the command line.
func set(t *testing.T, draws string) {
	t.Helper()
	if err := flag.Lookup("rapid.checks").Value.Set(draws); err != nil {
		t.Fatal(err)
	}
}

// The fast engine and the naive one, which share no code, give the same bytes: on 1,000 random bundles here, on 100,000
// in `make bench-long`.
func TestEnginesAgree(t *testing.T) {
	check(t, 1000, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		want, err := naive.Settle(b.Files(), b.From, b.Through)
		if err != nil {
			t.Fatalf("naive: %v", err)
		}
		same(t, settle(t, b, 2), want)
	})
}
