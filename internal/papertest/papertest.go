// Package papertest has what tests of documents write on. Only tests import it.
package papertest

import (
	"testing"

	"upline/documents/paper"
	"upline/internal/period"
)

// Letterhead is that of a company that does not exist.
func Letterhead(t testing.TB) *paper.Letterhead {
	t.Helper()
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// Day reads a day, such as 2026-03-31.
func Day(t testing.TB, text string) period.Day {
	t.Helper()
	d, err := period.ParseDay(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
