package dms

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/access"
	"upline/graph/chronicle"
	"upline/internal/fault"
	"upline/internal/period"
)

// Propose marks up to limit documents whose time is over as of a day, and that nobody holds, for a person to decide about: nothing is deleted
// by itself. It returns how many it marked.
func (s *Store) Propose(ctx context.Context, today period.Day, limit int, by graph.By) (proposed int, err error) {
	_, err = s.Change(ctx, "propose deletions", by.Recorded(), nil, func(c *chronicle.Change) error {
		proposed = 0
		err := c.Run(cypher.DocumentsPropose, map[string]any{"today": chronicle.Date(today), "limit": limit, "recorded": c.Recorded}, func(record *neo4j.Record) error {
			proposed = int(record.Values[0].(int64))
			return nil
		})
		c.AboutMany("Document", "to be deleted", proposed)
		return err
	})
	return proposed, err
}

// Proposed returns a slice of the documents whose time is over, those that it was over first for first, for who sees everybody.
//
// Errors: Invalid when the slice cannot be; Forbidden to others.
func (s *Store) Proposed(ctx context.Context, within graph.Sight, slice graph.Slice) ([]Document, string, error) {
	if !within.Whole() {
		return nil, "", fault.Forbiddenf(op, "only who sees everybody decides about documents whose time is over")
	}
	return sliced("documents to be deleted", slice, false, func(no any, limit int) ([]Document, error) {
		return s.listed(ctx, cypher.DocumentsProposed, map[string]any{"no": no, "limit": limit})
	}, func(d Document) int64 { return d.seq })
}

// Deletable says whether a document may be deleted on a day.
//
// Errors: Conflict, with the reason, when it may not.
func (d *Document) Deletable(today period.Day) error {
	switch {
	case d.Hold:
		return fault.Conflictf(op, "document %s is held because of a dispute: end that first", d.ID)
	case d.Through != 0 && d.Through >= today:
		return fault.Conflictf(op, "document %s has to be kept until %s", d.ID, d.Through)
	}
	return nil
}

// Gone is the state of a document that was deleted: what it was, under which hash, and who deleted it why, stays as proof; its title, its
// words and its tags do not.
const Gone State = graph.DocumentDeleted

// Deletion is a document that is to be deleted, as far as that has come.
type Deletion struct {
	Document
	// AskedBy is who asked for it, where somebody else has to do it; empty: nobody yet.
	AskedBy string
	asked   time.Time
	// Found is what there was of its bytes before any was deleted, as JSON; empty: none was yet.
	Found string
}

// AskDeletion asks for a document to be deleted, for somebody else to do it. It returns what was asked before, if anything was.
//
// Errors: those of Delete.
func (s *Store) AskDeletion(ctx context.Context, id string, today period.Day, by graph.By) (found *Deletion, err error) {
	err = s.changeDeletion(ctx, "ask for deletion", id, over(today), by, func(c *chronicle.Change, d *Deletion) error {
		if found = d; d.AskedBy != "" {
			return nil
		}
		c.About("Document", id, subjectOf(d.About), nil, map[string]string{"deletion": "asked"})
		return c.Run(cypher.DocumentSet, map[string]any{"id": id, "properties": map[string]any{
			"deletionAskedBy": by.Actor, "deletionAsked": c.Recorded, "changed": c.Recorded,
		}}, nil)
	})
	return found, err
}

// BeginDeletion keeps what there is of the bytes of a document, as JSON, before any are deleted, so that it can be proven also when the
// process dies in the middle. What was kept before stays. With fourEyes, whoever asked for the deletion does not do it.
//
// Errors: those of Delete; Forbidden to the same eyes.
func (s *Store) BeginDeletion(ctx context.Context, id string, today period.Day, there string, fourEyes bool, by graph.By) (found string, err error) {
	err = s.changeDeletion(ctx, "begin deletion", id, over(today), by, func(c *chronicle.Change, d *Deletion) error {
		if fourEyes {
			if err := graph.RefuseSameEyes(c, access.DeleteDocument, access.DeletionAsked, d.AskedBy, period.DayOf(d.asked, time.UTC), by); err != nil {
				return err
			}
		}
		found, err = d.begin(c, there)
		return err
	})
	return found, err
}

