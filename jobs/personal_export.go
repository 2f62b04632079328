package jobs

import (
	"context"
	"os"
	"path/filepath"
	"time"

	"upline/documents/evidence"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/graph/personal"
	"upline/internal/money"
)

// exportOperation is what an export of a person is called in the audit.
const exportOperation = "export personal data"

// ExportPerson writes everything that is kept of a person into a folder, a JSON file for each kind of it, with an index in a language
// (de or en). That it was done is an entry of the audit, of each of the person's names.
//
// Errors: those of personal.Store.Find and of the file system.
func (p *Personal) ExportPerson(ctx context.Context, dir, person, language string, by graph.By) error {
	who, err := p.Persons().Find(ctx, person)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	names := who.Subjects()
	if len(names) == 0 {
		names = []string{person}
	}
	for _, name := range names { // before anything is shown
		look := chronicle.Look{Operation: exportOperation, Kind: chronicle.PersonKind, Key: name, Subject: name}
		if _, err := p.Graph.Look(ctx, by.Recorded(), look); err != nil {
			return err
		}
	}
	e := &personExport{Personal: p, ctx: ctx, dir: dir, who: who, files: map[string]*listFile{}}
	err = e.write()
	for _, f := range e.files {
		if closeErr := f.close(); err == nil {
			err = closeErr
		}
	}
	if err != nil {
		return err
	}
	return e.index(language)
}

// personExport is an export of a person under way: a file for each list.
type personExport struct {
	*Personal
	ctx     context.Context
	dir     string
	who     *personal.Who
	files   map[string]*listFile
	entries bool // the audit has some
}

// add adds a row to a list.
func (e *personExport) add(list string, row any) (err error) {
	f := e.files[list]
	if f == nil {
		if f, err = newListFile(e.dir, list+".json"); err != nil {
			return err
		}
		e.files[list] = f
	}
	return f.add(row)
}

func (e *personExport) write() error {
	for i, part := range []func() error{e.rows, e.orders, e.cancellations, e.statements, e.papers, e.sessions, e.audit} {
		e.progress("writing what is kept", i, 7)
		if err := part(); err != nil {
			return err
		}
	}
	return nil
}

func (e *personExport) rows() error {
	return e.Persons().EachRow(e.ctx, e.who, func(row personal.Row) error { return e.add(row.List, row.Told) })
}

// pages hands every row of a list to add, a page at a time.
func pages[T any](list func(slice graph.Slice) ([]T, string, error), add func(row T) error) error {
	for after := ""; ; {
		rows, next, err := list(graph.Slice{After: after, Limit: chronicle.LimitMax})
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := add(row); err != nil {
				return err
			}
		}
		if after = next; next == "" {
			return nil
		}
	}
}

func (e *personExport) orders() error {
	if e.who.Partner == "" {
		return nil
	}
	return pages(func(slice graph.Slice) ([]graph.OrderRow, string, error) {
		return e.Graph.Orders(e.ctx, graph.OrderFilter{Partner: e.who.Partner}, graph.Everybody, slice)
	}, func(o graph.OrderRow) error {
		told := map[string]any{
			"id": o.ID, "kind": o.Kind, "placed_on": o.PlacedOn, "points": o.Points.String(), "cv": o.CV.String(), "currency": o.Currency,
			"cancelled": o.Cancelled.String(), "recorded": o.Recorded,
		}
		if o.PaidOn < chronicle.FarDays {
			told["paid_on"] = o.PaidOn
		}
		return e.add("orders", told)
	})
}

func (e *personExport) cancellations() error {
	if e.who.Partner == "" {
		return nil
	}
	return pages(func(slice graph.Slice) ([]graph.CancellationRow, string, error) {
		return e.Graph.Cancellations(e.ctx, graph.CancellationFilter{Partner: e.who.Partner}, graph.Everybody, slice)
	}, func(c graph.CancellationRow) error {
		return e.add("cancellations", map[string]any{
			"id": c.ID, "order": c.Order, "cancelled_on": c.On, "share": c.Share.String(), "reason": c.Reason, "recorded": c.Recorded,
		})
	})
}

// statements writes the person's statements of posted runs, with the lines of each.
func (e *personExport) statements() error {
	if e.who.Partner == "" {
		return nil
	}
	return pages(func(slice graph.Slice) ([]graph.StatementRow, string, error) {
		return e.Graph.Statements(e.ctx, graph.StatementFilter{Partner: e.who.Partner}, graph.Everybody, slice)
	}, func(s graph.StatementRow) error {
		amount := func(minor int64) string { return money.Amount(minor).Format(s.Scale) }
		told := map[string]any{
			"run": s.Run, "period": s.Period, "currency": s.Currency, "opening": amount(s.Opening), "earnings": amount(s.Earnings),
			"reversals": amount(s.Reversals), "reserve": amount(s.Reserve), "release": amount(s.Release), "balance": amount(s.Balance),
			"payout": amount(s.Payout), "closing": amount(s.Closing),
		}
		if err := e.add("statements", told); err != nil {
			return err
		}
		return e.lines(s.Run)
	})
}

// lines writes what the person earned by a run. Others are in it by number, whose sale it comes from.
func (e *personExport) lines(id string) error {
	run, err := e.Graph.Run(e.ctx, id, graph.Everybody)
	if err != nil {
		return err
	}
	filter := evidence.LineFilter{Beneficiary: e.who.Partner}
	for from := int64(0); ; {
		lines, next, err := e.FindLines(e.ctx, run, filter, graph.Everybody, from, chronicle.LimitMax)
		if err != nil {
			return err
		}
		for i := range lines {
			l := &lines[i]
			told := map[string]any{
				"run": id, "period": run.Period, "kind": l.Kind.String(), "bonus": l.Bonus, "order": l.Order, "source": l.Source, "amount": l.Amount.Format(run.Scale),
				"currency": run.Currency, "condition": l.Condition,
			}
			if l.HasBase {
				told["base"], told["percent"] = l.Base.String(), l.Percent.String()
			}
			if err := e.add("lines", told); err != nil {
				return err
			}
		}
		if from = next; next < 0 {
			return nil
		}
	}
}

func (e *personExport) sessions() error {
	if !e.who.HasAccount || e.Sessions == nil {
		return nil
	}
	list, err := e.Sessions.SessionsOf(e.ctx, e.who.User)
	for _, session := range list {
		if err != nil {
			return err
		}
		err = e.add("sessions", session)
	}
	return err
}

// audit writes the entries about the person, and of what the person did.
func (e *personExport) audit() error {
	names := e.who.Subjects()
	if len(names) == 0 {
		return nil
	}
	f, err := os.OpenFile(filepath.Join(e.dir, auditFile), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	e.entries = true
	if err := audit.Export(f, audit.Person{Subjects: names, Made: time.Now()}, e.Graph.EntriesOf(e.ctx, names)); err != nil {
		return err
	}
	return f.Close()
}

const auditFile = "audit.json"
