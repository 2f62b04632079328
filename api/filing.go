package api

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"golang.org/x/text/currency"

	"upline/documents/coversheet"
	"upline/documents/intake/cover"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/money"
	"upline/jobs"
)

// ReplaceDocumentContent answers PUT /documents/{document}/content.
func (r *Resources) ReplaceDocumentContent(ctx context.Context, q ReplaceDocumentContentRequestObject) (ReplaceDocumentContentResponseObject, error) {
	by, err := by(ctx, q.Params.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	received, err := r.Desk.Replace(ctx, q.Document, jobs.Brought{Name: q.Params.Name, May: r.sightFor(ctx, fileDocuments).Whole()}, q.Body, by)
	if err != nil {
		return nil, err
	}
	out := broughtFile(&received, "")
	return ReplaceDocumentContent200JSONResponse(out), nil
}

// FileDocument answers POST /documents/{document}/file.
func (r *Resources) FileDocument(ctx context.Context, q FileDocumentRequestObject) (FileDocumentResponseObject, error) {
	by, err := by(ctx, q.Body.Reason, q.Params.IfMatch)
	if err != nil {
		return nil, err
	}
	as, err := descriptionOf(q.Body)
	if err != nil {
		return nil, err
	}
	return FileDocument204Response{}, r.Desk.File(ctx, q.Document, as, by)
}

// descriptionOf reads what a document is said to be.
//
// Errors: a Refusal 422.
func descriptionOf(b *Filing) (dms.Description, error) {
	as := dms.Description{
		Class: b.Class, Title: b.Title, Day: b.Day, Number: value(b.Number), Language: value(b.Language), Tags: value(b.Tags),
		About: dms.About{Partner: value(b.Partner), Order: value(b.Order), Run: value(b.Run)},
	}
	if (b.Amount == nil) != (b.Currency == nil) {
		return as, &Refusal{Status: http.StatusUnprocessableEntity, Errors: []Defect{{Field: "/currency", Message: "an amount and its currency come together"}}}
	}
	if b.Amount == nil {
		return as, nil
	}
	amount, err := amountOf(*b.Amount, *b.Currency)
	if err != nil {
		return as, &Refusal{Status: http.StatusUnprocessableEntity, Errors: []Defect{{Field: "/amount", Message: err.Error()}}}
	}
	as.Amount = amount
	return as, nil
}

// DrawCoverSheet answers GET /cover-sheet.
func (r *Resources) DrawCoverSheet(ctx context.Context, q DrawCoverSheetRequestObject) (DrawCoverSheetResponseObject, error) {
	p := q.Params
	sheet := coversheet.Cover{
		Sheet: cover.Sheet{Class: value(p.Class), Partner: value(p.Partner), Reference: value(p.Reference)}, Language: valueOr(p.Language, "en"), Made: r.Now(),
	}
	if p.Partner != nil {
		partner, err := r.Graph.Partner(ctx, *p.Partner, graph.View{AsOf: r.Today(), KnownAt: graph.Latest, Within: SightOf(ctx)})
		if err != nil {
			return nil, err
		}
		sheet.Name = partner.Name
	}
	file, err := r.Desk.CoverSheet(sheet)
	if err != nil {
		return nil, err
	}
	return DrawCoverSheet200ApplicationPdfResponse{
		Body: bytes.NewReader(file), ContentLength: int64(len(file)), Headers: DrawCoverSheet200ResponseHeaders{ContentDisposition: attached("cover-sheet.pdf")},
	}, nil
}

// amountOf reads an amount of money, in the smallest unit of its currency.
func amountOf(text, code string) (*dms.Amount, error) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return nil, fmt.Errorf("%s is no currency: write one as ISO 4217 has it, such as EUR", code)
	}
	scale, _ := currency.Standard.Rounding(unit)
	amount, err := money.Parse(text, scale)
	return &dms.Amount{Amount: money.Amount(amount), Scale: scale, Currency: code}, err
}
