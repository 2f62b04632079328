package dms

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph"
	"upline/graph/chronicle"
	"upline/internal/fault"
)

// documentLock locks documents.
var documentLock = &chronicle.LockKind{Name: "document", Lock: cypher.DocumentsLock, Recorded: cypher.DocumentsRecorded}

// changeOne changes a document that is within, and has not changed since it was seen.
func (s *Store) changeOne(ctx context.Context, operation, id string, by graph.By, work func(c *chronicle.Change, d *Document) error) error {
	d, _, err := s.Document(ctx, id, by.Within)
	if err != nil {
		return err
	}
	lock := []chronicle.Lock{{Kind: documentLock, IDs: []string{id}}}
	_, err = s.Change(ctx, operation, by.Recorded(), lock, func(c *chronicle.Change) error {
		now, err := locked(c, id)
		if err != nil {
			return err
		}
		if by.Seen != "" && by.Seen != now.Changed {
			return &fault.Error{Kind: fault.Stale, Op: op, Msg: "document " + id + " has changed since you looked at it: look again, and repeat the change if it is still right"}
		}
		d = now
		return work(c, d)
	})
	return err
}

// locked reads a document that is locked.
func locked(c *chronicle.Change, id string) (*Document, error) {
	var found *Document
	err := c.Run(cypher.DocumentFind, map[string]any{"id": id}, func(record *neo4j.Record) error {
		d := documentOf(chronicle.ColumnsOf(record))
		found = &d
		return nil
	})
	if err == nil && found == nil {
		err = notThere(id)
	}
	return found, err
}

// File says what a document is: one in the inbox is filed by that, and one that is filed is corrected. Until when it is kept follows from
// its class, so the caller says that, too; what is locked in the object store is never kept for less.
//
// Errors: Invalid; NotFound for a document, or what it is about, that is not there or not within; Stale; Conflict when it would be kept for
// less than it is locked.
func (s *Store) File(ctx context.Context, id string, as Description, kept Kept, by graph.By) error {
	if err := as.check(); err != nil {
		return err
	}
	as.Tags = slices.Compact(slices.Sorted(slices.Values(as.Tags)))
	if !by.Within.Whole() {
		if err := s.company.May(ctx, by, as.About.Partner); err != nil {
			return err
		}
	}
	return s.changeOne(ctx, "file document", id, by, func(c *chronicle.Change, d *Document) error {
		if d.Lock == Compliance && (kept.Lock != Compliance || kept.Through < d.Through) {
			return fault.Conflictf(op, "document %s is locked until %s, and is not kept for less: choose a class that keeps it as long", id, d.Through)
		}
		kept.Hold = d.Hold
		before := d.told()
		d.Description, d.Kept, d.State = as, kept, Filed
		properties := map[string]any{"state": string(Filed), "changed": c.Recorded, "suggested": nil} // which names others, perhaps
		maps.Copy(properties, as.properties())
		maps.Copy(properties, kept.properties())
		row := map[string]any{
			"id": id, "properties": properties, "partner": nothing(as.About.Partner), "order": nothing(as.About.Order), "run": nothing(as.About.Run),
			"title": as.Title, "facets": facetsOf(&as), "recorded": c.Recorded,
		}
		lost := false
		err := c.Run(cypher.DocumentFile, row, func(record *neo4j.Record) error {
			lost = record.Values[0].(bool)
			return nil
		})
		if err == nil && lost {
			err = fault.NotFoundf(op, "what document %s is about is not there: check its partner, order and run", id)
		}
		c.About("Document", id, subjectOf(as.About), before, d.told())
		return err
	})
}

// Replace gives a document another content; the former one stays, and can be seen. Jobs that follow are added with it.
//
// Errors: those of File; Conflict when it was made by the system, since that is corrected by another document.
func (s *Store) Replace(ctx context.Context, id string, with Content, words string, by graph.By, then ...graph.NewJob) error {
	return s.changeOne(ctx, "replace document", id, by, func(c *chronicle.Change, d *Document) error {
		switch {
		case d.Source == Made:
			return fault.Conflictf(op, "document %s was made by the system: it is corrected by another one, and stays", id)
		case with.SHA256 == d.SHA256:
			return fault.Conflictf(op, "document %s has that content already", id)
		}
		before := d.told()
		d.Content = with
		properties := with.properties()
		properties["version"], properties["changed"] = int64(d.Version+1), c.Recorded
		c.About("Document", id, subjectOf(d.About), before, d.told())
		properties["suggested"] = nil // that was about the former one
		err := c.Run(cypher.DocumentReplace, map[string]any{
			"id": id, "properties": properties, "text": cutWords(words), "recorded": c.Recorded, "reason": by.Reason, "by": by.Actor,
		}, nil)
		if err != nil {
			return err
		}
		return s.add(c, then, by)
	})
}

// Hold keeps a document from being deleted, or ends that. The object store is told by whoever calls, before.
//
// Errors: NotFound; Invalid without a reason.
func (s *Store) Hold(ctx context.Context, id string, hold bool, by graph.By) error {
	if strings.TrimSpace(by.Reason) == "" {
		return fault.Invalidf(op, "say why document %s is held, or is not any more", id)
	}
	return s.changeOne(ctx, "hold document", id, by, func(c *chronicle.Change, d *Document) error {
		before := d.told()
		d.Hold = hold
		c.About("Document", id, subjectOf(d.About), before, d.told())
		return c.Run(cypher.DocumentSet, map[string]any{"id": id, "properties": map[string]any{"hold": hold, "changed": c.Recorded}}, nil)
	})
}
