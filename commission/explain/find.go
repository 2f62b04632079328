package explain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"upline/commission"
	"upline/internal/fault"
)

// Known tells whether there is what a query asks for, before anything is settled.
//
// Errors: NotFound when there is no such partner or order; the message offers similar ids.
func Known(f *commission.Facts, query Query) error {
	if _, ok := f.FindPartner(query.Partner); !ok {
		return fault.NotFoundf("", "there is no partner %q%s", query.Partner,
			near(query.Partner, len(f.Partners), func(i int) string { return f.Partners[i].ID }))
	}
	if _, ok := f.FindOrder(query.Order); !ok && query.Order != "" {
		return fault.NotFoundf("", "there is no order %q%s", query.Order,
			near(query.Order, len(f.Orders), func(i int) string { return f.Orders[i].ID }))
	}
	return nil
}

// happens refuses an order to which nothing happened in the run's period.
func (q *inquiry) happens() error {
	id, settled := q.facts.Orders[q.order].ID, q.settledIn(q.order)
	paid := q.facts.Orders[q.order].PaidOn
	switch {
	case settled == never:
		return fault.NotFoundf("", "order %s is not paid: it earns nothing, for anybody, until it is", id)
	case settled > q.period:
		return fault.NotFoundf("", "order %s is not settled in %s, but in %s, since it was paid on %s: ask with --period %s",
			id, q.period, settled, paid, settled)
	case settled < q.period && !q.changes(q.order):
		return fault.NotFoundf("", "order %s was settled in %s, and nothing of it changed in %s: ask with --period %s",
			id, settled, q.period, settled)
	}
	return nil
}

// changes reports whether this run takes back or gives back anything of an order that an earlier run settled.
func (e *Explainer) changes(order commission.OrderNo) bool {
	for _, c := range e.cancellationsOf(order) {
		if e.handledIn(c) == e.period {
			return e.entered(order) > 0
		}
	}
	return e.entered(order) > 0 && e.dueBack(order) == e.period
}

// nearest is how many similar ids are offered for an unknown one, and editsMax how much they may differ.
const (
	nearest  = 3
	editsMax = 2
)

// near offers the ids most similar to an unknown one; nothing when there are none.
func near(id string, count int, idOf func(i int) string) string {
	type candidate struct {
		id    string
		edits int
	}
	var candidates []candidate
	for i := range count {
		if other := idOf(i); strings.EqualFold(id, other) {
			candidates = append(candidates, candidate{other, 0})
		} else if edits := distance(id, other); edits <= editsMax && edits < len(id) {
			candidates = append(candidates, candidate{other, edits})
		}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int { return cmp.Compare(a.edits, b.edits) })
	var ids []string
	for _, c := range candidates[:min(nearest, len(candidates))] {
		ids = append(ids, c.id)
	}
	if len(ids) == 0 {
		return ""
	}
	return fmt.Sprintf("; did you mean %s?", list(ids, "or"))
}

// distance counts the bytes to insert, remove or change to make one text of another; more than editsMax where the
// lengths alone say so.
func distance(a, b string) int {
	if max(len(a)-len(b), len(b)-len(a)) > editsMax {
		return editsMax + 1
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
