package jobs

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"upline/documents/gdpdu"
	"upline/documents/intake"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/graph/dms"
	"upline/internal/period"
)

// auditor packs the tables of a span, and the documents beside them. Lists are read page by page, and what is read goes to the disk: so a
// company of any size takes little memory.
type auditor struct {
	*Settlement
	desk  *Desk
	args  auditorArgs
	job   *graph.Job
	begun time.Time
	runs  []*graph.Run // posted, of the months that the span touches
	scale int          // decimal places of amounts: those of the run with most

	zip      *zip.Writer
	packed   int      // documents
	unpacked []string // documents whose bytes are damaged or gone
}

// auditorPart is a table, and what fills it.
type auditorPart struct {
	table *gdpdu.Table
	fill  func(ctx context.Context, rows *gdpdu.Rows) error
}

func (a *auditor) write(ctx context.Context, z *zip.Writer) error {
	a.zip, a.begun = z, time.Now()
	look := chronicle.Look{Operation: "export for the auditor", Kind: "AuditorExport", Key: a.job.ID}
	if _, err := a.Graph.Look(ctx, a.job.By().Recorded(), look); err != nil { // before anything is shown
		return err
	}
	if err := a.findRuns(ctx); err != nil {
		return err
	}
	parts := a.parts()
	if err := a.describe(parts); err != nil {
		return err
	}
	for i, part := range parts {
		a.progress(part.table.File, i, len(parts))
		if err := a.fill(ctx, part); err != nil {
			return err
		}
	}
	if err := a.plans(ctx); err != nil {
		return err
	}
	if a.args.Documents {
		if err := a.documents(ctx); err != nil {
			return err
		}
	}
	return a.missing()
}

func (a *auditor) findRuns(ctx context.Context) error {
	posted, err := a.posted(ctx, period.Of(a.args.Through)+1)
	if err != nil {
		return err
	}
	for _, run := range posted {
		if run.Period >= period.Of(a.args.From) {
			a.runs, a.scale = append(a.runs, run), max(a.scale, run.Scale)
		}
	}
	a.scale = max(a.scale, 2) // that of credit notes
	return nil
}

// describe writes what the tables are, before the tables: an auditor who has half of the file knows what is in it.
func (a *auditor) describe(parts []auditorPart) error {
	set := gdpdu.Set{Media: "Upline", From: a.args.From.String(), Through: a.args.Through.String()}
	set.Supplier = gdpdu.Supplier{Name: "Upline", Comment: "Provisionsabrechnung, Datenträgerüberlassung nach § 147 Abs. 6 AO (Z3)"}
	if head := a.desk.Head; head != nil {
		c := head.Company
		set.Supplier.Name, set.Supplier.Location = c.Name, strings.Join([]string{c.Street, c.PostalCode + " " + c.City, c.Country}, ", ")
		set.Media = c.Name
	}
	for _, part := range parts {
		set.Tables = append(set.Tables, part.table)
	}
	w, err := entry(a.zip, gdpdu.IndexFile, a.begun, false)
	if err != nil {
		return err
	}
	if err := set.Write(w); err != nil {
		return err
	}
	if w, err = entry(a.zip, gdpdu.DTDFile, a.begun, false); err != nil {
		return err
	}
	_, err = w.Write(gdpdu.DTD)
	return err
}

func (a *auditor) fill(ctx context.Context, part auditorPart) error {
	w, err := entry(a.zip, part.table.File, a.begun, false)
	if err != nil {
		return err
	}
	rows := part.table.Rows(w)
	if err := part.fill(ctx, rows); err != nil {
		return err
	}
	_, err = rows.End()
	return err
}

// plans puts the texts of the plan versions beside their table.
func (a *auditor) plans(ctx context.Context) error {
	plans, err := a.Graph.Plans(ctx, graph.Latest)
	if err != nil {
		return err
	}
	for i := range plans {
		plan, err := a.Graph.Plan(ctx, plans[i].SHA256)
		if err != nil {
			return err
		}
		w, err := entry(a.zip, planFile(plan.SHA256), plan.Recorded, false)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(w, plan.Text); err != nil {
			return err
		}
	}
	return nil
}

func planFile(sha256 string) string { return "plans/" + sha256 + ".yaml" }

// eachDocument hands the documents of the span to each: those that were there when the export began.
func (a *auditor) eachDocument(ctx context.Context, each func(d dms.Document) error) error {
	filter := dms.Filter{From: a.args.From, Through: a.args.Through, State: dms.Filed}
	return pages(func(slice graph.Slice) ([]dms.Document, string, error) {
		return a.desk.Documents.Documents(ctx, filter, graph.Everybody, slice)
	}, func(d dms.Document) error {
		if d.Recorded.After(a.begun) {
			return nil
		}
		return each(d)
	})
}

// documentFile is where a document lies in the archive: its id tells it from others of that name.
func documentFile(d *dms.Document) string {
	return path.Join("documents", d.Class, d.SHA256[:12]+"-"+strings.TrimPrefix(FolderOf(d.ID), folderOfAll)[:8]+"-"+intake.Name(d.File))
}

func (a *auditor) documents(ctx context.Context) error {
	return a.eachDocument(ctx, func(d dms.Document) error {
		err := a.desk.pack(ctx, a.zip, documentFile(&d), &d)
		if unpackable(err) {
			a.unpacked = append(a.unpacked, fmt.Sprintf("%s: %v", d.ID, err))
			return nil
		}
		a.packed++
		a.progress("packing documents", a.packed, 0)
		return err
	})
}

// missing says which documents are named in their table, and could not be packed. There should be none.
func (a *auditor) missing() error {
	if len(a.unpacked) == 0 {
		return nil
	}
	w, err := entry(a.zip, "MISSING.txt", a.begun, false)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, strings.Join(a.unpacked, "\n")+"\n")
	return err
}

// How values stand in the tables.

func dayText(day period.Day) string {
	if day >= chronicle.FarDays || day == 0 {
		return ""
	}
	return day.String()
}

func timeText(t time.Time) string {
	if t.IsZero() || t.Year() == 9999 {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}
