package proof

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"upline/internal/bundle"
	"upline/internal/bundletest"
	"upline/internal/fault"
	"upline/internal/naive"
	"upline/internal/settletest"
)

// refuse reads the files of a bundle, which may be at fault, as `upline settle` does, or as `upline check` without periods
// ("").
func refuse(t settletest.T, files map[string]string, from, through string) fault.Findings {
	t.Helper()
	o := bundle.Options{Workers: 1}
	if from != "" {
		o.From, o.Through, o.Settle = settletest.Period(t, from), settletest.Period(t, through), true
	}
	var err error
	settletest.InFolder(t, files, func(dir string) { _, err = bundle.Read(dir, o) })
	var findings fault.Findings
	if err != nil && !errors.As(err, &findings) {
		t.Fatal(err)
	}
	return findings
}

// findings at most are named of a bundle (plan-language §2).
const findingsMax = 50

// sameFindings compares what the two readings of the contract find: the same lines of the same files, each with the words
// that it cannot do without.
func sameFindings(t settletest.T, files map[string]string, from, through string) {
	t.Helper()
	got, want := refuse(t, files, from, through), naive.Check(files, from, through)
	if differences := compareFindings(got, want); len(differences) > 0 {
		t.Fatalf("%s\n%s\nthe product:\n%v", strings.Join(differences, "\n"), show(files, from, through), got)
	}
}

// compareFindings says where the product's findings and those of the naive reading differ; the latter are not cut.
func compareFindings(got fault.Findings, want []naive.Finding) []string {
	var differences []string
	if len(got) > findingsMax {
		differences = append(differences, fmt.Sprintf("%d findings, want at most %d", len(got), findingsMax))
	}
	for _, f := range got {
		if !slices.ContainsFunc(want, func(w naive.Finding) bool { return isAt(w, f) }) {
			differences = append(differences, fmt.Sprintf("not a fault: %v", f))
		}
	}
	for _, w := range want {
		place := func(f fault.Finding) bool { return isAt(w, f) }
		words := func(f fault.Finding) bool { return isAt(w, f) && saysAll(f.Msg, w.Words) }
		switch {
		case len(got) == findingsMax || slices.ContainsFunc(got, words):
		case slices.ContainsFunc(got, place):
			differences = append(differences, fmt.Sprintf("found without its words: %v", w))
		default:
			differences = append(differences, fmt.Sprintf("not found: %v", w))
		}
	}
	return differences
}

// isAt: a finding of the naive reading without a line leaves it open.
func isAt(w naive.Finding, f fault.Finding) bool {
	return w.File == f.File && (w.Line == f.Line || w.Line == 0)
}

// saysAll: messages quote what could be misread, as Go does, and cut what is long.
func saysAll(message string, words []string) bool {
	for _, word := range words {
		word = legible(word)
		quoted := strings.Trim(strconv.Quote(word), `"`)
		if !strings.Contains(message, word) && !strings.Contains(message, quoted) {
			return false
		}
	}
	return true
}

// legible is a word up to what a message may show in another way, or not at all.
func legible(word string) string {
	if at := strings.IndexFunc(word, func(r rune) bool { return r == utf8.RuneError || unicode.IsControl(r) }); at >= 0 {
		word = word[:at]
	}
	runes := []rune(word)
	return string(runes[:min(len(runes), 60)])
}

func show(files map[string]string, from, through string) string {
	text := fmt.Sprintf("settled %s..%s", from, through)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		text += fmt.Sprintf("\n--- %s\n%s", path, files[path])
	}
	return text
}

// The product's findings are held against a second, naive reading of the contract (naive.Check), which shares no code with
// it: on the bad vectors, on each fault of bundletest by itself, on valid bundles, and on random ones with random faults.
func TestReadingsAgreeOnBadVectors(t *testing.T) {
	for _, v := range bundletest.BadVectors(t) {
		t.Run(v.Name, func(t *testing.T) { sameFindings(t, v.Input, "2026-01", "2026-02") })
	}
}

func TestReadingsAgreeOnMutations(t *testing.T) {
	for _, m := range bundletest.Mutations() {
		t.Run(m.Name, func(t *testing.T) { sameFindings(t, m.Files, m.From, m.Through) })
	}
}

func TestReadingsAgreeOnValidBundles(t *testing.T) {
	check(t, 300, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		if findings := naive.Check(b.Files(), b.From, b.Through); len(findings) > 0 {
			t.Fatalf("a valid bundle: %v", findings)
		}
		sameFindings(t, b.Files(), b.From, b.Through)
	})
}

// Several faults at once, anywhere: neither reading finds more than the other.
func TestReadingsAgreeOnFaults(t *testing.T) {
	check(t, 400, func(t *rapid.T) {
		b := bundletest.Random().Draw(t, "bundle")
		from, through := b.From, b.Through
		if rapid.IntRange(0, 4).Draw(t, "only checked") == 0 {
			from, through = "", ""
		}
		sameFindings(t, spoil(t, b), from, through)
	})
}