// begin keeps what there is, unless that was kept before.
func (d *Deletion) begin(c *chronicle.Change, there string) (found string, err error) {
	if d.Found != "" {
		return d.Found, nil
	}
	c.About("Document", d.ID, subjectOf(d.About), nil, map[string]string{"deletion": "begun", "sha256": d.SHA256})
	return there, c.Run(cypher.DocumentSet, map[string]any{"id": d.ID, "properties": map[string]any{"deletionFound": there, "changed": c.Recorded}}, nil)
}

// over says that a document may be deleted as of a day.
func over(today period.Day) func(d *Document) error {
	return func(d *Document) error { return d.Deletable(today) }
}

// lawless says that no law keeps a document as of a time.
func lawless(now time.Time) func(d *Document) error {
	return func(d *Document) error { return d.erasable(now) }
}

// BeginErasure is BeginDeletion for the erasure of a person.
//
// Errors: those of Erase.
func (s *Store) BeginErasure(ctx context.Context, id string, now time.Time, there string, by graph.By) (found string, err error) {
	err = s.changeDeletion(ctx, "begin erasure", id, lawless(now), by, func(c *chronicle.Change, d *Deletion) error {
		found, err = d.begin(c, there)
		return err
	})
	return found, err
}

// Delete records that the bytes of a document were deleted, with all former ones, and what proves it, as JSON: the caller has done so
// before, and repeats both when it does not know whether they came through. One that is deleted already stays as it is.
//
// Errors: NotFound; Conflict when the document may not be deleted; Invalid without a reason.
func (s *Store) Delete(ctx context.Context, id string, today period.Day, proof string, by graph.By) error {
	return s.changeDeletion(ctx, "delete document", id, over(today), by, func(c *chronicle.Change, d *Deletion) error {
		return d.delete(c, proof, "", by)
	})
}

// Erase is Delete for the erasure of a person: of what no law keeps, though this house would for longer.
//
// Errors: NotFound; Conflict when a law keeps the document, or it is held; Invalid without a reason.
func (s *Store) Erase(ctx context.Context, id, erasure string, now time.Time, proof string, by graph.By) error {
	return s.changeDeletion(ctx, "erase document", id, lawless(now), by, func(c *chronicle.Change, d *Deletion) error {
		return d.delete(c, proof, erasure, by)
	})
}

// erasable says whether no law keeps a document.
func (d *Document) erasable(now time.Time) error {
	switch {
	case d.Hold:
		return fault.Conflictf(op, "document %s is held because of a dispute: end that first", d.ID)
	case d.LawUntil() > period.DayOf(now, time.UTC):
		return fault.Conflictf(op, "document %s has to be kept by law until %s", d.ID, d.LawUntil()-1)
	}
	return nil
}

// delete records that a document is deleted.
func (d *Deletion) delete(c *chronicle.Change, proof, erasure string, by graph.By) error {
	if d.State == Gone {
		return nil
	}
	sum := sha256.Sum256([]byte(proof))
	c.About("Document", d.ID, subjectOf(d.About), map[string]string{"state": string(d.State), "sha256": d.SHA256}, map[string]string{
		"state": string(Gone), "proof": hex.EncodeToString(sum[:]),
	})
	return c.Run(cypher.DocumentDelete, map[string]any{
		"id": d.ID, "recorded": c.Recorded, "by": by.Actor, "reason": by.Reason, "proof": proof, "erasure": nothing(erasure),
	}, nil)
}

// changeDeletion changes how far the deletion of a document is, if it may be deleted.
func (s *Store) changeDeletion(ctx context.Context, operation, id string, may func(d *Document) error, by graph.By, work func(c *chronicle.Change, d *Deletion) error) error {
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf(op, "say why document %s is deleted", id)
	}
	return s.changeOne(ctx, operation, id, by, func(c *chronicle.Change, d *Document) error {
		if err := may(d); err != nil && d.State != Gone {
			return err
		}
		deletion := &Deletion{Document: *d}
		err := c.Run(cypher.DocumentDeletion, map[string]any{"id": id}, func(record *neo4j.Record) error {
			of := chronicle.ColumnsOf(record)
			deletion.AskedBy, deletion.asked, deletion.Found = of.Text("askedBy"), of.Time("asked"), of.Text("found")
			return nil
		})
		if err != nil {
			return err
		}
		return work(c, deletion)
	})
}
