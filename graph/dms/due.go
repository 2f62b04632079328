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
	slice.Sort, slice.Descending = "", false
	p, err := slice.Begin("documents to be deleted", chronicle.Sorting{Name: "no", Numbered: true})
	if err != nil {
		return nil, "", err
	}
	var list []Document
	params := map[string]any{"no": p.Params()["no"], "limit": p.Limit + 1}
	err = s.Read(ctx, cypher.DocumentsProposed, params, func() { list = nil }, func(record *neo4j.Record) error {
		list = append(list, documentOf(chronicle.ColumnsOf(record)))
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	list, next := chronicle.CutOff(p, list, func(d Document) (key, id any) { return "", d.seq })
	return list, next, nil
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
const Gone State = "deleted"

// Delete records that the bytes of a document were deleted, with all former ones: the caller has done so before, and repeats both when it
// does not know whether they came through.
//
// Errors: NotFound; Conflict when the document may not be deleted; Invalid without a reason.
func (s *Store) Delete(ctx context.Context, id string, today period.Day, by graph.By) error {
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf(op, "say why document %s is deleted", id)
	}
	return s.changeOne(ctx, "delete document", id, by, func(c *chronicle.Change, d *Document) error {
		if err := d.Deletable(today); err != nil {
			return err
		}
		c.About("Document", id, subjectOf(d.About), map[string]string{"state": string(d.State), "sha256": d.SHA256}, map[string]string{"state": string(Gone)})
		return c.Run(cypher.DocumentDelete, map[string]any{"id": id, "recorded": c.Recorded, "by": by.Actor, "reason": by.Reason}, nil)
	})
}
