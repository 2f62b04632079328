package jobs_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"upline/documents"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/personal"
	"upline/internal/fault"
	"upline/internal/period"
	"upline/internal/storetest"
	"upline/jobs"
)

var disputing = graph.By{Actor: "user:3", Reason: "a dispute", Within: graph.Everybody}

// shelf is a company with documents about two partners, anna and bert.
type shelf struct {
	*kept
	desk *jobs.Desk
	s3   *minio.Client
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	s := &shelf{kept: newKept(t)}
	s.desk = desk(t, s.settlement(), s.archive, nil)
	for _, id := range []string{"anna", "bert"} {
		s.must(s.graph.Register(t.Context(), graph.Registration{ID: id, Name: "Name of " + id, Joined: period.DayOf(time.Now(), time.UTC) - 400}, tester))
	}
	client, err := minio.New(strings.TrimPrefix(os.Getenv("S3_ENDPOINT"), "http://"), &minio.Options{
		Creds: credentials.NewStaticV4(os.Getenv("S3_ACCESS_KEY"), os.Getenv("S3_SECRET_KEY"), ""),
	})
	s.must(err)
	s.s3 = client
	return s
}

// put archives a document, and records it.
func (s *shelf) put(id, partner string, class retention.Class, kept dms.Kept, keep documents.Retention) dms.Content {
	s.Helper()
	data := []byte("what " + id + " says")
	ref, err := s.archive.Put(s.Context(), jobs.FolderOf(id), bytes.NewReader(data), int64(len(data)), keep)
	s.must(err)
	content := dms.Content{SHA256: ref.SHA256, Size: ref.Size, Type: "text/plain", File: id + ".txt"}
	_, err = s.desk.Documents.Record(s.Context(), []dms.NewDocument{{
		ID: id, Content: content, Kept: kept, State: dms.Filed, Source: dms.Uploaded, Words: string(data),
		Description: dms.Description{Class: string(class), Title: "Title of " + id, Day: period.DayOf(time.Now(), time.UTC), About: dms.About{Partner: partner}},
	}}, tester)
	s.must(err)
	return content
}

// loose archives a document that no law keeps.
func (s *shelf) loose(id, partner string) dms.Content {
	s.Helper()
	return s.put(id, partner, retention.Identification, dms.Kept{}, documents.Retention{})
}

func (s *shelf) name(id string, c dms.Content) string { return jobs.FolderOf(id) + "/" + c.SHA256 }

// over writes over an object behind our back.
func (s *shelf) over(id string, c dms.Content, data string, named bool) {
	s.Helper()
	options := minio.PutObjectOptions{}
	if named {
		options.UserMetadata = map[string]string{"sha256": c.SHA256}
	}
	_, err := s.s3.PutObject(s.Context(), os.Getenv("S3_BUCKET"), s.name(id, c), strings.NewReader(data), int64(len(data)), options)
	s.must(err)
}

// first deletes the version that was put, behind our back.
func (s *shelf) first(id string, c dms.Content) {
	s.Helper()
	versions, err := s.archive.Versions(s.Context(), jobs.FolderOf(id), documents.Ref{SHA256: c.SHA256, Size: c.Size})
	s.must(err)
	oldest := versions[len(versions)-1] // the latest stands first; their times may be of one second
	s.must(s.s3.RemoveObject(s.Context(), os.Getenv("S3_BUCKET"), s.name(id, c), minio.RemoveObjectOptions{VersionID: oldest.ID}))
}

