package jobs

import (
	"context"
	"slices"

	"upline/documents/bookextract"
	"upline/graph"
	"upline/internal/period"
)

// gather reads what the head of the extract says.
func (e *extracting) gather(ctx context.Context) error {
	first, last := period.Of(e.args.From), period.Of(e.args.Through)
	posted, err := e.posted(ctx, last+1)
	if err != nil {
		return err
	}
	e.head = bookextract.Head{
		Language: e.args.Language, From: first.Start(), Through: last.End(), Drawn: e.dayOf(e.job.CreatedAt), Made: e.job.CreatedAt.UTC(),
		Partner: bookextract.Partner{ID: e.args.Partner},
	}
	if err := e.gatherPartner(ctx); err != nil {
		return err
	}
	statements := map[string]*graph.StatementRow{}
	err = pages(func(slice graph.Slice) ([]graph.StatementRow, string, error) {
		return e.Graph.Statements(ctx, graph.StatementFilter{Partner: e.args.Partner}, graph.Everybody, slice)
	}, func(row graph.StatementRow) error {
		statements[row.Run] = &row
		return nil
	})
	if err != nil {
		return err
	}
	for _, run := range posted {
		if run.Period >= first {
			e.runs = append(e.runs, run)
		}
	}
	return e.gatherRuns(ctx, statements)
}

func (e *extracting) gatherPartner(ctx context.Context) error {
	names, err := e.Graph.Names(ctx, []string{e.args.Partner})
	if err != nil {
		return err
	}
	e.head.Partner.Name = names[e.args.Partner]
	person, err := e.personOf(ctx, e.args.Partner)
	if err != nil {
		return err
	}
	if person != nil && person.Contact != nil {
		e.head.Partner.Address = e.addressOf(person.Contact.Address)
	}
	if e.head.Language == "" {
		e.head.Language = e.languageOf(person)
	}
	return nil
}

func (e *extracting) gatherRuns(ctx context.Context, statements map[string]*graph.StatementRow) error {
	var ids []string
	for _, run := range e.runs {
		ids = append(ids, statementOf(run.ID, e.args.Partner))
	}
	recorded, err := e.Documents.Recorded(ctx, ids)
	if err != nil {
		return err
	}
	for i, run := range e.runs {
		r := bookextract.Run{ID: run.ID, Period: run.Period, Posted: e.dayOf(run.PostedAt), Currency: run.Currency, Scale: run.Scale}
		if recorded[ids[i]] {
			r.Document = ids[i]
		}
		if s := statements[run.ID]; s != nil {
			r.Statement = s.Account()
		}
		e.head.Runs = append(e.head.Runs, r)
	}
	return nil
}

// open are the partner's own orders of the span that no run has settled: those that are not paid, and those that came after the runs.
func (e *extracting) open(ctx context.Context) (open []bookextract.Order, err error) {
	_, last := graph.AllPeriods()
	all, err := e.posted(ctx, last)
	if err != nil {
		return nil, err
	}
	filter := graph.OrderFilter{Partner: e.args.Partner, PlacedFrom: e.head.From, PlacedThrough: e.head.Through}
	err = pages(func(slice graph.Slice) ([]graph.OrderRow, string, error) {
		return e.Graph.Orders(ctx, filter, graph.Everybody, slice)
	}, func(o graph.OrderRow) error {
		settled := slices.ContainsFunc(all, func(run *graph.Run) bool { return o.PaidOn <= run.LastDay && !o.Recorded.After(run.At.KnownAt) })
		if !settled {
			open = append(open, orderOf(&o))
		}
		return nil
	})
	return open, err
}
