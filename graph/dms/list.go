package dms

import (
	"context"

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
	if f.Partner == "" || all {
		return nil
	}
	for _, each := range partners {
		if each == f.Partner {
			return nil
		}
	}
	return fault.NotFoundf("partner", "there is no partner %s", f.Partner)
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
	partners, all, err := s.company.EverWithin(ctx, within)
	if err == nil {
		err = f.check(partners, all)
	}
	if err != nil {
		return nil, "", err
	}
	if f.Partner != "" {
		partners, all = []string{f.Partner}, false
	}
	read := func() (list []Document, err error) {
		params := f.params()
		params["no"], params["limit"], params["partners"] = p.Params()["no"], p.Limit+1, partners
		err = s.Read(ctx, f.query(all), params, func() { list = nil }, func(record *neo4j.Record) error {
			list = append(list, documentOf(chronicle.ColumnsOf(record)))
			return nil
		})
		return list, err
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
