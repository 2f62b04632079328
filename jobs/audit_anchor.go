package jobs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/graph/audit"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// Anchor fixes where all chains end, where nobody can alter it: they are read while the clock stands still. Before the anchor is put
// there, the journal has everything that it names, so that a restore does not come back behind it.
//
// Errors: Conflict when chains or anchors are not as they were left, and must be verified, while another backup is under way, or in a
// database that a rehearsal has filled; Unavailable when a store does not answer. Then the next anchor makes up for it.
func (a *Audit) Anchor(ctx context.Context) (*audit.Anchor, error) {
	ctx, lease, err := a.Graph.Lease(ctx, graph.AuditLease, "upline audit anchor")
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
	ctx, lease, err := a.Graph.Lease(ctx, graph.AuditLease, "upline audit anchor")
	if err != nil {
		return err
	}
	defer lease.Release()
	contents, err := a.anchors(ctx)
	if err != nil {
		return err
	}
	if len(contents) > 0 {
		return fault.Conflictf("audit", "this bucket has anchors already: a new series begins in another one (S3_BUCKET)")
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
	if _, err := a.Archive.Put(ctx, prefix, bytes.NewReader(content), int64(len(content)), keptAsBooks(time.Now())); err != nil {
		return err
	}
	known.Latest = next.Ref()
	return a.Graph.KeepAnchors(ctx, known)
}

// anchors are the bytes of all anchors, in the order of their numbers. One that is damaged has none.
func (a *Audit) anchors(ctx context.Context) (contents [][]byte, err error) {
	objects, err := a.anchorObjects(ctx)
	if err != nil {
		return nil, err
	}
	for _, object := range objects {
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

// anchorObjects are all anchors, in the order of their numbers.
func (a *Audit) anchorObjects(ctx context.Context) (anchors []documents.Object, err error) {
	objects, err := a.Archive.List(ctx, auditFolder)
	for _, object := range objects { // sorted by prefix
		if no, is := strings.CutSuffix(object.Prefix, "-anchor"); is && len(no) == len(auditFolder)+len("/0000000001") {
			anchors = append(anchors, object)
		}
	}
	return anchors, err
}

// KeptAnchor is an anchor as the object store has it.
type KeptAnchor struct {
	No      int64
	Hash    audit.Hash // that of its name, as sha256sum prints that of its bytes
	At      time.Time  // zero: it cannot be read
	Entries int64      // under its heads
	Known   bool       // the latest, and the database remembers it
}

// Anchors returns anchors, the latest first, at most so many: those before a number, or from the latest on.
//
// Errors: Unavailable when a store does not answer.
func (a *Audit) Anchors(ctx context.Context, before int64, limit int) (list []KeptAnchor, err error) {
	objects, err := a.anchorObjects(ctx)
	if err != nil {
		return nil, err
	}
	known, err := a.Graph.Anchors(ctx)
	if err != nil {
		return nil, err
	}
	for _, object := range slices.Backward(objects) {
		kept := KeptAnchor{Hash: audit.Hash(object.SHA256)}
		if _, err := fmt.Sscanf(object.Prefix, auditFolder+"/%d-anchor", &kept.No); err != nil || before > 0 && kept.No >= before {
			continue
		}
		if len(list) == limit {
			break
		}
		kept.Known = known.Know(audit.AnchorRef{No: kept.No, Hash: kept.Hash})
		content, err := a.fetch(ctx, object)
		if err != nil {
			return nil, err
		}
		if anchor, err := audit.ParseAnchor(content); err == nil {
			kept.At = anchor.At
			for _, h := range anchor.Heads {
				kept.Entries += h.No
			}
		}
		list = append(list, kept)
	}
	return list, nil
}
