package jobs

import (
	"context"
	"strconv"
	"time"

	"upline/documents"
	"upline/documents/coversheet"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
)

// File files a document: its bytes are locked for as long as its class asks, counted from when it came in, and then it is recorded. Whoever
// does not know whether it came through files it again. A lock that is there already, since somebody was interrupted, is recorded with it.
//
// Errors: Invalid; NotFound; Stale and Conflict, as dms.Store.File has them; Unavailable when a store does not answer.
func (d *Desk) File(ctx context.Context, id string, as dms.Description, by graph.By) error {
	class, err := retention.ParseClass(as.Class)
	if err != nil {
		return err
	}
	if today := d.dayOf(time.Now()); as.Day > today {
		return fault.Invalidf("documents", "the day of the document, %s, is yet to come: write the one that stands on it", as.Day)
	}
	if err := d.mayFile(ctx, id, as, by); err != nil {
		return err
	}
	document, err := d.unchanged(ctx, id, by) // before anything is locked that would stay so
	if err != nil {
		return err
	}
	term := d.Rules.Term(class, document.Recorded)
	kept := d.kept(term)
	ref := refOf(document.Content)
	if err := d.Archive.Extend(ctx, FolderOf(id), ref, documents.RetentionOf(term)); err != nil {
		return err
	}
	if kept, err = d.locked(ctx, id, ref, kept); err != nil {
		return err
	}
	return d.Documents.File(ctx, id, as, kept, by)
}

func stale(id string) error {
	return &fault.Error{Kind: fault.Stale, Op: "documents", Msg: "document " + id + " has changed since you looked at it: look again, and repeat the change if it is still right"}
}

// mayFile refuses what is not there, before anything is locked.
func (d *Desk) mayFile(ctx context.Context, id string, as dms.Description, by graph.By) error {
	if as.About.Partner == "" {
		return nil
	}
	names, err := d.Company.Names(ctx, []string{as.About.Partner})
	if err == nil && names[as.About.Partner] == "" {
		err = fault.NotFoundf("documents", "what document %s is about is not there: check its partner, order and run", id)
	}
	if err == nil {
		err = d.Company.May(ctx, by, as.About.Partner)
	}
	return err
}

// locked is how long a document is kept, that of the object store counted in: nobody can take that back.
func (d *Desk) locked(ctx context.Context, id string, ref documents.Ref, kept dms.Kept) (dms.Kept, error) {
	versions, err := d.Archive.Versions(ctx, FolderOf(id), ref)
	if err != nil {
		return kept, err
	}
	for i := range versions {
		v := &versions[i]
		if v.Marker || v.Kept.Lock != retention.Compliance || !v.Kept.Until.After(time.Now()) {
			continue
		}
		kept.Lock, kept.Through = dms.Compliance, max(kept.Through, d.dayOf(v.Kept.Until.Add(-time.Second)))
	}
	return kept, nil
}

// lock locks a content of a document as the document is kept; what is in the inbox is not. One that the document has no more is left
// alone.
func (d *Desk) lock(ctx context.Context, id, sha256 string) error {
	document, _, err := d.Documents.Document(ctx, id, graph.Everybody)
	if err != nil || document.SHA256 != sha256 || document.State != dms.Filed {
		return err
	}
	keep := documents.RetentionOf(d.Rules.Term(retention.Class(document.Class), document.Recorded))
	ref := refOf(document.Content)
	if err := d.Archive.Extend(ctx, FolderOf(id), ref, keep); err != nil {
		return err
	}
	if document.Hold {
		return d.Archive.Hold(ctx, FolderOf(id), ref, true)
	}
	return nil
}

// CoverSheet draws a cover sheet.
//
// Errors: Invalid where there is no letterhead, or the sheet says nothing.
func (d *Desk) CoverSheet(c coversheet.Cover) ([]byte, error) {
	head, err := d.head()
	if err != nil {
		return nil, err
	}
	return coversheet.Draw(head, c)
}

func itoa(n int) string { return strconv.Itoa(n) }