// What is done to documents behind our back is found, each by its name; and nothing is found of those to which nothing was done.
func TestFaultsOfDocumentsAreFound(t *testing.T) {
	s := newShelf(t)
	s.work(func(w *jobs.Worker) { w.Desk, w.Alert = s.desk, "operator@example.com" })
	until := time.Now().AddDate(1, 0, 0).UTC().Truncate(time.Second)
	day := period.DayOf(until, time.UTC)
	s.put("sound-locked", "anna", retention.Invoice, dms.Kept{Through: day, Lock: dms.Compliance, LockedUntil: until}, documents.Retention{Until: until})
	s.loose("sound", "anna")
	check := func() *dms.Check {
		added, err := s.graph.AddJob(t.Context(), jobs.CheckDocuments(1<<30, 1), tester)
		s.must(err)
		j := await(t, s.settlement(), added)
		c := result[dms.Check](t, j)
		if want := map[bool]graph.JobState{false: graph.Done, true: graph.Failed}[c.Problems > 0]; j.State != want {
			t.Errorf("the job is %s with %d problems: %s", j.State, c.Problems, j.Error)
		}
		return &c
	}
	if c := check(); c.Problems != 0 || c.Documents < 2 {
		t.Fatalf("of sound documents: %+v", c)
	}
	want := map[string]string{}
	fault := func(id string, flaw documents.FlawKind, do func(c dms.Content)) {
		want[id] = string(flaw)
		do(s.loose(id, "bert"))
	}
	fault("deleted", documents.Missing, func(c dms.Content) { s.first("deleted", c) })
	fault("marked", documents.Removed, func(c dms.Content) {
		s.must(s.s3.RemoveObject(t.Context(), os.Getenv("S3_BUCKET"), s.name("marked", c), minio.RemoveObjectOptions{}))
	})
	fault("overwritten", documents.Overwritten, func(c dms.Content) { s.over("overwritten", c, "other", false) })
	fault("truncated", documents.Altered, func(c dms.Content) {
		s.over("truncated", c, "what", true)
		s.first("truncated", c)
	})
	fault("forged", documents.Damaged, func(c dms.Content) { s.over("forged", c, strings.Repeat("x", int(c.Size)), true) })
	s.put("unlocked", "anna", retention.Invoice, dms.Kept{Through: day, Lock: dms.Compliance, LockedUntil: until}, documents.Retention{})
	s.put("short", "anna", retention.Invoice, dms.Kept{Through: day, Lock: dms.Compliance, LockedUntil: until}, documents.Retention{Until: until.AddDate(0, -1, 0)})
	s.put("weak", "anna", retention.Invoice, dms.Kept{Through: day, Lock: dms.Compliance, LockedUntil: until}, documents.Retention{Until: until, Lock: retention.Governance})
	for _, id := range []string{"unlocked", "short", "weak"} {
		want[id] = string(documents.Unlocked)
	}
	s.loose("free", "anna")
	s.must(s.desk.Documents.Hold(t.Context(), "free", true, disputing)) // and the object store does not know
	want["free"] = string(documents.NotHeld)

	c := check()
	got := map[string]string{}
	for _, f := range c.Findings {
		got[f.Document] = f.Flaw
	}
	if !maps.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
	list, next, err := s.desk.Documents.Checks(t.Context(), graph.Everybody, graph.Slice{Limit: 1})
	s.must(err)
	if len(list) != 1 || next == "" || list[0].ID != c.ID || list[0].Seed != c.Seed || len(list[0].Findings) != c.Problems {
		t.Errorf("listed is %+v", list)
	}
	if mails := storetest.Count(t, "MATCH (j:Job {kind: 'mail'}) RETURN j.subject AS subject, count(*)"); mails["failed"] != 1 {
		t.Errorf("the mails are %v", mails)
	}
	oldest, err := s.desk.Documents.LongestUnchecked(t.Context())
	s.must(err)
	if time.Since(oldest) > 10*time.Minute {
		t.Errorf("one was not looked at since %v", oldest)
	}
}

// swept runs the nightly job that keeps documents.
func (s *shelf) swept() jobs.KeptDocuments {
	s.Helper()
	added, err := s.graph.AddJob(s.Context(), jobs.KeepDocuments(), tester)
	s.must(err)
	j := await(s.T, s.settlement(), added)
	if j.State != graph.Done {
		s.Fatalf("the job is %s: %s", j.State, j.Error)
	}
	return result[jobs.KeptDocuments](s.T, j)
}

