package evidence_test

import (
	"bytes"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"upline/documents/evidence"
)

// findLines pages through a run's lines, as random filters and lengths of pages want them, and compares with those that one
// picks from all lines.
func findLines(t *rapid.T, file []byte) {
	var all []evidence.Line
	collect(t, file, func(row evidence.Line) { all = append(all, row) })
	filter := someFilter(t, all)
	var want []evidence.Line
	for _, row := range all {
		if holds(filter, &row) {
			want = append(want, row)
		}
	}
	limit := rapid.IntRange(1, 1+len(want)).Draw(t, "limit")
	if got := everyPage(t, file, filter, limit); !slices.Equal(got, want) {
		t.Fatalf("%+v, %d a page:\n%+v, want\n%+v", filter, limit, got, want)
	}
}

// someFilter makes a filter, mostly one that some line passes.
func someFilter(t *rapid.T, all []evidence.Line) (f evidence.LineFilter) {
	pick := func(name string, of func(row *evidence.Line) string) string {
		switch rapid.IntRange(0, 3).Draw(t, name) {
		case 0:
			return "nobody"
		case 1:
			if len(all) > 0 {
				return of(&all[rapid.IntRange(0, len(all)-1).Draw(t, name)])
			}
		}
		return ""
	}
	f.Order = pick("order", func(row *evidence.Line) string { return row.Order })
	f.Beneficiary = pick("beneficiary", func(row *evidence.Line) string { return row.Beneficiary })
	f.Bonus = pick("bonus", func(row *evidence.Line) string { return row.Bonus })
	f.Kind = pick("kind", func(row *evidence.Line) string { return row.Kind.String() })
	return f
}

func holds(f evidence.LineFilter, row *evidence.Line) bool {
	matches := func(wanted, text string) bool { return wanted == "" || wanted == text }
	return matches(f.Order, row.Order) && matches(f.Beneficiary, row.Beneficiary) && matches(f.Bonus, row.Bonus) && matches(f.Kind, row.Kind.String())
}

func everyPage(t fataler, file []byte, filter evidence.LineFilter, limit int) (got []evidence.Line) {
	for row := int64(0); row >= 0; {
		page, next, err := evidence.FindLines(bytes.NewReader(file), int64(len(file)), filter, row, limit)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) > limit || next >= 0 && (len(page) < limit || next <= row) {
			t.Fatalf("a page of at most %d has %d lines, and goes on at %d after %d", limit, len(page), next, row)
		}
		got, row = append(got, page...), next
	}
	return got
}

type fataler interface {
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// Pages end at the ends of pages and groups of the file, and elsewhere.
func TestManyLinesAreFound(t *testing.T) {
	f := company(6_000)
	lines := month(f, 6_000)
	var file bytes.Buffer
	if err := evidence.WriteLines(&file, head, f, batches(lines), 2, nil); err != nil {
		t.Fatal(err)
	}
	var all []evidence.Line
	collect(t, file.Bytes(), func(row evidence.Line) { all = append(all, row) })
	if got := everyPage(t, file.Bytes(), evidence.LineFilter{}, 1<<13); !slices.Equal(got, all) {
		t.Fatal("pages of half a page of the file do not give all lines")
	}
	for _, at := range []int{0, 1<<14 - 1, 1 << 14, len(all) - 1} {
		filter := evidence.LineFilter{Order: all[at].Order, Beneficiary: all[at].Beneficiary}
		if got := everyPage(t, file.Bytes(), filter, 2); !slices.Contains(got, all[at]) || slices.ContainsFunc(got, func(row evidence.Line) bool { return !holds(filter, &row) }) {
			t.Fatalf("line %d is not among %+v", at, got)
		}
	}
}
