package graph

import (
	"context"
	"regexp"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Assignment says to which market partners belong, or which department looks after them, on some days.
type Assignment struct {
	Market     string // code; empty: the department is meant
	Department string // id; empty: the market is meant
	From       period.Day
	Until      period.Day // the first day without it; period.Forever: for good
}

// marketCode is the code of a market, which scopes can name.
var marketCode = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// check refuses what is none.
func (a *Assignment) check() error {
	switch {
	case (a.Market == "") == (a.Department == ""):
		return fault.Invalidf("assign", "say either a market or a department")
	case a.Market != "" && !marketCode.MatchString(a.Market):
		return fault.Invalidf("assign", "%q is no code of a market: write letters, digits, dots, hyphens and underscores, such as DE", a.Market)
	case a.Until <= a.From:
		return fault.Invalidf("assign", "the last day %v is not after the first %v", a.Until, a.From)
	}
	return nil
}

func (a *Assignment) span() (*spanKind, span) {
	if a.Market != "" {
		return &marketKind, span{a.From, a.Until, spanValue{name: a.Market}}
	}
	return &departmentKind, span{a.From, a.Until, spanValue{name: a.Department}}
}

// branchMax is how many partners of a branch are assigned by one request.
const branchMax = 50_000

// Branch are a partner and everybody below on a day who is within.
//
// Errors: NotFound when there is no such partner, or none within; Invalid when there are too many.
func (s *Store) Branch(ctx context.Context, partner string, at View) ([]string, error) {
	if err := s.seePartner(ctx, partner, at); err != nil {
		return nil, err
	}
	ids := []string{partner}
	params := map[string]any{"above": []string{partner}, "asOf": chronicle.Date(at.AsOf), "knownAt": at.KnownAt, "limit": branchMax + 1}
	err := s.Read(ctx, cypher.BranchMembers, params, func() { ids = ids[:1] }, func(record *neo4j.Record) error {
		ids = append(ids, record.Values[0].(string))
		return nil
	})
	if err == nil && len(ids) > branchMax {
		err = fault.Invalidf("assign", "more than %d partners are below %s: name those below one after the other", branchMax, partner)
	}
	if err != nil {
		return nil, err
	}
	return seenOf(ctx, s, at.Within, ids, func(id *string) glance { return glance{*id, at.AsOf} })
}

// assignedAtOnce is how many partners are assigned in one transaction.
const assignedAtOnce = 500

// Assign records to which market partners belong, or which department looks after them. Who joins later, belongs to it from the day of
// joining on. It can be done again: what is so already is left alone. Of many, those of a part are assigned at once. preview: nothing is
// recorded. It returns for how many of them something changes.
//
// Errors: Invalid when it is no assignment; NotFound when a partner or the department is not there, or a partner is not within.
func (s *Store) Assign(ctx context.Context, a Assignment, partners []string, preview bool, by By) (changed int, err error) {
	if err := a.check(); err != nil {
		return 0, err
	}
	if err := s.May(ctx, by, partners...); err != nil {
		return 0, err
	}
	for len(partners) > 0 {
		part := partners[:min(assignedAtOnce, len(partners))]
		partners = partners[len(part):]
		n, err := s.assign(ctx, a, part, preview, by)
		if err != nil {
			return changed, err
		}
		changed += n
	}
	return changed, nil
}

func (s *Store) assign(ctx context.Context, a Assignment, partners []string, preview bool, by By) (changed int, err error) {
	work := func(c *change) error {
		changed = 0
		for _, id := range partners {
			differs, err := c.assign(a, id, preview)
			if err != nil {
				return err
			}
			if differs {
				changed++
			}
		}
		return nil
	}
	if preview {
		return changed, s.plainly(ctx, work)
	}
	_, err = s.change(ctx, "assign partners", by, locks{partners: sortedOnce(partners)}, work)
	return changed, err
}

// assign assigns a partner, and says whether that changes anything.
func (c *change) assign(a Assignment, partner string, preview bool) (bool, error) {
	p, err := c.findPartner(partner)
	if err != nil {
		return false, err
	}
	k, over := a.span()
	if over.from = max(over.from, p.joined); over.from >= over.to {
		return false, nil
	}
	kept, err := c.spansOf(k, p.seq, "")
	if err != nil {
		return false, err
	}
	was, wanted := plain(kept), paint(plain(kept), over)
	if slices.Equal(was, wanted) {
		return false, nil
	}
	if preview {
		return true, nil
	}
	return true, c.lay(k, p, "", over)
}

// WriteMarket records, in another change, that a partner belongs to a market from a day on. The partner must be locked, or new.
func (s *Store) WriteMarket(c *chronicle.Change, partner, market string, from period.Day) error {
	a := Assignment{Market: market, From: from, Until: period.Forever}
	if err := a.check(); err != nil {
		return err
	}
	_, err := (&change{c, s}).assign(a, partner, false)
	return err
}

func createMarkets(c *change, rows []spanRow) error { return createCare(c, cypher.MarketsCreate, rows) }

func createCaretakers(c *change, rows []spanRow) error {
	return createCare(c, cypher.CaretakersCreate, rows)
}

func createCare(c *change, query string, rows []spanRow) error {
	list := make([]any, len(rows))
	for i, r := range rows {
		list[i] = []any{r.seq, r.partner, r.value.name, chronicle.Date(r.from), chronicle.Date(r.to)}
	}
	return c.Expect(len(list), query, map[string]any{"rows": list, "recorded": c.Recorded, "superseded": chronicle.FarTime}, 0)
}

// sortedOnce are ids in their order, each once, as locks take them.
func sortedOnce(ids []string) []string {
	return slices.Compact(slices.Sorted(slices.Values(ids)))
}
