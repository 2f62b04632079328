package jobs

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"upline/documents/bookextract"
	"upline/documents/evidence"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/dms"
	"upline/internal/period"
)

// Extracted is what came of a Buchauszug: the documents in the archive.
type Extracted struct {
	Documents []string `json:"documents"` // ids: the workbook, and the parts on paper
	Runs      int      `json:"runs"`
	Lines     int      `json:"lines"`
}

// extracting is a Buchauszug on its way. It states once more what statements have stated, in two forms: so it is of their class, is read by
// whom earnings are shown, and is kept as long as they are, which is longer than a letter of business has to be. Both forms are recorded at
// once, and a job that is done again finds them there.
type extracting struct {
	*Desk
	*Settlement
	args    extractArgs
	job     *graph.Job
	runs    []*graph.Run
	head    bookextract.Head
	writers []bookextract.Writer
	written []dms.NewDocument
	lines   int
}

func (e *extracting) do(ctx context.Context) (*Extracted, error) {
	there, err := e.there(ctx)
	if err != nil || there != nil {
		return there, err
	}
	if err := e.gather(ctx); err != nil {
		return nil, err
	}
	if err := e.write(ctx); err != nil {
		return nil, err
	}
	if _, err := e.Documents.Record(ctx, e.written, e.job.By()); err != nil {
		return nil, err
	}
	return e.result(), nil
}

func (e *extracting) result() *Extracted {
	r := &Extracted{Runs: len(e.runs), Lines: e.lines}
	for i := range e.written {
		r.Documents = append(r.Documents, e.written[i].ID)
	}
	return r
}

// workbookID and partID are the ids of the forms as documents: the same whenever the job is done.
func (e *extracting) workbookID() string       { return e.job.ID + "-xlsx" }
func (e *extracting) partID(number int) string { return fmt.Sprintf("%s-%d", e.job.ID, number) }

// there is what an earlier attempt has recorded; nil: nothing.
func (e *extracting) there(ctx context.Context) (*Extracted, error) {
	found := &Extracted{}
	for part := 0; ; part++ {
		id := e.workbookID()
		if part > 0 {
			id = e.partID(part)
		}
		recorded, err := e.Documents.Recorded(ctx, []string{id})
		switch {
		case err != nil:
			return nil, err
		case recorded[id]:
			found.Documents = append(found.Documents, id)
		case part == 0:
			return nil, nil
		default:
			return found, nil
		}
	}
}

// write writes both forms at once, and archives them.
func (e *extracting) write(ctx context.Context) error {
	sheet, err := bookextract.NewSheet(e.Head, &e.head)
	if err != nil {
		return err
	}
	defer sheet.Close()
	var parts []dms.NewDocument
	paper, err := bookextract.NewPaper(e.Head, &e.head, func(part int, file []byte) error {
		document, err := e.keep(ctx, file, retention.Statement, e.head.Made, e.document(e.partID(part)))
		parts = append(parts, document)
		return err
	})
	if err != nil {
		return err
	}
	e.writers = []bookextract.Writer{sheet, paper}
	if err := e.writeRuns(ctx); err != nil {
		return err
	}
	open, err := e.open(ctx)
	if err != nil {
		return err
	}
	for _, w := range e.writers {
		if err := w.Open(open); err != nil {
			return err
		}
	}
	if err := paper.End(); err != nil {
		return err
	}
	workbook, err := e.keepWorkbook(ctx, sheet)
	e.written = append([]dms.NewDocument{workbook}, parts...)
	return err
}

func (e *extracting) document(id string) dms.NewDocument {
	title := id
	if texts, err := e.Head.Texts(e.head.Language); err == nil {
		title = texts.Say("extract.title", "from", texts.Day(e.head.From), "through", texts.Day(e.head.Through))
	}
	return dms.NewDocument{
		ID: id, Words: joined([]string{e.head.Partner.ID, e.head.Partner.Name, title, "Buchauszug § 87c HGB"}),
		Description: dms.Description{Title: title, Language: e.head.Language, Day: e.head.Drawn, About: dms.About{Partner: e.args.Partner}, Tags: []string{"buchauszug"}},
	}
}

// keepWorkbook puts the workbook into the archive, by way of a file.
func (e *extracting) keepWorkbook(ctx context.Context, sheet *bookextract.Sheet) (document dms.NewDocument, err error) {
	f, err := os.CreateTemp("", "upline-extract-")
	if err != nil {
		return document, err
	}
	defer func() { _, _ = f.Close(), os.Remove(f.Name()) }()
	if err := sheet.End(f); err != nil {
		return document, err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return document, err
	}
	return e.keepAs(ctx, asWorkbook, f, size, retention.Statement, e.head.Made, e.document(e.workbookID()))
}

func (e *extracting) writeRuns(ctx context.Context) error {
	for i, run := range e.runs {
		e.progress("writing "+run.Period.String(), i, len(e.runs))
		for _, w := range e.writers {
			if err := w.Run(&e.head.Runs[i]); err != nil {
				return err
			}
		}
		if err := e.writeLines(ctx, run); err != nil {
			return err
		}
		for _, w := range e.writers {
			if err := w.EndRun(); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeLines writes the partner's lines of a run, some at a time: those of nobody else.
func (e *extracting) writeLines(ctx context.Context, run *graph.Run) error {
	file, err := fetch(ctx, e.Settlement.Archive, run, evidence.Lines)
	if err != nil {
		return err
	}
	defer file.Close()
	filter := evidence.LineFilter{Beneficiary: e.args.Partner}
	for from := int64(0); from >= 0; {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		var lines []evidence.Line
		if lines, from, err = evidence.FindLines(file, file.Size(), filter, from, chronicle.LimitMax); err != nil {
			return err
		}
		entries, err := e.entries(ctx, lines)
		if err != nil {
			return err
		}
		e.lines += len(entries)
		for _, w := range e.writers {
			if err := w.Entries(entries); err != nil {
				return err
			}
		}
	}
	return nil
}

// entries adds to lines what is held of their orders.
func (e *extracting) entries(ctx context.Context, lines []evidence.Line) ([]bookextract.Entry, error) {
	once := map[string]bool{}
	var ids []string
	for i := range lines {
		if id := lines[i].Order; id != "" && !once[id] {
			once[id] = true
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	told, err := e.Graph.OrdersTold(ctx, ids)
	if err != nil {
		return nil, err
	}
	entries := make([]bookextract.Entry, len(lines))
	for i := range lines {
		entries[i].Line = lines[i]
		o, is := told[lines[i].Order]
		if !is {
			continue
		}
		order := orderOf(&o.OrderRow)
		entries[i].Of = &order
		for _, x := range o.Cancellations {
			entries[i].Cancellations = append(entries[i].Cancellations, bookextract.Cancellation{ID: x.ID, On: x.On, Share: x.Share, Reason: x.Reason})
		}
	}
	return entries, nil
}

func orderOf(o *graph.OrderRow) bookextract.Order {
	paid := o.PaidOn
	if paid >= chronicle.FarDays {
		paid = period.Forever
	}
	return bookextract.Order{ID: o.ID, Partner: o.Partner, Kind: o.Kind, Placed: o.PlacedOn, Paid: paid, Points: o.Points, CV: o.CV, Currency: o.Currency}
}
