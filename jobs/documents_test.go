package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"upline/documents"
	"upline/documents/creditnote"
	"upline/documents/paper"
	"upline/documents/retention"
	"upline/graph"
	"upline/graph/dms"
	"upline/graph/joining"
	"upline/graph/registrations"
	"upline/internal/settletest"
	"upline/internal/storetest"
	"upline/jobs"
)

// desk is where the documents of a test are written.
func desk(t *testing.T, s *jobs.Settlement, archive *documents.Archive, persons map[string]joining.Tax) *jobs.Desk {
	t.Helper()
	head, err := paper.Default()
	if err != nil {
		t.Fatal(err)
	}
	numbers, err := creditnote.Numbers("G", 6)
	if err != nil {
		t.Fatal(err)
	}
	return &jobs.Desk{
		Archive: archive, Documents: dms.New(s.Graph), Head: head, Rules: retention.ByLaw(), Numbers: numbers, Zone: time.UTC, PayDays: 14, Language: "de", WhenAsked: true,
		Persons: func(_ context.Context, partners []string) (map[string][]registrations.Dated, error) {
			known := map[string][]registrations.Dated{}
			for _, partner := range partners {
				tax, is := persons[partner]
				if !is {
					continue
				}
				country := "DE"
				if tax.Status == joining.Foreign {
					country = "AT"
				}
				birth := "1990-01-01"
				known[partner] = []registrations.Dated{{Person: registrations.Person{
					Partner: partner, Birth: &birth, Tax: &tax, Bank: &joining.Bank{IBAN: "DE02120300000000202051"},
					Contact: &registrations.Contact{
						Given: "Änne", Family: partner, Language: "de", Email: partner + "@example.com",
						Address: joining.Address{Street: "Ring 1", PostalCode: "10115", City: "Berlin", Country: country},
					},
				}, Recorded: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}}
			}
			return known, nil
		},
	}
}

// chain is a company of so many partners below each other, each with an order in January.
func chain(partners int) map[string]string {
	var people, orders strings.Builder
	people.WriteString("id,name,joined,sponsor\n")
	orders.WriteString("id,partner,kind,placed_on,paid_on,points,cv\n")
	for i := range partners {
		sponsor := ""
		if i > 0 {
			sponsor = fmt.Sprintf("p%04d", i-1)
		}
		fmt.Fprintf(&people, "p%04d,Partner %d,2026-01-01,%s\n", i, i, sponsor)
		fmt.Fprintf(&orders, "o%04d,p%04d,own,2026-01-10,2026-01-10,100,1000\n", i, i)
	}
	return map[string]string{"partners.csv": people.String(), "orders.csv": orders.String(), "plans/test.yaml": plan}
}

// posts settles a month, and posts it.
func posts(t *testing.T, s *jobs.Settlement, month string) string {
	t.Helper()
	run := result[jobs.RunResult](t, done(t, s, jobs.Settle(settletest.Period(t, month)))).Run
	if err := s.Approve(t.Context(), run, tester); err != nil {
		t.Fatal(err)
	}
	done(t, s, jobs.Post(run))
	return run
}

// written waits until the parts of a job have ended, and adds up what came of them.
func written(t *testing.T, s *jobs.Settlement, j *graph.Job) (sum jobs.Written) {
	t.Helper()
	var handed struct{ Parts int }
	if err := json.Unmarshal(j.Result, &handed); err != nil {
		t.Fatal(err)
	}
	for part := range handed.Parts {
		ended := await(t, s, &graph.Job{ID: fmt.Sprintf("%s-%d", j.ID, part+1)})
		if ended.State != graph.Done {
			t.Fatalf("part %d is %s: %s", part+1, ended.State, ended.Error)
		}
		one := result[jobs.Written](t, ended)
		sum.Statements += one.Statements
		sum.CreditNotes += one.CreditNotes
		sum.There += one.There
		sum.Problems = append(sum.Problems, one.Problems...)
	}
	return sum
}

// all are all documents of a class.
func all(t *testing.T, d *jobs.Desk, class string) (list []dms.Document) {
	t.Helper()
	for after := ""; ; {
		some, next, err := d.Documents.Documents(t.Context(), dms.Filter{Class: class}, graph.Everybody, graph.Slice{Limit: 100, After: after})
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, some...)
		if after = next; next == "" {
			return list
		}
	}
}