// Contracts are kept from their end: while the partner is one, from each year's; what is over is proposed, and only proposed.
func TestContractsAreKeptWhileTheyGoOn(t *testing.T) {
	s := newShelf(t)
	s.work(func(w *jobs.Worker) { w.Desk = s.desk })
	old := time.Now().AddDate(-3, 0, 0)
	term := s.desk.Rules.Term(retention.Contract, old)
	kept := dms.Kept{Through: period.DayOf(term.Locked, time.UTC), Lock: dms.Compliance, LockedUntil: term.Locked}
	s.put("contract-anna", "anna", retention.Contract, kept, documents.RetentionOf(term))
	s.put("contract-bert", "bert", retention.Contract, kept, documents.RetentionOf(term))
	ended := period.DayOf(time.Now(), time.UTC) - 380
	s.must(s.graph.ChangeStatus(t.Context(), "bert", "terminated", ended, period.Forever, tester))
	past := period.DayOf(time.Now(), time.UTC) - 1
	s.put("over", "anna", retention.Other, dms.Kept{Through: past, Lock: dms.Governance, LockedUntil: time.Now().AddDate(0, 0, -1)}, documents.Retention{})
	if got := s.swept(); got.Extended != 2 || got.Proposed != 1 || len(got.Problems) > 0 {
		t.Errorf("swept %+v", got)
	}
	for id, from := range map[string]time.Time{"contract-anna": time.Now(), "contract-bert": time.Now().AddDate(0, 0, -380)} {
		want := s.desk.Rules.Term(retention.Contract, from).Locked
		d, _, err := s.desk.Documents.Document(t.Context(), id, graph.Everybody)
		s.must(err)
		versions, err := s.archive.Versions(t.Context(), jobs.FolderOf(id), documents.Ref{SHA256: d.SHA256, Size: d.Size})
		s.must(err)
		if !versions[0].Kept.Until.Equal(want) || !d.LockedUntil.Equal(want) || d.Through.String()[4:] != "-12-31" {
			t.Errorf("%s is locked until %v, recorded %v, kept through %s, want %v", id, versions[0].Kept.Until, d.LockedUntil, d.Through, want)
		}
	}
	if got := s.swept(); got.Extended != 0 || got.Proposed != 0 {
		t.Errorf("swept again %+v", got)
	}
	proposed, _, err := s.desk.Documents.Proposed(t.Context(), graph.Everybody, graph.Slice{Limit: 10})
	s.must(err)
	if len(proposed) != 1 || proposed[0].ID != "over" {
		t.Errorf("proposed are %+v", proposed)
	}
}

