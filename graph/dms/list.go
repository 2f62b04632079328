package dms

import (
	"context"
	"slices"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// Filter says which documents are asked for. What is empty does not matter.
type Filter struct {
	Class, Number, Tag   string
	State                State
	Source               Source
	Partner, Order, Run  string // ids of what they are about
	From, Through        period.Day
	AmountMin, AmountMax *money.Amount // in the smallest unit
	Currency             string
}

func (f *Filter) params() map[string]any {
	from, through := chronicle.Bounds(f.From, f.Through)
	p := map[string]any{
		"class": f.Class, "state": string(f.State), "number": f.Number, "tag": f.Tag, "source": string(f.Source), "partner": f.Partner, "order": f.Order, "run": f.Run,
		"currency": f.Currency, "from": chronicle.Date(from), "through": chronicle.Date(through), "amountMin": nil, "amountMax": nil,
	}
	if f.AmountMin != nil {
		p["amountMin"] = int64(*f.AmountMin)
	}
	if f.AmountMax != nil {
		p["amountMax"] = int64(*f.AmountMax)
	}
	return p
}

// check refuses a filter that names whom it may not.
func (f *Filter) check(partners []string, all bool) error {
	if f.Partner == "" || all || slices.Contains(partners, f.Partner) {
		return nil
	}
	return fault.NotFoundf("partner", "there is no partner %s", f.Partner)
}

// whose are the partners whom something may be about that is asked for: the one who is named, or all who ever were within. all: there are
// so many that a list is better read as a whole.
//
// Errors: NotFound when a partner is named who never was within.
func (s *Store) whose(ctx context.Context, partner string, within graph.Sight) (partners []string, all bool, err error) {
	partners, all, err = s.company.EverWithin(ctx, within)
	if err == nil {
		err = (&Filter{Partner: partner}).check(partners, all)
	}
	if err == nil && partner != "" {
		partners, all = []string{partner}, false
	}
	return partners, all, err
}

// listed reads documents by a query.
func (s *Store) listed(ctx context.Context, query string, params map[string]any) (list []Document, err error) {
	err = s.Read(ctx, query, params, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, documentOf(chronicle.ColumnsOf(record)))
		return nil
	})
	return list, err
}

// sliced returns a slice of what a query lists by numbers, and the cursor of the next one; empty: there is none. number is that of an element.
func sliced[T any](name string, slice graph.Slice, descending bool, read func(no any, limit int) ([]T, error), number func(T) int64) ([]T, string, error) {
	slice.Sort, slice.Descending = "", descending
	p, err := slice.Begin(name, chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	list, err := read(p.Params()["no"], p.Limit+1)
	if err != nil {
		return nil, "", err
	}
	list, next := chronicle.CutOff(p, list, func(one T) (key, id any) { return "", number(one) })
	return list, next, nil
}

// Documents returns a slice of the documents, the latest first, and the cursor of the next one; empty: there is none.
//
// Errors: Invalid when the slice cannot be; NotFound when a partner is named who never was within.
func (s *Store) Documents(ctx context.Context, f Filter, within graph.Sight, slice graph.Slice) ([]Document, string, error) {
	slice.Sort, slice.Descending = "", true
	p, err := slice.Begin("documents", chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	partners, all, err := s.whose(ctx, f.Partner, within)
	if err != nil {
		return nil, "", err
	}
	read := func() ([]Document, error) {
		params := f.params()
		params["no"], params["limit"], params["partners"] = p.Params()["no"], p.Limit+1, partners
		return s.listed(ctx, f.query(all), params)
	}
	seen := func(list []Document) ([]Document, error) { return s.seen(ctx, list, within) }
	return chronicle.Page(p, read, seen, func(d Document) (key, id any) { return "", d.seq })
}

// query chooses how documents are found: by what leaves the fewest of them.
func (f *Filter) query(all bool) string {
	switch {
	case f.Number != "":
		return cypher.DocumentsOfNumber
	case !all:
		return cypher.DocumentsOfPartners
	case f.Run != "":
		return cypher.DocumentsOfRun
	case f.State == Inbox:
		return cypher.DocumentsOfState
	case f.Class != "":
		return cypher.DocumentsOfClass
	}
	return cypher.DocumentsListed
}
