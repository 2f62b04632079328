package jobs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Audit looks after the memory that cannot be altered unseen (see decisions/0013): the chains are in the graph, and what they are
// compared with in the object store.
//
//	audit/0000000001-anchor/HASH   where all chains ended at one time
//	audit/0000000002-anchor/HASH   … and later; each names the one before by its hash
type Audit struct {
	Graph   *graph.Store
	Archive *documents.Archive
	// Progress, if given, is told what is being done, and how far that is; of 0: nobody knows.
	Progress func(step string, done, of int)
}

const (
	auditFolder = "audit"
	// auditLease is the lease under which anchors are made, and what is kept is verified or erased: one after the other.
	auditLease = "the audit"
)

// Anchor fixes where all chains end, where nobody can alter it: they are read while the clock stands still. Before the anchor is put
// there, the journal has everything that it names, so that a restore does not come back behind it.
//
// Errors: Conflict when chains or anchors are not as they were left, and must be verified, while another backup is under way, or in a
// database that a rehearsal has filled; Unavailable when a store does not answer. Then the next anchor makes up for it.
func (a *Audit) Anchor(ctx context.Context) (*audit.Anchor, error) {
	ctx, lease, err := a.Graph.Lease(ctx, auditLease, "upline audit anchor")
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	place, err := a.Graph.JournalPlace(ctx)
	if err != nil {
		return nil, err
	}
	if place.Rehearsal {
		return nil, fault.Conflictf("audit", "this database was filled by a rehearsal: anchor the live one")
	}
	previous, err := a.latest(ctx)
	if err != nil {
		return nil, err
	}
	ledger, err := a.Graph.Ledger(ctx)
	if err != nil {
		return nil, err
	}
	next, err := audit.NextAnchor(previous, ledger.At, ledger.Heads)
	if err != nil {
		return nil, err
	}
	return next, a.keep(ctx, previous, next)
}

// BeginAnchors lets the next anchor be the first one of a bucket that has none: when the former bucket is lost, or the database was
// brought back to an earlier time, of which the former anchors know more. It is an entry.
//
// Errors: Conflict when the bucket has anchors.
func (a *Audit) BeginAnchors(ctx context.Context, by graph.By) error {
	ctx, lease, err := a.Graph.Lease(ctx, auditLease, "upline audit anchor")
	if err != nil {
		return err
	}
	defer lease.Release()
	contents, err := a.anchors(ctx)
	if err != nil {
		return err
	}
	if len(contents) > 0 {
		return fault.Conflictf("audit", "there are %d anchors in this bucket: a new series begins in another one (S3_BUCKET)", len(contents))
	}
	if _, err := a.Graph.Look(ctx, by.Recorded(), chronicle.Look{Operation: "begin anchors anew", Kind: "Anchor"}); err != nil {
		return err
	}
	return a.Graph.KeepAnchors(ctx, chronicle.Anchors{})
}

// latest returns the latest anchor; nil: there is none.
//
// Errors: Conflict when it is not the one that the database remembers, or cannot be read.
func (a *Audit) latest(ctx context.Context) (latest *audit.Anchor, err error) {
	contents, err := a.anchors(ctx)
	if err != nil {
		return nil, err
	}
	known, err := a.Graph.Anchors(ctx)
	if err != nil {
		return nil, err
	}
	var ref audit.AnchorRef
	if n := len(contents); n > 0 {
		if latest, err = audit.ParseAnchor(contents[n-1]); err != nil {
			return nil, fault.Conflictf("audit", "the latest anchor cannot be read: %v: see upline audit verify", err)
		}
		ref = latest.Ref()
	}
	if !known.Know(ref) {
		return nil, fault.Conflictf("audit", "the latest anchor in the object store is number %d, and this database remembers number %d, or one of another hash: "+
			"see upline audit verify, and upline audit anchor --help", ref.No, known.Latest.No)
	}
	return latest, nil
}

// keep keeps an anchor. The database remembers it before: so it is known as ours when the process dies in between.
func (a *Audit) keep(ctx context.Context, previous, next *audit.Anchor) error {
	known := chronicle.Anchors{Next: next.Ref()}
	if previous != nil {
		known.Latest = previous.Ref()
	}
	if err := a.Graph.KeepAnchors(ctx, known); err != nil {
		return err
	}
	if _, err := (&Backup{Graph: a.Graph, Archive: a.Archive, Progress: a.Progress}).Write(ctx, false); err != nil {
		return err
	}
	content := next.Bytes()
	prefix := fmt.Sprintf("%s/%010d-anchor", auditFolder, next.No)
	if _, err := a.Archive.Put(ctx, prefix, bytes.NewReader(content), int64(len(content)), retention(time.Now())); err != nil {
		return err
	}
	known.Latest = next.Ref()
	return a.Graph.KeepAnchors(ctx, known)
}

