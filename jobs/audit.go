package jobs

import (
	"context"
	"fmt"
	"iter"

	"upline/documents"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
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

const auditFolder = "audit"

// Verify reads the whole audit, and tells report all that is not as it was written (see audit.Verify). Published are heads that
// somebody has kept outside. What comes in meanwhile waits for the next time.
//
// Errors: Unavailable when a store does not answer; Conflict while something is erased.
func (a *Audit) Verify(ctx context.Context, published []audit.Head, report func(audit.Finding)) (summary audit.Summary, err error) {
	ctx, lease, err := a.Graph.Lease(ctx, graph.AuditLease, "upline audit verify")
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

// Show returns the entries about a thing, the latest first, and leaves one itself: they hold what the thing held.
//
// Errors: those of chronicle.Store.Look.
func (a *Audit) Show(ctx context.Context, kind, key string, limit int, by graph.By) ([]audit.Entry, error) {
	if _, err := a.Graph.Look(ctx, by.Recorded(), chronicle.Look{Operation: "look at the audit", Kind: kind, Key: key}); err != nil {
		return nil, err
	}
	return a.Graph.EntriesAbout(ctx, kind, key, limit)
}