// Documents are deleted when their time is over, by another one than who asked for it, with all that they were; a deletion that dies anywhere
// goes on when it is repeated, and its proof names everything.
func TestDocumentsAreDeletedWithProof(t *testing.T) {
	s := newShelf(t)
	ctx := t.Context()
	anna := graph.By{Actor: "user:1", Reason: "its time is over", Within: graph.Everybody}
	bert := graph.By{Actor: "user:2", Reason: "its time is over", Within: graph.Everybody}
	until := time.Now().AddDate(1, 0, 0)
	s.put("kept", "anna", retention.Invoice, dms.Kept{Through: period.DayOf(until, time.UTC), Lock: dms.Compliance, LockedUntil: until}, documents.Retention{Until: until})
	_, err := s.desk.Delete(ctx, "kept", false, anna)
	s.refused(err, fault.Conflict, period.DayOf(until, time.UTC).String())
	s.put("locked", "anna", retention.Other, dms.Kept{}, documents.Retention{Until: until})
	_, err = s.desk.Delete(ctx, "locked", false, anna)
	s.refused(err, fault.Conflict, "locked until")

	content := s.loose("d", "anna")
	s.must(s.desk.Hold(ctx, "d", true, anna))
	s.must(s.desk.Hold(ctx, "d", true, anna))
	_, err = s.desk.Delete(ctx, "d", false, anna)
	s.refused(err, fault.Conflict, "held")
	if versions, err := s.archive.Versions(ctx, jobs.FolderOf("d"), documents.Ref{SHA256: content.SHA256, Size: content.Size}); err != nil || !versions[0].Held {
		t.Errorf("the object is not held: %+v, %v", versions, err)
	}
	s.must(s.desk.Hold(ctx, "d", false, anna))
	s.over("d", content, "another version", false)

	done, err := s.desk.Delete(ctx, "d", true, anna)
	if s.must(err); done {
		t.Error("whoever asked has deleted it")
	}
	_, err = s.desk.Delete(ctx, "d", true, anna)
	s.refused(err, fault.Forbidden, "")
	for _, at := range []string{"erase " + jobs.FolderOf("d"), "delete document"} { // dies before, and between the bytes and the graph
		dying, cancel := context.WithCancel(ctx)
		step := func(name, when string) {
			if name == at && when == "before" {
				cancel()
			}
		}
		config := s.config
		config.Step = step
		store := storetest.Open(t, config)
		d := *s.desk
		d.Archive, d.Documents = s.open(step), dms.New(store)
		if _, err := d.Delete(dying, "d", true, bert); err == nil {
			t.Errorf("it did not stop at %q", at)
		}
		cancel()
	}
	done, err = s.desk.Delete(ctx, "d", true, bert)
	if s.must(err); !done {
		t.Error("it is not deleted")
	}
	found, _, err := s.desk.Documents.Document(ctx, "d", graph.Everybody)
	s.must(err)
	stored, err := s.archive.Stored(ctx, jobs.FolderOf("d"))
	s.must(err)
	if found.State != dms.Gone || found.Title != "" || len(stored) > 0 {
		t.Errorf("left is %+v, %+v", found, stored)
	}
	for proof := range storetest.Count(t, "MATCH (d:Document {id: 'd'}) RETURN d.proof AS proof, 1") {
		if strings.Count(proof, `"modified"`) != 2 || !strings.Contains(proof, content.SHA256) || !strings.Contains(proof, "user:2") {
			t.Errorf("the proof is %s", proof)
		}
	}
	if done, err := s.desk.Delete(ctx, "d", true, bert); err != nil || !done {
		t.Errorf("deleted again: %v, %v", done, err)
	}
}

