package jobs

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/google/uuid"
	"golang.org/x/sync/semaphore"

	"upline/documents"
	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// SizeMax is how many bytes a file may have that is brought in, unless Intake says something else.
const SizeMax = 256 << 20

// Intake says how files are taken in that somebody brings.
type Intake struct {
	SizeMax int64
	Folder  string // for files in between; empty: the system's for temporary files

	inspector intake.Inspector
	reader    *reading.Reader
	drawings  *semaphore.Weighted // pages that are drawn for somebody who looks
	turns     *semaphore.Weighted // a look at a file takes memory, so that files are looked at one after the other
}

// NewIntake makes an intake; sizeMax 0: SizeMax.
func NewIntake(sizeMax int64, folder string) *Intake {
	if sizeMax == 0 {
		sizeMax = SizeMax
	}
	return &Intake{
		SizeMax: sizeMax, Folder: folder, turns: semaphore.NewWeighted(1), drawings: semaphore.NewWeighted(int64(runtime.NumCPU())), reader: reading.New(reading.Config{Folder: folder, Limits: reading.Limits{OCRPages: ocrPages}}),
		inspector: intake.Inspector{Folder: folder, Limits: intake.Limits{Size: sizeMax}},
	}
}

// inspect looks at a file.
func (i *Intake) inspect(ctx context.Context, f intake.File) (intake.Report, error) {
	if err := i.makeFolder(); err != nil {
		return intake.Report{}, err
	}
	if err := i.turns.Acquire(ctx, 1); err != nil {
		return intake.Report{}, context.Cause(ctx)
	}
	defer i.turns.Release(1)
	return i.inspector.Inspect(ctx, f)
}

// makeFolder makes the folder for files in between.
func (i *Intake) makeFolder() error {
	if i.Folder == "" {
		return nil
	}
	if err := os.MkdirAll(i.Folder, 0o700); err != nil {
		return &fault.Error{Kind: fault.Internal, Op: "intake", Msg: "the folder for files in between cannot be made", Err: err}
	}
	return nil
}

// file makes a file in between. Whoever has it removes it.
func (i *Intake) file(name string) (*os.File, error) {
	if err := i.makeFolder(); err != nil {
		return nil, err
	}
	return os.CreateTemp(i.Folder, name)
}

// Brought is a file that somebody brings, and what it is said to be.
type Brought struct {
	ID       string // of the document that it becomes
	Name     string // as they call it
	Declared string // the media type that came with it; may be empty
	As       dms.Description
	Source   dms.Source
	// May says that whoever brings it may file documents of everybody: then a cover sheet is believed.
	May bool
}

// Received is what became of a file.
type Received struct {
	Name   string // as it was brought
	Report intake.Report
	// Document is what is to be recorded; without an id, the file was refused.
	Document dms.NewDocument
	job      graph.NewJob
}

// Refused says whether the file was refused.
func (r *Received) Refused() bool { return r.Document.ID == "" }

// TakeIn looks at a file, and puts it into the archive unless it is refused. It is recorded by Enter: bytes first. Until it is filed it is
// not locked, so that what is never recorded can go.
//
// Errors: Unavailable when the object store does not answer; otherwise those of the reader. That a file is refused is no error.
func (d *Desk) TakeIn(ctx context.Context, b Brought, from io.Reader) (_ Received, err error) {
	upload, refused, err := d.spool(ctx, b, from)
	if err != nil || refused.Report.Verdict == intake.Refused {
		return refused, err
	}
	defer func() { err = errors.Join(err, upload.Close()) }()
	return d.takeIn(ctx, b, upload)
}

// spool brings a file onto this machine. One that is too large is refused, and nothing of it stays.
func (d *Desk) spool(ctx context.Context, b Brought, from io.Reader) (*documents.Spooled, Received, error) {
	counted := &countingReader{from: from}
	upload, err := d.Archive.Spool(ctx, counted, d.Intake.SizeMax)
	if err != nil && counted.err == nil && counted.n > d.Intake.SizeMax {
		finding := intake.Finding{Verdict: intake.Refused, Code: "too-large", Msg: fmt.Sprintf("the file has more than %d bytes, which is the most that is taken", d.Intake.SizeMax)}
		report := intake.Report{Verdict: intake.Refused, Name: intake.Name(b.Name), Findings: []intake.Finding{finding}}
		return nil, Received{Name: b.Name, Report: report}, nil
	}
	switch {
	case err == nil:
	case counted.err != nil:
		err = counted.err // whoever sends it has ended too early
	case ctx.Err() != nil:
		err = context.Cause(ctx)
	default:
		err = &fault.Error{Kind: fault.Internal, Op: "intake", Msg: "the file cannot be kept on this machine", Err: err}
	}
	return upload, Received{}, err
}

