package api

import (
	"context"

	"upline/documents/creditnote"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/money"
	"upline/jobs"
)

// ListCreditNotes answers GET /credit-notes.
func (r *Resources) ListCreditNotes(ctx context.Context, q ListCreditNotesRequestObject) (ListCreditNotesResponseObject, error) {
	p := q.Params
	filter := dms.NoteFilter{
		Partner: value(p.Partner), Run: value(p.Run), Number: value(p.Number), Period: p.Period, State: dms.NoteState(value(p.State)), Disputed: p.Disputed,
	}
	list := func(ctx context.Context, s graph.Slice) ([]dms.Note, string, error) {
		return r.Desk.Documents.Notes(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "credit-notes", slice(nil, p.Limit, p.After), noteColumns, list,
		func(rows []dms.Note, next string) ListCreditNotesResponseObject {
			return ListCreditNotes200JSONResponse{Items: mapped(rows, noteOf), Next: optional(next)}
		})
}

// noteOf is a credit note as it is shown.
func noteOf(n *dms.Note) CreditNote {
	amount := func(a money.Amount) string { return a.Format(n.Scale) }
	return CreditNote{
		Number: n.Number, Kind: string(kindOf(n)), Partner: n.Partner, Run: n.Run, Period: n.Period, Issued: n.Issued, TaxStatus: n.Status, Currency: n.Currency,
		Net: amount(n.Net), Tax: amount(n.Tax), TaxPercent: n.TaxPercent.String(), Gross: amount(n.Gross()), TaxPaid: amount(n.TaxPaid),
		State: string(n.State), Effective: n.Effective(), Document: n.Document(),
		Corrects: optional(n.Corrects), CorrectedBy: optional(n.CorrectedBy), Replaces: optional(n.Replaces),
		ObjectedAt: moment(n.ObjectedAt), ObjectedBy: optional(n.ObjectedBy), Objection: optional(n.Because),
		AnsweredAt: moment(n.AnsweredAt), AnsweredBy: optional(n.AnsweredBy), Outcome: optional(string(n.Outcome)), Answer: optional(n.Answer),
	}
}

// kindOf says what a note is: one that takes back more than it credits is a correction, too.
func kindOf(n *dms.Note) creditnote.Kind {
	if n.Corrects != "" || n.Net < 0 {
		return creditnote.Correction
	}
	return creditnote.Credit
}

// noteColumns are what accounting gets: whether a note is an invoice at all, too.
var noteColumns = []Column[dms.Note]{
	{"number", KindText, func(n *dms.Note) any { return n.Number }},
	{"kind", KindText, func(n *dms.Note) any { return string(kindOf(n)) }},
	{"issued", KindDay, func(n *dms.Note) any { return n.Issued.String() }},
	{"partner", KindText, func(n *dms.Note) any { return n.Partner }},
	{"run", KindText, func(n *dms.Note) any { return n.Run }},
	{"period", KindText, func(n *dms.Note) any { return n.Period.String() }},
	{"tax_status", KindText, func(n *dms.Note) any { return n.Status }},
	{"currency", KindText, func(n *dms.Note) any { return n.Currency }},
	{"net", KindDecimal, func(n *dms.Note) any { return n.Net.Format(n.Scale) }},
	{"tax_percent", KindDecimal, func(n *dms.Note) any { return n.TaxPercent.String() }},
	{"tax", KindDecimal, func(n *dms.Note) any { return n.Tax.Format(n.Scale) }},
	{"gross", KindDecimal, func(n *dms.Note) any { return n.Gross().Format(n.Scale) }},
	{"tax_paid", KindDecimal, func(n *dms.Note) any { return n.TaxPaid.Format(n.Scale) }},
	{"state", KindText, func(n *dms.Note) any { return string(n.State) }},
	{"effective", KindText, func(n *dms.Note) any { return effectiveWord(n) }},
	{"objected_at", KindTime, func(n *dms.Note) any { return n.ObjectedAt }},
	{"outcome", KindText, func(n *dms.Note) any { return string(n.Outcome) }},
	{"corrects", KindText, func(n *dms.Note) any { return n.Corrects }},
	{"corrected_by", KindText, func(n *dms.Note) any { return n.CorrectedBy }},
	{"replaces", KindText, func(n *dms.Note) any { return n.Replaces }},
	{"document", KindText, func(n *dms.Note) any { return n.Document() }},
}

func effectiveWord(n *dms.Note) string {
	if n.Effective() {
		return "yes"
	}
	return "no"
}

// GetCreditNote answers GET /credit-notes/{number}.
func (r *Resources) GetCreditNote(ctx context.Context, q GetCreditNoteRequestObject) (GetCreditNoteResponseObject, error) {
	answer, err := r.creditNote(ctx, q.Number)
	return GetCreditNote200JSONResponse{answer}, err
}

func (r *Resources) creditNote(ctx context.Context, number string) (answer CreditNoteAnswerJSONResponse, err error) {
	note, err := r.Desk.Documents.Note(ctx, number, SightOf(ctx))
	if err == nil {
		answer = CreditNoteAnswerJSONResponse(noteOf(note))
	}
	return answer, err
}

// ObjectToCreditNote answers POST /credit-notes/{number}/objection.
func (r *Resources) ObjectToCreditNote(ctx context.Context, q ObjectToCreditNoteRequestObject) (ObjectToCreditNoteResponseObject, error) {
	if err := r.Desk.Documents.Object(ctx, q.Number, changing(ctx, &q.Body.Text)); err != nil {
		return nil, err
	}
	answer, err := r.creditNote(ctx, q.Number)
	return ObjectToCreditNote200JSONResponse{answer}, err
}

// AnswerObjection answers POST /credit-notes/{number}/answer.
func (r *Resources) AnswerObjection(ctx context.Context, q AnswerObjectionRequestObject) (AnswerObjectionResponseObject, error) {
	if err := r.Desk.Documents.Respond(ctx, q.Number, dms.Outcome(q.Body.Outcome), q.Body.Text, asking(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.creditNote(ctx, q.Number)
	return AnswerObjection200JSONResponse{answer}, err
}

// CorrectCreditNote answers POST /credit-notes/{number}/corrections.
func (r *Resources) CorrectCreditNote(ctx context.Context, q CorrectCreditNoteRequestObject) (CorrectCreditNoteResponseObject, error) {
	if err := r.Desk.Correctable(ctx, q.Number, SightOf(ctx)); err != nil {
		return nil, err
	}
	answer, err := r.enqueue(ctx, jobs.Correct(q.Number, creditnote.TaxStatus(value(q.Body.TaxStatus)), q.Body.Reason))
	return CorrectCreditNote202JSONResponse{answer}, err
}
