package dms

import (
	"context"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/money"
	"upline/internal/period"
)

// NoteState is what became of a credit note.
type NoteState string

// States of credit notes. One that was objected to has no effect as an invoice any more (§ 14 Abs. 2 UStG), whoever is right.
const (
	Issued    NoteState = "issued"
	Objected  NoteState = "objected"
	Corrected NoteState = "corrected" // by another one
)

// NewNote is a credit note that is to be issued.
type NewNote struct {
	Key        string // what it is for, such as run/partner/part: the same whenever it is issued again
	Partner    string
	Run        string // the id
	Period     period.Period
	Issued     period.Day
	Status     string // the partner's tax status, as of what it is for
	Currency   string
	Scale      int // decimal places of the amounts
	Net, Tax   money.Amount
	TaxPaid    money.Amount // of this note and of earlier ones: paid with it
	TaxPercent money.Percent
	Corrects   string // the number of the one that it takes back; empty: none
	Replaces   string // the number of the one instead of which it was issued, after that was taken back; empty: none
}

// Note is a credit note.
type Note struct {
	NewNote
	Number string
	State  NoteState
	// The objection, if there is one, and what came of it.
	ObjectedAt          time.Time
	ObjectedBy, Because string
	AnsweredAt          time.Time
	AnsweredBy, Answer  string
	Outcome             Outcome
	CorrectedBy         string // the number of the note that corrects it
	Recorded            time.Time
	seq                 int64
}

// Outcome is what the company says to an objection.
type Outcome string

// Outcomes. Whoever upholds an objection corrects the note, too. One that was rejected has no effect as an invoice all the same: who is to
// have one writes it.
const (
	Upheld   Outcome = "upheld"
	Rejected Outcome = "rejected"
)

// Effective says whether the note has the effect of an invoice: whose partner has objected has none (§ 14 Abs. 2 Satz 3 UStG), so that
// nobody deducts its tax.
func (n *Note) Effective() bool { return n.ObjectedAt.IsZero() }

// Document is the id of a credit note as a document.
func (n *Note) Document() string { return NoteDocument(n.Number) }

// NoteDocument is the id of a credit note as a document.
func NoteDocument(number string) string { return "credit-note-" + number }

// Tags of the documents of credit notes.
const (
	tagObjected  = "objected"
	tagCorrected = "corrected"
)

// tagNote gives the document of a credit note a tag, so that lists of documents, searches and what auditors get tell it, too.
func tagNote(c *chronicle.Change, number, tag string) error {
	return c.Run(cypher.DocumentTag, map[string]any{"id": NoteDocument(number), "tag": tag, "facet": facet("tag", tag), "recorded": c.Recorded}, nil)
}

// Gross is what is paid.
func (n *NewNote) Gross() money.Amount { return n.Net + n.Tax }

// Range is where numbers are taken from: one for each issuer and year, say, and without gaps in each.
type Range struct {
	Name   string // such as credit notes 2026
	Number func(n int64) string
}

// Issue issues credit notes, and returns them with their numbers. What was issued for a key already keeps its number. Numbers are taken in
// the transaction that keeps the notes: so there are no gaps, whatever dies.
//
// Errors: Invalid for amounts that cannot be; NotFound for a partner or a run that is not there; Conflict when what it corrects was
// corrected already.
func (s *Store) Issue(ctx context.Context, from Range, drafts []NewNote, by graph.By) (notes []Note, err error) {
	if len(drafts) == 0 {
		return nil, nil
	}
	for i := range drafts {
		if err := drafts[i].check(); err != nil {
			return nil, err
		}
	}
	first, err := s.Numbers(ctx, noteSeq, len(drafts))
	if err != nil {
		return nil, err
	}
	_, err = s.Change(ctx, "issue credit notes", by.Recorded(), nil, func(c *chronicle.Change) error {
		notes, err = issue(c, from, drafts, first)
		return err
	})
	return notes, err
}

func (n *NewNote) check() error {
	if n.Key == "" || n.Partner == "" || n.Currency == "" {
		return fault.Internalf(op, "a credit note without key, partner or currency")
	}
	if (n.Net < 0) != (n.Tax < 0) && n.Net != 0 && n.Tax != 0 {
		return fault.Internalf(op, "the credit note for %s has a tax of another sign than its amount", n.Key)
	}
	return nil
}

