package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"

	"github.com/google/uuid"

	"upline/documents/intake"
	"upline/documents/intake/cover"
	"upline/documents/intake/reading"
	"upline/documents/intake/suggestion"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// Bounds of reading one document: what is more stays without words.
const (
	readTerm  = 10 * time.Minute // for all of it
	ocrPages  = 100              // that are recognised
	codePages = 50               // on which codes are looked for
)

// readArgs name a content of a document that is to be read.
type readArgs struct {
	Document string `json:"document"`
	SHA256   string `json:"sha256"`
	// May says that whoever brought it may file documents of everybody.
	May bool `json:"may,omitempty"`
}

// ReadDocument is the job that reads a content of a document: its words, recognised where they are pictures, the codes on it, and what it may
// be. may says whether a cover sheet on it is believed.
func ReadDocument(document, sha256 string, may bool) graph.NewJob {
	args := readArgs{document, sha256, may}
	id := "read_document-" + uuid.NewSHA1(uuid.NameSpaceOID, []byte(document+" "+sha256)).String()
	return graph.NewJob{ID: id, Kind: "read_document", Queue: kinds["read_document"].queue, Subject: document, Args: args}
}

// ReadResult is what came of reading a document.
type ReadResult struct {
	Pages      int    `json:"pages"`
	Recognised int    `json:"recognised"` // pages
	Unread     int    `json:"unread"`     // pages
	Words      int    `json:"words"`      // bytes of them
	Filed      bool   `json:"filed"`      // by its cover sheet
	Problem    string `json:"problem,omitempty"`
}

// Suggested is what was suggested that a document may be, as the graph keeps it.
type Suggested struct {
	Partners []suggestion.Suggestion `json:"partners"`
	Classes  []suggestion.Suggestion `json:"classes"`
	Sure     bool                    `json:"sure"`
	Findings []intake.Finding        `json:"findings,omitempty"`
	Sheets   int                     `json:"sheets"` // cover sheets on it: more than one is a scan of several documents
	Problem  string                  `json:"problem,omitempty"`
}

