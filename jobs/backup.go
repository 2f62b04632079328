package jobs

import (
	"context"
	"time"

	"upline/documents"
	"upline/graph"
	"upline/internal/fault"
)

// Backup keeps the company in the journal, and brings it back (see decisions/0008).
type Backup struct {
	Graph   *graph.Store
	Archive *documents.Archive
	// Workers is how many goroutines compute when runs are verified.
	Workers int
	// BaseTerm is after how long a new base is written, so that a restore has few segments to read; 0: a week.
	BaseTerm time.Duration
	// Most is how many changed things a segment holds: if there are more, a new base is written; 0: 50,000.
	Most int
	// Progress, if given, is told what is being done, and how far that is; of 0: nobody knows.
	Progress func(step string, done, of int)
}

const (
	baseTerm    = 7 * 24 * time.Hour
	segmentMost = 50_000
)

func (b *Backup) progress(step string) func(done, of int) {
	return func(done, of int) {
		if b.Progress != nil {
			b.Progress(step, done, of)
		}
	}
}

// BackupResult is what a backup has written.
type BackupResult struct {
	No      int64          `json:"no"`       // of the latest segment
	SHA256  string         `json:"sha256"`   // of it, hexadecimal
	KnownAt time.Time      `json:"known_at"` // everything recorded up to then is in the journal
	Base    bool           `json:"base"`     // a new base was written, too
	Copies  map[string]int `json:"copies"`   // how many copies were written, by kind; nil: nothing has changed
	Bytes   int64          `json:"bytes"`    // that were written
}

func (r *BackupResult) add(object *journalObject, w *journalWriter) {
	r.No, r.SHA256 = object.no, object.SHA256
	r.Bytes += object.Size
	if r.Copies == nil {
		r.Copies = map[string]int{}
	}
	for kind, count := range w.end.Copies {
		r.Copies[kind] += count
	}
}

// backupLease is the lease under which the journal is written.
const backupLease = "the backup"

// Write adds to the journal what has changed since the last time; a base, too, when there is none, when it is old, when very much
// has changed, and with full. Others go on meanwhile; they wait only while a segment is read.
//
// Errors: Conflict when the journal is not this database's, or while an import in bulk or another backup is under way; NotFound
// when what this database has written is not in the journal; Unavailable when a store does not answer. Then nothing counts that was
// not written whole, and the next backup makes up for it.
func (b *Backup) Write(ctx context.Context, full bool) (*BackupResult, error) {
	ctx, lease, err := b.Graph.Lease(ctx, backupLease, "upline backup")
	if err != nil {
		return nil, err
	}
	defer lease.Release()
	place, err := b.Graph.JournalPlace(ctx)
	if err != nil {
		return nil, err
	}
	if place.Rehearsal {
		return nil, fault.Conflictf("backup", "this database was filled by a rehearsal: back up the live one")
	}
	j, err := openJournal(ctx, bucket{b.Archive})
	if err != nil {
		return nil, err
	}
	w := &journaling{Backup: b, journal: j, no: j.next()}
	if !full {
		if err := w.begin(ctx, place); err != nil {
			return nil, err
		}
	}
	if w.follows != nil && !place.Last.After(w.since) && !place.Worked {
		return &BackupResult{No: w.follows.No, SHA256: w.follows.SHA256, KnownAt: w.since}, nil
	}
	return w.write(ctx)
}

// journaling is a backup on its way.
type journaling struct {
	*Backup
	journal      *journal
	no           int64 // of the next object
	follows      *journalRef
	since, based time.Time // of what it follows
	result       BackupResult
}

// begin finds what the next segment follows; nothing, if there is to be a new base.
func (w *journaling) begin(ctx context.Context, place graph.JournalPlace) error {
	head, header, err := w.journal.latest(ctx, time.Time{})
	if err != nil {
		return err
	}
	switch {
	case head == nil && place.No == 0:
		return nil
	case place.No > 0 && w.journal.find(place.SHA256) == nil:
		return fault.NotFoundf("backup", "this database has written number %d of the journal, with SHA-256 %s, which is not there: bring it back from a "+
			"copy, or begin anew with --full", place.No, place.SHA256)
	case head.SHA256 == place.SHA256, header.To.Equal(place.Stopped): // the latter: its process died before it said so
		w.follows, w.since, w.based = head.ref(), header.To, header.Based
		return nil
	case place.No == 0:
		return fault.Conflictf("backup", "the journal of another database is in this bucket: name another one in S3_BUCKET, restore (upline restore), or "+
			"begin anew with --full")
	default:
		return fault.Conflictf("backup", "the journal has come to number %d, and this database to %d: it is an older state; bring it up to date with "+
			"upline restore --on-top, or begin anew from it with --full", head.no, place.No)
	}
}

func (w *journaling) write(ctx context.Context) (*BackupResult, error) {
	most := w.Most
	if most == 0 {
		most = segmentMost
	}
	term := w.BaseTerm
	if term == 0 {
		term = baseTerm
	}
	var cut *graph.Cut
	var err error
	if w.follows != nil && time.Since(w.based) < term {
		if cut, err = w.Graph.CopyChanged(ctx, w.since, most); err != nil {
			return nil, err
		}
	}
	if cut == nil {
		if err := w.base(ctx); err != nil {
			return nil, err
		}
		if cut, err = w.Graph.CopyChanged(ctx, w.since, 0); err != nil {
			return nil, err
		}
	}
	if err := w.segment(ctx, cut); err != nil {
		return nil, err
	}
	return &w.result, w.Graph.KeepJournalPlace(ctx, w.result.No, w.result.SHA256, cut.To)
}

// base writes a base.
func (w *journaling) base(ctx context.Context) error {
	since, err := w.Graph.StandingTime(ctx)
	if err != nil {
		return err
	}
	header := journalHeader{Format: journalFormat, No: w.no, Kind: baseKind, To: since, Based: since, Follows: w.follows}
	copyAll := func(write func(copies []graph.Copied) error) error {
		return w.Graph.CopyAll(ctx, since, write, w.progress("copying everything"))
	}
	if err := w.object(ctx, header, copyAll); err != nil {
		return err
	}
	w.since, w.based, w.result.Base = since, since, true
	return nil
}

func (w *journaling) segment(ctx context.Context, cut *graph.Cut) error {
	header := journalHeader{
		Format: journalFormat, No: w.no, Kind: segmentKind, From: w.since, To: cut.To, Based: w.based, Follows: w.follows,
	}
	w.progress("copying what has changed")(0, 0)
	w.result.KnownAt = cut.To
	return w.object(ctx, header, func(write func(copies []graph.Copied) error) error { return cut.Each(ctx, write) })
}

// object writes an object of the journal, which the next one follows.
func (w *journaling) object(ctx context.Context, header journalHeader, fill func(write func(copies []graph.Copied) error) error) error {
	file, err := newJournalWriter(header)
	if err != nil {
		return err
	}
	defer file.close()
	if err := file.line(header); err != nil {
		return err
	}
	if err := fill(file.write); err != nil {
		return err
	}
	object, err := file.keep(ctx, w.Archive, time.Now())
	if err != nil {
		return err
	}
	w.follows, w.no = object.ref(), w.no+1
	w.result.add(object, file)
	return nil
}
