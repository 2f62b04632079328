package creditnote_test

import (
	"testing"

	"pgregory.net/rapid"

	"upline/documents/creditnote"
)

func TestNumbersAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		numbers, err := creditnote.Numbers(rapid.StringMatching(`[A-Z][A-Z0-9]{0,9}`).Draw(t, "prefix"), rapid.IntRange(1, 12).Draw(t, "digits"))
		if err != nil {
			t.Fatal(err)
		}
		year, n := rapid.IntRange(2000, 9999).Draw(t, "year"), rapid.Int64Range(1, 1<<62).Draw(t, "n")
		text := numbers.Write(year, n)
		if gotYear, got, ok := numbers.Read(text); !ok || gotYear != year || got != n {
			t.Fatalf("%s is read as %d of %d (%t)", text, got, gotYear, ok)
		}
	})
}

func TestNumbersOfOthersAreNotRead(t *testing.T) {
	numbers, err := creditnote.Numbers("G", 6)
	if err != nil {
		t.Fatal(err)
	}
	if got := numbers.Write(2026, 123); got != "G-2026-000123" {
		t.Errorf("written as %s", got)
	}
	for _, other := range []string{"", "G-2026", "G-2026-123", "G-2026-0000123", "G-2026-000000", "R-2026-000123", "G-26-000123", "G-2026-000123-1", "G-2026-+00123", "g-2026-000123"} {
		if _, n, ok := numbers.Read(other); ok {
			t.Errorf("%q is read as number %d", other, n)
		}
	}
	for _, prefix := range []string{"", "g", "1", "G-", "ABCDEFGHIJK", "Ä"} {
		if _, err := creditnote.Numbers(prefix, 6); err == nil {
			t.Errorf("numbers may begin with %q", prefix)
		}
	}
	for _, digits := range []int{0, 13} {
		if _, err := creditnote.Numbers("G", digits); err == nil {
			t.Errorf("numbers may have %d digits", digits)
		}
	}
}