// A person who is erased takes along the documents that no law keeps; the others are named with law and day, and only who sees everybody finds
// them. A restore brings none of them back, to whatever time, nor from a copy; what is kept comes back with its lock and hold.
func TestErasedDocumentsStayErased(t *testing.T) {
	s := newShelf(t)
	ctx := t.Context()
	until := time.Now().AddDate(2, 0, 0).UTC().Truncate(time.Second)
	law := dms.Kept{Through: period.DayOf(until, time.UTC), Lock: dms.Compliance, LockedUntil: until}
	loose := s.loose("passport", "anna")
	s.put("other", "anna", retention.Other, dms.Kept{Through: law.Through, Lock: dms.Governance, LockedUntil: until}, documents.Retention{Until: until, Lock: retention.Governance})
	s.put("invoice", "anna", retention.Invoice, law, documents.Retention{Until: until})
	s.loose("dispute", "anna")
	s.must(s.desk.Hold(ctx, "dispute", true, disputing))
	s.loose("of-bert", "bert")
	dir := t.TempDir()
	b := &jobs.Backup{Graph: s.graph, Archive: s.archive, Workers: 1}
	first, err := b.Write(ctx, false)
	s.must(err)
	copied, err := b.CopyTo(ctx, dir)
	s.must(err)
	file := filepath.Join(dir, filepath.FromSlash(s.name("passport", loose)))
	if _, err := os.Stat(file); err != nil || len(copied.Missing) > 0 {
		t.Fatalf("copied %+v: %v", copied, err)
	}
	old := t.TempDir()
	s.must(os.CopyFS(old, os.DirFS(dir))) // a copy that nobody looks after any more

	p := &jobs.Personal{Settlement: s.settlement(), Desk: s.desk}
	s.must(p.ExportPerson(ctx, filepath.Join(dir, "export"), "partner:anna", "en", tester))
	papers, err := os.ReadFile(filepath.Join(dir, "export", "papers.json"))
	s.must(err)
	files, err := os.ReadDir(filepath.Join(dir, "export", "papers"))
	if err != nil || len(files) != 4 || !strings.Contains(string(papers), "Title of passport") || strings.Contains(string(papers), "of-bert") {
		t.Errorf("exported %v, %v: %s", files, err, papers)
	}
	s.must(s.graph.ChangeStatus(ctx, "anna", "terminated", period.DayOf(time.Now(), time.UTC), period.Forever, tester))
	proof, err := p.Erase(ctx, personal.Order{ID: "e1", Person: "partner:anna", Ground: "request 1"}, tester)
	s.must(err)
	got := map[string]string{}
	for _, paper := range proof.Documents {
		got[paper.ID] = paper.Ground[:len("Art. 17(3)(b)")]
		if paper.ID == "invoice" && (paper.Until.String() != law.LawUntil().String() || !strings.Contains(paper.Ground, "UStG § 14b")) {
			t.Errorf("the invoice is %+v", paper)
		}
	}
	want := map[string]string{"passport": "Art. 17(1)(a)", "other": "Art. 17(1)(a)", "invoice": "Art. 17(3)(b)", "dispute": "Art. 17(3)(e)"}
	if !maps.Equal(got, want) {
		t.Errorf("the proof says %v, want %v", got, want)
	}
	states := func(when string) {
		t.Helper()
		for id, want := range map[string]dms.State{"passport": dms.Gone, "other": dms.Gone, "invoice": dms.Restricted, "dispute": dms.Restricted, "of-bert": dms.Filed} {
			d, _, err := s.desk.Documents.Document(ctx, id, graph.Everybody)
			if err != nil || d.State != want || want == dms.Gone && d.Title != "" {
				t.Errorf("%s, %s is %+v: %v", when, id, d, err)
				continue
			}
			stored, err := s.archive.Stored(ctx, jobs.FolderOf(id))
			if err != nil || (len(stored) == 0) != (want == dms.Gone) {
				t.Errorf("%s, of %s there is %+v: %v", when, id, stored, err)
			}
		}
		words := storetest.Count(t, "MATCH (t:DocumentText) WHERE t.text CONTAINS 'passport' RETURN t.text AS text, 1")
		if len(words) > 0 {
			t.Errorf("%s, words are left: %v", when, words)
		}
	}
	states("erased")
	_, err = b.Write(ctx, false)
	s.must(err)
	copied, err = b.CopyTo(ctx, dir)
	s.must(err)
	if _, err := os.Stat(file); err == nil || copied.Removed != 2 {
		t.Errorf("the copy still has it: %+v", copied)
	}
	s.must(s.desk.Hold(ctx, "dispute", false, disputing)) // after the time that is restored
	for _, to := range []time.Time{{}, first.KnownAt} {
		s.config = storetest.Empty(t)
		s.graph = storetest.Open(t, s.config)
		s.desk = desk(t, s.settlement(), s.archive, nil)
		back := &jobs.Backup{Graph: s.graph, Archive: s.archive, Workers: 1}
		restored, err := back.Restore(ctx, jobs.RestoreOptions{KnownAt: to, From: old, By: tester})
		s.must(err)
		if len(restored.Missing) > 0 {
			t.Errorf("missing is %v", restored.Missing)
		}
		states("restored")
		held, err := s.archive.Stored(ctx, jobs.FolderOf("dispute"))
		if s.must(err); !held[0].Versions[0].Held {
			t.Error("what was held is held no more")
		}
	}

	// The object store is lost, too: what the copy has comes back, locked as it was.
	storetest.Bucket(t)
	s.archive = s.open(func(string, string) {})
	s.config = storetest.Empty(t)
	s.graph = storetest.Open(t, s.config)
	s.desk = desk(t, s.settlement(), s.archive, nil)
	_, err = (&jobs.Backup{Graph: s.graph, Archive: s.archive, Workers: 1}).Restore(ctx, jobs.RestoreOptions{From: dir, By: tester})
	s.must(err)
	states("from the copy")
	stored, err := s.archive.Stored(ctx, jobs.FolderOf("invoice"))
	if s.must(err); !stored[0].Versions[0].Kept.Until.Equal(until) || stored[0].Versions[0].Kept.Lock != retention.Compliance {
		t.Errorf("the lock is %+v", stored[0].Versions[0].Kept)
	}
}
