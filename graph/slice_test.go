package graph_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"upline/graph"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
)

// listing is a list, and what it can be sorted by: the first without more ado. idOf names a row.
type listing[T any] struct {
	name  string
	sorts []string
	idOf  func(row T) string
	list  func(ctx context.Context, slice graph.Slice) ([]T, string, error)
}

// all reads a list from slice to slice.
func (l *listing[T]) all(t *testing.T, slice graph.Slice) (rows []T) {
	t.Helper()
	for {
		page, next, err := l.list(t.Context(), slice)
		if err != nil {
			t.Fatalf("%s, %+v: %v", l.name, slice, err)
		}
		rows = append(rows, page...)
		if next == "" {
			return rows
		}
		if len(page) != slice.Limit || next == slice.After {
			t.Fatalf("%s, %+v: %d rows, and there are more behind %s", l.name, slice, len(page), next)
		}
		slice.After = next
	}
}

func (l *listing[T]) ids(rows []T) (ids []string) {
	for _, row := range rows {
		ids = append(ids, l.idOf(row))
	}
	return ids
}

// check compares a list, sorted in every way, with what a filter leaves of rows; a row is sorted by the text that key gives.
func (l *listing[T]) check(t *testing.T, chance *rand.Rand, rows []T, key func(sort string, row T) string) {
	t.Helper()
	for _, sort := range append([]string{""}, l.sorts...) {
		for _, descending := range []bool{false, true} {
			want := slices.Clone(rows)
			slices.SortFunc(want, func(a, b T) int {
				by := cmp.Or(sort, l.sorts[0])
				order := cmp.Or(cmp.Compare(key(by, a), key(by, b)), cmp.Compare(key("", a), key("", b)))
				if descending {
					order = -order
				}
				return order
			})
			slice := graph.Slice{Sort: sort, Descending: descending, Limit: 1 + chance.IntN(len(rows)+2)}
			got := l.all(t, slice)
			if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
				t.Errorf("%s, %+v:\n%s\nwant\n%s", l.name, slice, g, w)
			}
		}
	}
}

// Slices that cannot be are refused, and cursors that did not come with the list.
func TestSlicesAreRefused(t *testing.T) {
	c := newCompany(t)
	for _, id := range []string{"a", "b", "c"} {
		c.join(id, "")
	}
	at := c.Now(c.day("2026-01-31"))
	list := func(slice graph.Slice) (string, error) {
		_, next, err := c.Partners(c.ctx, graph.PartnerFilter{}, at, slice)
		return next, err
	}
	byName, err := list(graph.Slice{Sort: "name", Limit: 1})
	c.must(err)
	byDay, err := list(graph.Slice{Sort: "joined", Limit: 1})
	c.must(err)
	runs := base64.RawURLEncoding.EncodeToString([]byte(`{"List":"runs","Sort":"number","Descending":true,"ID":"x"}`))
	noDay := base64.RawURLEncoding.EncodeToString([]byte(`{"List":"partners","Sort":"joined","Key":"yesterday","ID":"a"}`))
	for name, test := range map[string]struct {
		slice graph.Slice
		says  string
	}{
		"no limit":           {graph.Slice{}, "write 1 to 1000"},
		"too many":           {graph.Slice{Limit: 1001}, "write 1 to 1000"},
		"unknown sort":       {graph.Slice{Sort: "age", Limit: 1}, "write one of id, name, joined"},
		"no cursor":          {graph.Slice{After: "x%", Limit: 1}, "cursor"},
		"nothing in it":      {graph.Slice{After: base64.RawURLEncoding.EncodeToString([]byte("{}")), Limit: 1}, "cursor"},
		"of another list":    {graph.Slice{After: runs, Limit: 1}, "cursor"},
		"no day":             {graph.Slice{Sort: "joined", After: noDay, Limit: 1}, "cursor"},
		"of another sort":    {graph.Slice{Sort: "name", After: byDay, Limit: 1}, "cursor"},
		"other direction":    {graph.Slice{Sort: "name", Descending: true, After: byName, Limit: 1}, "cursor"},
		"cut off":            {graph.Slice{Sort: "name", After: byName[:len(byName)-3], Limit: 1}, "cursor"},
		"with more behind":   {graph.Slice{Sort: "name", After: byName + "A", Limit: 1}, "cursor"},
		"of the sort it had": {graph.Slice{After: byName, Limit: 1}, "cursor"},
	} {
		if _, err := list(test.slice); fault.KindOf(err) != fault.Invalid || err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want one that says %q", name, err, test.says)
		}
	}
	if _, _, err := c.RunList(c.ctx, graph.RunFilter{}, graph.Slice{After: runs, Limit: 1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a run whose number is none: %v", err)
	}
	if _, _, err := c.Statements(c.ctx, graph.StatementFilter{}, graph.Everybody, graph.Slice{Limit: 1}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("statements of nobody and no run: %v", err)
	}
}

// What is recorded between two slices neither doubles nor hides what was there.
func TestSlicesWhileTheCompanyGrows(t *testing.T) {
	c := newCompany(t)
	chance := rand.New(rand.NewPCG(5, 1))
	names := []string{"Anna", "Anna", "Bert", "Çelik", "Zoë"}
	join := func(id string) {
		joined := c.day("2026-01-01") + period.Day(chance.IntN(5))
		c.must(c.Register(c.ctx, graph.Registration{ID: id, Name: names[chance.IntN(len(names))], Joined: joined}, tester))
	}
	there := map[string]bool{}
	for i := range 24 {
		id := fmt.Sprintf("p%03d", chance.IntN(900)*26+i)
		join(id)
		there[id] = true
	}
	added := 0
	for _, sort := range []string{"id", "name", "joined"} {
		for _, descending := range []bool{false, true} {
			seen := map[string]int{}
			slice := graph.Slice{Sort: sort, Descending: descending, Limit: 5}
			for more := true; more; more = slice.After != "" {
				rows, next, err := c.Partners(c.ctx, graph.PartnerFilter{}, c.Now(c.day("2026-02-01")), slice)
				c.must(err)
				for _, row := range rows {
					seen[row.ID]++
				}
				slice.After = next
				added++
				join(fmt.Sprintf("p%03d-%d", chance.IntN(900*26), added))
			}
			for id := range there {
				if seen[id] != 1 {
					t.Errorf("sorted by %s, descending %v: %s came %d times", sort, descending, id, seen[id])
				}
			}
			for id, times := range seen {
				if times != 1 {
					t.Errorf("sorted by %s, descending %v: %s came %d times", sort, descending, id, times)
				}
			}
		}
	}
}

// awaitText waits until the full text knows everything.
func awaitText(t *testing.T) {
	t.Helper()
	storetest.Run(t, "CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
}
