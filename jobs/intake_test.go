package jobs_test

import (
	"strings"
	"testing"
	"time"

	"upline/documents"
	"upline/documents/intake"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/jobs"
)

var today = period.DayOf(time.Now(), time.UTC)

// intakeDesk is where files are taken in, on empty stores.
func intakeDesk(t *testing.T) *jobs.Desk {
	t.Helper()
	s := settlement(t)
	company := s.Graph
	d := desk(t, s, s.Archive, nil)
	d.Company, d.Intake = company, jobs.NewIntake(1<<20, t.TempDir())
	if err := company.Register(t.Context(), graph.Registration{ID: "anna", Name: "Anna", Joined: today}, tester); err != nil {
		t.Fatal(err)
	}
	return d
}

// takenIn takes a text in.
func takenIn(t *testing.T, d *jobs.Desk, id, text string) jobs.Received {
	t.Helper()
	r, err := d.TakeIn(t.Context(), jobs.Brought{ID: id, Name: id + ".txt", As: dms.Description{Class: "other", Day: today}, Source: dms.Uploaded}, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func refOf(r jobs.Received) documents.Ref {
	return documents.Ref{SHA256: r.Document.SHA256, Size: r.Document.Size}
}

// versionsOf are the versions of a document's bytes in the object store.
func versionsOf(t *testing.T, d *jobs.Desk, r jobs.Received) []documents.Version {
	t.Helper()
	versions, err := d.Archive.Versions(t.Context(), jobs.FolderOf(r.Document.ID), refOf(r))
	if err != nil {
		t.Fatal(err)
	}
	return versions
}

// What waits in the inbox is not locked; what is filed is, as its class asks, and a lock that an interrupted filing has left behind is told.
func TestFilingLocks(t *testing.T) {
	d := intakeDesk(t)
	one, two := takenIn(t, d, "one", "one"), takenIn(t, d, "two", "two")
	if err := d.Enter(t.Context(), []jobs.Received{one, two}, tester); err != nil {
		t.Fatal(err)
	}
	if v := versionsOf(t, d, one); len(v) != 1 || v[0].Locked(time.Now()) {
		t.Errorf("in the inbox, there are %+v", v)
	}
	as := one.Document.Description
	as.Class, as.About.Partner = "contract", "anna"
	if err := d.File(t.Context(), "one", as, tester); err != nil {
		t.Fatal(err)
	}
	term := d.Rules.Term(retention.Contract, time.Now())
	if v := versionsOf(t, d, one); len(v) != 1 || v[0].Kept.Lock != retention.Compliance || !v[0].Kept.Until.Equal(term.Locked) {
		t.Errorf("filed, there are %+v, want a lock until %s", v, term.Locked)
	}
	filed, _, err := d.Documents.Document(t.Context(), "one", graph.Everybody)
	if err != nil || filed.State != dms.Filed || filed.Lock != dms.Compliance || filed.About.Partner != "anna" {
		t.Errorf("%+v, %v", filed, err)
	}

	// The filing of the second is interrupted between the stores, and somebody files it as something that is kept for less.
	if err := d.Archive.Extend(t.Context(), jobs.FolderOf("two"), refOf(two), documents.RetentionOf(d.Rules.Term(retention.Invoice, time.Now()))); err != nil {
		t.Fatal(err)
	}
	as.Class = "identification"
	if err := d.File(t.Context(), "two", as, tester); err != nil {
		t.Fatal(err)
	}
	known, _, err := d.Documents.Document(t.Context(), "two", graph.Everybody)
	if err != nil || known.Lock != dms.Compliance || known.Through <= filed.Through {
		t.Errorf("%+v, %v", known, err)
	}
	as.About.Partner = "nobody"
	three := takenIn(t, d, "three", "three")
	if err := d.Enter(t.Context(), []jobs.Received{three}, tester); err != nil {
		t.Fatal(err)
	}
	as.Class = "contract"
	if err := d.File(t.Context(), "three", as, tester); fault.KindOf(err) != fault.NotFound || versionsOf(t, d, three)[0].Locked(time.Now()) {
		t.Errorf("filed with nobody: %v", err)
	}
}

// A file that is too large, or refused, leaves nothing behind; bytes that nobody has recorded are swept, once they are old, unless they are
// locked; and what was recorded stays.
func TestWhatNobodyHasRecordedIsSwept(t *testing.T) {
	d := intakeDesk(t)
	large, err := d.TakeIn(t.Context(), jobs.Brought{ID: "large", Name: "large.txt", Source: dms.Uploaded}, strings.NewReader(strings.Repeat("x", 1<<20+1)))
	if err != nil || !large.Refused() || !large.Report.Has("too-large") || large.Report.Verdict != intake.Refused {
		t.Errorf("%+v, %v", large, err)
	}
	kept, lost, locked := takenIn(t, d, "kept", "kept"), takenIn(t, d, "lost", "lost"), takenIn(t, d, "locked", "locked")
	if err := d.Enter(t.Context(), []jobs.Received{kept}, tester); err != nil {
		t.Fatal(err)
	}
	lock := documents.Retention{Until: time.Now().Add(time.Hour), Lock: retention.Governance}
	if err := d.Archive.Extend(t.Context(), jobs.FolderOf("locked"), refOf(locked), lock); err != nil {
		t.Fatal(err)
	}
	sweep := func(before time.Time) jobs.Swept {
		t.Helper()
		swept, err := d.SweepOrphans(t.Context(), before, func(int, int) {})
		if err != nil {
			t.Fatal(err)
		}
		return swept
	}
	if got := sweep(time.Now().Add(-time.Hour)); got != (jobs.Swept{Objects: 3}) {
		t.Errorf("what is young: %+v", got)
	}
	if got := sweep(time.Now().Add(time.Hour)); got != (jobs.Swept{Objects: 3, Erased: 1, Locked: 1}) {
		t.Errorf("what is old: %+v", got)
	}
	for _, r := range []jobs.Received{kept, lost, locked} {
		if there := len(versionsOf(t, d, r)) > 0; there != (r.Document.ID != "lost") {
			t.Errorf("%s is there: %v", r.Document.ID, there)
		}
	}
	gone := takenIn(t, d, "gone", "gone")
	if err := d.Drop(t.Context(), []jobs.Received{gone, kept}); err != nil {
		t.Fatal(err)
	}
	if len(versionsOf(t, d, gone)) > 0 || len(versionsOf(t, d, kept)) != 1 {
		t.Error("what was taken back is not what was not recorded")
	}
}
