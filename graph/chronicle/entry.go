package chronicle

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"

	"upline/cypher"
	"upline/graph/audit"
	"upline/internal/fault"
)

// KeptEntry is an audit entry as the database keeps it: the record, whose text is what counts, and beside it what it is found by.
type KeptEntry struct {
	audit.Record
	beside beside
}

// beside is what an entry is found by.
type beside struct {
	place                        string // stripe and number
	recorded                     time.Time
	operation, actor, kind, key  string
	subjects                     []string // of the bodies, in their order
	bodiesElsewhere, bodiesTwice int      // bodies of no place, and of one that another has
}

func keptEntry(stripe int, record *neo4j.Record) KeptEntry {
	c := ColumnsOf(record)
	k := KeptEntry{Record: recordOf(c), beside: beside{
		place: fmt.Sprintf("%d/%v", stripe, c["no"]), operation: c.Text("operation"), actor: c.Text("actor"), kind: c.Text("kind"), key: c.Text("key"),
		recorded: c.Time("recorded"),
	}}
	k.beside.subjects = make([]string, len(k.Bodies))
	seen := map[int64]bool{}
	for _, value := range c.List("bodies") {
		place, subject, _ := bodyOf(value)
		if place < 0 {
			k.beside.bodiesElsewhere++
			continue
		}
		if seen[place] {
			k.beside.bodiesTwice++
		}
		seen[place] = true
		k.beside.subjects[place] = subject
	}
	return k
}

// Strayed says what of that which an entry is found by is not what the entry says; empty: nothing. So nobody hides an entry from who
// looks for it without altering it. What cannot be read strays nowhere: that is found otherwise.
func (k *KeptEntry) Strayed() string {
	e, err := audit.ParseEntry(k.Text)
	if err != nil {
		return ""
	}
	b := &k.beside
	var strayed []string
	for _, one := range []struct{ name, is, said string }{
		{"place", b.place, fmt.Sprintf("%d/%d", e.Stripe, e.No)},
		{"time", b.recorded.String(), e.Recorded.String()},
		{"operation", b.operation, e.Operation},
		{"actor", b.actor, e.Actor.String()},
		{"kind", b.kind, e.Kind},
		{"key", b.key, e.Key},
	} {
		if one.is != one.said {
			strayed = append(strayed, fmt.Sprintf("%s %.100q instead of %q", one.name, one.is, one.said))
		}
	}
	for i, subject := range b.subjects {
		if i < len(e.Details) && subject != e.Details[i].Subject {
			strayed = append(strayed, fmt.Sprintf("subject %.100q instead of %q", subject, e.Details[i].Subject))
		}
	}
	if b.bodiesElsewhere+b.bodiesTwice > 0 {
		strayed = append(strayed, fmt.Sprintf("%d bodies that have no place, or one of another", b.bodiesElsewhere+b.bodiesTwice))
	}
	return strings.Join(strayed, ", ")
}

// recordOf reads the columns text, previous, hash and bodies.
func recordOf(c Columns) audit.Record {
	r := audit.Record{Text: c.Text("text"), Previous: audit.Hash(c.Text("previous")), Hash: audit.Hash(c.Text("hash"))}
	for _, value := range c.List("bodies") {
		place, _, text := bodyOf(value)
		if place < 0 {
			continue
		}
		for int64(len(r.Bodies)) <= place {
			r.Bodies = append(r.Bodies, "")
		}
		r.Bodies[place] = text
	}
	return r
}

// placesMax is how many bodies an entry has at most: a place behind it is none that we have written.
const placesMax = 1000

// bodyOf reads a body: place, subject, text. The place of one that has none is negative.
func bodyOf(value any) (place int64, subject, text string) {
	columns := value.([]any)
	place, is := columns[0].(int64)
	if !is || place < 0 || place > placesMax {
		place = -1
	}
	subject, _ = columns[1].(string)
	text, _ = columns[2].(string)
	return place, subject, text
}

// PersonKind is the kind of what concerns a person as such: an erasure or an export, whose key is the person's Subject.
const PersonKind = "Person"

// entriesAtOnce is how many entries of a person are read at a time.
const entriesAtOnce = 1000

// EntriesOf are the entries that are about a person, or of what the person did, the earliest first. Subjects are all the names that
// the person has in entries.
func (s *Store) EntriesOf(ctx context.Context, subjects []string) iter.Seq2[audit.Entry, error] {
	return func(yield func(audit.Entry, error) bool) {
		params := map[string]any{"subjects": subjects, "recorded": time.Unix(0, 0), "stripe": -1, "no": -1, "limit": entriesAtOnce}
		for {
			var page []audit.Entry
			err := s.Read(ctx, cypher.AuditOfPerson, params, func() { page = nil }, func(record *neo4j.Record) error {
				c := ColumnsOf(record)
				r := recordOf(c)
				e, err := r.Entry()
				page = append(page, e)
				return err
			})
			if err != nil {
				yield(audit.Entry{}, err)
				return
			}
			for _, e := range page {
				if !yield(e, nil) {
					return
				}
				params["recorded"], params["stripe"], params["no"] = e.Recorded, e.Stripe, e.No
			}
			if len(page) < entriesAtOnce {
				return
			}
		}
	}
}

// EntriesAbout returns the entries about a thing, such as Order and o17, the latest first, at most so many.
func (s *Store) EntriesAbout(ctx context.Context, kind, key string, limit int) ([]audit.Entry, error) {
	return s.entries(ctx, cypher.AuditOfThing, map[string]any{"kind": kind, "key": key, "limit": limit})
}

func (s *Store) entries(ctx context.Context, query string, params map[string]any) (entries []audit.Entry, err error) {
	err = s.Read(ctx, query, params, func() { entries = nil }, func(record *neo4j.Record) error {
		r := recordOf(ColumnsOf(record))
		e, err := r.Entry()
		if err != nil {
			return &fault.Error{Kind: fault.Internal, Op: "audit", Msg: fmt.Sprintf("entry %v is not as it was written: verify the audit", record.Values[0]), Err: err}
		}
		entries = append(entries, e)
		return nil
	})
	return entries, err
}
