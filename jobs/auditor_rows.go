package jobs

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"upline/commission"
	"upline/documents/evidence"
	"upline/documents/gdpdu"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/dms"
	"upline/graph/registrations"
	"upline/internal/money"
)

// personsAtOnce is how many persons are opened at a time: what is known of them is sealed.
const personsAtOnce = 500

// partnerRows writes the partners as of the last day.
func (a *auditor) partnerRows(ctx context.Context, rows *gdpdu.Rows) error {
	at := graph.View{AsOf: a.args.Through, KnownAt: graph.Latest, Within: graph.Everybody}
	var some []graph.PartnerRow
	flush := func() error {
		known, err := a.persons(ctx, some)
		for i := range some {
			if err == nil {
				err = rows.Add(append(partnerCells(&some[i]), personCells(known[some[i].ID])...)...)
			}
		}
		some = some[:0]
		return err
	}
	err := pages(func(slice graph.Slice) ([]graph.PartnerRow, string, error) {
		return a.Graph.Partners(ctx, graph.PartnerFilter{}, at, slice)
	}, func(p graph.PartnerRow) error {
		if some = append(some, p); len(some) < personsAtOnce {
			return nil
		}
		return flush()
	})
	if err != nil {
		return err
	}
	return flush()
}

func partnerCells(p *graph.PartnerRow) []string {
	return []string{p.ID, p.Name, dayText(p.Joined), p.Sponsor, p.Status, p.Rank}
}

// persons are what was known of some partners on the last day, or first after it.
func (a *auditor) persons(ctx context.Context, partners []graph.PartnerRow) (map[string]*registrations.Dated, error) {
	if !a.args.Personal || a.desk.Persons == nil || len(partners) == 0 {
		return nil, nil
	}
	ids := make([]string, len(partners))
	for i := range partners {
		ids[i] = partners[i].ID
	}
	all, err := a.desk.Persons(ctx, ids)
	if err != nil {
		return nil, err
	}
	then := map[string]*registrations.Dated{}
	for id, list := range all {
		for i := range list {
			if then[id] == nil || a.desk.dayOf(list[i].Recorded) <= a.args.Through {
				then[id] = &list[i]
			}
		}
	}
	return then, nil
}

func personCells(p *registrations.Dated) []string {
	cells := make([]string, 8)
	if p == nil {
		return cells
	}
	if c := p.Contact; c != nil {
		cells[0], cells[1], cells[2], cells[3], cells[4] = c.Company, c.Address.Street, c.Address.PostalCode, c.Address.City, c.Address.Country
	}
	if t := p.Tax; t != nil {
		cells[5], cells[6], cells[7] = string(t.Status), t.VATID, t.Number
	}
	return cells
}

// orderRows writes the orders that were placed in the span, and those that were placed at another time and paid in it.
func (a *auditor) orderRows(ctx context.Context, rows *gdpdu.Rows) error {
	list := func(f graph.OrderFilter, wanted func(o *graph.OrderRow) bool) error {
		return pages(func(slice graph.Slice) ([]graph.OrderRow, string, error) {
			return a.Graph.Orders(ctx, f, graph.Everybody, slice)
		}, func(o graph.OrderRow) error {
			if !wanted(&o) {
				return nil
			}
			return rows.Add(o.ID, o.Partner, o.Kind, dayText(o.PlacedOn), dayText(o.PaidOn), o.Points.String(), o.CV.String(), o.Currency, o.Cancelled.String(), timeText(o.Recorded))
		})
	}
	err := list(graph.OrderFilter{PlacedFrom: a.args.From, PlacedThrough: a.args.Through}, func(*graph.OrderRow) bool { return true })
	if err != nil {
		return err
	}
	return list(graph.OrderFilter{PaidFrom: a.args.From, PaidThrough: a.args.Through}, func(o *graph.OrderRow) bool {
		return o.PlacedOn < a.args.From || o.PlacedOn > a.args.Through
	})
}

func (a *auditor) cancellationRows(ctx context.Context, rows *gdpdu.Rows) error {
	return pages(func(slice graph.Slice) ([]graph.CancellationRow, string, error) {
		return a.Graph.Cancellations(ctx, graph.CancellationFilter{From: a.args.From, Through: a.args.Through}, graph.Everybody, slice)
	}, func(c graph.CancellationRow) error {
		return rows.Add(c.ID, c.Order, c.Partner, dayText(c.On), c.Share.String(), c.Reason, timeText(c.Recorded))
	})
}

func (a *auditor) planRows(ctx context.Context, rows *gdpdu.Rows) error {
	plans, err := a.Graph.Plans(ctx, graph.Latest)
	for i := range plans {
		if err == nil {
			p := &plans[i]
			err = rows.Add(p.SHA256, p.File, dayText(p.ValidFrom), p.Currency, timeText(p.Recorded), timeText(p.Superseded), planFile(p.SHA256))
		}
	}
	return err
}