// countingReader knows how much was read, and whether reading failed.
type countingReader struct {
	from io.Reader
	n    int64
	err  error
}

func (r *countingReader) Read(b []byte) (int, error) {
	n, err := r.from.Read(b)
	r.n += int64(n)
	if err != nil && err != io.EOF {
		r.err = err
	}
	return n, err
}

// takeIn looks at an upload, and puts it into the archive.
func (d *Desk) takeIn(ctx context.Context, b Brought, upload *documents.Spooled) (Received, error) {
	ref := upload.Ref()
	report, err := d.Intake.inspect(ctx, intake.File{Name: b.Name, Declared: b.Declared, Body: upload, Size: ref.Size})
	r := Received{Name: b.Name, Report: report}
	if err != nil || report.Verdict == intake.Refused {
		return r, err
	}
	if _, err := d.Archive.PutSpooled(ctx, FolderOf(b.ID), upload, documents.Retention{}); err != nil {
		return r, err
	}
	r.Document = dms.NewDocument{
		ID: b.ID, Description: b.As, Content: contentOf(ref, report), State: dms.Inbox, Source: b.Source,
	}
	if r.Document.Title == "" {
		r.Document.Title = report.Name
	}
	r.job = ReadDocument(b.ID, ref.SHA256, b.May)
	return r, nil
}

// contentOf is what is known of bytes that were looked at.
func contentOf(ref documents.Ref, report intake.Report) dms.Content {
	return dms.Content{
		SHA256: ref.SHA256, Size: ref.Size, Type: string(report.Type), File: report.Name, Pages: report.Pages,
		Verdict: report.Verdict.String(), Encoding: report.Encoding,
	}
}

// Enter records what was taken in, all or nothing, and adds the jobs that read it. What is recorded already stays as it is.
//
// Errors: those of dms.Store.Record.
func (d *Desk) Enter(ctx context.Context, received []Received, by graph.By) error {
	var documents []dms.NewDocument
	var then []graph.NewJob
	for i := range received {
		if r := &received[i]; !r.Refused() {
			documents, then = append(documents, r.Document), append(then, r.job)
		}
	}
	_, err := d.Documents.Record(ctx, documents, by, then...)
	return err
}

// Drop takes the bytes back of what was taken in, and could not be recorded. What it cannot, since the object store is away, the sweep does.
func (d *Desk) Drop(ctx context.Context, received []Received) error {
	var all error
	for i := range received {
		r := &received[i]
		if r.Refused() {
			continue
		}
		there, err := d.Documents.Recorded(ctx, []string{r.Document.ID}) // by another request under the same key, perhaps
		if err == nil && !there[r.Document.ID] {
			_, err = d.Archive.Erase(ctx, FolderOf(r.Document.ID), refOf(r.Document.Content), false)
		}
		all = errors.Join(all, err)
	}
	return all
}

// DocumentID makes the id of a document that is brought under a key, as its file of a number; without a key, one that nobody else has.
func DocumentID(key string, file int) string {
	if key == "" {
		return "doc-" + uuid.NewString()
	}
	return "doc-" + uuid.NewSHA1(uuid.NameSpaceOID, []byte(key+" "+itoa(file))).String()
}

// Replace gives a document another content: the bytes are archived, then recorded, then locked as the document is. If it ends before the
// last, the job that reads the content does it.
//
// Errors: Invalid when the file is refused; those of dms.Store.Replace and documents.Archive.
func (d *Desk) Replace(ctx context.Context, id string, b Brought, from io.Reader, by graph.By) (r Received, err error) {
	document, _, err := d.Documents.Document(ctx, id, by.Within)
	if err != nil {
		return r, err
	}
	if document.Source == dms.Made {
		return r, fault.Conflictf("documents", "document %s was made by the system: it is corrected by another one, and stays", id)
	}
	if by.Seen != "" && by.Seen != document.Changed {
		return r, stale(id)
	}
	b.ID = id
	r, err = d.TakeIn(ctx, b, from)
	if err == nil {
		err = r.Report.Err()
	}
	if err != nil {
		return r, err
	}
	if err := d.Documents.Replace(ctx, id, r.Document.Content, "", by, r.job); err != nil {
		return r, err
	}
	return r, d.lock(ctx, id, r.Document.SHA256)
}
