package api

import (
	"context"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"time"

	"upline/documents/intake"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/jobs"
)

// fileDocuments is the permission to say what documents are.
const fileDocuments access.Permission = "documents:file"

// filesMax is how many files a request may bring.
const filesMax = 500

// BringDocuments answers POST /documents.
func (r *Resources) BringDocuments(ctx context.Context, q BringDocumentsRequestObject) (BringDocumentsResponseObject, error) {
	b, err := r.bringing(ctx, q.Params)
	if err != nil {
		return nil, err
	}
	if err := b.takeIn(ctx, q.Body); err != nil {
		return nil, err
	}
	files, err := b.enter(ctx)
	return BringDocuments200JSONResponse{Files: files}, err
}

// bringing is a request that brings documents.
type bringing struct {
	*Resources
	by     graph.By
	filing *graph.By // who files them at once; nil: they wait in the inbox
	as     dms.Description
	may    bool
	key    string
	files  []jobs.Received
}

// bringing says what is to become of the files of a request.
//
// Errors: NotFound for a partner who is not within; Forbidden to file.
func (r *Resources) bringing(ctx context.Context, p BringDocumentsParams) (*bringing, error) {
	b := &bringing{Resources: r, by: changing(ctx, p.Reason), key: keyOf(ctx)}
	b.as = dms.Description{Class: valueOr(p.Class, "other"), Day: valueOr(p.Day, r.Today()), About: dms.About{Partner: value(p.Partner)}}
	if caller, _ := CallerOf(ctx); !b.by.Within.Whole() && p.Partner == nil {
		b.as.About.Partner = caller.User.Partner
	}
	if b.as.Day > r.Today() {
		return nil, &Refusal{Status: http.StatusUnprocessableEntity, Errors: []Defect{{Field: "day", Message: "is yet to come: write the day that stands on the documents"}}}
	}
	if err := r.Graph.May(ctx, b.by, b.as.About.Partner); err != nil {
		return nil, err
	}
	if b.as.About.Partner != "" {
		if _, err := r.Graph.Partner(ctx, b.as.About.Partner, graph.View{AsOf: r.Today(), KnownAt: graph.Latest, Within: b.by.Within}); err != nil {
			return nil, err
		}
	}
	within := r.sightFor(ctx, fileDocuments)
	b.may = within.Whole()
	if p.Class == nil {
		return b, nil
	}
	filing := b.by
	filing.Within = within
	b.filing = &filing
	if !b.may { // in the inbox, only who may for everybody finds it again
		return nil, fault.Forbiddenf("documents", "you may not file documents at once: leave out the class, and they wait in the inbox")
	}
	return b, nil
}

// sightFor is of whom the caller may do something else than what was asked for.
func (r *Resources) sightFor(ctx context.Context, permission access.Permission) graph.Sight {
	caller, known := CallerOf(ctx)
	if known && caller.Everything {
		return graph.Everybody
	}
	today := r.Today()
	return graph.SightOf(access.Decide(caller.User, permission, today), today, false)
}

// takeIn takes in each file of a form, as it comes: none is held in memory.
func (b *bringing) takeIn(ctx context.Context, form *multipart.Reader) (err error) {
	defer func() {
		if err != nil {
			b.drop(ctx)
		}
	}()
	for {
		part, err := form.NextPart()
		switch {
		case errors.Is(err, io.EOF) && len(b.files) > 0:
			return nil
		case errors.Is(err, io.EOF):
			return malformedForm("the form has no file: send each as a part with the name file and a filename")
		case err != nil:
			return brokenForm(err)
		case part.FormName() != "file":
			return malformedForm("the form has a part " + intake.Shown(part.FormName()) + ": send each file as a part with the name file")
		case len(b.files) == filesMax:
			return malformedForm("the form has more than 500 files: send them in several requests")
		}
		received, err := b.Desk.TakeIn(ctx, jobs.Brought{
			ID: jobs.DocumentID(b.key, len(b.files)), Name: nameOf(part), Declared: part.Header.Get("Content-Type"), As: b.as, Source: dms.Uploaded, May: b.may,
		}, part)
		if err != nil {
			return brokenForm(err)
		}
		b.files = append(b.files, received)
	}
}

// enter records what was taken in, and files it if that is wanted.
func (b *bringing) enter(ctx context.Context) ([]BroughtFile, error) {
	if err := b.Desk.Enter(ctx, b.files, b.by); err != nil {
		b.drop(ctx)
		return nil, err
	}
	state := dms.Inbox
	if b.filing != nil {
		state = dms.Filed
		for i := range b.files {
			if err := b.file(ctx, &b.files[i]); err != nil {
				return nil, err
			}
		}
	}
	return mapped(b.files, func(f *jobs.Received) BroughtFile { return broughtFile(f, state) }), nil
}

// file files a document, unless an earlier try has.
func (b *bringing) file(ctx context.Context, f *jobs.Received) error {
	if f.Refused() {
		return nil
	}
	known, _, err := b.Desk.Documents.Document(ctx, f.Document.ID, b.filing.Within)
	if err != nil || known.State == dms.Filed {
		return err
	}
	return b.Desk.File(ctx, f.Document.ID, f.Document.Description, *b.filing)
}

// drop takes back the bytes of what will not be recorded: while a store is away it cannot, and the sweep does.
func (b *bringing) drop(ctx context.Context) {
	if b.key != "" { // a repetition finds them again
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), dropTerm)
	defer cancel()
	_ = b.Desk.Drop(ctx, b.files)
}

// dropTerm is how long it may take to take bytes back.
const dropTerm = 10 * time.Second

// nameOf is what a file is called, with the path that a browser may have sent.
func nameOf(part *multipart.Part) string {
	_, params, err := mime.ParseMediaType(part.Header.Get("Content-Disposition"))
	if err != nil || params["filename"] == "" {
		return part.FileName()
	}
	return params["filename"]
}

func malformedForm(msg string) error {
	return &Refusal{Status: http.StatusUnprocessableEntity, Errors: []Defect{{Field: "file", Message: msg}}}
}

// brokenForm is what is told of a form that ends too early, or is none: faults of ours stay what they are.
func brokenForm(err error) error {
	_, ours := errors.AsType[*fault.Error](err)
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	_, refused := errors.AsType[*Refusal](err)
	if ours || tooLarge || refused || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Refusal{Status: http.StatusBadRequest, Msg: "the form cannot be read: send multipart/form-data to its end"}
}

func broughtFile(f *jobs.Received, state dms.State) BroughtFile {
	out := BroughtFile{Name: f.Name, Verdict: f.Report.Verdict.String(), Findings: findings(f.Report.Findings), Type: optional(string(f.Report.Type))}
	if !f.Refused() {
		d := &f.Document
		out.Document, out.State, out.Sha256, out.Size = &d.ID, optional(string(state)), &d.SHA256, &d.Size
	}
	return out
}

func findings(list []intake.Finding) []FileFinding {
	return mapped(list, func(f *intake.Finding) FileFinding {
		return FileFinding{Verdict: f.Verdict.String(), Code: f.Code, Where: optional(f.Where), Message: f.Msg}
	})
}