func issue(c *chronicle.Change, from Range, drafts []NewNote, first int64) ([]Note, error) {
	if _, err := take(c, from.Name, 0); err != nil { // who issues from the same range waits
		return nil, err
	}
	there, err := issuedFor(c, drafts)
	if err != nil {
		return nil, err
	}
	missing := int64(len(drafts) - len(there))
	next, err := take(c, from.Name, missing)
	if err != nil {
		return nil, err
	}
	notes, rows := make([]Note, len(drafts)), []any{}
	for i := range drafts {
		if note, is := there[drafts[i].Key]; is {
			notes[i] = note
			continue
		}
		notes[i] = Note{NewNote: drafts[i], Number: from.Number(next), State: Issued, seq: first + int64(i)}
		rows = append(rows, notes[i].properties(c))
		next++
	}
	if len(rows) == 0 {
		return notes, nil
	}
	c.AboutMany("CreditNote", from.Name, len(rows))
	written := 0
	err = c.Run(cypher.CreditNotesCreate, map[string]any{"rows": rows, "recorded": c.Recorded}, func(record *neo4j.Record) error {
		written = int(record.Values[0].(int64))
		return nil
	})
	for i := range notes {
		if old := notes[i].Corrects; err == nil && old != "" {
			err = tagNote(c, old, tagCorrected)
		}
	}
	if err == nil && written != len(rows) {
		err = fault.Conflictf(op, "%d of %d credit notes could not be issued: their partner is not there, or what they correct is not, or was corrected already", len(rows)-written, len(rows))
	}
	return notes, err
}

// take takes numbers of a range within the transaction, and holds it until that ends.
func take(c *chronicle.Change, name string, count int64) (first int64, err error) {
	err = c.Run(cypher.RangeTake, map[string]any{"name": name, "count": count}, func(record *neo4j.Record) error {
		first = record.Values[0].(int64)
		return nil
	})
	return first, err
}

func issuedFor(c *chronicle.Change, drafts []NewNote) (map[string]Note, error) {
	keys := make([]string, len(drafts))
	for i := range drafts {
		keys[i] = drafts[i].Key
	}
	there := map[string]Note{}
	err := c.Run(cypher.CreditNotesOfKeys, map[string]any{"keys": keys}, func(record *neo4j.Record) error {
		note := noteOf(chronicle.ColumnsOf(record)["note"].(map[string]any))
		there[note.Key] = note
		return nil
	})
	return there, err
}

func (n *Note) properties(c *chronicle.Change) map[string]any {
	return map[string]any{
		"number": n.Number, "seq": n.seq, "key": n.Key, "partner": n.Partner, "run": n.Run, "period": n.Period.String(), "issued": chronicle.Date(n.Issued),
		"status": n.Status, "currency": n.Currency, "scale": int64(n.Scale), "net": int64(n.Net), "tax": int64(n.Tax), "taxPaid": int64(n.TaxPaid), "taxPercent": int64(n.TaxPercent),
		"corrects": nothing(n.Corrects), "replaces": nothing(n.Replaces), "state": string(n.State), "recorded": c.Recorded, "changed": c.Recorded,
	}
}

func noteOf(p map[string]any) Note {
	c := chronicle.Columns(p)
	month, _ := period.Parse(c.Text("period"))
	return Note{
		NewNote: NewNote{
			Key: c.Text("key"), Partner: c.Text("partner"), Run: c.Text("run"), Period: month, Issued: chronicle.Day(p["issued"]), Status: c.Text("status"),
			Currency: c.Text("currency"), Scale: int(c.Number("scale")), Net: money.Amount(c.Number("net")), Tax: money.Amount(c.Number("tax")), TaxPaid: money.Amount(c.Number("taxPaid")),
			TaxPercent: money.Percent(c.Number("taxPercent")), Corrects: c.Text("corrects"), Replaces: c.Text("replaces"),
		},
		Number: c.Text("number"), State: NoteState(c.Text("state")),
		ObjectedAt: c.Time("objectedAt"), ObjectedBy: c.Text("objectedBy"), Because: c.Text("because"),
		AnsweredAt: c.Time("answeredAt"), AnsweredBy: c.Text("answeredBy"), Answer: c.Text("answer"), Outcome: Outcome(c.Text("outcome")),
		Recorded: c.Time("recorded"), CorrectedBy: c.Text("correctedBy"), seq: c.Number("seq"),
	}
}