// The statements and credit notes of a month of a thousand partners are written, archived, found and opened; who asks again gets nothing twice, and numbers have no gaps.
func TestDocumentsOfARun(t *testing.T) {
	const partners = 1000
	var d *jobs.Desk
	persons := map[string]joining.Tax{}
	for i := range partners - 1 { // of the one who earns least, nothing is known
		tax := []joining.Tax{
			{Status: joining.Regular, VATID: "DE123456789"},
			{Status: joining.SmallBusiness, Number: "12/345/67890"},
			{Status: joining.Foreign, VATID: "ATU12345678"},
			{Status: joining.Private},
		}[i%4]
		persons[fmt.Sprintf("p%04d", i)] = tax
	}
	delete(persons, "p0020")
	s := working(t, func(w *jobs.Worker) {
		d = desk(t, &jobs.Settlement{Graph: w.Graph}, w.Archive, persons)
		w.Desk = d
	})
	file, err := s.Keep(t.Context(), "company.zip", "application/zip", zipped(t, chain(partners)))
	if err != nil {
		t.Fatal(err)
	}
	done(t, s, jobs.ImportBundle(file, false))
	run := posts(t, s, "2026-01")
	got := written(t, s, done(t, s, jobs.WriteDocuments(run)))
	// Nobody is below the last partner, so that one earns nothing, and has a statement all the same.
	if got.Statements != partners || got.CreditNotes != partners-2 || len(got.Problems) != 1 || got.Problems[0].Partner != "p0020" {
		t.Fatalf("written %+v", got)
	}
	again := written(t, s, done(t, s, jobs.WriteDocuments(run)))
	if again.Statements+again.CreditNotes != 0 || again.There != 2*partners-2 {
		t.Errorf("written again %+v", again)
	}
	statements := all(t, d, "statement")
	if len(statements) != partners {
		t.Errorf("%d statements are listed", len(statements))
	}
	for i := range statements {
		if text := opened(t, d, &statements[i]); !strings.HasPrefix(text, "%PDF-1.7") {
			t.Errorf("%s is no PDF: %.20q", statements[i].ID, text)
		}
	}
	var numbers []string
	for _, document := range all(t, d, "credit_note") {
		numbers = append(numbers, document.Number)
		if text := opened(t, d, &document); !strings.HasPrefix(text, "%PDF-1.7") || !strings.Contains(text, "/AFRelationship /Alternative") {
			t.Errorf("%s is no PDF with its data: %.20q", document.ID, text)
		}
		if document.Lock != dms.Compliance || document.Through.String() != fmt.Sprintf("%d-12-31", time.Now().Year()+8) {
			t.Errorf("%s is kept until %s, lock %q", document.ID, document.Through, document.Lock)
		}
	}
	if len(numbers) != partners-2 {
		t.Errorf("%d credit notes are listed", len(numbers))
	}
	slices.Sort(numbers)
	for i, number := range numbers {
		if want := d.Numbers.Write(time.Now().UTC().Year(), int64(i+1)); number != want {
			t.Errorf("number %d is %s, want %s", i+1, number, want)
		}
	}
	hits, err := d.Documents.Search(t.Context(), "o0007", dms.Filter{Class: "statement"}, graph.Everybody, 10)
	if err != nil || len(hits) != 3 { // three levels above
		t.Errorf("%d statements name an order: %v", len(hits), err)
	}
	notes, _, err := d.Documents.Notes(t.Context(), dms.NoteFilter{Partner: "p0000"}, graph.Everybody, graph.Slice{Limit: 10})
	if err != nil || len(notes) != 1 || notes[0].Net != 16000 || notes[0].Tax != 3040 || notes[0].TaxPaid != 3040 {
		t.Errorf("the note of the first is %+v: %v", notes, err)
	}
}