func doRead(ctx context.Context, w *Worker, j *graph.Job, _ *Settlement) (any, error) {
	args, err := argsOf[readArgs](j)
	if err != nil {
		return nil, err
	}
	document, _, err := w.Desk.Documents.Document(ctx, args.Document, graph.Everybody)
	if fault.KindOf(err) == fault.NotFound && err != nil || err == nil && (document.SHA256 != args.SHA256 || document.State == dms.Gone) {
		return ReadResult{Problem: "the document is gone, or has another content by now"}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := w.Desk.lock(ctx, document.ID, args.SHA256); err != nil { // if who filed or replaced it was interrupted
		return nil, err
	}
	return (&readingJob{w.Desk, document, args, j.By()}).do(ctx)
}

// readingJob reads a document.
type readingJob struct {
	*Desk
	document *dms.Document
	args     readArgs
	by       graph.By
}

func (r *readingJob) do(ctx context.Context) (ReadResult, error) {
	read, err := r.read(ctx)
	if err != nil {
		return ReadResult{}, err
	}
	found, sheet, err := r.suggest(ctx, read)
	if err != nil {
		return ReadResult{}, err
	}
	text, err := json.Marshal(found)
	if err != nil {
		return ReadResult{}, err
	}
	words := read.text.String()
	pages := max(read.report.Pages, r.document.Pages)
	err = r.Documents.SetReading(ctx, r.document.ID, r.args.SHA256, dms.Reading{Words: words, Pages: pages, Suggested: string(text)}, r.by)
	if err != nil {
		return ReadResult{}, err
	}
	result := ReadResult{Pages: pages, Recognised: read.text.Recognised, Unread: read.text.Unread, Words: len(words), Problem: read.problem}
	if sheet != nil && found.Sure && r.args.May && r.document.State == dms.Inbox {
		result.Filed, err = r.fileBy(ctx, sheet, found)
	}
	return result, err
}

// content is what was read of a content.
type content struct {
	report  intake.Report
	text    reading.Text
	codes   []cover.Code
	problem string // why not all of it could be read
}

// read reads the content, within bounds: what cannot be read, or takes too long, is told and not tried again.
func (r *readingJob) read(ctx context.Context) (c content, err error) {
	file, err := r.fetch(ctx, r.document.ID, r.document.Content)
	if err != nil {
		return c, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	bounded, stop := context.WithTimeout(ctx, readTerm)
	defer stop()
	c.report, err = r.Intake.inspect(bounded, intake.File{Name: r.document.File, Body: file, Size: r.document.Size})
	if err == nil && (c.report.Verdict != intake.Accepted || r.document.Verdict != intake.Accepted.String()) {
		c.problem = "it is an attachment only, of which nothing is read"
		return c, nil
	}
	f := reading.File{Path: file.Name(), Report: c.report}
	if err == nil {
		c.text, err = r.Intake.reader.Text(bounded, f)
	}
	if err == nil && (c.report.Type == intake.PDF || c.report.Type.IsPicture()) {
		f.Report.Pages = min(f.Report.Pages, codePages)
		c.codes, err = r.Intake.reader.Codes(bounded, f)
	}
	switch {
	case err == nil:
	case ctx.Err() != nil:
		return c, context.Cause(ctx)
	case bounded.Err() != nil:
		c.problem, err = "it takes longer than "+readTerm.String()+" to read", nil
	case fault.KindOf(err) == fault.Invalid:
		c.problem, err = err.Error(), nil
	}
	return c, err
}

// suggest says what the document may be; sheet is its only cover sheet, if it has one that says one thing.
func (r *readingJob) suggest(ctx context.Context, c content) (Suggested, *cover.Sheet, error) {
	d := suggestion.Document{Text: c.text.String(), Codes: c.codes, Type: c.report.Type, Form: c.report.Form, Code: c.report.Code}
	var only *cover.Sheet
	sheets := 0
	for _, part := range cover.Split(min(c.report.Pages, codePages), c.codes) {
		if part.Sheet == nil {
			continue
		}
		if sheets++; d.Sheet == nil {
			d.Sheet, only = part.Sheet, part.Sheet
		}
		if part.Doubtful || sheets > 1 || part.First != 2 { // it has to be before everything
			only = nil
		}
	}
	found, err := suggestion.Of(d, &book{ctx, r.Desk}, suggestion.Settings{})
	return Suggested{
		Partners: found.Partners, Classes: found.Classes, Sure: !found.Inbox, Findings: c.report.Findings, Sheets: sheets, Problem: c.problem,
	}, only, err
}

// fileBy files the document as its cover sheet says. What has changed meanwhile is left to people, and so is what cannot be filed so.
func (r *readingJob) fileBy(ctx context.Context, sheet *cover.Sheet, found Suggested) (filed bool, err error) {
	if len(found.Partners) == 0 || len(found.Classes) == 0 || found.Classes[0].Value != sheet.Class || found.Partners[0].Reasons[0].Points < suggestion.BySheet {
		return false, nil
	}
	as := r.document.Description
	as.Class, as.About.Partner = sheet.Class, found.Partners[0].Value
	if sheet.Reference != "" {
		switch _, err := r.Company.Order(ctx, sheet.Reference, graph.Everybody); {
		case err == nil:
			as.About.Order = sheet.Reference
		case fault.KindOf(err) == fault.NotFound:
			as.Number = sheet.Reference
		default:
			return false, err
		}
	}
	err = r.File(ctx, r.document.ID, as, r.by)
	switch kind := fault.KindOf(err); {
	case err == nil:
		return true, nil
	case kind == fault.Invalid || kind == fault.NotFound:
		return false, nil
	}
	return false, err
}
