package jobs

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"time"

	"upline/documents/intake"
	"upline/documents/intake/reading"
	"upline/graph/dms"
	"upline/internal/fault"
)

// pictureTerm is how long somebody waits until it is their turn to have a page drawn.
const pictureTerm = 5 * time.Second

// Picture draws a page of a document as PNG of a width in pixels, n from 1 on. It is drawn anew each time, and nothing of it is
// kept: so no picture is left of what is erased. As many are drawn at once as the machine has cores.
//
// Errors: Invalid for what has no pages that are shown, such as an attachment; NotFound when there is no such page; Unavailable when the
// object store does not answer, or too many pages are drawn just now.
func (d *Desk) Picture(ctx context.Context, document string, content dms.Content, n, width int) (_ []byte, err error) {
	report := intake.Report{Type: intake.Type(content.Type), Pages: content.Pages}
	switch {
	case VerdictOf(content) != intake.Accepted:
		return nil, fault.Invalidf("documents", "document %s is only handed out as a download: its pages are not drawn", document)
	case report.Type != intake.PDF && !report.Type.IsPicture():
		return nil, fault.Invalidf("documents", "document %s has no pages that are shown", document)
	}
	leave, err := d.Intake.turn(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	file, err := d.fetch(ctx, document, content)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	f := reading.File{Path: file.Name(), Report: report}
	if f.Report.Pages == 0 {
		if f.Report.Pages, err = d.Intake.reader.Pages(ctx, f); err != nil {
			return nil, err
		}
	}
	var picture bytes.Buffer
	err = d.Intake.reader.Preview(ctx, f, n, width, &picture)
	return picture.Bytes(), err
}

// VerdictOf is the verdict on a content. What the system has made is accepted; a word that nobody knows is as good as the worst.
func VerdictOf(content dms.Content) intake.Verdict {
	switch content.Verdict {
	case "", intake.Accepted.String():
		return intake.Accepted
	case intake.Attachment.String():
		return intake.Attachment
	}
	return intake.Refused
}

// turn waits for the turn to draw a page.
func (i *Intake) turn(ctx context.Context) (leave func(), err error) {
	waiting, stop := context.WithTimeout(ctx, pictureTerm)
	defer stop()
	if err := i.drawings.Acquire(waiting, 1); err != nil {
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		return nil, &fault.Error{Kind: fault.Unavailable, Op: "documents", Msg: "too many pages are drawn just now: try again in a moment"}
	}
	return func() { i.drawings.Release(1) }, nil
}

// fetch brings a content onto this machine, as a file that programs can open. Whoever has it removes it.
func (d *Desk) fetch(ctx context.Context, document string, content dms.Content) (file *os.File, err error) {
	body, err := d.Open(ctx, document, content, 0, -1)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	if file, err = d.Intake.file("upline-read-"); err != nil {
		return nil, err
	}
	if _, err := io.Copy(file, body); err != nil {
		return nil, errors.Join(err, file.Close(), os.Remove(file.Name()))
	}
	return file, nil
}
