package api

import (
	"context"
	"strings"

	"golang.org/x/text/currency"

	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// ListDocuments answers GET /documents.
func (r *Resources) ListDocuments(ctx context.Context, q ListDocumentsRequestObject) (ListDocumentsResponseObject, error) {
	p := q.Params
	filter, err := documentFilter{
		Class: p.Class, State: p.State, Source: p.Source, Number: p.Number, Tag: p.Tag, Partner: p.Partner, Order: p.Order, Run: p.Run,
		From: p.From, Through: p.Through, AmountMin: p.AmountMin, AmountMax: p.AmountMax, Currency: p.Currency,
	}.read()
	if err == nil {
		err = r.Graph.SeeOrder(ctx, SightOf(ctx), filter.Order, false)
	}
	if err != nil {
		return nil, err
	}
	list := func(ctx context.Context, s graph.Slice) ([]dms.Document, string, error) {
		return r.Desk.Documents.Documents(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "documents", slice(nil, p.Limit, p.After), documentColumns, list,
		func(rows []dms.Document, next string) ListDocumentsResponseObject {
			return ListDocuments200JSONResponse{Items: mapped(rows, archivedOf), Next: optional(next)}
		})
}

// GetDocument answers GET /documents/{document}.
func (r *Resources) GetDocument(ctx context.Context, q GetDocumentRequestObject) (GetDocumentResponseObject, error) {
	d, _, err := r.Desk.Documents.Document(ctx, q.Document, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	tag := etag(d.Changed)
	if unchanged(q.Params.IfNoneMatch, tag) {
		return GetDocument304Response{Headers: NotModifiedAnswerResponseHeaders{ETag: tag}}, nil
	}
	return GetDocument200JSONResponse{Body: archivedOf(d), Headers: GetDocument200ResponseHeaders{ETag: tag}}, nil
}

// archivedOf is a document as the contract shows it.
func archivedOf(d *dms.Document) Document {
	out := Document{
		ID: d.ID, Class: d.Class, Title: d.Title, Number: optional(d.Number), Language: optional(d.Language), Day: d.Day,
		Partner: optional(d.About.Partner), Order: optional(d.About.Order), Run: optional(d.About.Run), Tags: append([]string{}, d.Tags...),
		MediaType: d.Type, File: optional(d.Content.File), Sha256: d.SHA256, Size: d.Size, Pages: optional(d.Pages), Version: d.Version,
		State: string(d.State), Source: string(d.Source), KeptThrough: optional(d.Through), Lock: lockName(d.Lock), Hold: d.Hold, Recorded: d.Recorded.UTC(),
	}
	if a := d.Amount; a != nil {
		amount := a.Amount.Format(a.Scale)
		out.Amount, out.Currency = &amount, &a.Currency
	}
	return out
}

func lockName(lock dms.Lock) string {
	if lock == dms.Unlocked {
		return "none"
	}
	return string(lock)
}

var documentColumns = []Column[dms.Document]{
	{"id", KindText, func(d *dms.Document) any { return d.ID }},
	{"class", KindText, func(d *dms.Document) any { return d.Class }},
	{"title", KindText, func(d *dms.Document) any { return d.Title }},
	{"number", KindText, func(d *dms.Document) any { return d.Number }},
	{"day", KindDay, func(d *dms.Document) any { return d.Day.String() }},
	{"amount", KindDecimal, func(d *dms.Document) any {
		if d.Amount == nil {
			return ""
		}
		return d.Amount.Amount.Format(d.Amount.Scale)
	}},
	{"currency", KindText, func(d *dms.Document) any {
		if d.Amount == nil {
			return ""
		}
		return d.Amount.Currency
	}},
	{"partner", KindText, func(d *dms.Document) any { return d.About.Partner }},
	{"order", KindText, func(d *dms.Document) any { return d.About.Order }},
	{"run", KindText, func(d *dms.Document) any { return d.About.Run }},
	{"tags", KindText, func(d *dms.Document) any { return strings.Join(d.Tags, ", ") }},
	{"media_type", KindText, func(d *dms.Document) any { return d.Type }},
	{"file", KindText, func(d *dms.Document) any { return d.Content.File }},
	{"sha256", KindText, func(d *dms.Document) any { return d.SHA256 }},
	{"size", KindInteger, func(d *dms.Document) any { return d.Size }},
	{"pages", KindInteger, func(d *dms.Document) any { return d.Pages }},
	{"version", KindInteger, func(d *dms.Document) any { return d.Version }},
	{"state", KindText, func(d *dms.Document) any { return string(d.State) }},
	{"source", KindText, func(d *dms.Document) any { return string(d.Source) }},
	{"kept_through", KindDay, func(d *dms.Document) any {
		if d.Through == 0 {
			return ""
		}
		return d.Through.String()
	}},
	{"lock", KindText, func(d *dms.Document) any { return lockName(d.Lock) }},
	{"hold", KindBool, func(d *dms.Document) any { return d.Hold }},
	{"recorded", KindTime, func(d *dms.Document) any { return d.Recorded }},
}

// documentFilter is which documents a request asks for.
type documentFilter struct {
	Class, State, Source, Number, Tag *string
	Partner, Order, Run               *string
	From, Through                     *period.Day
	AmountMin, AmountMax, Currency    *string
}

// read is the filter as the graph knows it.
//
// Errors: Invalid for an amount without its currency, or with more places than the currency has.
func (p documentFilter) read() (f dms.Filter, err error) {
	f = dms.Filter{
		Class: value(p.Class), State: dms.State(value(p.State)), Source: dms.Source(value(p.Source)), Number: value(p.Number), Tag: value(p.Tag),
		Partner: value(p.Partner), Order: value(p.Order), Run: value(p.Run), From: value(p.From), Through: value(p.Through), Currency: value(p.Currency),
	}
	if f.AmountMin, err = amountIn(f.Currency, p.AmountMin); err == nil {
		f.AmountMax, err = amountIn(f.Currency, p.AmountMax)
	}
	return f, err
}

// amountIn is an amount in the smallest unit of a currency.
func amountIn(code string, text *string) (*money.Amount, error) {
	if text == nil {
		return nil, nil
	}
	unit, err := currency.ParseISO(code)
	if err != nil {
		return nil, fault.Invalidf("documents", "say in which currency the amount is, such as currency=EUR")
	}
	places, _ := currency.Standard.Rounding(unit)
	n, err := money.Parse(*text, places)
	if err != nil {
		return nil, fault.Invalidf("documents", "%s is no amount in %s, which has %d decimal places", *text, code, places)
	}
	amount := money.Amount(n)
	return &amount, nil
}