// opened is the bytes of a document.
func opened(t *testing.T, d *jobs.Desk, document *dms.Document) string {
	t.Helper()
	body, err := d.Open(t.Context(), document.ID, document.Content, 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	var b bytes.Buffer
	if _, err := io.Copy(&b, body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Parts that were stopped go on where they were, whoever asks again: none is missing, none is doubled.
func TestDocumentsGoOn(t *testing.T) {
	const partners = 260
	var d *jobs.Desk
	persons := map[string]joining.Tax{}
	for i := range partners {
		persons[fmt.Sprintf("p%04d", i)] = joining.Tax{Status: joining.Regular, VATID: "DE123456789"}
	}
	recorded := make(chan struct{}) // the first of them
	heard := make(chan struct{})    // the worker has, that it is to stop
	var once sync.Once
	s := working(t, func(w *jobs.Worker) {
		config := storetest.Config(t)
		config.Step = func(name, when string) {
			if name == "record documents" && when == "after" {
				once.Do(func() { close(recorded); <-heard })
			}
		}
		d = desk(t, &jobs.Settlement{Graph: storetest.Open(t, config)}, w.Archive, persons)
		w.Desk = d
	})
	file, err := s.Keep(t.Context(), "company.zip", "application/zip", zipped(t, chain(partners)))
	if err != nil {
		t.Fatal(err)
	}
	done(t, s, jobs.ImportBundle(file, false))
	run := posts(t, s, "2026-01")
	parent := done(t, s, jobs.WriteDocuments(run))
	part := parent.ID + "-1"
	select {
	case <-recorded:
	case <-time.After(jobTerm):
		t.Fatal("nothing is recorded")
	}
	if _, err := s.Graph.CancelJob(t.Context(), part, tester); err != nil {
		t.Fatal(err)
	}
	for asked := time.Now(); ; time.Sleep(50 * time.Millisecond) { // a sign of life brings the word back
		now, err := s.Graph.Job(t.Context(), part)
		if err != nil {
			t.Fatal(err)
		}
		if now.ProgressAt.After(asked) {
			break
		}
	}
	close(heard)
	if ended := await(t, s, &graph.Job{ID: part}); ended.State != graph.Cancelled {
		t.Fatalf("the part that was stopped is %s", ended.State)
	}
	before := len(all(t, d, "statement"))
	if before == 0 || before == partners {
		t.Fatalf("%d of %d statements were there when it was stopped", before, partners)
	}
	written(t, s, done(t, s, jobs.WriteDocuments(run)))
	if n := len(all(t, d, "statement")); n != partners {
		t.Errorf("%d statements, want %d", n, partners)
	}
	notes := all(t, d, "credit_note")
	if len(notes) != partners-1 {
		t.Errorf("%d credit notes, want %d", len(notes), partners-1)
	}
	seen := map[string]bool{}
	for i := range notes {
		if seen[notes[i].Number] || seen[notes[i].About.Partner] {
			t.Errorf("%s of %s is doubled", notes[i].Number, notes[i].About.Partner)
		}
		seen[notes[i].Number], seen[notes[i].About.Partner] = true, true
	}
}

// A note whose partner's tax status was wrong is taken back and issued again; the difference in tax is open, and the document of the old one
// tells. Whoever has the documents written again gets nothing twice.
func TestACreditNoteIsCorrected(t *testing.T) {
	var d *jobs.Desk
	persons := map[string]joining.Tax{"p0000": {Status: joining.Regular, VATID: "DE123456789"}, "p0001": {Status: joining.Private}}
	s := working(t, func(w *jobs.Worker) {
		d = desk(t, &jobs.Settlement{Graph: w.Graph}, w.Archive, persons)
		d.WhenAsked = false
		w.Desk = d
	})
	file, err := s.Keep(t.Context(), "company.zip", "application/zip", zipped(t, chain(3)))
	if err != nil {
		t.Fatal(err)
	}
	done(t, s, jobs.ImportBundle(file, false))
	run := posts(t, s, "2026-01")
	parent := await(t, s, &graph.Job{ID: "documents-" + run}) // by itself
	if got := written(t, s, parent); got.Statements != 3 || got.CreditNotes != 2 {
		t.Fatalf("written by itself: %+v", got)
	}
	progress, err := s.DocumentsOf(t.Context(), run)
	if err != nil || progress.State() != "done" || progress.Parts != 1 || progress.Done != 1 || progress.WrittenFor != 3 || progress.Statements != 3 {
		t.Errorf("the documents are %+v: %v", progress, err)
	}
	find := func(number string) *dms.Note {
		t.Helper()
		note, err := d.Documents.Note(t.Context(), number, graph.Everybody)
		if err != nil {
			t.Fatal(err)
		}
		return note
	}
	notes, _, err := d.Documents.Notes(t.Context(), dms.NoteFilter{Partner: "p0000"}, graph.Everybody, graph.Slice{Limit: 9})
	if err != nil || len(notes) != 1 {
		t.Fatalf("the notes are %+v: %v", notes, err)
	}
	old := notes[0]
	correction := result[jobs.Correction](t, done(t, s, jobs.Correct(old.Number, creditnote.Private, "Der Steuerstatus war falsch.")))
	back, again := find(correction.Correction), find(correction.CreditNote)
	if back.Corrects != old.Number || back.Net != -old.Net || back.Tax != -old.Tax {
		t.Errorf("the correction is %+v", back)
	}
	if again.Replaces != old.Number || again.Net != old.Net || again.Tax != 0 || again.Status != "private" {
		t.Errorf("the note instead is %+v", again)
	}
	if now := find(old.Number); now.State != dms.Corrected || now.CorrectedBy != back.Number {
		t.Errorf("the old one is %+v", now)
	}
	if document, _, err := d.Documents.Document(t.Context(), old.Document(), graph.Everybody); err != nil || !slices.Contains(document.Tags, "corrected") {
		t.Errorf("the old document is %+v: %v", document, err)
	}
	open, err := d.Documents.TaxOpen(t.Context(), []string{"p0000"}, old.Period+1, back.Issued+1)
	if err != nil || open["p0000"] != old.Tax-old.TaxPaid-old.Tax {
		t.Errorf("open is %v: %v", open, err)
	}
	if err := d.Correctable(t.Context(), old.Number, graph.Everybody); err == nil {
		t.Errorf("it can be corrected twice")
	}
	if got := written(t, s, done(t, s, jobs.WriteDocuments(run))); got.Statements+got.CreditNotes != 0 || len(got.Problems) != 0 {
		t.Errorf("written again: %+v", got)
	}
	if n := len(all(t, d, "credit_note")); n != 4 {
		t.Errorf("%d documents of credit notes, want 4", n)
	}
}