// anchors are the bytes of all anchors, in the order of their numbers. One that is damaged has none.
func (a *Audit) anchors(ctx context.Context) (contents [][]byte, err error) {
	objects, err := a.Archive.List(ctx, auditFolder)
	if err != nil {
		return nil, err
	}
	for _, object := range objects { // sorted by prefix
		if no, is := strings.CutSuffix(object.Prefix, "-anchor"); !is || len(no) != len(auditFolder)+len("/0000000001") {
			continue
		}
		content, err := a.fetch(ctx, object)
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, nil
}

func (a *Audit) fetch(ctx context.Context, object documents.Object) ([]byte, error) {
	file, err := a.Archive.Fetch(ctx, object.Prefix, object.Ref)
	switch kind := fault.KindOf(err); {
	case err == nil:
		defer file.Close()
		return io.ReadAll(file)
	case kind == fault.NotFound || kind == fault.Internal:
		return nil, nil
	default:
		return nil, err
	}
}

// Verify reads the whole audit, and tells report all that is not as it was written (see audit.Verify). Published are heads that
// somebody has kept outside. What comes in meanwhile waits for the next time.
//
// Errors: Unavailable when a store does not answer; Conflict while something is erased.
func (a *Audit) Verify(ctx context.Context, published []audit.Head, report func(audit.Finding)) (summary audit.Summary, err error) {
	ctx, lease, err := a.Graph.Lease(ctx, auditLease, "upline audit verify")
	if err != nil {
		return summary, err
	}
	defer lease.Release()
	ledger, err := a.Graph.Ledger(ctx)
	if err != nil {
		return summary, err
	}
	v := &verifying{Audit: a, ctx: ctx, ledger: ledger, report: report}
	kept := audit.Kept{
		Entries: v.entries, Heads: ledger.Heads, Published: published, Latest: &ledger.Anchors.Latest,
		Receipts: func(stripe int) iter.Seq2[audit.Receipt, error] { return ledger.Receipts(ctx, stripe) },
	}
	if kept.Anchors, err = a.anchors(ctx); err != nil {
		return summary, err
	}
	if n := len(kept.Anchors); n > 0 {
		if last, err := audit.ParseAnchor(kept.Anchors[n-1]); err == nil && last.Ref() == ledger.Anchors.Next { // its process died before it said so
			kept.Latest = &ledger.Anchors.Next
		}
	}
	summary, err = audit.Verify(kept, report)
	summary.Findings += v.strayed
	return summary, err
}

// verifying is a verification on its way.
type verifying struct {
	*Audit
	ctx     context.Context
	ledger  *chronicle.Ledger
	report  func(audit.Finding)
	read    int
	strayed int64
}

// entries are those of a stripe. What each is found by is compared on the way.
func (v *verifying) entries(stripe int) iter.Seq2[audit.Record, error] {
	of := 0
	for _, h := range v.ledger.Heads {
		of += int(h.No)
	}
	return func(yield func(audit.Record, error) bool) {
		for kept, err := range v.ledger.Entries(v.ctx, stripe) {
			if strayed := kept.Strayed(); err == nil && strayed != "" {
				v.stray(&kept, stripe, strayed)
			}
			if v.read++; v.Progress != nil && v.read%1000 == 0 {
				v.Progress("reading the audit", v.read, of)
			}
			if !yield(kept.Record, err) {
				return
			}
		}
	}
}

func (v *verifying) stray(kept *chronicle.KeptEntry, stripe int, strayed string) {
	v.strayed++
	f := audit.Finding{What: audit.Changed, Stripe: stripe}
	if e, err := audit.ParseEntry(kept.Text); err == nil {
		f.No, f.Recorded, f.Operation = e.No, e.Recorded, e.Operation
	}
	f.Text = fmt.Sprintf("What entry %d is found by is not what it says: %s. It was edited, so that who looks for the entry does not find it, or finds it elsewhere.", f.No, strayed)
	v.report(f)
}

// Export writes what entries say about a person, by all the names that the person has in them, and leaves an entry itself.
//
// Errors: Invalid when nobody is named; those of the writer.
func (a *Audit) Export(ctx context.Context, to io.Writer, subjects []string, by graph.By) error {
	if len(subjects) == 0 || slices.Contains(subjects, "") {
		return fault.Invalidf("audit", "say whose data is exported, such as partner:17, with every name of that person")
	}
	for _, subject := range subjects {
		look := chronicle.Look{Operation: "export personal data", Kind: chronicle.PersonKind, Key: subject, Subject: subject}
		if _, err := a.Graph.Look(ctx, by.Recorded(), look); err != nil {
			return err
		}
	}
	var entries []audit.Entry
	err := a.Graph.EntriesOf(ctx, subjects, func(e audit.Entry) error {
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return err
	}
	each := func(yield func(audit.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
	return audit.Export(to, audit.Person{Subjects: subjects, Made: time.Now()}, each)
}
