package dms

import (
	"context"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// NoteFilter says which credit notes are asked for. What is empty does not matter.
type NoteFilter struct {
	Partner, Run, Number string
	Period               *period.Period
	State                NoteState
	Disputed             *bool // somebody has objected, whatever was answered
}

// params are those by which all queries filter.
func (f *NoteFilter) params() map[string]any {
	p := map[string]any{"run": f.Run, "number": f.Number, "state": string(f.State), "period": "", "disputed": nil}
	if f.Period != nil {
		p["period"] = f.Period.String()
	}
	if f.Disputed != nil {
		p["disputed"] = *f.Disputed
	}
	return p
}

// query chooses how they are found: by what leaves the fewest.
func (f *NoteFilter) query(all bool) string {
	switch {
	case f.Number != "":
		return cypher.CreditNotesOfNumber
	case !all:
		return cypher.CreditNotesOfPartners
	case f.Run != "":
		return cypher.CreditNotesOfRun
	}
	return cypher.CreditNotesListed
}

// has says whether a note is one that is asked for.
func (f *NoteFilter) has(n *Note) bool {
	return (f.Partner == "" || f.Partner == n.Partner) && (f.Run == "" || f.Run == n.Run) && (f.State == "" || f.State == n.State) &&
		(f.Period == nil || *f.Period == n.Period) && (f.Disputed == nil || *f.Disputed == !n.Effective())
}

// Notes returns a slice of the credit notes, the latest first, and the cursor of the next one; empty: there is none.
//
// Errors: Invalid when the slice cannot be; NotFound when a partner is named who never was within.
func (s *Store) Notes(ctx context.Context, f NoteFilter, within graph.Sight, slice graph.Slice) ([]Note, string, error) {
	slice.Sort, slice.Descending = "", true
	p, err := slice.Begin("credit notes", chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	partners, all, err := s.whose(ctx, f.Partner, within)
	if err != nil {
		return nil, "", err
	}
	read := func() (list []Note, err error) {
		params := f.params()
		params["no"], params["limit"], params["partners"] = p.Params()["no"], p.Limit+1, partners
		err = s.Read(ctx, f.query(all), params, func() { list = nil }, func(record *neo4j.Record) error {
			if note := noteOf(record.Values[0].(map[string]any)); f.has(&note) {
				list = append(list, note)
			}
			return nil
		})
		return list, err
	}
	seen := func(list []Note) ([]Note, error) { return s.seenNotes(ctx, list, within) }
	return chronicle.Page(p, read, seen, func(n Note) (key, id any) { return "", n.seq })
}

// seenNotes are those of some credit notes whose partners are within as of the day on which they were issued.
func (s *Store) seenNotes(ctx context.Context, notes []Note, within graph.Sight) ([]Note, error) {
	asked := make([]graph.PartnerDay, len(notes))
	for i := range notes {
		asked[i] = graph.PartnerDay{Partner: notes[i].Partner, Day: notes[i].Issued}
	}
	inside, err := s.company.AreWithinOn(ctx, within, asked)
	if err != nil {
		return nil, err
	}
	seen := []Note{}
	for i := range notes {
		if inside[i] {
			seen = append(seen, notes[i])
		}
	}
	return seen, nil
}

// Note returns a credit note by its number.
//
// Errors: NotFound when there is none, or none within.
func (s *Store) Note(ctx context.Context, number string, within graph.Sight) (*Note, error) {
	var list []Note
	err := s.Read(ctx, cypher.CreditNoteFind, map[string]any{"number": number}, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, noteOf(record.Values[0].(map[string]any)))
		return nil
	})
	if err == nil {
		list, err = s.seenNotes(ctx, list, within)
	}
	if err == nil && len(list) == 0 {
		err = fault.NotFoundf("credit note", "there is no credit note %s", number)
	}
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Object records that the partner objects to a credit note: from now on it has no effect as an invoice (§ 14 Abs. 2 Satz 3 UStG), and
// somebody has to answer.
//
// Errors: NotFound; Invalid without a reason; Conflict when it was objected to or corrected already.
func (s *Store) Object(ctx context.Context, number string, by graph.By) error {
	if _, err := s.Note(ctx, number, by.Within); err != nil { // whoever may not see it learns no more than that
		return err
	}
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf("credit note", "say what is wrong with credit note %s", number)
	}
	return s.changeNote(ctx, "object to credit note", number, by, map[string]any{"state": string(Objected), "objectedBy": by.Actor, "because": by.Reason}, "objectedAt", Issued, tagObjected)
}

// Respond records what the company answers to an objection. Whoever upholds it corrects the note by another one, too.
//
// Errors: NotFound; Invalid without an answer; Conflict when nobody has objected, or the note is corrected.
func (s *Store) Respond(ctx context.Context, number string, outcome Outcome, answer string, by graph.By) error {
	if strings.TrimSpace(answer) == "" {
		return fault.Invalidf("credit note", "say what is answered to the objection to credit note %s", number)
	}
	if outcome != Upheld && outcome != Rejected {
		return fault.Invalidf("credit note", "%q is no outcome of an objection: write upheld or rejected", outcome)
	}
	set := map[string]any{"outcome": string(outcome), "answer": answer, "answeredBy": by.Actor}
	return s.changeNote(ctx, "answer objection", number, by, set, "answeredAt", Objected, "")
}

// changeNote changes a credit note that is in a state, and gives its document a tag if there is one.
func (s *Store) changeNote(ctx context.Context, operation, number string, by graph.By, set map[string]any, at string, from NoteState, tag string) error {
	before, err := s.Note(ctx, number, by.Within)
	if err != nil {
		return err
	}
	_, err = s.Change(ctx, operation, by.Recorded(), nil, func(c *chronicle.Change) error {
		set[at], set["changed"] = c.Recorded, c.Recorded
		state := ""
		err := c.Run(cypher.CreditNoteSet, map[string]any{"number": number, "from": string(from), "properties": set}, func(record *neo4j.Record) error {
			state = record.Values[0].(string)
			return nil
		})
		if err == nil && state != string(from) {
			err = fault.Conflictf("credit note", "credit note %s is %s, and must be %s for that", number, state, from)
		}
		if err == nil && tag != "" {
			err = tagNote(c, number, tag)
		}
		after := map[string]string{}
		for key, value := range set {
			if text, is := value.(string); is {
				after[key] = text
			}
		}
		c.About("CreditNote", number, "partner:"+before.Partner, map[string]string{"state": state}, after)
		return err
	})
	return err
}