func (a *auditor) runRows(_ context.Context, rows *gdpdu.Rows) error {
	for _, r := range a.runs {
		err := rows.Add(r.ID, r.Period.String(), dayText(r.LastDay), timeText(r.At.KnownAt), strconv.Itoa(r.Orders), strconv.Itoa(r.Lines), strconv.Itoa(r.Statements),
			money.Amount(r.Payout).Format(r.Scale), r.Currency, r.Digest, strings.Join(r.Plans, " "), r.ComputedBy, r.ApprovedBy, r.PostedBy, timeText(r.PostedAt))
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *auditor) lineRows(ctx context.Context, rows *gdpdu.Rows) error {
	for _, r := range a.runs {
		no := 0
		err := readEvidence(ctx, a.Archive, r, evidence.Lines, evidence.ReadLines, func(l *evidence.Line) error {
			if no++; no%100_000 == 0 {
				a.progress("lines of "+r.Period.String(), no, r.Lines)
			}
			level, base, percent := "", "", ""
			if l.Level != commission.NoLevel {
				level = strconv.Itoa(int(l.Level))
			}
			if l.HasBase {
				base, percent = l.Base.String(), l.Percent.String()
			}
			return rows.Add(r.ID, strconv.Itoa(no), l.Kind.String(), l.Bonus, l.Order, l.Source, l.Beneficiary, level, base, percent, l.Amount.Format(r.Scale), r.Currency, l.Condition.String())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// statementRows writes the statements, with the document of each that is in the archive.
func (a *auditor) statementRows(ctx context.Context, rows *gdpdu.Rows) error {
	for _, r := range a.runs {
		list := func(slice graph.Slice) ([]graph.StatementRow, string, error) {
			return a.Graph.Statements(ctx, graph.StatementFilter{Run: r.ID}, graph.Everybody, slice)
		}
		for after := ""; ; {
			some, next, err := list(graph.Slice{After: after, Limit: personsAtOnce})
			if err != nil {
				return err
			}
			if err := a.statementsOf(ctx, rows, r, some); err != nil {
				return err
			}
			if after = next; next == "" {
				break
			}
		}
	}
	return nil
}

func (a *auditor) statementsOf(ctx context.Context, rows *gdpdu.Rows, r *graph.Run, some []graph.StatementRow) error {
	ids := make([]string, len(some))
	for i := range some {
		ids[i] = statementOf(r.ID, some[i].Partner)
	}
	recorded, err := a.desk.Documents.Recorded(ctx, ids)
	if err != nil {
		return err
	}
	for i := range some {
		cells := []string{r.ID, some[i].Partner}
		s := some[i].Account()
		for _, amount := range []money.Amount{s.Opening, s.Earnings, s.Reversals, s.Reserve, s.Release, s.Balance, s.Payout, s.Closing} {
			cells = append(cells, amount.Format(r.Scale))
		}
		document := ""
		if recorded[ids[i]] {
			document = ids[i]
		}
		if err := rows.Add(append(cells, r.Currency, document)...); err != nil {
			return err
		}
	}
	return nil
}

// statementOf is the id of a statement as a document.
func statementOf(run, partner string) string { return "statement-" + run + "-" + partner }

func (a *auditor) noteRows(ctx context.Context, rows *gdpdu.Rows) error {
	return pages(func(slice graph.Slice) ([]dms.Note, string, error) {
		return a.desk.Documents.Notes(ctx, dms.NoteFilter{}, graph.Everybody, slice)
	}, func(n dms.Note) error {
		if n.Issued < a.args.From || n.Issued > a.args.Through {
			return nil
		}
		amount := func(m money.Amount) string { return m.Format(n.Scale) }
		return rows.Add(n.Number, n.Partner, n.Run, n.Period.String(), dayText(n.Issued), n.Status, amount(n.Net), n.TaxPercent.String(), amount(n.Tax), amount(n.Gross()),
			amount(n.TaxPaid), n.Currency, string(n.State), n.Corrects, n.CorrectedBy, timeText(n.ObjectedAt), n.Because, timeText(n.AnsweredAt), n.Answer)
	})
}

func (a *auditor) documentRows(ctx context.Context, rows *gdpdu.Rows) error {
	return a.eachDocument(ctx, func(d dms.Document) error {
		amount, currency, file := "", "", ""
		if d.Amount != nil {
			amount, currency = d.Amount.Amount.Format(d.Amount.Scale), d.Amount.Currency
		}
		if a.args.Documents {
			file = documentFile(&d)
		}
		return rows.Add(d.ID, d.Class, d.Title, d.Number, d.Language, dayText(d.Day), d.About.Partner, d.About.Order, d.About.Run, amount, currency, d.SHA256,
			strconv.FormatInt(d.Size, 10), d.Type, strconv.Itoa(d.Version), dayText(d.Through), string(d.Lock), string(d.Source), timeText(d.Recorded), file)
	})
}

// anchorRows writes where the chains of the audit ended, up to the first anchor behind the span: that one fixes what was done in it.
func (a *auditor) anchorRows(ctx context.Context, rows *gdpdu.Rows) error {
	contents, err := (&Audit{Graph: a.Graph, Archive: a.Archive}).anchors(ctx)
	if err != nil {
		return err
	}
	behind := false
	for _, content := range contents {
		anchor, err := audit.ParseAnchor(content)
		if err != nil {
			continue // upline audit verify tells of it
		}
		day := a.desk.dayOf(anchor.At)
		if day < a.args.From || behind {
			continue
		}
		behind = day > a.args.Through
		entries := int64(0)
		for _, head := range anchor.Heads {
			entries += head.No
		}
		ref := anchor.Ref()
		if err := rows.Add(strconv.FormatInt(ref.No, 10), timeText(anchor.At), fmt.Sprint(ref.Hash), fmt.Sprint(anchor.Previous), strconv.Itoa(len(anchor.Heads)), strconv.FormatInt(entries, 10)); err != nil {
			return err
		}
	}
	return nil
}
