package api

import (
	"context"

	"golang.org/x/text/currency"

	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/money"
)

// filterOf is which documents a request asks for, as the graph knows it; nil: all.
//
// Errors: Invalid for an amount without its currency, or with more places than the currency has; NotFound for an order that is not seen.
func (r *Resources) filterOf(ctx context.Context, p *DocumentFilter) (f dms.Filter, err error) {
	if p == nil {
		return f, nil
	}
	f = dms.Filter{
		Class: value(p.Class), State: dms.State(value(p.State)), Source: dms.Source(value(p.Source)), Number: value(p.Number), Tag: value(p.Tag),
		Partner: value(p.Partner), Order: value(p.Order), Run: value(p.Run), From: value(p.From), Through: value(p.Through), Currency: value(p.Currency),
	}
	if f.AmountMin, err = amountIn(f.Currency, p.AmountMin); err == nil {
		f.AmountMax, err = amountIn(f.Currency, p.AmountMax)
	}
	if err == nil {
		err = r.Graph.SeeOrder(ctx, SightOf(ctx), f.Order, false)
	}
	return f, err
}

// askedOf is a filter as the contract shows it.
func askedOf(f *dms.Filter) DocumentFilter {
	return DocumentFilter{
		Class: optional(f.Class), State: optional(string(f.State)), Source: optional(string(f.Source)), Number: optional(f.Number), Tag: optional(f.Tag),
		Partner: optional(f.Partner), Order: optional(f.Order), Run: optional(f.Run), From: optional(f.From), Through: optional(f.Through),
		AmountMin: moneyOf(f.Currency, f.AmountMin), AmountMax: moneyOf(f.Currency, f.AmountMax), Currency: optional(f.Currency),
	}
}

// amountIn is an amount in the smallest unit of a currency.
func amountIn(code string, text *string) (*money.Amount, error) {
	if text == nil {
		return nil, nil
	}
	amount, err := amountOf(*text, code)
	if err != nil {
		return nil, fault.Invalidf("documents", "name an amount and its currency, such as 12.50 and EUR: %v", err)
	}
	return &amount.Amount, nil
}

func moneyOf(code string, amount *money.Amount) *string {
	unit, err := currency.ParseISO(code)
	if amount == nil || err != nil {
		return nil
	}
	places, _ := currency.Standard.Rounding(unit)
	text := amount.Format(places)
	return &text
}
