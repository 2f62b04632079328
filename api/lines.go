package api

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"upline/commission"
	"upline/commission/explain"
	"upline/commission/explain/prose"
	"upline/documents/evidence"
	"upline/graph"
	"upline/internal/money"
)

// ListLines answers GET /runs/{run}/lines.
func (r *Resources) ListLines(ctx context.Context, q ListLinesRequestObject) (ListLinesResponseObject, error) {
	p := q.Params
	run, err := r.Graph.Run(ctx, q.Run, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	filter := evidence.LineFilter{Order: value(p.Order), Beneficiary: value(p.Partner), Bonus: value(p.Bonus), Kind: value(p.Kind)}
	list := func(ctx context.Context, s graph.Slice) ([]evidence.Line, string, error) {
		from, err := position(s.After)
		if err != nil {
			return nil, "", err
		}
		lines, next, err := r.Settlement.FindLines(ctx, run, filter, SightOf(ctx), from, s.Limit)
		return lines, cursor(next), err
	}
	return answerList(ctx, r, "lines-"+run.ID, slice(nil, p.Limit, p.After), lineColumns(run.Scale), list,
		func(rows []evidence.Line, next string) ListLinesResponseObject {
			items := mapped(rows, func(l *evidence.Line) Line { return lineOf(l, run.Scale) })
			return ListLines200JSONResponse{Items: items, Currency: run.Currency, Next: optional(next)}
		})
}

func lineOf(l *evidence.Line, scale int) Line {
	out := Line{
		Kind: l.Kind.String(), Bonus: l.Bonus, Order: optional(l.Order), Source: optional(l.Source), Partner: l.Beneficiary,
		Amount: l.Amount.Format(scale), Condition: l.Condition,
	}
	if l.Level != commission.NoLevel {
		level := int(l.Level)
		out.Level = &level
	}
	if l.HasBase {
		base, percent := l.Base.String(), l.Percent.String()
		out.Base, out.Percent = &base, &percent
	}
	return out
}

func lineColumns(scale int) []Column[evidence.Line] {
	return []Column[evidence.Line]{
		{"kind", KindText, func(l *evidence.Line) any { return l.Kind.String() }},
		{"bonus", KindText, func(l *evidence.Line) any { return l.Bonus }},
		{"order", KindText, func(l *evidence.Line) any { return l.Order }},
		{"source", KindText, func(l *evidence.Line) any { return l.Source }},
		{"partner", KindText, func(l *evidence.Line) any { return l.Beneficiary }},
		{"level", KindInteger, func(l *evidence.Line) any {
			if l.Level == commission.NoLevel {
				return nil
			}
			return int(l.Level)
		}},
		{"base", KindDecimal, func(l *evidence.Line) any { return onlyIf(l.HasBase, l.Base.String()) }},
		{"percent", KindDecimal, func(l *evidence.Line) any { return onlyIf(l.HasBase, l.Percent.String()) }},
		{"amount", KindDecimal, func(l *evidence.Line) any { return l.Amount.Format(scale) }},
		{"condition", KindText, func(l *evidence.Line) any { return l.Condition.String() }},
	}
}

func onlyIf(has bool, text string) string {
	if has {
		return text
	}
	return ""
}

// ListStatements answers GET /statements.
func (r *Resources) ListStatements(ctx context.Context, q ListStatementsRequestObject) (ListStatementsResponseObject, error) {
	p := q.Params
	filter := graph.StatementFilter{Run: value(p.Run), Partner: value(p.Partner)}
	list := func(ctx context.Context, s graph.Slice) ([]graph.StatementRow, string, error) {
		return r.Graph.Statements(ctx, filter, SightOf(ctx), s)
	}
	return answerList(ctx, r, "statements", slice(p.Sort, p.Limit, p.After), statementColumns, list,
		func(rows []graph.StatementRow, next string) ListStatementsResponseObject {
			return ListStatements200JSONResponse{Items: mapped(rows, statementOf), Next: optional(next)}
		})
}

func statementOf(s *graph.StatementRow) Statement {
	amount := func(n int64) string { return money.Amount(n).Format(s.Scale) }
	return Statement{
		Run: s.Run, Period: s.Period, Partner: s.Partner, Currency: s.Currency, Opening: amount(s.Opening), Earnings: amount(s.Earnings),
		Reversals: amount(s.Reversals), Reserve: amount(s.Reserve), Release: amount(s.Release), Balance: amount(s.Balance),
		Payout: amount(s.Payout), Closing: amount(s.Closing),
	}
}

var statementColumns = []Column[graph.StatementRow]{
	{"run", KindText, func(s *graph.StatementRow) any { return s.Run }},
	{"period", KindText, func(s *graph.StatementRow) any { return s.Period.String() }},
	{"partner", KindText, func(s *graph.StatementRow) any { return s.Partner }},
	{"currency", KindText, func(s *graph.StatementRow) any { return s.Currency }},
	{"opening", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Opening }},
	{"earnings", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Earnings }},
	{"reversals", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Reversals }},
	{"reserve", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Reserve }},
	{"release", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Release }},
	{"balance", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Balance }},
	{"payout", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Payout }},
	{"closing", KindDecimal, func(s *graph.StatementRow) any { return statementOf(s).Closing }},
}

// ExplainRun answers GET /runs/{run}/explanation: as JSON, or in words to who accepts only plain text.
func (r *Resources) ExplainRun(ctx context.Context, q ExplainRunRequestObject) (ExplainRunResponseObject, error) {
	run, err := r.Graph.Run(ctx, q.Run, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	explanation, err := r.Explanations.Explain(ctx, run, explain.Query{Partner: q.Params.Partner, Order: value(q.Params.Order), Whole: -1}, SightOf(ctx))
	if err != nil {
		return nil, err
	}
	if value(q.Params.Format) != "text" {
		return explanationAnswer{explanation}, nil
	}
	var text strings.Builder
	err = prose.Write(&text, explanation, prose.Options{Settled: "the first period that was settled"})
	return ExplainRun200TextResponse(text.String()), err
}

// explanationAnswer answers with an explanation, whose fields the contract leaves to commission/explain/README.md.
type explanationAnswer struct{ *explain.Explanation }

// VisitExplainRunResponse answers GET /runs/{run}/explanation.
func (a explanationAnswer) VisitExplainRunResponse(w http.ResponseWriter) error {
	text, err := json.Marshal(a.Explanation)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	_, err = w.Write(text)
	return err
}
